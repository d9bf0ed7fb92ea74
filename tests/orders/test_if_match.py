"""Every route that changes a cart or an order × If-Match stale, current and absent: nobody writes over the unseen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from _pytest.monkeypatch import MonkeyPatch

from functions.orders import confirm_token
from tests.in_process import ADDRESS, InProcessShop
from tests.in_process import shop as in_process
from tests.security.doors import doors

SERVED = ("/store/carts", "/store/orders", "/admin/orders", "/admin/refunds")
MAKES_ITS_OBJECT = {"POST /store/carts", "POST /admin/orders/export"}
BULK = {"POST /admin/orders/ship", "POST /admin/orders/cancel"}  # a job, whose orders go by what is then
NOTES = {
    "POST /admin/orders/<order_id>/notes",
    "DELETE /admin/orders/<order_id>/notes/<note_id>",
}  # no part of an order


@dataclass
class Case:
    """A request that is good, and the object that it would change."""

    path: str
    body: Any
    object_path: str
    token: dict[str, str]

    def send(self, shop: InProcessShop, method: str, **headers: str) -> Any:
        """The request: (status, body, headers)."""
        if self.path.startswith("/admin/"):
            return shop.admin(method, self.path, self.body, **headers)
        return shop.call(method, self.path, self.body, **{"Idempotency_Key": uuid4().hex, **self.token}, **headers)

    def version(self, shop: InProcessShop) -> int:
        """The object's, now."""
        if self.object_path.startswith("/admin/"):
            return int(shop.admin("GET", self.object_path)[1]["version"])
        return int(shop.call("GET", self.object_path, **self.token)[1]["version"])


class Makers:
    """One shop, and a fresh object for each request."""

    def __init__(self, shop: InProcessShop) -> None:
        self.shop = shop
        self.place = shop.a_location()
        self.variant = shop.a_variant(units=1000, location=self.place)
        self.sample = shop.a_variant(units=100, price=0, location=self.place)
        self.option, self.free_option = shop.a_shipping_option(), shop.a_shipping_option(amount=0)
        self.parcels = 0

    def cart(self, what: str, body: Callable[[Any], Any]) -> Case:
        """A cart that is ready. body: made of the cart."""
        cart = self.shop.a_cart(self.variant, self.option)
        path = f"/store/carts/{cart['id']}"
        line = cart["items"][0]["id"]
        return Case(path + what.replace("<line>", line), body(cart), path, {"Cart_Token": cart["token"]})

    def merged(self, what: str) -> Case:
        """A guest's cart, beside its shopper's own; where it is to be restored, merged into that one before."""
        session = self.shop.sign_in(self.shop.pool.sign_up(f"{uuid4().hex[:8]}@example.com"))
        self.shop.a_cart(self.variant, self.option, 1, **session)
        case = self.cart(what, lambda _: None)
        case.token |= session
        if what == "/restore":
            status, body, _ = self.shop.call("POST", f"{case.object_path}/merge", **case.token)
            assert status == 200, body
        return case

    def to_approve(self, what: str) -> Case:
        """A cart of who buys for a company."""
        session = self.shop.sign_in(self.shop.pool.sign_up(f"{uuid4().hex[:8]}@example.com"))
        cart = self.shop.a_cart(self.variant, self.option, 1, **session)
        company = self.shop.admin("POST", "/admin/companies", {"name": "Doe GmbH"})[1]
        member = f"/admin/companies/{company['id']}/members/{cart['customer_id']}"
        assert self.shop.admin("PUT", member, {"role": "buyer"})[0] == 200
        path = f"/store/carts/{cart['id']}"
        return Case(path + what, None, path, {"Cart_Token": cart["token"], **session})

    def pending(self, what: str) -> Case:
        """An unpaid order, for its shopper."""
        completed = self._completed(self.variant, self.option)
        path = f"/store/orders/{completed['order']['id']}"
        return Case(path + what, None, path, {"Order_Token": completed["order_token"]})

    def free(self, side: str, what: str) -> Case:
        """An order with nothing to pay."""
        completed = self._completed(self.sample, self.free_option)
        order_id = completed["order"]["id"]
        body = {"token": confirm_token(order_id, self.shop.clock.now)} if side == "store" else None
        path = f"/{side}/orders/{order_id}"
        return Case(path + what, body, path, {"Order_Token": completed["order_token"]})

    def placed(self, what: str, body: Callable[[Any], Any]) -> Case:
        """A paid order, for staff. body: made of the order."""
        completed = self._completed(self.variant, self.option)
        self.shop.pay(completed)
        self.shop.pump()
        order = self.shop.order(completed["order"]["id"])
        path = f"/admin/orders/{order['id']}"
        return Case(what.replace("<order>", path), body(order), path, {})

    def parcel(self, order: Any) -> Any:
        """The body of a shipment."""
        self.parcels += 1
        items = [{"line_item_id": order["items"][0]["id"], "quantity": 1}]
        tracking = {"company": "ups", "number": f"1Z{self.parcels}"}
        return {"location_id": self.place, "items": items, "tracking": tracking}

    def _completed(self, variant: str, option: str) -> Any:
        status, completed, _ = self.shop.complete(self.shop.a_cart(variant, option))
        assert status == 201, completed
        return completed


CASES: dict[str, Callable[[Makers], Case]] = {
    "PATCH /store/carts/<cart_id>": lambda m: m.cart("", lambda _: {"country": "DE"}),
    "POST /store/carts/<cart_id>/items": lambda m: m.cart("/items", lambda _: {"variant_id": m.variant}),
    "PATCH /store/carts/<cart_id>/items/<line_item_id>": lambda m: m.cart("/items/<line>", lambda _: {"quantity": 3}),
    "DELETE /store/carts/<cart_id>/items/<line_item_id>": lambda m: m.cart("/items/<line>", lambda _: None),
    "PUT /store/carts/<cart_id>/email": lambda m: m.cart("/email", lambda _: {"email": "jim@example.com"}),
    "PUT /store/carts/<cart_id>/shipping_address": lambda m: m.cart("/shipping_address", lambda _: ADDRESS),
    "PUT /store/carts/<cart_id>/billing_address": lambda m: m.cart("/billing_address", lambda _: ADDRESS),
    "PUT /store/carts/<cart_id>/shipping_option": lambda m: m.cart("/shipping_option", lambda _: {"id": m.option}),
    "POST /store/carts/<cart_id>/complete": lambda m: m.cart("/complete", lambda c: {"expected_total": c["total"]}),
    "POST /store/carts/<cart_id>/merge": lambda m: m.merged("/merge"),
    "POST /store/carts/<cart_id>/restore": lambda m: m.merged("/restore"),
    "POST /store/carts/<cart_id>/request_approval": lambda m: m.to_approve("/request_approval"),
    "POST /store/orders/<order_id>/payment": lambda m: m.pending("/payment"),
    "POST /store/orders/<order_id>/cancel": lambda m: m.pending("/cancel"),
    "POST /store/orders/<order_id>/confirm": lambda m: m.free("store", "/confirm"),
    "POST /admin/orders/<order_id>/release": lambda m: m.free("admin", "/release"),
    "POST /admin/orders/<order_id>/cancel": lambda m: m.placed("<order>/cancel", lambda _: {"reason": "other"}),
    "POST /admin/orders/<order_id>/revoke_tokens": lambda m: m.placed("<order>/revoke_tokens", lambda _: None),
    "POST /admin/orders/<order_id>/fulfillments": lambda m: m.placed("<order>/fulfillments", m.parcel),
    "POST /admin/refunds": lambda m: m.placed("/admin/refunds", lambda o: {"order_id": o["id"], "amount": 100}),
}


@pytest.fixture(scope="module")
def makers() -> Iterator[Makers]:
    """One shop for the page."""
    with MonkeyPatch.context() as patch, in_process(patch) as shop:
        yield Makers(shop)


def test_every_route_that_changes_something_stands_here() -> None:
    changing = {each.name for each in doors() if each.route.path.startswith(SERVED) and each.route.method != "GET"}
    assert changing - MAKES_ITS_OBJECT - BULK - NOTES == set(CASES)


@pytest.mark.parametrize("route", CASES)
def test_a_stale_version_changes_nothing_a_current_one_or_none_does(makers: Makers, route: str) -> None:
    shop, method, case = makers.shop, route.partition(" ")[0], CASES[route](makers)
    before = case.version(shop)
    status, body, _ = case.send(shop, method, If_Match=f'"{before + 1}"')
    assert (status, body["error"]["code"]) == (412, "version_conflict"), body
    assert body["error"]["details"] == {"current_version": before}
    assert case.version(shop) == before
    status, body, headers = case.send(shop, method, If_Match=f'"{before}"')
    assert status < 300, body
    assert "version" not in body or headers["etag"] == f'"{body["version"]}"', "the next change goes by it"
    status, body, _ = CASES[route](makers).send(shop, method)
    assert status < 300, body
