"""What shoppers do with carts and orders: `/store/carts` and `/store/orders`."""

from functions import customers, payments
from functions.orders import change_cart, store
from functions.orders.approve_cart import approve_cart, ask_approval, decline_cart, list_to_approve
from functions.orders.complete_cart import complete_cart, secrets_again
from functions.orders.confirm_order import confirm_order
from functions.orders.count_checkout import counted_checkout
from functions.orders.give_up_order import give_up_order
from functions.orders.inputs import (
    ApprovedTotal,
    CartChange,
    Completion,
    Confirmation,
    Declining,
    EmailInput,
    NewCart,
    NewItem,
    NewQuantity,
    ShippingChoice,
)
from functions.orders.merge_cart import merge_cart, restore_cart
from functions.orders.own_orders import claim_orders, list_own_orders
from functions.orders.pay_order import pay_order
from functions.orders.shop_front import ConfigView, CountryView, show_config, show_countries
from functions.orders.show import store_order_view
from functions.orders.table import SPEC
from functions.orders.views import (
    CartToApprove,
    CartView,
    ClaimedOrders,
    Completed,
    MergedCart,
    OwnOrderView,
    ShippingOptionView,
    StoreOrderView,
)
from shared.address import AddressInput
from shared.dynamo import fetch
from shared.http import Api, CreatedWithin, Listed, PageQuery, Reply, Request
from shared.http.caching import FOR_MINUTES

api = Api("orders", SPEC)


@api.get("/store/config", cache=FOR_MINUTES)
def get_config(request: Request) -> Reply[ConfigView]:
    """Show the shop: its name, currencies, countries, languages and limits."""
    return show_config()


@api.get("/store/countries", cache=FOR_MINUTES)
def list_countries(request: Request) -> Reply[Listed[CountryView]]:
    """List the countries that the shop ships to."""
    return show_countries()


@api.post("/store/carts", status=201, again=change_cart.token_again, customer="taken")
def create_cart(request: Request, body: NewCart) -> Reply[CartView]:
    """Create a cart, empty or whole. The answer's `token` opens it: send it back as Cart-Token.

    Made with a Session-Token it is the customer's cart from then on, and opens by any session of theirs, too.

    An Idempotency-Key counts here where it is a secret of yours: a random UUID, a ULID, 32 hexadecimal digits, or 22
    characters or more of base64url. Any other, and any for an empty cart, has no effect: each request makes a cart.
    """
    return change_cart.create_cart(body, request)


@api.get("/store/carts/<cart_id>", guest_of="cart_id", customer="taken")
def get_cart(request: Request, cart_id: str) -> Reply[CartView]:
    """Show the cart at today's prices; one that became an order, as it was sold, and to its customer alone.

    To who holds no more than its token, it then tells its `order_id`; all else is empty.
    """
    shown = change_cart.show_cart(cart_id, request)
    return Reply(shown, version=shown.version)


@api.patch("/store/carts/<cart_id>", guest_of="cart_id", customer="taken")
def change_details(request: Request, body: CartChange, cart_id: str) -> Reply[CartView]:
    """Change the cart's currency, country or metadata. Its lines stay, at the prices of the new currency."""
    return change_cart.change_details(cart_id, body, request)


@api.post("/store/carts/<cart_id>/items", guest_of="cart_id", customer="taken")
def add_item(request: Request, body: NewItem, cart_id: str) -> Reply[CartView]:
    """Put a variant into the cart; a variant that is in it already gets more."""
    return change_cart.add_item(cart_id, body, request)


@api.patch("/store/carts/<cart_id>/items/<line_item_id>", guest_of="cart_id", customer="taken")
def change_quantity(request: Request, body: NewQuantity, cart_id: str, line_item_id: str) -> Reply[CartView]:
    """Change how many of a line are wanted."""
    return change_cart.change_quantity(cart_id, line_item_id, body.quantity, request)


@api.delete("/store/carts/<cart_id>/items/<line_item_id>", guest_of="cart_id", customer="taken")
def remove_item(request: Request, cart_id: str, line_item_id: str) -> Reply[CartView]:
    """Take a line out of the cart."""
    return change_cart.change_cart(cart_id, lambda cart: cart.with_quantity(line_item_id, 0), request)


@api.put("/store/carts/<cart_id>/email", guest_of="cart_id", customer="taken")
def set_email(request: Request, body: EmailInput, cart_id: str) -> Reply[CartView]:
    """Say where the confirmation goes."""
    return change_cart.change_cart(cart_id, lambda cart: cart.with_details(email=body.email), request)


@api.put("/store/carts/<cart_id>/shipping_address", guest_of="cart_id", customer="taken")
def set_shipping_address(request: Request, body: AddressInput, cart_id: str) -> Reply[CartView]:
    """Say where the goods go."""
    return change_cart.change_cart(cart_id, lambda cart: cart.with_details(shipping_address=body), request)


@api.put("/store/carts/<cart_id>/billing_address", guest_of="cart_id", customer="taken")
def set_billing_address(request: Request, body: AddressInput, cart_id: str) -> Reply[CartView]:
    """Say who is billed."""
    return change_cart.change_cart(cart_id, lambda cart: cart.with_details(billing_address=body), request)


@api.get("/store/carts/<cart_id>/shipping_options", guest_of="cart_id", customer="taken")
def list_shipping_options(request: Request, cart_id: str) -> Reply[Listed[ShippingOptionView]]:
    """List the shipping options that serve the cart, with their prices."""
    return Reply(Listed(data=change_cart.show_shipping_options(cart_id, request)))


@api.put("/store/carts/<cart_id>/shipping_option", guest_of="cart_id", customer="taken")
def choose_shipping_option(request: Request, body: ShippingChoice, cart_id: str) -> Reply[CartView]:
    """Choose how the goods are shipped."""
    return change_cart.choose_shipping(cart_id, body.id, request)


@api.post(
    "/store/carts/<cart_id>/complete",
    status=201,
    guest_of="cart_id",
    customer="taken",
    is_key_required=True,
    again=secrets_again,
)
def complete(request: Request, body: Completion, cart_id: str) -> Reply[Completed]:
    """Turn the cart into an order: its stock is set aside, its payment is opened.

    The answer's `order_token` opens the order: send it as Order-Token. `payment.client_secret` is for the processor's
    own client.
    """
    with counted_checkout():
        return complete_cart(cart_id, body, request)


@api.post("/store/carts/<cart_id>/merge", guest_of="cart_id", customer="needed")
def merge(request: Request, cart_id: str) -> Reply[MergedCart]:
    """Merge a guest's cart into the customer's own, as at sign-in: send both, Cart-Token and Session-Token.

    Quantities are added; what finds no room is told in `not_taken`. Where the customer has no open cart, the guest's
    becomes theirs. The guest's cart can be restored for a week. Asked again, it changes nothing.
    """
    return merge_cart(cart_id, request)


@api.post("/store/carts/<cart_id>/restore", guest_of="cart_id", customer="taken")
def restore(request: Request, cart_id: str) -> Reply[CartView]:
    """Have a guest's cart back as it was before it was merged; the customer's stays as it is."""
    return restore_cart(cart_id, request)


@api.post("/store/carts/<cart_id>/request_approval", guest_of="cart_id", customer="needed")
def request_approval(request: Request, cart_id: str) -> Reply[CartView]:
    """Ask the company's admins to approve the cart as it is, where it is more than its customer may order alone."""
    return ask_approval(cart_id, request)


@api.get("/store/me/approvals", customer="needed")
def get_approvals(request: Request, query: PageQuery) -> Reply[Listed[CartToApprove]]:
    """List the carts that wait for the word of a company's admins, to these: who waits longest first."""
    return list_to_approve(query, request)


@api.post("/store/me/approvals/<cart_id>", customer="needed")
def approve(request: Request, body: ApprovedTotal, cart_id: str) -> Reply[CartToApprove]:
    """Approve a cart, as an admin of its company, up to the total that was seen. Another line needs another word."""
    return approve_cart(cart_id, body, request)


@api.post("/store/me/approvals/<cart_id>/decline", customer="needed")
def decline(request: Request, body: Declining, cart_id: str) -> Reply[CartToApprove]:
    """Decline a cart, as an admin of its company, and say why: its buyer may change it, and ask again."""
    return decline_cart(cart_id, body, request)


@api.get("/store/me/cart", customer="needed")
def get_own_cart(request: Request) -> Reply[CartView]:
    """Show the customer's open cart: the last one that they made or merged into."""
    shown = change_cart.show_own_cart(request)
    return Reply(shown, version=shown.version)


@api.get("/store/me/orders", customer="needed")
def list_orders(request: Request, query: CreatedWithin) -> Reply[Listed[OwnOrderView]]:
    """List the customer's orders, newest first."""
    return list_own_orders(query, request)


@api.post("/store/me/orders/claim", customer="needed")
def claim(request: Request) -> Reply[ClaimedOrders]:
    """Take over what was bought as a guest with the account's own e-mail address, which must be verified.

    An Idempotency-Key has no effect: asked again, it takes what came meanwhile.
    """
    return claim_orders(request)


@api.get("/store/orders/<order_id>", guest_of="order_id", customer="taken", or_guest_of="cart")
def get_order(request: Request, order_id: str) -> Reply[StoreOrderView]:
    """Show the order to its customer, and to whoever holds its token, or the Cart-Token of the cart that became it."""
    _, whole, account = fetch(
        customers.signed_in(request), store.order_for(request, order_id), payments.account(order_id)
    )
    return Reply(store_order_view(whole.order, whole.sold, account), version=whole.order.version)


@api.post("/store/orders/<order_id>/payment", guest_of="order_id", customer="taken", or_guest_of="cart")
def get_payment(request: Request, order_id: str) -> Reply[Completed]:
    """Get the payment of an order once more: for a checkout that was left, or whose answer was lost.

    Opened by the Order-Token, or by the Cart-Token of the cart that became the order.
    """
    return pay_order(order_id, request)


@api.post("/store/orders/<order_id>/cancel", guest_of="order_id", customer="taken", or_guest_of="cart")
def cancel_order(request: Request, order_id: str) -> Reply[StoreOrderView]:
    """Give up an order that is not paid; its stock is free at once."""
    return give_up_order(order_id, request)


@api.post("/store/orders/<order_id>/confirm")
def confirm(request: Request, body: Confirmation, order_id: str) -> Reply[StoreOrderView]:
    """Confirm an order with nothing to pay, by the token in the letter that asks for it."""
    return confirm_order(order_id, body, request)


handler = api.handler
