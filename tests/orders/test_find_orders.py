"""How staff find orders and refunds: by e-mail, numbers and times, page by page."""

from typing import Any

import pytest
from stripe import StripeClient

from functions.orders import store
from functions.orders.table import SPEC
from functions.payments import find_refund
from shared import secret
from shared.aws import client
from shared.dynamo.values import from_wire, to_wire
from shared.migration import migrate
from shared.table import SCHEMA_VERSION
from tests.in_process import ADDRESS, InProcessShop
from tests.orders.builders import an_order, sold_of

SCHEMA = {"#v": SCHEMA_VERSION}
EMAILS = ("jane@example.com", "JOE@example.com", "jane@example.com")


class Desk:
    """Three orders of two people, a day apart, and what is asked about them."""

    def __init__(self, shop: InProcessShop) -> None:
        self.shop = shop
        self.place = shop.a_location()
        self.variant_id = shop.a_variant(units=50, location=self.place)
        self.option_id = shop.a_shipping_option()
        self.orders: list[Any] = []
        for email in EMAILS:
            self.orders.append(self.sold(email))
            shop.clock.advance(days=1)

    def sold(self, email: str) -> Any:
        """A pending order of this e-mail."""
        body = {
            "currency": "USD",
            "items": [{"variant_id": self.variant_id, "quantity": 1}],
            "email": email,
            "shipping_address": ADDRESS,
            "shipping_option": {"id": self.option_id},
        }
        status, cart, _ = self.shop.call("POST", "/store/carts", body)
        assert status == 201, cart
        status, completed, _ = self.shop.complete(cart)
        assert status == 201, completed
        return completed

    def paid(self, n: int) -> str:
        """The id of an order that is paid now."""
        self.shop.pay(self.orders[n])
        self.shop.pump()
        return str(self.orders[n]["order"]["id"])

    def ship(self, order_id: str, number: str, company: str = "ups") -> None:
        """Ship a paid order."""
        order = self.shop.order(order_id)
        body = {
            "location_id": self.place,
            "items": [{"line_item_id": order["items"][0]["id"], "quantity": 1}],
            "tracking": {"company": company, "number": number},
        }
        status, answer, _ = self.shop.admin("POST", f"/admin/orders/{order_id}/fulfillments", body)
        assert status == 201, answer

    def refund(self, order_id: str, amount: int) -> str:
        """Give money back."""
        body = {"order_id": order_id, "amount": amount}
        status, answer, _ = self.shop.admin("POST", "/admin/refunds", body)
        assert status == 201, answer
        return str(answer["id"])

    def listed(self, path: str = "/admin/orders", limit: int = 20, **filters: str) -> list[str]:
        """The ids on all pages, of which none is empty but the only one."""
        found: list[str] = []
        cursor = ""
        query = "".join(f"&{name.replace('__', '[')}{']' * ('__' in name)}={v}" for name, v in filters.items())
        while True:
            status, page, _ = self.shop.admin("GET", f"{path}?limit={limit}{query}{cursor}")
            assert status == 200, page
            found += [each["id"] for each in page["data"]]
            if not page["has_more"]:
                return found
            assert page["data"]
            cursor = f"&cursor={page['next_cursor']}"

    def ids(self, *which: int) -> list[str]:
        """The ids of these orders."""
        return [self.orders[n]["order"]["id"] for n in which]

    def refused(self, path: str) -> tuple[int, str, str]:
        """Status, code and param of a refusal."""
        status, body, _ = self.shop.admin("GET", path)
        return status, body["error"]["code"], body["error"]["param"]


@pytest.fixture
def desk(shop: InProcessShop) -> Desk:
    return Desk(shop)


def test_orders_are_found_by_e_mail_whatever_its_case(desk: Desk) -> None:
    for limit in (1, 2, 20):
        assert desk.listed(limit=limit, email="Jane@Example.COM") == desk.ids(2, 0)
        assert desk.listed(limit=limit, email="jane@example.com", sort="created_at") == desk.ids(0, 2)
    assert desk.listed(email="joe@example.com") == desk.ids(1)
    assert desk.listed(email="nobody@example.com") == []


def test_the_table_tells_no_e_mail_in_a_key_and_keeps_the_hash_through_the_order_s_life(desk: Desk) -> None:
    order_id = desk.paid(0)
    desk.ship(order_id, "1Z1")
    items = [from_wire(item) for item in client("dynamodb").scan(TableName=SPEC.physical_name)["Items"]]
    keys = ("pk", "sk", *(name for index in SPEC.all_indexes for name in (index.partition, index.sort) if name))
    assert not [item for item in items if "example.com" in str([item.get(key) for key in keys]).lower()]
    assert desk.listed(email="jane@example.com") == desk.ids(2, 0)


def test_a_rotated_key_finds_the_orders_of_the_one_before(desk: Desk) -> None:
    client("secretsmanager").put_secret_value(
        SecretId="storewright/test/lookup_key",
        SecretString='{"current": "another-key-of-some-length", "previous": "test-lookup-key-of-some-length"}',
    )
    secret.forget()
    desk.orders.append(desk.sold("jane@example.com"))
    for limit in (1, 2, 3, 20):
        assert desk.listed(limit=limit, email="jane@example.com") == desk.ids(3, 2, 0)
        assert desk.listed(limit=limit, email="jane@example.com", sort="created_at") == desk.ids(0, 2, 3)


def test_a_placed_order_is_found_by_its_number(desk: Desk) -> None:
    first, second = desk.paid(1), desk.paid(0)
    assert desk.listed(number="1") == [first]
    assert desk.listed(number="2") == [second]
    assert desk.listed(number="2", email="jane@example.com", status="placed") == [second]
    assert desk.listed(number="2", email="joe@example.com") == []
    assert desk.listed(number="2", status="canceled") == []
    assert desk.listed(number="3") == []


def test_orders_are_found_by_what_is_on_the_parcel(desk: Desk) -> None:
    first, second = desk.paid(0), desk.paid(1)
    desk.ship(first, "1Z-999-AA1")
    desk.ship(second, "1z999aa1", company="dhl")  # another carrier's parcel by the same number
    for written in ("1Z-999-AA1", "1z999aa1", "1Z 999 AA1"):
        assert desk.listed(tracking_number=written) == [second, first]
        assert desk.listed(tracking_number=written, limit=1, sort="created_at") == [first, second]
    assert desk.listed(tracking_number="1Z999AA1", number="2") == [second]
    assert desk.listed(tracking_number="1Z999AA1", email="jane@example.com") == [first]
    assert desk.listed(tracking_number="1Z999AA2") == desk.listed(tracking_number="1Z999AA2", number="1") == []


def test_placed_orders_are_found_by_a_sku_that_they_hold(desk: Desk) -> None:
    first, second = desk.paid(0), desk.paid(1)
    sku = desk.shop.order(first)["items"][0]["sku"]
    for limit in (1, 20):
        assert desk.listed(limit=limit, sku=sku) == desk.listed(limit=limit, sku=sku.lower()) == [second, first]
        assert desk.listed(limit=limit, sku=sku, sort="created_at") == [first, second]
    created = desk.shop.order(second)["created_at"]
    assert (
        desk.listed(sku=sku, created_at__gte=created) == desk.listed(sku=sku, created_at__lte=created)[:1] == [second]
    )
    assert desk.listed(sku="NO-SUCH-SKU") == []
    desk.ship(first, "1Z1")
    assert desk.listed(sku=sku, is_to_ship="true") == [second]
    assert desk.listed(sku=sku, email="jane@example.com") == [first], "the other one was never placed"


def test_an_order_of_two_lines_of_a_sku_in_other_letters_is_found_once(desk: Desk) -> None:
    """A SKU may pass from one variant to another while both are in a cart."""
    sold = sold_of(an_order())
    lines = tuple(line.model_copy(update={"sku": sku}) for line, sku in zip(sold.items, ("cap", "CAP"), strict=True))
    assert len(store.list_by_skus(an_order(), sold.model_copy(update={"items": lines}))) == 1


def test_what_is_to_ship_is_listed_until_the_last_unit_has_left_the_longest_waiting_first(desk: Desk) -> None:
    first, second = desk.paid(0), desk.paid(1)
    assert desk.listed(is_to_ship="true", sort="created_at") == [first, second]
    assert desk.listed(is_to_ship="true", email="joe@example.com") == [second]
    assert desk.listed(is_to_ship="false") == desk.ids(2)
    desk.ship(first, "1Z1")
    assert desk.listed(is_to_ship="true") == [second]
    status, _, _ = desk.shop.admin("POST", f"/admin/orders/{second}/cancel", {"reason": "customer"})
    assert status == 200
    desk.shop.pump()
    assert desk.listed(is_to_ship="true") == []


def test_what_was_refunded_before_it_left_is_not_to_ship(desk: Desk) -> None:
    order = desk.shop.order(desk.paid(0))
    body = {"order_id": order["id"], "items": [{"line_item_id": order["items"][0]["id"], "quantity": 1}]}
    status, _, _ = desk.shop.admin("POST", "/admin/refunds", body)
    assert (status, desk.listed(is_to_ship="true")) == (201, [])
    assert desk.listed(status="placed", fulfillment_status="unfulfilled") == [order["id"]]


def test_orders_are_found_by_how_far_their_goods_have_come(desk: Desk) -> None:
    first = desk.paid(0)
    desk.ship(first, "1Z1")
    assert desk.listed(fulfillment_status="shipped") == [first]
    assert desk.listed(fulfillment_status="unfulfilled") == desk.ids(2, 1)


def test_an_order_of_the_release_before_is_to_ship_once_its_table_is_migrated(desk: Desk) -> None:
    order_id = desk.paid(0)
    key = {"pk": f"ORDER#{order_id}", "sk": "ORDER"}
    as_before = {"TableName": SPEC.physical_name, "Key": to_wire(key)}
    client("dynamodb").update_item(**as_before, UpdateExpression="REMOVE to_ship, #v", ExpressionAttributeNames=SCHEMA)
    assert desk.listed(is_to_ship="true") == []
    assert migrate(SPEC).rewritten
    assert desk.listed(is_to_ship="true") == [order_id]


def test_a_day_is_all_of_it_in_utc(desk: Desk) -> None:
    """The shop's clock began on the 22nd at noon."""
    for n, day in enumerate(("2026-11-22", "2026-11-23", "2026-11-24")):
        assert desk.listed(created_at__gte=day, created_at__lte=day) == desk.ids(n)
    assert desk.listed(created_at__gt="2026-11-22") == desk.ids(2, 1)
    assert desk.listed(created_at__lt="2026-11-23") == desk.ids(0)
    assert desk.listed(created_at__gte="2026-11-22", limit=1, sort="created_at") == desk.ids(0, 1, 2)
    assert desk.listed(created_at__gte="2026-11-23", email="jane@example.com") == desk.ids(2)
    assert desk.listed(created_at__lte="2026-11-22", status="pending") == desk.ids(0)


def test_times_are_compared_as_times(desk: Desk, shop: InProcessShop) -> None:
    shop.clock.advance(milliseconds=468)
    late = desk.sold("late@example.com")["order"]
    assert late["created_at"] == "2026-11-25T12:00:00.468Z"
    assert desk.listed(created_at__gte="2026-11-25T12:00:00Z") == [late["id"]]
    assert desk.listed(created_at__lte="2026-11-25T12:00:00Z", created_at__gte="2026-11-25") == []
    assert desk.listed(created_at__gte="2026-11-25T14:00:00.468+02:00") == [late["id"]]
    assert desk.listed(created_at__gt="2026-11-25T12:00:00.468Z") == []


@pytest.mark.parametrize("path", ["/admin/orders", "/admin/refunds", "/admin/inventory/movements", "/admin/api_keys"])
def test_what_is_no_date_or_no_range_is_refused_in_every_list(shop: InProcessShop, path: str) -> None:
    for how in ("gte", "gt", "lte", "lt"):
        status, body, _ = shop.admin("GET", f"{path}?created_at[{how}]=2026-02-30")
        assert (status, body["error"]["param"]) == (400, f"created_at[{how}]")
    status, body, _ = shop.admin("GET", f"{path}?created_at[gte]=2026-11-23&created_at[lte]=2026-11-22")
    assert (status, body["error"]["code"]) == (400, "invalid_range")
    assert shop.admin("GET", f"{path}?created_at[gte]=2026-11-22&created_at[lte]=2026-11-22")[0] == 200


@pytest.mark.parametrize(
    ("query", "param"),
    [
        *(("email=jane", "email"), ("number=0", "number"), ("number=1.0", "number"), ("number=abc", "number")),
        *(("tracking_number=", "tracking_number"), ("sort=total", "sort"), ("status=closed", "status")),
        *(("is_to_ship=maybe", "is_to_ship"), ("fulfillment_status=lost", "fulfillment_status")),
        ("sku=", "sku"),
    ],
)
def test_a_filter_of_the_wrong_form_is_refused(desk: Desk, query: str, param: str) -> None:
    assert desk.refused(f"/admin/orders?{query}") == (400, "invalid_parameter", param)


def test_a_page_is_filled_where_a_filter_drops_what_the_index_names(desk: Desk, shop: InProcessShop) -> None:
    shop.admin("POST", f"/admin/orders/{desk.ids(1)[0]}/cancel", {"reason": "customer"})
    canceled = desk.sold("jane@example.com")["order"]["id"]
    shop.admin("POST", f"/admin/orders/{canceled}/cancel", {"reason": "customer"})
    for limit in (1, 2, 20):
        assert desk.listed(limit=limit, email="jane@example.com", status="pending") == desk.ids(2, 0)
        assert desk.listed(limit=limit, email="jane@example.com", status="canceled") == [canceled]


def test_refunds_are_read_and_listed(desk: Desk, shop: InProcessShop) -> None:
    first, second = desk.paid(0), desk.paid(1)
    refunds = [desk.refund(first, 100)]
    shop.pump()
    shop.clock.advance(days=1)
    refunds += [desk.refund(second, 200), desk.refund(first, 300)]
    for limit in (1, 2, 20):
        assert sorted(desk.listed("/admin/refunds", limit)) == sorted(refunds)
        assert sorted(desk.listed("/admin/refunds", limit, status="pending")) == sorted(refunds[1:])
    assert desk.listed("/admin/refunds", created_at__gte="2026-11-25", created_at__lte="2026-11-25") == refunds[:1]
    assert desk.listed("/admin/refunds", status="succeeded") == refunds[:1]
    assert desk.listed("/admin/refunds", 1, order_id=first) == [refunds[2], refunds[0]]
    assert desk.listed("/admin/refunds", order_id=first, sort="created_at") == [refunds[0], refunds[2]]
    assert desk.listed("/admin/refunds", order_id=first, status="pending") == [refunds[2]]
    assert desk.listed("/admin/refunds", order_id=first, created_at__lte="2026-11-25") == [refunds[0]]
    assert desk.listed("/admin/refunds", order_id="order_" + "0" * 26) == []
    status, shown, headers = shop.admin("GET", f"/admin/refunds/{refunds[0]}")
    known = find_refund(refunds[0])
    assert known
    assert (status, shown["amount"], shown["status"]) == (200, 100, "succeeded")
    assert (shown["object"], shown["version"]) == ("refund", known.version)
    assert headers["etag"].startswith(f'"{known.version}-')


def test_a_refund_is_not_shown_to_who_may_not_see_payments(desk: Desk, shop: InProcessShop) -> None:
    assert shop.admin("GET", "/admin/refunds/ref_1")[0] == 404
    for path in ("/admin/refunds", "/admin/refunds/ref_1"):
        assert shop.admin("GET", path, scopes="orders:read orders:write")[0] == 403
        assert shop.admin("GET", path, scopes="payments:read")[0] in (200, 404)


def test_refunds_made_in_the_processor_s_dashboard_are_listed_too(desk: Desk, shop: InProcessShop) -> None:
    order_id = desk.paid(0)
    intent = desk.orders[0]["payment"]["client_secret"].partition("_secret_")[0]
    StripeClient("sk_test_123", base_addresses={"api": shop.double.url}).v1.refunds.create(
        {"payment_intent": intent, "amount": 150}
    )
    shop.pump()
    (refund_id,) = desk.listed("/admin/refunds")
    assert desk.listed("/admin/refunds", order_id=order_id) == [refund_id]
