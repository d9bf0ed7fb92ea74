"""From cart to order, in one process: what is decided, what is refused, and what is left when a call dies."""

from typing import Any

import pytest

from functions.orders.table import SPEC
from shared.clock import epoch
from shared.idempotency import STRANGER, claim_of
from shared.locked import lock
from tests.calls import request_lost, response_lost
from tests.in_process import ADDRESS, InProcessShop


@pytest.fixture
def variant_id(shop: InProcessShop) -> str:
    """A variant at 24.99 with ten in stock."""
    return shop.a_variant(units=10)


@pytest.fixture
def cart(shop: InProcessShop, variant_id: str) -> Any:
    """Two of it, ready to be completed: 56.42 with shipping."""
    return shop.a_cart(variant_id, shop.a_shipping_option(), 2)


def test_a_completed_cart_is_a_pending_order_with_its_stock_set_aside(
    shop: InProcessShop, cart: Any, variant_id: str
) -> None:
    status, body, _ = shop.complete(cart)
    assert status == 201, body
    order = body["order"]
    assert (order["status"], order["payment_status"], order["total"]) == ("pending", "awaiting", 5642)
    assert (order["outstanding_total"], order["number"]) == (5642, None)
    assert shop.available(variant_id) == 8


def test_a_cart_step_by_step_is_the_same_as_a_cart_in_one_request(
    shop: InProcessShop, cart: Any, variant_id: str
) -> None:
    _, empty, _ = shop.call("POST", "/store/carts", {"currency": "USD", "country": "US"})
    path, token = f"/store/carts/{empty['id']}", empty["token"]
    assert empty["requirements"][0]["code"] == "items_required"
    shop.call("POST", f"{path}/items", {"variant_id": variant_id, "quantity": 2}, Cart_Token=token)
    shop.call("PUT", f"{path}/email", {"email": "jane@example.com"}, Cart_Token=token)
    shop.call("PUT", f"{path}/shipping_address", ADDRESS, Cart_Token=token)
    _, options, _ = shop.call("GET", f"{path}/shipping_options", Cart_Token=token)
    choice = {"id": options["data"][0]["id"]}
    status, stepwise, _ = shop.call("PUT", f"{path}/shipping_option", choice, Cart_Token=token)
    assert status == 200
    same = ("email", "shipping_address", "shipping_option", "subtotal", "total", "requirements", "currency")
    assert {name: stepwise[name] for name in same} == {name: cart[name] for name in same}


def test_a_total_that_the_shopper_did_not_see_is_refused_with_the_cart_as_it_is(
    shop: InProcessShop, cart: Any, variant_id: str
) -> None:
    """FAULTS 74"""
    status, body, _ = shop.complete(cart, expected_total=5641)
    assert (status, body["error"]["code"]) == (409, "cart_changed")
    assert body["error"]["details"]["cart"]["total"] == 5642
    assert shop.available(variant_id) == 10


def test_an_incomplete_cart_says_what_is_missing(shop: InProcessShop) -> None:
    _, empty, _ = shop.call("POST", "/store/carts", {"currency": "USD"})
    status, body, _ = shop.complete(empty)
    assert (status, body["error"]["code"]) == (422, "cart_incomplete")
    missing = [each["code"] for each in body["error"]["details"]["requirements"]]
    assert missing == ["items_required", "email_required", "shipping_address_required", "shipping_option_required"]


def test_more_than_there_is_is_refused_line_by_line(shop: InProcessShop, variant_id: str) -> None:
    status, body, _ = shop.complete(shop.a_cart(variant_id, shop.a_shipping_option(), 11))
    assert (status, body["error"]["code"]) == (409, "insufficient_stock")
    assert body["error"]["details"]["items"] == [{"variant_id": variant_id, "requested": 11, "available": 10}]


def test_one_key_gives_one_order_and_the_same_bytes(shop: InProcessShop, cart: Any, variant_id: str) -> None:
    _, first, _ = shop.complete(cart, key="click")
    status, second, headers = shop.complete(cart, key="click")
    assert (status, second, headers["idempotent-replayed"]) == (201, first, "true")
    assert shop.available(variant_id) == 8


def test_a_kept_answer_holds_neither_token_nor_client_secret(
    shop: InProcessShop, cart: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FAULTS 94: not even under lock and key."""
    kept: list[str] = []

    def listening(text: str, place: str) -> str:
        kept.append(text)
        return lock(text, place)

    monkeypatch.setattr("shared.idempotency.lock", listening)
    _, body, _ = shop.complete(cart, key="click")
    assert any(body["order"]["id"] in text for text in kept)
    for secret in (body["order_token"], body["payment"]["client_secret"]):
        assert not [text for text in kept if secret in text]


def test_a_replay_asks_the_processor_for_the_client_secret_again(shop: InProcessShop, cart: Any) -> None:
    """Also when the order is long paid, or canceled; and it fails while the processor is away, as the first try did."""
    _, first, _ = shop.complete(cart, key="click")
    shop.double.control("faults", {"call": "payment_intents.retrieve", "fault": "lost_response", "times": 2})
    status, body, headers = shop.complete(cart, key="click")
    assert (status, body["error"]["code"]) == (503, "payment_unavailable")
    assert headers["retry-after"]
    shop.clock.advance(days=3)
    shop.admin("POST", f"/admin/orders/{first['order']['id']}/cancel", {"reason": "customer"})
    shop.pump()
    status, again, headers = shop.complete(cart, key="click")
    assert (status, again, headers["idempotent-replayed"]) == (201, first, "true")


A_UUID = "c1b6f9de-3d0c-4d38-8f0a-5c1e0f6f8a11"


def new_cart(shop: InProcessShop, variant_id: str, key: str, *, email: str = "jane@example.com") -> Any:
    body = {"currency": "USD", "items": [{"variant_id": variant_id, "quantity": 1}], "email": email}
    return shop.call("POST", "/store/carts", body, Idempotency_Key=key)


def test_a_strangers_short_key_never_gives_another_shoppers_cart(shop: InProcessShop, variant_id: str) -> None:
    """FAULTS 7, 94: an office and a café have one address; `1` is everybody's first idea."""
    for key in ("1", "cart-1", "order-482913", "a" * 64):
        (_, mine, _), (status, theirs, headers) = (new_cart(shop, variant_id, key) for _ in range(2))
        assert (status, "idempotent-replayed" in headers) == (201, False)
        assert mine["id"] != theirs["id"]
        assert mine["token"] != theirs["token"]
        assert new_cart(shop, variant_id, key, email="bob@example.com")[0] == 201


def test_a_strangers_secret_key_gives_the_same_cart_and_token(shop: InProcessShop, variant_id: str) -> None:
    """FAULTS 1"""
    _, first, _ = new_cart(shop, variant_id, A_UUID)
    shop.clock.advance(days=2)
    status, again, headers = new_cart(shop, variant_id, A_UUID)
    assert (status, again, headers["idempotent-replayed"]) == (201, first, "true")
    assert shop.call("GET", f"/store/carts/{first['id']}", Cart_Token=again["token"])[0] == 200
    status, body, _ = new_cart(shop, variant_id, A_UUID, email="bob@example.com")
    assert (status, body["error"]["code"]) == (422, "idempotency_key_reused")


@pytest.mark.parametrize("body", [{}, {"country": "US"}, {"items": []}, {"metadata": {}}, {"email": None}])
def test_an_empty_cart_is_worth_no_record(shop: InProcessShop, body: Any) -> None:
    sent = {"currency": "USD", **body}
    ids = [shop.call("POST", "/store/carts", sent, Idempotency_Key=A_UUID)[1]["id"] for _ in range(2)]
    assert ids[0] != ids[1]
    claim = claim_of(SPEC, STRANGER, A_UUID, b"", shop.clock.now)
    assert shop.item(SPEC, str(claim.pk), "IDEM") is None


def test_another_key_finds_the_cart_closed(shop: InProcessShop, cart: Any) -> None:
    _, first, _ = shop.complete(cart)
    status, body, _ = shop.complete(cart)
    assert (status, body["error"]["code"]) == (409, "cart_closed")
    assert body["error"]["details"]["order_id"] == first["order"]["id"]


def test_the_same_key_with_another_body_is_refused(shop: InProcessShop, cart: Any) -> None:
    """FAULTS 5"""
    shop.complete(cart, key="click")
    status, body, _ = shop.complete(cart, key="click", expected_total=1)
    assert (status, body["error"]["code"]) == (422, "idempotency_key_reused")


@pytest.mark.parametrize("lose", [response_lost, request_lost])
def test_a_lost_answer_of_the_database_is_found_out(shop: InProcessShop, cart: Any, variant_id: str, lose: Any) -> None:
    """FAULTS 1, 2, 3"""
    with lose("TransactWriteItems") as lost:
        status, body, _ = shop.complete(cart, key="click")
    assert (status, len(lost)) == (201, 1), body
    assert shop.available(variant_id) == 8
    assert shop.complete(cart, key="click")[1] == body
    assert len(shop.double.control("state")["payment_intents"]) == 1


def test_a_function_killed_after_its_first_commit_is_resumed_by_the_same_key(
    shop: InProcessShop, cart: Any, variant_id: str
) -> None:
    """FAULTS 1, 8"""
    shop.double.control("faults", {"call": "payment_intents.create", "fault": "lost_response", "times": 2})
    status, body, _ = shop.complete(cart, key="click")
    assert (status, body["error"]["code"]) == (503, "payment_unavailable")
    status, body, _ = shop.complete(cart, key="click")
    assert status == 201, body
    assert shop.available(variant_id) == 8
    assert len(shop.double.control("state")["payment_intents"]) == 1


def test_a_request_that_is_still_running_is_not_run_again(
    shop: InProcessShop, cart: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FAULTS 6, 8: the first one dies without a trace; its key is free when its time is over"""
    from functions import payments

    def die(*_: Any, **__: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(payments, "start_payment", die)
        with pytest.raises(SystemExit):
            shop.complete(cart, key="click")
    status, body, headers = shop.complete(cart, key="click")
    assert (status, body["error"]["code"], headers["retry-after"]) == (409, "idempotency_in_progress", "1")
    shop.clock.advance(seconds=25)
    status, body, _ = shop.complete(cart, key="click")
    assert status == 201, body


def test_a_price_that_changed_meanwhile_is_told_not_charged(shop: InProcessShop, cart: Any, variant_id: str) -> None:
    """FAULTS 74"""
    _, products, _ = shop.admin("GET", "/admin/products")
    product = products["data"][0]
    change = {"variants": [{"id": variant_id, "prices": [{"currency": "USD", "amount": 2500}]}]}
    status, body, _ = shop.admin("PATCH", f"/admin/products/{product['id']}", change)
    assert status == 200, body
    status, body, _ = shop.complete(cart)
    assert (status, body["error"]["code"]) == (409, "cart_changed")
    assert body["error"]["details"]["cart"]["total"] == 5644


@pytest.mark.parametrize("token", ["", "x", "of another cart", "changed"])
def test_a_cart_opens_with_its_own_token_only(shop: InProcessShop, cart: Any, token: str) -> None:
    """FAULTS 90"""
    other = shop.call("POST", "/store/carts", {"currency": "USD"})[1]
    tried = {"of another cart": other["token"], "changed": cart["token"][:-1] + "!"}.get(token, token)
    missing = shop.call("GET", "/store/carts/cart_00000000000000000000000000", Cart_Token=tried)
    foreign = shop.call("GET", f"/store/carts/{cart['id']}", Cart_Token=tried)
    assert foreign[0] == missing[0] == 404
    assert foreign[1]["error"]["message"] == missing[1]["error"]["message"]


def test_a_token_ends_with_its_time(shop: InProcessShop, cart: Any) -> None:
    before = epoch(shop.clock.now)
    shop.clock.advance(days=91)
    assert epoch(shop.clock.now) > before
    assert shop.call("GET", f"/store/carts/{cart['id']}", Cart_Token=cart["token"])[0] == 404
