"""I21: whatever staff change has exactly one row in the audit log, of the same commit, with the right name on it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.simulation.gateway import STAFF
from tests.simulation.invariants.books import Books
from tests.simulation.invariants.products import is_part
from tests.simulation.invariants.rights import OPERATOR
from tests.simulation.loop import current

if TYPE_CHECKING:
    from tests.simulation.world import World


IN_THE_POOL = ("staff_member.invite", "staff_member.reinvite")  # gone on with, they change nothing of the shop's own


@dataclass
class Commits:
    """The commits that put something, by their ids."""

    of_staff: dict[str, str] = field(default_factory=dict)  # → the Lambda that made it
    with_effect: set[str] = field(default_factory=set)  # of those that put something besides rows of the log
    replays: set[str] = field(default_factory=set)  # requests of staff that got an answer from before
    sent: dict[str, str] = field(default_factory=dict)  # request that was answered → who of the staff sent it
    refused: set[str] = field(default_factory=set)  # of these, with a 4xx, though none of their calls met a fault


def look(world: "World", table: str, key: tuple[str, str], old: Any, new: Any) -> None:
    """At a change: note whose commit it is of. A row of the log is never changed."""
    if table == "audit":
        world.expect(old is None, "I21", f"the log's {key} was changed or removed")
        return
    if key[1] == "IDEM" or is_part(table, key):
        return  # a claim is no effect; whatever has one puts something else, too, and a part its whole
    commit_id = new["_commit"]["S"] if new and "_commit" in new else None
    if commit_id is None or (old and old.get("_commit") == new["_commit"]):
        return
    world.commits.with_effect.add(commit_id)
    run = current()
    if run and run.name.endswith(".admin_api"):
        world.commits.of_staff[commit_id] = run.name


def check(world: "World", books: Books) -> None:
    """Once all is at rest."""
    rows = [item for (pk, _), item in books.tables["audit"].items() if pk.startswith("ON#")]
    told = Counter(row["_commit"] for row in rows)
    for commit_id, function in world.commits.of_staff.items():
        world.expect(told[commit_id] == 1, "I21", f"a change by {function} is told {told[commit_id]} times")
    for row in rows:
        world.happened["change of staff's told"] += 1
        what = f"{row['sk']}, {row['action']} on {row['pk']}"
        is_done = row["_commit"] in world.commits.with_effect or row["action"] in IN_THE_POOL
        world.expect(is_done, "I21", f"{what}, is told and was not done")
        request_id = "req" + row["sk"].removeprefix("aud")
        _check_who(world, row, what, world.commits.sent.get(request_id))
        world.expect(request_id not in world.commits.refused, "I21", f"{what}, is done and was refused")
    refused = len(world.commits.refused)
    world.happened["change of staff's refused"] += refused
    requests = Counter("req" + row["sk"].removeprefix("aud") for row in rows)
    for request_id, times in requests.items():
        world.expect(times == 1, "I21", f"{request_id} is told {times} times")
        world.expect(
            request_id not in world.commits.replays, "I21", f"{request_id} only repeated an answer, and is told"
        )


def _check_who(world: "World", row: Any, what: str, sender: str | None) -> None:
    """It is put down to who sent the request, or whom they approved it for. sender: None where nobody was answered."""
    by = row.get("approved_by", row["actor"])
    is_known = {row["actor"], by} <= {STAFF, OPERATOR, *world.rights.held}
    is_so = is_known and (sender or by) == by and (sender is None or row["actor"] != OPERATOR)
    world.expect(is_so, "I21", f"{what}, is put down to {row['actor']}, by {by}; {sender} sent it")
