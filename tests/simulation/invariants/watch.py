"""I7, I8, I11: what must hold at every single change, looked at as it happens."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from functions.fulfillment.lifecycle import TRANSITIONS as PARCELS
from functions.inventory.lifecycle import TRANSITIONS as RESERVATIONS
from functions.orders.lifecycle import TRANSITIONS as ORDERS
from functions.payments.lifecycle import PAYMENT_TRANSITIONS as PAYMENTS
from functions.payments.lifecycle import REFUND_TRANSITIONS as REFUNDS

if TYPE_CHECKING:
    from tests.simulation.world import World

Wire = dict[str, Any]
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
    if sk.startswith("LEDGER#") and old is not None:
        world.expect(False, "I7", f"the ledger's {sk} of {pk} was changed")
    if old is None or new is None:
        return
    if sk.startswith("EVENT#"):
        world.expect(_said(old) == _said(new), "I7", f"the event {sk} of {pk} was changed")
        return
    if "version" in new:
        before, after = int(old["version"]["N"]), int(new["version"]["N"])
        world.expect(after == before + 1, "I11", f"{pk}/{sk} went from version {before} to {after}")
    if "status" in new and "status" in old and old["status"] != new["status"]:
        _check_step(world, table, key, old["status"]["S"], new["status"]["S"])
    if sk.startswith("LEVEL#"):
        for bucket in BUCKETS:
            world.expect(int(new[bucket]["N"]) >= 0, "I8", f"{pk}/{sk}: {bucket} is {new[bucket]['N']}")


def _said(row: Wire) -> Wire:
    return {name: value for name, value in row.items() if name not in ("unsent", "unsent_at", "_commit")}


def _check_step(world: "World", table: str, key: tuple[str, str], before: str, after: str) -> None:
    for (where, start), following in LIFECYCLES.items():
        if table == where and key[1].startswith(start) and before in following:
            world.expect(after in following[before], "I11", f"{key} went from {before} to {after}")
