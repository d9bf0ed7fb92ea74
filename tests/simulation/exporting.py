"""Staff export orders, cancel some of the jobs while they run, and go on with what was stopped."""

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.simulation.staff import Staff

CANCELED = 0.4  # of the jobs
AT_WORK = 0.8  # of these are watched until somebody works on them
LISTED = 0.5  # of the times, somebody looks what else goes on
PATIENCE = 40  # looks
STATUSES = (None, None, "placed", "canceled")


def export(staff: "Staff") -> None:
    """Begin a job; somebody else may cancel it soon."""
    world = staff.world
    answer = staff.post("/admin/orders/export", {"format": "jsonl", "status": staff.chance.choice(STATUSES)}, "export")
    if not answer or answer[0] != 202:
        return
    world.happened["export begun"] += 1
    if staff.chance.random() < LISTED:
        staff.client.sure("GET", "/admin/jobs")
    if staff.chance.random() < CANCELED:
        world.spawn("staff", partial(_cancel, staff, answer[1]["id"], staff.chance.random() < AT_WORK))


def _cancel(staff: "Staff", job_id: str, is_at_work: bool) -> None:
    for _ in range(PATIENCE if is_at_work else 0):
        seen = staff.client.sure("GET", f"/admin/jobs/{job_id}")
        if seen and seen[1]["status"] != "queued":
            break
        staff.world.pause(staff.chance.uniform(0.02, 0.5))
    staff.world.pause(staff.chance.choice([0.0, 0.01, 0.05]))
    answer = staff.post(f"/admin/jobs/{job_id}/cancel", {}, "stop")
    if answer and answer[0] == 200:
        staff.world.happened["export canceled" if answer[1]["total"] is None else "export canceled while it ran"] += 1
        if staff.chance.random() < 0.5:
            resume(staff, job_id)


def resume(staff: "Staff", job_id: str) -> None:
    """Go on with a job."""
    answer = staff.post(f"/admin/jobs/{job_id}/resume", {}, "resume")
    if answer and answer[0] == 200:
        staff.world.happened["export gone on with"] += 1


def resume_failed(staff: "Staff") -> None:
    """Whatever failed is gone on with, where its files are still there."""
    answer = staff.client.sure("GET", "/admin/jobs?limit=100")
    for job in answer[1]["data"] if answer else ():
        if job["status"] == "failed":
            resume(staff, job["id"])
