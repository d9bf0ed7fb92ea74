"""Two accounts of one person made one: all of theirs is the one's, the other opens nothing, and nothing is lost."""

from typing import Any
from uuid import uuid4

import pytest

from functions import companies, customers, orders
from functions.customers.table import SPEC, customer_key
from functions.orders.table import SPEC as ORDERS
from functions.orders.table import own_cart_key
from tests.in_process import ADDRESS, InProcessShop
from tests.privacy.test_erasure import ERASE
from tests.texts import agrees_by_text

ANN, OLD = "ann@example.com", "ann.old@example.com"
Headers = dict[str, str]


class Twins:
    """Two accounts of Ann: the one that stays, and the old one with all she ever did."""

    def __init__(self, shop: InProcessShop) -> None:
        self.shop = shop
        self.subs = [shop.pool.sign_up(email) for email in (ANN, OLD)]
        self.stays, self.goes = (shop.sign_in(sub) for sub in self.subs)
        self.id, self.gone_id = (
            str(shop.call("GET", "/store/me", **each)[1]["id"]) for each in (self.stays, self.goes)
        )
        self.variant, self.option = shop.a_variant(units=100), shop.a_shipping_option()

    def merge(self, from_id: str | None = None, into: str | None = None) -> Any:
        """(status, the answer)."""
        path = f"/admin/customers/{into or self.id}/merge"
        return self.shop.admin("POST", path, {"from": from_id or self.gone_id})[:2]

    def run(self, times: int = 3) -> None:
        """The clock's minutes."""
        for _ in range(times):
            self.shop.clock.advance(minutes=5)
            self.shop.run(ERASE)

    def order(self, session: Headers) -> str:
        """The id of an order of theirs, that they gave up."""
        cart = self.shop.a_cart(self.variant, self.option, 1, **session)
        key, body = {"Idempotency_Key": uuid4().hex}, {"expected_total": cart["total"]}
        status, done, _ = self.shop.call("POST", f"/store/carts/{cart['id']}/complete", body, **key, **session)
        assert status == 201, done
        assert self.shop.call("POST", f"/store/orders/{done['order']['id']}/cancel", **session)[0] == 200
        return str(done["order"]["id"])

    def staffs(self, customer_id: str) -> Any:
        """The customer as staff see them."""
        return self.shop.admin("GET", f"/admin/customers/{customer_id}")[1]


@pytest.fixture
def twins(shop: InProcessShop) -> Twins:
    """Two accounts of one person."""
    return Twins(shop)


def test_all_of_the_other_s_comes_to_the_one_that_stays(shop: InProcessShop, twins: Twins) -> None:
    shop.call("PATCH", "/store/me", {"first_name": "Ann", "phone": "+15105550100"}, **twins.goes)
    shop.call("PATCH", "/store/me", {"first_name": "Anne"}, **twins.stays)
    shop.an_address(twins.goes)
    shop.call("POST", "/store/me/wish_list/items", {"variant_id": twins.variant}, **twins.goes)
    shop.admin("PATCH", f"/admin/customers/{twins.gone_id}", {"note": "Rings twice.", "tags": ["vip"]})
    order_id = twins.order(twins.goes)
    cart = shop.a_cart(twins.variant, twins.option, 1, **twins.goes)
    status, merge = twins.merge()
    assert (status, merge["status"]) == (202, "moving")
    known = twins.staffs(twins.id)
    assert (known["first_name"], known["phone"], known["email"]) == ("Anne", "+15105550100", ANN)
    assert (known["note"], known["tags"], known["other_emails"]) == ("Rings twice.", ["vip"], [OLD])
    gone = twins.staffs(twins.gone_id)
    assert (gone["merged_into"], gone["email"], gone["phone"]) == (twins.id, None, None)
    assert len(shop.call("GET", "/store/me/addresses", **twins.stays)[1]["data"]) == 1
    assert len(shop.call("GET", "/store/me/wish_list", **twins.stays)[1]["items"]) == 1
    twins.run()
    own = shop.call("GET", "/store/me/orders", **twins.stays)[1]["data"]
    assert [each["id"] for each in own] == [order_id]
    assert shop.call("GET", "/store/me/cart", **twins.stays)[1]["id"] == cart["id"]
    assert twins.merge()[1]["status"] == "done"
    [found] = shop.admin("GET", f"/admin/customers?email={OLD}")[1]["data"]
    assert found["id"] == twins.id


def test_the_other_opens_nothing_any_more(shop: InProcessShop, twins: Twins) -> None:
    fresh = shop.pool.token(twins.subs[1])
    assert twins.merge()[0] == 202
    assert shop.call("GET", "/store/me", **twins.goes)[0] == 401
    shop.clock.advance(minutes=1)
    for token in (fresh, shop.pool.token(twins.subs[1])):
        assert shop.call("POST", "/store/sessions", {"access_token": token})[0] == 401
    assert shop.call("GET", "/store/me", **twins.stays)[0] == 200


def test_merged_twice_is_as_once_and_others_are_refused(shop: InProcessShop, twins: Twins) -> None:
    third = shop.call("GET", "/store/me", **shop.sign_in(shop.pool.sign_up("x@example.com")))[1]["id"]
    first = twins.merge()
    before = twins.staffs(twins.id)
    assert twins.merge() == first
    assert twins.staffs(twins.id) == before
    for refused, code in (
        (twins.merge(twins.id), "same_customer"),
        (twins.merge("cus_" + "0" * 26), "unknown_customer"),
        (twins.merge(twins.gone_id, third), "customer_merged"),
        (twins.merge(third, twins.gone_id), "customer_merged"),
    ):
        assert refused[1]["error"]["code"] == code


def test_the_stricter_consent_holds_and_the_history_is_kept(shop: InProcessShop, twins: Twins) -> None:
    def say(session: Headers, what: str, *decisions: bool) -> None:
        for is_granted in decisions:
            words = {"is_granted": is_granted, "text": "Yes."}
            assert shop.call("PUT", f"/store/me/consents/{what}", words, **session)[0] == 200

    say(twins.stays, "email/marketing", True)
    say(twins.goes, "email/marketing", True, False)
    agrees_by_text(shop, twins.goes, "marketing")
    agrees_by_text(shop, twins.stays, "reviews")
    twins.merge()
    twins.run()
    stands = shop.call("GET", "/store/me/consents", **twins.stays)[1]["data"]
    granted = {f"{each['channel']}/{each['purpose']}" for each in stands if each["is_granted"]}
    assert granted == {"sms/reviews"}
    assert shop.call("GET", "/store/me", **twins.stays)[1]["accepts_marketing"] is False
    records = shop.admin("GET", f"/admin/customers/{twins.id}/consents")[1]["data"]
    assert len(records) == 8  # seven of theirs, and the one of the merge
    assert next(each for each in records if each["route"].endswith("/merge"))["is_granted"] is False


def test_forgetting_who_stays_forgets_what_came_from_the_other(shop: InProcessShop, twins: Twins) -> None:
    shop.an_address(twins.goes)
    order_id = twins.order(twins.goes)
    ticket = {"email": OLD, "subject": "A hole", "body": "It came like that."}
    ticket_id = shop.call("POST", "/store/tickets", ticket)[1]["id"]
    as_guest = {"currency": "USD", "email": OLD, "shipping_address": ADDRESS}
    assert shop.call("POST", "/store/carts", as_guest)[0] == 201
    twins.merge()
    assert shop.call("POST", "/store/me/erasure", **twins.stays)[0] == 202
    twins.run(8)
    assert shop.order(order_id)["email"] is None
    assert shop.admin("GET", f"/admin/tickets/{ticket_id}")[1]["email"] is None
    for customer_id in (twins.id, twins.gone_id):
        assert shop.item(SPEC, *customer_key(customer_id)) is None
    assert OLD not in str(shop.admin("GET", "/admin/customers")[1])


def test_who_is_being_forgotten_is_merged_with_nobody(shop: InProcessShop, twins: Twins) -> None:
    assert shop.admin("POST", "/admin/erasures", {"customer_id": twins.gone_id})[0] == 202
    status, answer = twins.merge()
    assert (status, answer["error"]["code"]) == (409, "erasure_asked")


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (customers, "move_consents"),
        (orders, "move_orders"),
        (orders, "move_carts"),
        (companies, "move_member"),
        (customers, "remove_account"),
        (customers, "end_merge"),
    ],
)
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_any_step_it_is_gone_on_with(
    shop: InProcessShop, twins: Twins, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, when: str
) -> None:
    order_id = twins.order(twins.goes)
    shop.call("PUT", "/store/me/consents/email/reviews", {"is_granted": True, "text": "Yes."}, **twins.goes)
    company_id = shop.admin("POST", "/admin/companies", {"name": "Doe GmbH"})[1]["id"]
    shop.admin("PUT", f"/admin/companies/{company_id}/members/{twins.gone_id}", {"role": "admin"})
    twins.merge()
    step = getattr(module, name)

    def dies(*given: Any) -> None:
        if when == "after":
            step(*given)
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(module, name, dies)
        twins.run(2)
    twins.run(3)
    assert twins.merge()[1]["status"] == "done"
    assert shop.order(order_id)["customer_id"] == twins.id
    assert len(shop.admin("GET", f"/admin/customers/{twins.id}/consents")[1]["data"]) == 1
    members = shop.admin("GET", f"/admin/companies/{company_id}")[1]["members"]
    assert [(each["customer_id"], each["role"]) for each in members] == [(twins.id, "admin")]
    assert shop.item(ORDERS, *own_cart_key(twins.gone_id)) is None
