"""What an endpoint costs, in calls to AWS: constants, so that a change that costs more has to say so here."""

from tests.calls import counted
from tests.in_process import InProcessShop


def test_adding_an_item_is_two_reads_and_a_write(shop: InProcessShop) -> None:
    variant_id = shop.a_variant()
    cart = shop.call("POST", "/store/carts", {"currency": "USD"})[1]
    path = f"/store/carts/{cart['id']}/items"
    with counted() as calls:
        status, _, _ = shop.call("POST", path, {"variant_id": variant_id}, Cart_Token=cart["token"])
    assert (status, calls) == (200, {"BatchGetItem": 2, "TransactWriteItems": 1})
    with counted() as calls:
        headers = {"Cart_Token": cart["token"], "Idempotency_Key": "k"}
        status, _, _ = shop.call("POST", path, {"variant_id": variant_id}, **headers)
    assert (status, calls) == (200, {"BatchGetItem": 2, "TransactWriteItems": 1})


def test_completing_is_two_reads_and_a_transaction_then_stripe_then_a_transaction(shop: InProcessShop) -> None:
    cart = shop.a_cart(shop.a_variant(), shop.a_shipping_option())
    with counted() as calls:
        status, _, _ = shop.complete(cart)
    assert (status, calls) == (201, {"BatchGetItem": 2, "TransactWriteItems": 2})


def test_a_whole_cart_in_one_request_is_two_reads_and_a_write(shop: InProcessShop) -> None:
    variant_id, option = shop.a_variant(), shop.a_shipping_option()
    with counted() as calls:
        shop.a_cart(variant_id, option)
    assert calls == {"BatchGetItem": 2, "PutItem": 1}


def test_showing_a_cart_is_two_reads_and_an_order_one(shop: InProcessShop) -> None:
    cart = shop.a_cart(shop.a_variant(), shop.a_shipping_option())
    with counted() as calls:
        shop.call("GET", f"/store/carts/{cart['id']}", Cart_Token=cart["token"])
    assert calls == {"BatchGetItem": 2}
    order = shop.complete(cart)[1]
    with counted() as calls:
        shop.call("GET", f"/store/orders/{order['order']['id']}", Order_Token=order["order_token"])
    assert calls == {"BatchGetItem": 1}
