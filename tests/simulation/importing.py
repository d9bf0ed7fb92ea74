"""Staff bring the book of an older shop along: its customers are imported while some of them sign in."""

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.simulation.exporting import resume

if TYPE_CHECKING:
    from tests.simulation.members import Member
    from tests.simulation.staff import Staff

TWICE = 0.5  # of the files are imported by two at once, or once more
CANCELED = 0.3  # of the imports are stopped while they run, and gone on with
MEANWHILE_S = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4)  # after the first chunk was at work
PATIENCE = 100  # looks, five seconds and their answers
SOON_S = (0.0, 0.2, 5.0, 60.0)
STREET = "Import Street"
COLUMNS = (
    "email,last_name,tags,address1,city,province,postal_code,country,accepts_marketing,consented_at,consent_source"
)
REST = "Oakland,CA,94607,US,true,2025-05-01,the old shop"


def import_people(staff: "Staff", members: list["Member"]) -> None:
    """A file with these people and one more; the first half of them come while it is gone through, the others came
    whenever they liked.
    """
    world = staff.world
    emails = [*(each.email for each in members), "nobody@example.com"]
    world.imported.update(emails)
    job_id = _begin(staff, emails)
    _wait_until_at_work(staff, job_id)
    for each in members[::2]:
        world.spawn(each.name, each.look_in, staff.chance.choice(MEANWHILE_S))
    if staff.chance.random() < TWICE:
        world.pause(staff.chance.choice(SOON_S))
        world.happened["imported twice"] += 1
        _begin(staff, emails)


def _wait_until_at_work(staff: "Staff", job_id: str | None) -> None:
    for _ in range(PATIENCE if job_id else 0):
        seen = staff.client.ask("GET", f"/admin/jobs/{job_id}")
        if seen and seen[0] == 200 and seen[1]["status"] != "queued":
            return
        staff.world.pause(0.05)


def _begin(staff: "Staff", emails: list[str]) -> str | None:
    """Gives the job's id, None where nobody answered."""
    world = staff.world
    lines = [f"{email},Roe,old-shop,{number} {STREET},{REST}" for number, email in enumerate(emails)]
    text = "\n".join([COLUMNS, *lines])
    answer = staff.post("/admin/customers/uploads", {"size_bytes": len(text)}, "upload")
    if not answer or answer[0] != 201:
        return None
    world.files.objects[urlsplit(answer[1]["url"]).path.removeprefix("/")] = text.encode()
    mode = staff.chance.choice(["skip", "update"])
    answer = staff.post("/admin/customers/import", {"upload_id": answer[1]["id"], "on_existing": mode}, "import")
    if not answer or answer[0] != 202:
        return None
    world.happened["import begun"] += 1
    job_id = str(answer[1]["id"])
    if staff.chance.random() < CANCELED:
        world.spawn("staff", partial(_stop, staff, job_id), staff.chance.choice(SOON_S))
    return job_id


def _stop(staff: "Staff", job_id: str) -> None:
    """Cancel it, and go on with it."""
    stopped = staff.post(f"/admin/jobs/{job_id}/cancel", {}, "stop")
    if stopped and stopped[0] == 200:
        staff.world.happened["import canceled"] += 1
        resume(staff, job_id)
