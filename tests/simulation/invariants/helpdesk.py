"""I27: what is said on either side of a ticket that is at the helpdesk stands on the other one exactly once."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from functions.support.helpdesk.twin import MARK
from shared.people import SEALED
from tests.simulation.invariants.books import Books

if TYPE_CHECKING:
    from tests.simulation.world import World


def check(world: "World", books: Books) -> None:
    """Of each ticket that is somebody's still, and of whose news none lies dead."""
    if world.helpdesk is None:
        return
    items = books.tables["support"].items()
    tickets = {item["id"]: item for (_, sk), item in items if sk == "TICKET"}
    said: dict[str, list[Any]] = {each: [] for each in tickets}
    for (_, sk), item in items:
        if sk.startswith("MESSAGE#"):
            said[item["ticket_id"]].append(item)
    dead = "".join(map(str, world.plumbing.dead))
    for ticket_id, ticket in tickets.items():
        if ticket.get(SEALED) and ticket_id not in dead:
            _check_both(world, ticket, said[ticket_id])


def _check_both(world: "World", ticket: Any, said: list[Any]) -> None:
    assert world.helpdesk is not None
    desk = world.helpdesk.desk
    twins = [each for each in desk.tickets.values() if each["external_id"] == ticket["id"]]
    comments = [
        (str(event["id"]), audit["metadata"]["custom"].get(MARK))
        for twin in twins
        for audit in desk.audits[twin["id"]]
        for event in audit["events"]
        if event["type"] == "Comment"
    ]
    brought = Counter(mark for _, mark in comments if mark)
    taken = Counter(each["helpdesk_id"] for each in said if each.get("helpdesk_id"))
    if not twins and ticket["status"] == "closed":  # closed before anybody looked: it needs none
        return
    for each in said:
        if not each.get("helpdesk_id"):
            times = brought[each["id"]]
            world.expect(times == 1, "I27", f"{each['id']} of {ticket['id']} is {times} times at the helpdesk")
            world.happened["message brought to the helpdesk"] += 1
    for comment_id in (comment_id for comment_id, mark in comments if not mark):
        if ticket["status"] != "closed":  # which takes nothing more
            times = taken[comment_id]
            world.expect(times == 1, "I27", f"comment {comment_id} at the helpdesk is {times} times in {ticket['id']}")
            world.happened["comment taken from the helpdesk"] += 1
