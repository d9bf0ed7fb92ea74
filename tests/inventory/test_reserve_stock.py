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
    reserved,
)
from tests.world import NOON, Clock


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
    assert max(world.pauses) <= 0.4, "a second's pause for everybody would leave the shelf alone"

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


def test_the_largest_steps_leave_room_in_a_commit(world: Clock) -> None:
    picks = [Pick(f"var_{i}", "loc_1", 1) for i in range(PICKS_MAX)]
    assert len(inventory.reserve("order_1", picks, NOON, NOON)) == PICKS_MAX + 1 < OPERATIONS_MAX - 10
    reservation = inventory.Reservation("order_1", Status.COMMITTED, NOON, tuple(picks), 2, NOON)
    lines = {pick.variant_id: 1 for pick in picks[:SHIPMENT_SHELVES_MAX]}
    assert len(inventory.consume(reservation, lines, "loc_1", NOON, "ful_1")) <= OPERATIONS_MAX - 11
