"""I7, I8, I11: what must hold at every single change, looked at as it happens."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from functions.fulfillment.lifecycle import RANKS, TrackingStatus
from functions.fulfillment.lifecycle import TRANSITIONS as PARCELS
from functions.inventory.lifecycle import TRANSITIONS as RESERVATIONS
from functions.orders.lifecycle import TRANSITIONS as ORDERS
from functions.payments.lifecycle import PAYMENT_TRANSITIONS as PAYMENTS
from functions.payments.lifecycle import REFUND_TRANSITIONS as REFUNDS
from shared import clock

if TYPE_CHECKING:
    from tests.simulation.world import World

Wire = dict[str, Any]
CLOCKS_APART_S = 10.0  # two clocks, each five seconds wrong at the most
BUCKETS = ("on_hand", "reserved", "available", "damaged")
TABLES: dict[tuple[str, str], Mapping[Any, Collection[Any]]] = {
    ("orders", "ORDER"): ORDERS,
    ("payments", "PAYMENT#"): PAYMENTS,
    ("payments", "REFUND#"): REFUNDS,
    ("inventory", "RESERVATION"): RESERVATIONS,
    ("fulfillment", "FULFILLMENT#"): PARCELS,
}
LIFECYCLES: dict[tuple[str, str], dict[str, set[str]]] = {  # (table, start of the sort key) → what may follow what
    place: {str(state): {str(each) for each in following} for state, following in table.items()}
    for place, table in TABLES.items()
}


def look(world: "World", table: str, key: tuple[str, str], old: Wire | None, new: Wire | None) -> None:
    """Look at one change."""
    pk, sk = key
    if old is None:
        return
    world.expect(not sk.startswith("LEDGER#"), "I7", f"the ledger's {sk} of {pk} was changed")
    if new is None:
        return
    if sk.startswith("EVENT#"):
        world.expect(_said(old) == _said(new), "I7", f"the event {sk} of {pk} was changed")
        return
    if "version" in new:
        before, after = int(old["version"]["N"]), int(new["version"]["N"])
        world.expect(after == before + 1, "I11", f"{pk}/{sk} went from version {before} to {after}")
    if "status" in new and "status" in old and old["status"] != new["status"]:
        _look_at_step(world, table, key, old, new)
    if sk.startswith("FULFILLMENT#"):
        _look_at_tracking(world, sk, old, new)
    for bucket in BUCKETS if sk.startswith("LEVEL#") else ():
        world.expect(int(new[bucket]["N"]) >= 0, "I8", f"{pk}/{sk}: {bucket} is {new[bucket]['N']}")


def _look_at_step(world: "World", table: str, key: tuple[str, str], old: Wire, new: Wire) -> None:
    before, after = _text(old, "status"), _text(new, "status")
    for (where, start), following in LIFECYCLES.items():
        if table == where and key[1].startswith(start) and before in following:
            world.expect(after in following[before], "I11", f"{key} went from {before} to {after}")
    if key[1] == "ORDER" and (before, after) == ("pending", "expired"):
        early_s = clock.parse(_text(old, "reserved_until")).timestamp() - world.loop.now
        world.expect(early_s <= CLOCKS_APART_S, "I11", f"{key[0]} expired {early_s:.0f} s before its time")


def _look_at_tracking(world: "World", sk: str, old: Wire, new: Wire) -> None:
    before, after = (RANKS[TrackingStatus(_text(each, "tracking_status"))] for each in (old, new))
    world.expect(before <= after, "I11", f"{sk} went back to {_text(new, 'tracking_status')}")


def _text(item: Wire, name: str) -> str:
    return str(item[name]["S"])


def _said(row: Wire) -> Wire:
    return {name: value for name, value in row.items() if name not in ("unsent", "unsent_at", "_commit")}
