"""A whole purchase by the generated Python client: `purchase.py <what there is to buy, as JSON>`, run by its test.

`storewright_client` is what openapi-python-client makes of the document; the card is charged at the Stripe double.
"""

import json
import sys
import time
from dataclasses import dataclass
from typing import TypeVar
from uuid import uuid4

import httpx
from storewright_client import AuthenticatedClient, Client
from storewright_client.api.admin_orders import admin_create_fulfillment, admin_get_order, admin_list_orders
from storewright_client.api.store_carts import (
    choose_shipping_option,
    complete_cart,
    create_cart,
    list_cart_shipping_options,
    set_email,
    set_shipping_address,
)
from storewright_client.api.store_orders import get_order
from storewright_client.models import (
    AddressInput,
    CartView,
    Completed,
    Completion,
    EmailInput,
    FulfillmentView,
    ItemQuantity,
    NewCart,
    NewFulfillment,
    NewItem,
    OrdersShippingOptionViewList,
    OrdersStatus,
    OrderView,
    OrderViewFulfillmentStatus,
    OrderViewList,
    PaymentToMake,
    ShippingChoice,
    StoreOrderView,
)

PATIENCE_S = 60  # for what happens behind queues; on an idle machine it takes two seconds
CALL_S = 120.0  # far beyond any shopper's patience: a busy machine is no failure of the shop
T = TypeVar("T")


@dataclass(frozen=True)
class Given:
    """The shop, and what there is to buy in it."""

    api: str
    admin_key: str
    stripe_api: str
    edge: dict[str, str]  # what the edge adds to a shopper's requests
    email: str
    variant_id: str
    location_id: str


def buy(given: Given) -> str:
    """From an empty cart to a parcel. Gives the order's id."""
    cart = _cart(given)
    guest = _guest(given, "Cart-Token", _is(str, cart.token))
    total = Completion(expected_total=cart.total)
    completed = _is(Completed, complete_cart.sync(cart.id, client=guest, body=total, idempotency_key=str(uuid4())))
    _pay(given, _is(PaymentToMake, completed.payment))
    _wait_until_placed(given, completed)
    _ship(given, completed.order.id)
    return _is(str, completed.order.id)


def _cart(given: Given) -> CartView:
    anybody = Client(given.api, headers=given.edge, timeout=httpx.Timeout(CALL_S))
    item = NewItem(variant_id=given.variant_id, quantity=2)
    made = _is(CartView, create_cart.sync(client=anybody, body=NewCart(currency="USD", country="US", items=[item])))
    guest = _guest(given, "Cart-Token", _is(str, made.token))
    address = AddressInput(
        first_name="Jane",
        last_name="Doe",
        address1="1 Main St",
        city="Oakland",
        province="CA",
        postal_code="94607",
        country="US",
    )
    _is(CartView, set_email.sync(made.id, client=guest, body=EmailInput(email=given.email)))
    _is(CartView, set_shipping_address.sync(made.id, client=guest, body=address))
    offered = _is(OrdersShippingOptionViewList, list_cart_shipping_options.sync(made.id, client=guest)).data
    choice = ShippingChoice(id=offered[0].id)
    cart = _is(CartView, choose_shipping_option.sync(made.id, client=guest, body=choice))
    assert cart.requirements == []
    cart.token = made.token  # shown in the answer that made the cart, and never again
    return cart


def _pay(given: Given, payment: PaymentToMake) -> None:
    intent = payment.client_secret.partition("_secret_")[0]
    httpx.post(
        f"{given.stripe_api}/v1/payment_intents/{intent}/confirm",
        data={"client_secret": payment.client_secret, "payment_method": "pm_card_visa"},
        headers={"Authorization": "Bearer pk_test_shopper"},
        timeout=CALL_S,
    ).raise_for_status()


def _wait_until_placed(given: Given, completed: Completed) -> None:
    guest = _guest(given, "Order-Token", completed.order_token)
    deadline = time.monotonic() + PATIENCE_S
    while _is(StoreOrderView, get_order.sync(completed.order.id, client=guest)).status != OrdersStatus.PLACED:
        assert time.monotonic() < deadline, "the order was never placed"
        time.sleep(0.2)


def _ship(given: Given, order_id: str) -> None:
    staff = AuthenticatedClient(given.api, token=given.admin_key, timeout=httpx.Timeout(CALL_S))
    listed = _is(OrderViewList, admin_list_orders.sync(client=staff, email=given.email)).data
    assert [order.id for order in listed] == [order_id]
    items = [ItemQuantity(line_item_id=item.id, quantity=item.quantity) for item in listed[0].items]
    parcel = NewFulfillment(location_id=given.location_id, items=items)
    made = admin_create_fulfillment.sync(order_id, client=staff, body=parcel, idempotency_key=str(uuid4()))
    _is(FulfillmentView, made)
    order = _is(OrderView, admin_get_order.sync(order_id, client=staff))
    assert order.fulfillment_status == OrderViewFulfillmentStatus.SHIPPED


def _guest(given: Given, header: str, token: str) -> AuthenticatedClient:
    timeout = httpx.Timeout(CALL_S)
    return AuthenticatedClient(
        given.api, token=token, prefix="", auth_header_name=header, headers=dict(given.edge), timeout=timeout
    )


def _is(kind: type[T], answer: object) -> T:
    assert isinstance(answer, kind), answer
    return answer


if __name__ == "__main__":
    print(buy(Given(**json.loads(sys.argv[1]))))
