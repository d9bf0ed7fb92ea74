"""Refunds as staff find them: each filter alone and with others, both ways round, page by page."""

import json
from datetime import timedelta
from typing import Any

import pytest

from functions import payments
from functions.payments.table import SPEC
from shared import clock
from shared.http import Api, Listed, Reply, Request
from tests.payments.till import Till
from tests.world import NOON, api_event

api = Api("payments", SPEC)  # the routes themselves are orders'
TOMORROW = clock.stamp(NOON + timedelta(days=1))[:10]


@api.get("/admin/refunds", scope="payments:read")
def list_refunds(request: Request, query: payments.RefundQuery) -> Reply[Listed[payments.RefundView]]:
    """List refunds."""
    return payments.list_refunds(request, query)


@api.get("/admin/refunds/<refund_id>", scope="payments:read")
def get_refund(request: Request, refund_id: str) -> Reply[payments.RefundView]:
    """Show a refund."""
    return payments.show_refund(refund_id)


def get(path: str = "/admin/refunds", **query: str) -> tuple[int, Any]:
    answer = api.handler(api_event("GET", path, scopes="payments:read", query=query), None)
    return answer["statusCode"], json.loads(answer["body"])


def listed(limit: int = 20, **query: str) -> list[str]:
    """The ids, page by page."""
    ids: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        status, body = get(limit=str(limit), **query, **cursor)
        assert status == 200
        ids += [each["id"] for each in body["data"]]
        if not body["has_more"]:
            return ids
        assert len(body["data"]) == limit
        cursor = {"cursor": body["next_cursor"]}


@pytest.fixture
def refunds(till: Till) -> list[str]:
    """Of the order at hand: one that succeeded today, two that are pending since tomorrow."""
    till.paid()
    made = [till.refund(100).id]
    till.settle()
    for amount in (200, 300):
        till.clock.now = NOON + timedelta(days=1, seconds=amount)
        made.append(till.refund(amount).id)
    return made


WANTED: list[tuple[dict[str, str], list[int]]] = [
    ({}, [0, 1, 2]),
    ({"status": "pending"}, [1, 2]),
    ({"status": "succeeded"}, [0]),
    ({"created_at[gte]": TOMORROW}, [1, 2]),
    ({"created_at[lte]": clock.stamp(NOON)[:10]}, [0]),
    ({"created_at[gte]": TOMORROW, "status": "succeeded"}, []),
]


def test_a_refund_is_listed_where_all_filters_hold(till: Till, refunds: list[str]) -> None:
    for query, which in WANTED:
        for of_order in ({}, {"order_id": till.order_id}):
            wanted = [refunds[n] for n in which]
            assert listed(1, **query, **of_order, sort="created_at") == wanted, query
            assert listed(2, **query, **of_order) == wanted[::-1], query


def test_those_that_failed_are_a_list_of_their_own_of_which_each_refund_is_a_part_once(till: Till) -> None:
    """One that the bank sends back a day later, one that others made at Stripe; the same news twice is no more news."""
    payment = till.paid(5000, method="pm_card_refundFail")
    ours = till.refund(2000).id
    till.settle()
    assert listed(status="failed") == []
    till.stripe.refunds.create({"payment_intent": payment.provider_reference, "amount": 1000})
    till.double.control("clock", {"advance_s": 86400})
    for _ in range(2):
        till.settle()
    [theirs] = {each.id for each in till.refunds} - {ours}
    assert {each.status for each in till.refunds} == {"failed"}
    for limit in (1, 20):
        assert sorted(listed(limit, status="failed")) == sorted([ours, theirs])
    assert listed(1, status="failed", sort="created_at") == listed(2, status="failed")[::-1]
    assert get(status="failed", **{"created_at[gte]": "2027-01-01"})[1]["data"] == []


def test_one_refund_is_shown_by_its_id(till: Till, refunds: list[str]) -> None:
    status, body = get(f"/admin/refunds/{refunds[0]}")
    assert (status, body["id"], body["amount"], body["status"]) == (200, refunds[0], 100, "succeeded")
    assert get("/admin/refunds/ref_01ARZ3NDEKTSV4RRFFQ69G5FAV")[0] == 404
