"""Under any order of receipts, adjustments, sales, cancellations and shipments nothing is made and nothing is lost."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions import inventory
from functions.inventory import Level, Reservation, Status, store
from functions.inventory.table import SPEC
from shared.dynamo import commit, fetch
from shared.errors import Refused
from tests.inventory.shop import SHIRT, adjust, call, hold, open_location, receive, receive_all, reserved, track
from tests.world import NOON, cloud

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "receive",
                "count",
                "damaged",
                "disposed",
                "safety",
                "hold",
                "hold",
                "pay",
                "cancel",
                "expire",
                "ship",
                "ship",
            ]
        ),
        st.integers(0, 1),  # which location, or which of the open orders
        st.integers(-4, 6),  # how many units
    ),
    min_size=5,
    max_size=14,
)


@dataclass
class Run:
    """One variant's life at two locations."""

    variant: str
    places: list[str]
    orders: list[str] = field(default_factory=list)
    shipped: dict[str, tuple[str, int]] = field(default_factory=dict)  # parcel → from where, how many

    def open_orders(self, *statuses: Status) -> list[Reservation]:
        return [each for each in map(reserved, self.orders) if each.status in statuses]

    def step(self, what: str, which: int, units: int) -> None:
        """Try one step; a refusal is as good as a success, if nothing changed."""
        place = self.places[which]
        match what:
            case "hold" | "pay" | "cancel" | "expire" | "ship":
                self.sell(what, place, units)
            case "receive":
                receive(self.variant, place, abs(units) + 1)
            case "count" | "damaged" | "disposed":
                adjust(self.variant, place, units or 1, what)
            case "safety":
                call("PATCH", f"/admin/inventory/levels/{self.variant}/{place}", {"safety_stock": abs(units) * 2})

    def sell(self, what: str, place: str, units: int) -> None:
        """A step of an order's stock."""
        match what:
            case "hold":
                order_id = f"order_{self.variant}_{len(self.orders)}"
                before = {level.location_id: level for level in self.levels()}
                picks = hold(order_id, {self.variant: abs(units) + 1}).picks
                assert all(pick.quantity <= before[pick.location_id].available for pick in picks)
                self.orders.append(order_id)
            case "pay":
                self._each(inventory.commit_reservation, Status.HELD)
            case "cancel":
                self._each(lambda r, now: inventory.release(r, now, restock=units > 0), Status.HELD, Status.COMMITTED)
            case "expire":
                self._each(lambda r, now: inventory.release(r, now, expired=True), Status.HELD)
            case "ship":
                items = {self.variant: abs(units) + 1}
                reference = f"ful_{len(self.shipped)}"
                if self._each(lambda r, now: inventory.consume(r, items, place, now, reference), Status.COMMITTED):
                    self.shipped[reference] = (place, abs(units) + 1)

    def _each(self, stage: Callable[..., Any], *statuses: Status) -> bool:
        for reservation in self.open_orders(*statuses)[:1]:
            commit(*stage(reservation, NOON))
            return True
        return False

    def levels(self) -> list[Level]:
        (found,) = fetch(store.levels_of([(self.variant, place) for place in self.places]))
        return [level for level in found.values() if level.version]


def listed(path: str, variant: str) -> list[dict[str, Any]]:
    page = call("GET", f"/admin/inventory/{path}", query={"variant_id": variant, "limit": "100"}).body
    assert not page["has_more"]
    data: list[dict[str, Any]] = page["data"]
    return data


@settings(max_examples=10, deadline=None)
@given(steps=STEPS)
def test_stock_is_conserved_whatever_happens(steps: list[tuple[str, int, int]]) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch, cloud(monkeypatch, SPEC):
        run = Run(SHIRT, [open_location("A"), open_location("B")])
        track(SHIRT)
        receive_all(*((SHIRT, place, 5) for place in run.places))
        for what, which, units in steps:
            with suppress(Refused):
                run.step(what, which, units)
        check_the_books(run)


def check_the_books(run: Run) -> None:
    """Everything on hand came by a movement and has not left in a parcel; everything reserved is a living order's."""
    booked: Counter[str] = Counter()
    parcels = {}
    for move in listed("movements", run.variant):
        booked[move["location_id"]] += move["on_hand_delta"]
        if move["kind"] == "sale":
            parcels[move["reference"]] = (move["location_id"], -move["delta"])
    assert parcels == run.shipped
    consumed = sum(pick.consumed for order_id in run.orders for pick in reserved(order_id).picks)
    assert consumed == sum(units for _, units in run.shipped.values())
    promised: Counter[str] = Counter()
    for reservation in run.open_orders(Status.HELD, Status.COMMITTED):
        for pick in reservation.picks:
            promised[pick.location_id] += pick.open
    for level in run.levels():
        assert level.on_hand == booked[level.location_id]
        assert level.reserved == promised[level.location_id]
        assert level.available == level.on_hand - level.reserved - level.damaged - level.safety_stock
        assert min(level.on_hand, level.reserved, level.damaged) >= 0
    assert all(row["available"] >= 0 for row in listed("levels", run.variant))
