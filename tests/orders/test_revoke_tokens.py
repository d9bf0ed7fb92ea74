"""Staff take back the tokens that open an order."""

from typing import Any

import pytest

from shared.http.guest import token_for
from tests.in_process import InProcessShop
from tests.orders.story import Story


@pytest.fixture
def story(shop: InProcessShop) -> Story:
    """A pending order."""
    return Story(shop)


def seen(story: Story, **headers: str) -> int:
    """How a request for the order is answered."""
    return int(story.shop.call("GET", f"/store/orders/{story.id}", **headers)[0])


def revoke(story: Story, **headers: Any) -> Any:
    return story.shop.admin("POST", f"/admin/orders/{story.id}/revoke_tokens", {}, **headers)


def test_what_was_taken_back_opens_nothing_and_what_is_made_later_does(story: Story) -> None:
    """FAULTS 18"""
    shop = story.shop
    own, cart = story.completed["order_token"], story.cart["token"]
    assert seen(story, Order_Token=own) == seen(story, Cart_Token=cart) == 200
    version = story.order["version"]
    status, order, headers = revoke(story)
    assert (status, order["version"], headers["etag"]) == (200, version + 1, f'"{version + 1}"')
    assert order["tokens_valid_from"] > order["created_at"]
    assert seen(story, Order_Token=own) == seen(story, Cart_Token=cart) == 404
    for what in ("payment", "cancel"):
        for token in ({"Order_Token": own}, {"Cart_Token": cart}):
            assert shop.call("POST", f"/store/orders/{story.id}/{what}", **token)[0] == 404
    shop.clock.advance(seconds=1)
    assert seen(story, Order_Token=token_for(story.id, shop.clock.now)) == 200


def test_its_customer_still_sees_it_signed_in(shop: InProcessShop) -> None:
    session = shop.sign_in(shop.pool.sign_up("jane@example.com"))
    variant = shop.a_variant(units=5, location=shop.a_location())
    cart = shop.a_cart(variant, shop.a_shipping_option(), 1, **session)
    _, completed, _ = shop.complete(cart)
    order_id = completed["order"]["id"]
    assert shop.admin("POST", f"/admin/orders/{order_id}/revoke_tokens", {})[0] == 200
    path = f"/store/orders/{order_id}"
    assert shop.call("GET", path, Order_Token=completed["order_token"])[0] == 404
    assert shop.call("GET", path, **session)[0] == 200


def test_the_cart_that_became_it_tells_its_token_the_order_and_nothing_of_it(story: Story) -> None:
    revoke(story)
    _, cart, _ = story.shop.call("GET", f"/store/carts/{story.cart['id']}", Cart_Token=story.cart["token"])
    assert (cart["order_id"], cart["items"], cart["email"], cart["total"]) == (story.id, [], None, 0)


def test_it_is_told_in_the_log_and_done_once_for_a_key(story: Story) -> None:
    before = story.order["version"]
    answers = [revoke(story, Idempotency_Key="a-key") for _ in range(2)]
    assert answers[0][1] == answers[1][1]
    assert story.order["version"] == before + 1
    _, log, _ = story.shop.admin("GET", f"/admin/audit?object={story.id}")
    (entry,) = [each for each in log["data"] if each["action"] == "order_tokens.revoke"]
    assert set(entry["changes"]) == {"tokens_valid_from"}


def test_it_is_refused_where_the_order_is_another_by_now(story: Story) -> None:
    assert revoke(story, If_Match='"99"')[0] == 412
    assert revoke(story, scopes="orders:read")[0] == 403
    assert seen(story, Order_Token=story.completed["order_token"]) == 200
