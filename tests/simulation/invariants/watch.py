"""I7, I8, I11, I21, I25: what must hold at every single change, looked at as it happens."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from functions.fulfillment.lifecycle import TRANSITIONS as PARCELS
from functions.inventory.lifecycle import TRANSITIONS as RESERVATIONS
from functions.jobs.lifecycle import TRANSITIONS as JOBS
from functions.orders.lifecycle import TRANSITIONS as ORDERS
from functions.payments.lifecycle import PAYMENT_TRANSITIONS as PAYMENTS
from functions.payments.lifecycle import REFUND_TRANSITIONS as REFUNDS
from shared import clock
from shared.dynamo.older import PROOF, UPDATES
from shared.table import SCHEMA_VERSION
from tests.simulation.invariants import approvals, audit, companies, goods, jobs, people, products, rights, shapes
from tests.simulation.invariants.books import CLOCKS_APART_S
from tests.simulation.migrating import SHAPE

if TYPE_CHECKING:
    from tests.simulation.world import World

Wire = dict[str, Any]
ENDS = ("return_to_sender", "delivered")
A_RUN_S = 120.0  # what a run has read may be as old
UNSAID = ("unsent", "unsent_at", PROOF, UPDATES, SCHEMA_VERSION, SHAPE)  # of an event row
BUCKETS = ("on_hand", "reserved", "damaged")
TABLES: dict[tuple[str, str], Mapping[Any, Collection[Any]]] = {
    ("orders", "ORDER"): ORDERS,
    ("payments", "PAYMENT#"): PAYMENTS,
    ("payments", "REFUND#"): REFUNDS,
    ("inventory", "RESERVATION"): RESERVATIONS,
    ("fulfillment", "FULFILLMENT#"): PARCELS,
    ("jobs", "JOB"): JOBS,
}
LIFECYCLES: dict[tuple[str, str], dict[str, set[str]]] = {  # (table, start of the sort key) → what may follow what
    place: {str(state): {str(each) for each in following} for state, following in table.items()}
    for place, table in TABLES.items()
}


def look(world: "World", table: str, key: tuple[str, str], old: Wire | None, new: Wire | None) -> None:
    """Look at one change."""
    pk, sk = key
    if old is not None and new is not None and shapes.is_rewrite(old, new):
        shapes.look(world, key, old, new)
        return
    audit.look(world, table, key, old, new)
    people.look(world, table, sk, old, new)
    companies.look(world, table, sk, old, new)
    rights.look(world, table, key, old, new)
    approvals.look(world, table, key, old, new)
    if table == "jobs":
        jobs.look(world, pk, sk, old)
    if old is None:
        return
    world.expect(not sk.startswith("LEDGER#"), "I7", f"the ledger's {sk} of {pk} was changed")
    if new is None:
        return
    if sk.startswith("EVENT#"):
        world.expect(_said(old) == _said(new), "I7", f"the event {sk} of {pk} was changed")
        return
    _look_at_item(world, table, key, old, new)


def _look_at_item(world: "World", table: str, key: tuple[str, str], old: Wire, new: Wire) -> None:
    pk, sk = key
    if "version" in new and "version" in old and not products.is_beside(old, new):
        before, after = int(old["version"]["N"]), int(new["version"]["N"])
        world.expect(after == before + 1, "I11", f"{pk}/{sk} went from version {before} to {after}")
    if "status" in new and "status" in old and old["status"] != new["status"]:
        _look_at_step(world, table, key, old, new)
    if table == "orders" and sk == "ORDER":
        goods.look(world, pk, old, new)
    if sk.startswith("PAYMENT#"):
        _note_bank(world, pk, new)
    if sk.startswith("FULFILLMENT#"):
        _look_at_tracking(world, sk, old, new)
    if sk.startswith("LEVEL#"):
        _look_at_shelf(world, f"{pk}/{sk}", old, new)


def _look_at_step(world: "World", table: str, key: tuple[str, str], old: Wire, new: Wire) -> None:
    before, after = _text(old, "status"), _text(new, "status")
    for (where, start), following in LIFECYCLES.items():
        if table == where and key[1].startswith(start) and before in following:
            world.expect(after in following[before], "I11", f"{key} went from {before} to {after}")
    if key[1] == "ORDER" and (before, after) == ("pending", "expired"):
        early_s = clock.parse(_text(old, "reserved_until")).timestamp() - world.loop.now
        world.expect(early_s <= CLOCKS_APART_S, "I11", f"{key[0]} expired {early_s:.0f} s before its time")
        since = world.at_bank.get(key[0], world.loop.now) if not old["is_extended"]["BOOL"] else world.loop.now
        known_s = world.loop.now - since
        world.expect(known_s < A_RUN_S, "I13", f"{key[0]} expired, known for {known_s:.0f} s to be at the bank")


def _note_bank(world: "World", pk: str, payment: Wire) -> None:
    if payment["is_processing"]["BOOL"] and _text(payment, "status") == "pending":
        world.at_bank.setdefault(pk, world.loop.now)
    else:
        world.at_bank.pop(pk, None)


def _look_at_shelf(world: "World", shelf: str, old: Wire, new: Wire) -> None:
    for bucket in BUCKETS:
        world.expect(int(new[bucket]["N"]) >= 0, "I8", f"{shelf}: {bucket} is {new[bucket]['N']}")
    more = int(new["reserved"]["N"]) - int(old["reserved"]["N"])
    free = int(new["available"]["N"])
    world.expect(more <= 0 or free >= 0, "I8", f"{shelf}: {more} more are set aside, {free} are available")
    is_counted = int(new["on_hand"]["N"]) < int(old["on_hand"]["N"]) and more == 0
    is_damaged = int(new["damaged"]["N"]) > int(old["damaged"]["N"])
    is_threshold = new["safety_stock"] != old["safety_stock"]
    fell_short = free < 0 and free < int(old["available"]["N"])
    known = is_counted or is_damaged or is_threshold
    world.expect(not fell_short or known, "I8", f"{shelf}: {free} available, and nobody counted")


def _look_at_tracking(world: "World", sk: str, old: Wire, new: Wire) -> None:
    """An end that was reported stays known, and is only ever found to have been earlier; nothing undoes it."""
    before, after = (each["reports"]["M"] for each in (old, new))
    same = old["tracking"] == new["tracking"]
    for end in ENDS if same else ():
        if end in before:
            kept = end in after and after[end]["S"] <= before[end]["S"]
            world.expect(kept, "I11", f"{sk} forgot that it was {end}")
    ended = any(end in after for end in ENDS)
    shown = _text(new, "tracking_status")
    world.expect(not ended or shown in ENDS, "I11", f"{sk} went back to {shown}")


def _text(item: Wire, name: str) -> str:
    return str(item[name]["S"])


def _said(row: Wire) -> Wire:
    return {name: value for name, value in row.items() if name not in UNSAID}
