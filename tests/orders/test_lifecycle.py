"""Every state of an order against every command: what may follow is in one table, and nothing else may."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from functions.inventory.lifecycle import Status as Held
from functions.inventory.reservations import Reservation
from functions.orders.lifecycle import TRANSITIONS, Status, WrongState, check
from functions.orders.order import AlreadyShipped, MoreThanLeft, Order, UnknownLine
from functions.orders.place_order import placing
from shared.errors import Stale
from tests.orders.builders import an_order, in_state, sold_of
from tests.world import NOON

COMMANDS: dict[str, tuple[Status, Callable[[Order], Order]]] = {
    "placed": (Status.PLACED, lambda order: order.placed(1042, NOON)),
    "expired": (Status.EXPIRED, lambda order: order.expired(NOON)),
    "canceled": (Status.CANCELED, lambda order: order.canceled("customer", NOON)),
}


@pytest.mark.parametrize("before", list(Status))
@pytest.mark.parametrize("wanted", list(Status))
def test_only_what_the_table_allows_may_follow(before: Status, wanted: Status) -> None:
    if wanted in TRANSITIONS[before]:
        assert check(before, wanted) is wanted
    else:
        with pytest.raises(WrongState):
            check(before, wanted)


@pytest.mark.parametrize("before", list(Status))
@pytest.mark.parametrize("command", list(COMMANDS))
def test_every_command_in_every_state_moves_one_version_or_refuses(before: Status, command: str) -> None:
    order, (wanted, act) = in_state(before), COMMANDS[command]
    if wanted in TRANSITIONS[before]:
        moved = act(order)
        assert (moved.status, moved.version) == (wanted, order.version + 1)
    else:
        with pytest.raises(WrongState):
            act(order)


@pytest.mark.parametrize("before", [s for s in Status if s is not Status.PLACED])
def test_only_a_placed_order_can_be_shipped(before: Status) -> None:
    with pytest.raises(WrongState, match=rf"^The order is {before}; nothing of it can be shipped\.$"):
        in_state(before).shipped("ful_1", {"li_1": 1}, NOON)


def test_a_refusal_speaks_of_what_was_asked_for() -> None:
    with pytest.raises(WrongState, match=r"^The order is expired; it cannot be canceled\.$"):
        in_state(Status.EXPIRED).canceled("customer", NOON)
    with pytest.raises(WrongState, match=r"^The order is canceled; it cannot be confirmed\.$"):
        check(Status.CANCELED, Status.PLACED, "confirmed")


def test_an_order_is_overdue_from_its_deadline_on() -> None:
    order = an_order(reserved_until=NOON)
    assert not order.is_overdue(NOON - timedelta(milliseconds=1))
    assert order.is_overdue(NOON)


def test_a_shipped_order_cannot_be_canceled() -> None:
    """FAULTS 88"""
    shipped = in_state(Status.PLACED).shipped("ful_1", {"li_1": 1}, NOON)
    with pytest.raises(AlreadyShipped):
        shipped.canceled("customer", NOON)


def test_no_more_units_leave_than_were_sold() -> None:
    order = in_state(Status.PLACED).shipped("ful_1", {"li_1": 1}, NOON)
    with pytest.raises(MoreThanLeft) as refusal:
        order.shipped("ful_2", {"li_1": 2}, NOON)
    assert refusal.value.details == {"line_item_id": "li_1", "left": 1}


def test_a_line_of_another_order_is_named_by_its_place() -> None:
    with pytest.raises(UnknownLine) as refusal:
        in_state(Status.PLACED).shipped("ful_1", {"li_1": 1, "li_9": 1}, NOON)
    assert refusal.value.param == "items[1].line_item_id"


def test_the_fulfillment_status_follows_the_units() -> None:
    order = in_state(Status.PLACED)
    assert order.fulfillment_status == "unfulfilled"
    order = order.shipped("ful_1", {"li_1": 2}, NOON)
    assert order.fulfillment_status == "partially_shipped"
    order = order.shipped("ful_2", {"li_2": 1}, NOON)
    assert order.fulfillment_status == "shipped"
    order = order.delivered({"li_1": 2}, NOON)
    assert order.fulfillment_status == "partially_delivered"
    assert order.delivered({"li_2": 1}, NOON).fulfillment_status == "delivered"


def test_an_order_that_was_read_before_its_stock_was_given_back_is_read_again() -> None:
    held = Reservation("order_1", Held.EXPIRED, NOON, (), 2, NOON)
    with pytest.raises(Stale):
        placing(an_order(), sold_of(an_order()), held, 1001, NOON)
