"""An order's stock, from the shelf to the doorstep."""

from datetime import timedelta

import pytest

from functions import inventory
from functions.inventory import (
    PICKS_MAX,
    SHIPMENT_SHELVES_MAX,
    InsufficientStock,
    Levels,
    NotAllowed,
    Pick,
    Status,
    StockMoved,
)
from functions.inventory.reserve_stock import PATIENCE_S, TRIES
from shared.dynamo import commit, fetch
from shared.dynamo.commit import OPERATIONS_MAX
from shared.errors import Stale
from tests.inventory.shop import (
    MUG,
    SHIRT,
    call,
    hold,
    hold_paid,
    level,
    open_location,
    plan,
    receive,
    receive_all,
    reserved,
    track,
)
from tests.world import NOON, Clock


@pytest.fixture
def berlin(world: Clock) -> str:
    """A location with five shirts and one mug."""
    track(SHIRT, MUG)
    location = open_location("Berlin", priority=1)
    receive_all((SHIRT, location, 5), (MUG, location, 1))
    return location


def test_what_is_held_cannot_be_sold_again(berlin: str) -> None:
    reservation = hold("order_1", {SHIRT: 4, MUG: 1})
    assert (reservation.status, reservation.version, reservation.until) == (Status.HELD, 1, NOON)
    assert level(SHIRT, berlin) == {"on_hand": 5, "reserved": 4, "damaged": 0, "available": 1}
    with pytest.raises(InsufficientStock):
        plan({SHIRT: 2})


def test_availability_counts_the_active_locations(berlin: str) -> None:
    paris = open_location("Paris")
    receive(SHIRT, paris, 3)

    def levels() -> Levels:
        (locations,) = fetch(inventory.locations())
        return fetch(inventory.levels([SHIRT, MUG, SHIRT], locations))[0]

    assert (levels().available(SHIRT), levels().available(MUG), levels().available("var_NONE")) == (8, 1, 0)
    call("PATCH", f"/admin/locations/{paris}", {"is_active": False})
    assert levels().available(SHIRT) == 5


def test_stock_that_went_after_the_plan_is_planned_anew(berlin: str) -> None:
    late = plan({SHIRT: 3})
    hold("order_1", {SHIRT: 3})
    with pytest.raises(StockMoved):
        commit(*inventory.reserve("order_2", late, NOON, NOON))
    assert fetch(inventory.reservation("order_2")) == (None,)


def test_an_order_whose_shelf_runs_dry_is_served_from_the_next(berlin: str) -> None:
    paris = open_location("Paris", priority=2)
    receive(SHIRT, paris, 3)
    plans = [plan({SHIRT: 3})]
    hold("order_1", {SHIRT: 3})

    def attempt() -> tuple[Pick, ...]:
        picks = plans.pop() if plans else plan({SHIRT: 3})
        commit(*inventory.reserve("order_2", picks, NOON, NOON))
        return picks

    assert inventory.retry_reserving(attempt) == (Pick(SHIRT, paris, 3),)


def test_stock_that_is_really_gone_is_refused_after_all(berlin: str) -> None:
    plans = [plan({SHIRT: 3})]
    hold("order_1", {SHIRT: 3})
    with pytest.raises(InsufficientStock) as refused:
        inventory.retry_reserving(
            lambda: commit(*inventory.reserve("order_2", plans.pop() if plans else plan({SHIRT: 3}), NOON, NOON))
        )
    assert refused.value.details["items"] == [{"variant_id": SHIRT, "requested": 3, "available": 2}]


def test_patience_ends(world: Clock) -> None:
    attempts = []

    def busy() -> None:
        attempts.append(1)
        raise Stale

    with pytest.raises(Stale):
        inventory.retry_reserving(busy)
    assert len(attempts) == TRIES

    def slow() -> None:
        world.advance(seconds=PATIENCE_S)
        busy()

    attempts.clear()
    with pytest.raises(Stale):
        inventory.retry_reserving(slow)
    assert len(attempts) == 2


def test_an_order_holds_stock_once(berlin: str) -> None:
    hold("order_1", {SHIRT: 1})
    with pytest.raises(Stale):
        hold("order_1", {SHIRT: 1})
    assert level(SHIRT, berlin)["reserved"] == 1


@pytest.mark.parametrize(("expired", "status"), [(False, Status.RELEASED), (True, Status.EXPIRED)])
def test_what_is_given_back_can_be_sold_again(berlin: str, expired: bool, status: Status) -> None:
    reservation = hold("order_1", {SHIRT: 4})
    commit(*inventory.release(reservation, NOON + timedelta(minutes=31), expired=expired))
    assert reserved("order_1").status is status
    assert level(SHIRT, berlin) == {"on_hand": 5, "reserved": 0, "damaged": 0, "available": 5}


def test_what_is_given_back_twice_counts_once(berlin: str) -> None:
    reservation = hold("order_1", {SHIRT: 4})
    commit(*inventory.release(reservation, NOON))
    with pytest.raises(Stale):
        commit(*inventory.release(reservation, NOON))
    with pytest.raises(NotAllowed):
        inventory.release(reserved("order_1"), NOON)
    assert level(SHIRT, berlin)["available"] == 5


def test_of_a_payment_and_an_expiry_at_once_one_wins(berlin: str) -> None:
    reservation = hold("order_1", {SHIRT: 4})
    commit(*inventory.commit_reservation(reservation, NOON))
    with pytest.raises(Stale):
        commit(*inventory.release(reservation, NOON, expired=True))
    assert level(SHIRT, berlin)["reserved"] == 4


def test_goods_of_a_canceled_order_that_shall_not_be_sold_again_wait_as_damaged(berlin: str) -> None:
    commit(*inventory.release(hold_paid("order_1", {SHIRT: 4}), NOON, restock=False))
    assert level(SHIRT, berlin) == {"on_hand": 5, "reserved": 0, "damaged": 4, "available": 1}


def test_a_shipment_leaves_the_shelf_and_is_in_the_book(berlin: str) -> None:
    reservation = hold_paid("order_1", {SHIRT: 4})
    commit(*inventory.consume(reservation, {SHIRT: 3}, berlin, NOON, "ful_1", by="key_1"))
    assert level(SHIRT, berlin) == {"on_hand": 2, "reserved": 1, "damaged": 0, "available": 1}
    sale = call("GET", "/admin/inventory/movements", query={"variant_id": SHIRT}).body["data"]
    told = [(row["kind"], row["delta"], row["reference"], row["by"]) for row in sale if row["kind"] == "sale"]
    assert told == [("sale", -3, "ful_1", "key_1")]
    commit(*inventory.consume(reserved("order_1"), {SHIRT: 1}, berlin, NOON, "ful_2"))
    assert reserved("order_1").status is Status.CONSUMED
    assert level(SHIRT, berlin) == {"on_hand": 1, "reserved": 0, "damaged": 0, "available": 1}


def test_what_is_not_paid_does_not_ship(berlin: str) -> None:
    with pytest.raises(NotAllowed):
        inventory.consume(hold("order_1", {SHIRT: 1}), {SHIRT: 1}, berlin, NOON, "ful_1")


def test_the_same_shipment_twice_leaves_once(berlin: str) -> None:
    reservation = hold_paid("order_1", {SHIRT: 4})
    commit(*inventory.consume(reservation, {SHIRT: 3}, berlin, NOON, "ful_1"))
    with pytest.raises(Stale):
        commit(*inventory.consume(reservation, {SHIRT: 3}, berlin, NOON, "ful_1"))
    assert level(SHIRT, berlin)["on_hand"] == 2


def test_a_shipment_from_elsewhere_frees_what_was_planned(berlin: str) -> None:
    paris = open_location("Paris", priority=2)
    receive(SHIRT, paris, 3)
    commit(*inventory.consume(hold_paid("order_1", {SHIRT: 3}), {SHIRT: 2}, paris, NOON, "ful_1"))
    assert level(SHIRT, berlin) == {"on_hand": 5, "reserved": 1, "damaged": 0, "available": 4}
    assert level(SHIRT, paris) == {"on_hand": 1, "reserved": 0, "damaged": 0, "available": 1}


def test_a_shipment_from_elsewhere_takes_only_what_is_free_there(berlin: str) -> None:
    paris = open_location("Paris", priority=2)
    reservation = hold_paid("order_1", {SHIRT: 3})
    receive(SHIRT, paris, 3)
    hold("order_2", {SHIRT: 3})
    for location, available in ((paris, 0), (open_location("Empty"), 0)):
        with pytest.raises(InsufficientStock) as refused:
            commit(*inventory.consume(reservation, {SHIRT: 2}, location, NOON, "ful_1"))
        assert refused.value.details["items"] == [{"variant_id": SHIRT, "requested": 2, "available": available}]
    assert level(SHIRT, berlin)["reserved"] == 3


def test_the_largest_steps_leave_room_in_a_commit(world: Clock) -> None:
    picks = [Pick(f"var_{i}", "loc_1", 1) for i in range(PICKS_MAX)]
    assert len(inventory.reserve("order_1", picks, NOON, NOON)) == PICKS_MAX + 1 < OPERATIONS_MAX - 10
    reservation = inventory.Reservation("order_1", Status.COMMITTED, NOON, tuple(picks), 2, NOON)
    lines = {pick.variant_id: 1 for pick in picks[:SHIPMENT_SHELVES_MAX]}
    assert len(inventory.consume(reservation, lines, "loc_1", NOON, "ful_1")) <= OPERATIONS_MAX - 9
