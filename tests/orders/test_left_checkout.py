"""A checkout that was left, or whose answer was lost: the cart's owner has order and payment again, or gives it up."""

from typing import Any

import pytest

from shared.settings import read_settings
from tests.in_process import InProcessShop
from tests.orders.story import Story


class Owner:
    """Who has a pending order, and no more than the token of its cart."""

    def __init__(self, shop: InProcessShop) -> None:
        self.shop = shop
        self.variant_id = shop.a_variant(units=10)
        self.cart = shop.a_cart(self.variant_id, shop.a_shipping_option(), 2)
        self.order_id = ""

    def complete(self) -> Any:
        """Complete the cart; the answer is kept for the tests that compare."""
        _, completed, _ = self.shop.complete(self.cart, key="click")
        self.order_id = self.shop.call("GET", f"/store/carts/{self.cart['id']}", **self.token)[1]["order_id"]
        return completed

    @property
    def token(self) -> dict[str, str]:
        """The cart's."""
        return {"Cart_Token": self.cart["token"]}

    def ask(self, what: str = "", method: str = "POST", **headers: str) -> Any:
        """A request about the order."""
        return self.shop.call(method, f"/store/orders/{self.order_id}{what}", **{**self.token, **headers})

    def intents(self) -> list[Any]:
        """What Stripe has been asked for."""
        return list(self.shop.double.control("state")["payment_intents"].values())

    def stripe_is_away(self, times: int) -> None:
        """Stripe does not answer so many times."""
        self.shop.double.control("faults", {"call": "payment_intents.create", "fault": "lost_response", "times": times})


@pytest.fixture
def owner(shop: InProcessShop) -> Owner:
    """With a cart that is ready."""
    return Owner(shop)


def test_the_carts_token_opens_the_order_and_its_payment(owner: Owner) -> None:
    completed = owner.complete()
    status, order, _ = owner.ask(method="GET")
    assert (status, order) == (200, completed["order"])
    status, again, _ = owner.ask("/payment")
    assert (status, again["payment"]) == (200, completed["payment"]), again
    assert again["order"]["status"] == "pending"
    assert owner.shop.call("GET", f"/store/orders/{owner.order_id}", Order_Token=again["order_token"])[0] == 200
    owner.shop.pay(again)
    owner.shop.pump()
    assert owner.ask(method="GET")[1]["status"] == "placed"
    assert len(owner.intents()) == 1


def test_another_carts_token_opens_neither(owner: Owner) -> None:
    owner.complete()
    stranger = Owner(owner.shop)
    other = {"Cart_Token": stranger.cart["token"], "Order_Token": stranger.cart["token"]}
    for method, what in (("GET", ""), ("POST", "/payment"), ("POST", "/cancel")):
        foreign = owner.ask(what, method, **other)
        missing = owner.shop.call(method, f"/store/orders/order_00000000000000000000000000{what}", **other)
        assert foreign[0] == missing[0] == 404
        assert foreign[1]["error"]["message"] == missing[1]["error"]["message"]
    assert owner.ask(method="GET")[1]["status"] == "pending"


def test_a_payment_that_never_began_is_started(owner: Owner) -> None:
    owner.stripe_is_away(times=2)
    assert owner.complete()["error"]["code"] == "payment_unavailable"
    status, body, _ = owner.ask("/payment")
    assert status == 200, body
    owner.shop.pay(body)
    owner.shop.pump()
    assert owner.shop.order(owner.order_id)["payment_status"] == "paid"
    assert len(owner.intents()) == 1


def test_while_stripe_is_away_it_is_to_be_asked_again(owner: Owner) -> None:
    owner.stripe_is_away(times=4)
    owner.complete()
    status, body, headers = owner.ask("/payment", Idempotency_Key="again")
    assert (status, body["error"]["code"]) == (503, "payment_unavailable")
    assert headers["retry-after"]
    first, second = owner.ask("/payment", Idempotency_Key="again"), owner.ask("/payment", Idempotency_Key="again")
    assert first[0] == second[0] == 200
    assert first[1]["payment"] == second[1]["payment"]
    assert len(owner.intents()) == 1


def test_what_is_paid_is_not_paid_again(owner: Owner) -> None:
    owner.shop.pay(owner.complete())  # and Stripe's news is on its way
    assert owner.ask("/payment")[1]["error"]["code"] == "already_paid"
    owner.shop.pump()
    status, body, _ = owner.ask("/payment")
    assert (status, body["error"]["code"]) == (409, "already_paid")


@pytest.mark.parametrize("end", ["given up", "expired"])
def test_what_is_over_is_not_paid_any_more(owner: Owner, end: str) -> None:
    owner.complete()
    if end == "expired":
        owner.shop.clock.advance(minutes=31)
        owner.shop.run("orders.expire_unpaid")
    else:
        owner.ask("/cancel")
    for _ in range(2):  # before and after Stripe has heard of it
        status, body, _ = owner.ask("/payment")
        assert (status, body["error"]["code"]) == (409, "payment_closed")
        owner.shop.pump()


def test_an_order_that_is_given_up_frees_its_stock_at_once(owner: Owner) -> None:
    completed = owner.complete()
    assert owner.shop.available(owner.variant_id) == 8
    status, order, _ = owner.ask("/cancel", Idempotency_Key="enough")
    assert (status, order["status"], order["cancel_reason"]) == (200, "canceled", "customer"), order
    assert owner.shop.available(owner.variant_id) == 10
    assert owner.ask("/cancel", Idempotency_Key="enough")[1] == order
    assert owner.ask("/cancel")[1]["error"]["code"] == "wrong_state"
    owner.shop.pump()
    assert owner.intents()[0]["status"] == "canceled"
    assert owner.shop.pay(completed)["error"]["code"] == "payment_intent_unexpected_state"


def test_money_that_was_faster_than_the_shopper_goes_back(owner: Owner) -> None:
    """FAULTS 64"""
    owner.shop.pay(owner.complete())  # and Stripe's news is on its way
    assert owner.ask("/cancel")[0] == 200
    owner.shop.pump(times=2)
    order = owner.ask(method="GET")[1]
    assert (order["status"], order["payment_status"]) == ("canceled", "refunded")
    assert [refund["amount"] for refund in order["refunds"]] == [5642]
    assert owner.shop.available(owner.variant_id) == 10


def test_a_placed_order_is_not_given_up(shop: InProcessShop) -> None:
    story = Story(shop).paid()
    path, token = f"/store/orders/{story.id}/cancel", story.completed["order_token"]
    status, body, _ = shop.call("POST", path, Order_Token=token)
    assert (status, body["error"]["code"]) == (409, "wrong_state")
    assert body["error"]["message"] == "The order is placed; its shopper can no longer cancel it."
    assert story.order["status"] == "placed"


@pytest.fixture
def two_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    """The payment of one order may be asked for twice more in an hour."""
    monkeypatch.setenv("PAYMENT_CALLS_PER_HOUR", "2")
    read_settings.cache_clear()


def calls_of_stripe(owner: Owner) -> int:
    """How often the processor was asked for anything."""
    return len(owner.shop.double.control("calls")["log"])


@pytest.mark.usefixtures("two_an_hour")
@pytest.mark.parametrize("way", ["payment", "complete", "both"])
def test_an_orders_payment_is_asked_for_only_so_often(owner: Owner, way: str) -> None:
    """Each time asks Stripe; what is refused does not."""
    completed = owner.complete()
    ways = [way] * 4 if way != "both" else ["payment", "complete"] * 2
    asked = calls_of_stripe(owner)
    answers = [
        owner.ask("/payment") if each == "payment" else owner.shop.complete(owner.cart, key="click") for each in ways
    ]
    assert [status for status, _, _ in answers][2:] == [429, 429]
    assert calls_of_stripe(owner) == asked + 2
    assert [body["payment"] for _, body, _ in answers[:2]] == [completed["payment"]] * 2
    assert answers[-1][1]["error"]["details"] == {"limit": "payment_calls"}
    assert 0 < int(answers[-1][2]["retry-after"]) <= 3600
    owner.shop.clock.advance(minutes=10)
    other = Owner(owner.shop)
    other.complete()
    assert other.ask("/payment")[0] == 200
    assert owner.ask(method="GET")[1]["status"] == "pending"


@pytest.mark.usefixtures("two_an_hour")
def test_a_completion_that_stripe_did_not_hear_is_resumed_only_so_often(owner: Owner) -> None:
    owner.stripe_is_away(times=100)
    answers = [owner.shop.complete(owner.cart, key="click") for _ in range(4)]
    assert [status for status, _, _ in answers] == [503, 503, 503, 429]


@pytest.mark.usefixtures("two_an_hour")
def test_an_order_that_cannot_be_paid_is_not_counted(owner: Owner) -> None:
    owner.shop.pay(owner.complete())
    owner.shop.pump()
    assert [owner.ask("/payment")[0] for _ in range(4)] == [409] * 4
