"""A cart's rules."""

from datetime import timedelta

import pytest

from functions.orders.cart import LIFE, LINES_MAX, CartClosed, TooMany, TooManyLines, Wanted
from shared.errors import NotFound
from shared.http.models import QUANTITY_MAX
from tests.orders.builders import a_cart
from tests.world import NOON


def test_the_same_variant_twice_is_one_line() -> None:
    """FAULTS 16"""
    cart = a_cart(Wanted("li_1", "var_1", 2), Wanted("li_2", "var_1", 3))
    assert [(line.id, line.quantity) for line in cart.lines] == [("li_1", 5)]


def test_a_cart_has_at_most_sixty_lines() -> None:
    """FAULTS 14, 15"""
    full = a_cart(*[Wanted(f"li_{i}", f"var_{i}", 1) for i in range(LINES_MAX)])
    with pytest.raises(TooManyLines):
        full.with_items([Wanted("li_x", "var_x", 1)])
    assert full.with_items([Wanted("li_x", "var_0", 1)]).lines[0].quantity == 2


def test_a_line_has_a_most() -> None:
    cart = a_cart(Wanted("li_1", "var_1", QUANTITY_MAX))
    with pytest.raises(TooMany):
        cart.with_items([Wanted("li_2", "var_1", 1)])


def test_quantity_zero_takes_the_line_out() -> None:
    cart = a_cart(Wanted("li_1", "var_1", 2), Wanted("li_2", "var_2", 1))
    assert cart.with_quantity("li_1", 0).variant_ids == ["var_2"]


def test_another_carts_line_is_not_found() -> None:
    with pytest.raises(NotFound):
        a_cart().with_quantity("li_1", 1)


def test_a_completed_cart_is_closed_and_names_its_order() -> None:
    with pytest.raises(CartClosed) as refusal:
        a_cart().completed("order_1", NOON).require_open(NOON)
    assert refusal.value.details == {"status": "completed", "order_id": "order_1"}


def test_a_cart_ends_a_month_after_its_last_change() -> None:
    """FAULTS 21"""
    cart = a_cart()
    cart.require_open(NOON + LIFE - timedelta(milliseconds=1))
    with pytest.raises(CartClosed):
        cart.require_open(NOON + LIFE)
