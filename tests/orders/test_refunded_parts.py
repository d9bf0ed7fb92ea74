"""Every part of a sale that can go back has its counter: units of a line, shipping; and goods follow the money."""

from contextvars import Context
from typing import Any

import pytest

from functions import payments
from functions.orders import fulfill_items, refund_order
from tests.in_process import InProcessShop
from tests.orders.story import Story

LATER_S = 86_400  # a bank that sends money back takes days


@pytest.fixture
def story(shop: InProcessShop) -> Story:
    """A paid order of two units at 24.99, shipped for 6.44."""
    return Story(shop).paid()


@pytest.fixture
def story_of_a_closed_card(shop: InProcessShop) -> Story:
    """The same, but every refund comes back an hour after it was sent."""
    shop.double.control("settings", {"async_delay_s": 3600})
    return Story(shop).paid("pm_card_refundFail")


def _code(answer: Any) -> tuple[int, str]:
    return answer[0], answer[1].get("error", {}).get("code")


def test_the_shipping_goes_back_once(story: Story) -> None:
    assert story.refund(shipping_amount=644)[0] == 201
    status, body, _ = story.refund(shipping_amount=644)
    assert (status, body["error"]["code"]) == (409, "refund_exceeds_part")
    assert body["error"]["details"] == {"part": "shipping", "amount": 644, "left": 0}
    assert body["error"]["param"] == "shipping_amount"


def test_the_shipping_goes_back_in_portions_up_to_what_it_was(story: Story) -> None:
    assert story.refund(shipping_amount=600)[0] == 201
    assert _code(story.refund(shipping_amount=45)) == (409, "refund_exceeds_part")
    assert _code(story.refund_units(1, shipping_amount=45)) == (409, "refund_exceeds_part")
    assert story.refund(shipping_amount=44)[0] == 201


@pytest.mark.parametrize(
    ("amount", "worth", "parts"),
    [
        (1, 4998, {"quantity": 2}),
        (4999, 4998, {"quantity": 2}),
        (2499, 3143, {"quantity": 1, "shipping_amount": 644}),
        (500, 644, {"shipping_amount": 644}),
    ],
)
def test_an_amount_beside_parts_is_what_they_are_worth(
    story: Story, amount: int, worth: int, parts: dict[str, int]
) -> None:
    def ask(amount: int) -> Any:
        more = dict(parts)
        quantity = more.pop("quantity", 0)
        return story.refund_units(quantity, amount=amount, **more) if quantity else story.refund(amount=amount, **more)

    status, body, _ = ask(amount)
    assert (status, body["error"]["code"]) == (422, "amount_mismatch")
    assert body["error"]["details"] == {"amount": amount, "worth": worth}
    assert story.parts == (0, 0)
    assert ask(worth)[0] == 201


def test_a_refund_tells_what_it_was_for_and_who_asked(story: Story) -> None:
    _, refund, _ = story.refund_units(2, shipping_amount=100)
    assert refund["items"] == [{"line_item_id": story.line, "quantity": 2, "amount": 4998}]
    assert (refund["amount"], refund["shipping_amount"]) == (5098, 100)
    assert refund["by"].startswith("key_")


def test_units_and_free_amounts_together_are_no_more_than_was_paid(story: Story) -> None:
    assert story.refund(amount=1000)[0] == 201
    assert _code(story.refund_units(2)) == (409, "refund_exceeds_captured")
    assert story.refund_units(1)[0] == 201
    assert _code(story.refund_units(1)) == (409, "refund_exceeds_captured")  # 21.43 are left
    assert story.refund(amount=2143)[0] == 201


@pytest.mark.parametrize("times", [1, 3])
def test_a_refund_that_comes_back_frees_its_units_and_its_shipping(
    story_of_a_closed_card: Story, shop: InProcessShop, times: int
) -> None:
    """FAULTS 70"""
    story = story_of_a_closed_card
    assert story.refund_units(1, shipping_amount=644)[0] == 201
    shop.pump()
    assert story.parts == (1, 3143)
    shop.double.control("clock", {"advance_s": LATER_S})
    shop.pump(times=times)
    assert story.parts == (0, 0)
    assert story.refund_units(2, shipping_amount=644)[0] == 201


def test_a_refund_that_the_processor_refuses_frees_its_units_and_its_shipping(
    story: Story, shop: InProcessShop
) -> None:
    assert story.refund_units(2, shipping_amount=644)[0] == 201
    story.refund_in_dashboard(1200)
    shop.pump(times=2)
    assert story.parts == (0, 1200)
    assert story.refund_units(1, shipping_amount=644)[0] == 201


def test_only_the_failed_refunds_parts_are_free_again(story: Story, shop: InProcessShop) -> None:
    """FAULTS 70, 71: of two refunds the first comes back."""
    story.refund_units(1)
    shop.pump()
    story.refund_units(1, shipping_amount=300)
    shop.pump()
    first = story.stripe_refunds()[0]
    shop.double.control(f"refunds/{first['id']}/settle", {"outcome": "fail"})
    shop.pump()
    assert story.parts == (1, 2799)
    assert _code(story.refund(shipping_amount=345)) == (409, "refund_exceeds_part")
    assert _code(story.refund_units(2)) == (409, "quantity_exceeds_left")
    assert story.refund_units(1)[1]["amount"] == 2499


def test_a_refund_of_the_dashboard_has_no_parts(story: Story, shop: InProcessShop) -> None:
    story.refund_in_dashboard(2499)
    shop.pump()
    assert story.parts == (0, 2499)
    (refund,) = payments.refunds_of(story.id)
    assert (refund.by, refund.parts.worth) == ("processor", 0)
    assert story.refund_units(1)[0] == 201


REFUNDED_WHOLE: list[dict[str, Any]] = [{"amount": 5642}, {"units": 2, "shipping_amount": 644}]


@pytest.mark.parametrize("how", REFUNDED_WHOLE)
@pytest.mark.parametrize("is_done", [True, False])
def test_an_order_whose_money_went_back_ships_nothing(
    story: Story, shop: InProcessShop, how: dict[str, Any], is_done: bool
) -> None:
    more = dict(how)
    units = more.pop("units", 0)
    assert (story.refund_units(units, **more) if units else story.refund(**more))[0] == 201
    if is_done:
        shop.pump()
    assert _code(story.ship(1)) == (409, "not_paid")
    assert shop.levels(story.variant_id)[0]["on_hand"] == 10
    assert story.order["fulfillments"] == []


def test_an_order_whose_money_went_back_in_the_dashboard_ships_nothing(story: Story, shop: InProcessShop) -> None:
    story.refund_in_dashboard(5642)
    shop.pump()
    assert _code(story.ship(1)) == (409, "not_paid")


def test_an_order_ships_again_after_its_refund_came_back(story_of_a_closed_card: Story, shop: InProcessShop) -> None:
    story = story_of_a_closed_card
    story.refund_units(2, shipping_amount=644)
    shop.pump()
    assert _code(story.ship(2)) == (409, "not_paid")
    shop.double.control("clock", {"advance_s": LATER_S})
    shop.pump()
    assert story.ship(2)[0] == 201


def test_what_was_refunded_stays_and_the_rest_ships(story: Story) -> None:
    assert story.refund_units(1)[0] == 201
    status, body, _ = story.ship(2)
    assert (status, body["error"]["code"], body["error"]["details"]["left"]) == (409, "quantity_exceeds_left", 1)
    assert story.ship(1)[0] == 201
    assert story.order["fulfillment_status"] == "shipped"
    assert _code(story.ship(1, "1Z2")) == (409, "quantity_exceeds_left")


def test_goodwill_does_not_keep_the_goods_back(story: Story) -> None:
    assert story.refund(amount=1000)[0] == 201
    assert story.refund(shipping_amount=644)[0] == 201
    assert story.ship(2)[0] == 201


def test_what_was_shipped_may_be_refunded(story: Story, shop: InProcessShop) -> None:
    assert story.ship(2)[0] == 201
    assert story.refund_units(2, shipping_amount=644)[0] == 201
    shop.pump()
    assert story.order["payment_status"] == "refunded"
    assert story.order["fulfillment_status"] == "shipped"


def test_a_free_order_ships(shop: InProcessShop) -> None:
    place = shop.a_location()
    cart = shop.a_cart(shop.a_variant(price=0, location=place), shop.a_shipping_option(amount=0))
    _, completed, _ = shop.complete(cart)
    body = {
        "location_id": place,
        "items": [{"line_item_id": completed["order"]["items"][0]["id"], "quantity": 1}],
        "tracking": {"company": "ups", "number": "1Z1"},
    }
    path = f"/admin/orders/{completed['order']['id']}"
    assert shop.admin("POST", f"{path}/fulfillments", body)[1]["error"]["code"] == "wrong_state"
    assert shop.admin("POST", f"{path}/release")[0] == 200
    assert shop.admin("POST", f"{path}/fulfillments", body)[0] == 201


def _just_before_the_commit_of(module: Any, monkeypatch: pytest.MonkeyPatch, act: Any) -> None:
    """Let somebody else act between a command's reading and its commit, once."""
    todo, real = [act], module.commit

    def commit(*writes: Any) -> None:
        if todo:
            Context().run(todo.pop())  # by a machine of its own
        real(*writes)

    monkeypatch.setattr(module, "commit", commit)


@pytest.mark.parametrize("how", [{"amount": 5642}, {"units": 1}])
def test_goods_that_leave_while_their_money_is_sent_back_keep_the_money(
    story: Story, monkeypatch: pytest.MonkeyPatch, how: dict[str, Any]
) -> None:
    more = dict(how)
    units = more.pop("units", 0)

    def ask() -> Any:
        return story.refund_units(units) if units else story.refund(**more)

    _just_before_the_commit_of(refund_order, monkeypatch, lambda: story.ship(2))
    assert _code(ask()) == (409, "shipped_meanwhile")
    assert ask()[0] == 201  # who has looked and asks again means it


@pytest.mark.parametrize(
    ("how", "code"), [({"amount": 5642}, "not_paid"), ({"units": 1}, "quantity_exceeds_left"), ({"amount": 1}, None)]
)
def test_money_that_goes_back_while_the_goods_are_packed_keeps_the_goods(
    story: Story, monkeypatch: pytest.MonkeyPatch, how: dict[str, Any], code: str | None
) -> None:
    more = dict(how)
    units = more.pop("units", 0)
    refund = (lambda: story.refund_units(units)) if units else (lambda: story.refund(**more))
    _just_before_the_commit_of(fulfill_items, monkeypatch, refund)
    assert _code(story.ship(2)) == ((409, code) if code else (201, None))


def test_money_that_goes_back_at_the_processor_in_that_moment_keeps_the_goods(
    story: Story, shop: InProcessShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody touches the order: the account alone says no, in the shipment's own commit."""

    def money_goes() -> None:
        story.refund_in_dashboard(5642)
        shop.pump()

    _just_before_the_commit_of(fulfill_items, monkeypatch, money_goes)
    assert _code(story.ship(2)) == (409, "not_paid")
