"""Scopes follow what is at stake, not the address: the table of what each can cost is the routes' own."""

import pytest

from functions.access.scopes import SCOPES
from tests.security.doors import door, doors
from tests.security.stakes import opened, reviewed


def test_the_table_names_every_scope_and_every_route_that_asks_for_it() -> None:
    assert {scope: routes for scope, (routes, _) in reviewed().items()} == opened()
    assert set(reviewed()) <= set(SCOPES)


def test_every_cost_is_a_sentence() -> None:
    assert all(cost.endswith(".") and len(cost.split()) > 4 for _, cost in reviewed().values())


def test_whoever_is_of_the_staff_passes_where_it_is_named_here_and_nowhere_else() -> None:
    """A new one must show nothing but what is the caller's own."""
    assert [each.name for each in doors() if each.route.is_for_any_staff] == ["GET /admin/me"]


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("POST /admin/refunds", "payments:write"),
        ("POST /admin/orders/<order_id>/fulfillments", "fulfillment:write"),
        ("POST /admin/orders/<order_id>/cancel", "orders:write"),
        ("DELETE /admin/api_keys/<key_id>", "keys:write"),
    ],
)
def test_what_sends_money_or_goods_away_asks_for_its_own_scope(name: str, scope: str) -> None:
    """FAULTS 90"""
    assert door(name).route.scope == scope
