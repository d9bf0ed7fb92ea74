"""I24: what waits for a second person is done once, by the word of another one in time; without it, not at all."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from shared import clock
from shared.dynamo.values import from_wire
from tests.simulation.gateway import STAFF
from tests.simulation.invariants.books import CLOCKS_APART_S, SPECS, Books
from tests.simulation.invariants.rights import GRACE_S

if TYPE_CHECKING:
    from tests.simulation.world import World

BY_THE_SHOP = ("shop", "processor", "")
MONEY = "payments:write"


def look(world: "World", table: str, key: tuple[str, str], old: Any, new: Any) -> None:
    """At a change of an approval, at money that is to go back, at a key that is made."""
    pk, sk = key
    if table == "approvals" and sk == "APPROVAL" and new is not None:
        if old is None:
            _look_at_asking(world, from_wire(new))
        else:
            _look_at_decision(world, from_wire(old), from_wire(new))
    if world.climate.waits_above is None or old is not None or new is None:
        return
    if table == "payments" and sk.startswith("REFUND#") and new["by"]["S"] not in BY_THE_SHOP:
        account = from_wire(world.db.items(SPECS["payments"])[pk, "ACCOUNT"])
        gone = account["refunded"] + account["refund_pending"]
        if gone > world.climate.waits_above:
            told = f"{gone} of {pk} go back by the word of {new['by']['S']} alone"
            world.expect(_is_approved(world, new), "I24", told)
            world.happened["went back by the word of two"] += 1
    if table == "access" and sk == "KEY" and new["makers"]["L"] and MONEY in from_wire(new)["scopes"]:
        world.expect(_is_approved(world, new), "I24", f"{pk} may move money, and nobody approved it")
        world.happened["key approved"] += 1


def _look_at_asking(world: "World", asked: Any) -> None:
    if asked["asked_by"] != STAFF:
        now, commit_id = world.loop.now, asked["_commit"]
        why_not = world.rights.why_not(asked["asked_by"], asked["scope"], now, commit_id, GRACE_S)
        world.expect(why_not is None, "I21", f"{asked['id']}: {why_not}")


def _look_at_decision(world: "World", before: Any, after: Any) -> None:
    told, late_s = before["id"], world.loop.now - clock.parse(before["expires_at"]).timestamp()
    world.expect(before["status"] == "pending", "I24", f"{told} was {before['status']}, and is {after['status']} now")
    if after["status"] == "expired":
        world.expect(late_s >= -CLOCKS_APART_S, "I24", f"{told} was closed {-late_s:.0f} s before its end")
        return
    world.expect(late_s <= CLOCKS_APART_S, "I24", f"{told} was {after['status']} {late_s:.0f} s after its end")
    hands = {before["asked_by"], before["object_id"], *_line(world, before["asked_by"])}
    is_another = after["decided_by"] not in hands and hands.isdisjoint(_line(world, after["decided_by"]))
    is_only_declined = after["status"] == "declined" and after["decided_by"] != before["asked_by"]
    by = f"{told} was {after['status']} by {after['decided_by']}, which is no other hand"
    world.expect(is_another or is_only_declined, "I24", by)


def _line(world: "World", principal: str) -> set[str]:
    """Whom a key comes from."""
    key = world.db.items(SPECS["access"]).get((f"KEY#{principal}", "KEY"))
    return {principal, *from_wire(key)["makers"]} if key else {principal}


def _is_approved(world: "World", new: Any) -> bool:
    """Whether the same commit holds the decision."""
    approvals = [item for (_, sk), item in world.db.items(SPECS["approvals"]).items() if sk == "APPROVAL"]
    return any(each["_commit"] == new["_commit"] and each["status"]["S"] == "approved" for each in approvals)


def check(world: "World", books: Books) -> None:
    """Once all is at rest: how often each was done."""
    deeds = [item for (pk, _), item in books.tables["audit"].items() if pk.startswith("ON#")]
    rows = [row for row in deeds if row.get("approval_id")]
    done = Counter(row["approval_id"] for row in rows)
    done.update(row["pk"].removeprefix("ON#") for row in deeds if row["action"] == "approval.approve")
    for (_, sk), approval in books.tables["approvals"].items():
        if sk != "APPROVAL":
            continue
        is_over = clock.parse(approval["expires_at"]).timestamp() <= world.loop.now
        state = "expired" if approval["status"] == "pending" and is_over else approval["status"]
        world.happened[f"approval {state}"] += 1
        count, wanted = done[approval["id"]], int(state == "approved")
        world.expect(count == wanted, "I24", f"{approval['id']} is {state}, and was done {count} times")
        if state == "approved" and approval["action"] == "refund.create" and approval["result_id"]:
            refunds = {each["id"]: each for each in books.refunds.get(approval["object_id"], [])}
            refund = refunds.get(approval["result_id"])
            is_so = refund is not None and refund["by"] == approval["asked_by"]
            world.expect(is_so, "I24", f"{approval['id']} is approved, and its refund is {refund and refund['by']}'s")
    for row in rows:
        found = books.tables["approvals"].get((f"APPROVAL#{row['approval_id']}", "APPROVAL"), {})
        by = found.get("decided_by"), found.get("asked_by")
        is_so = by == (row["approved_by"], row["actor"])
        world.expect(is_so, "I24", f"{row['sk']} names {row['approved_by']} and {row['actor']}, the approval {by}")
