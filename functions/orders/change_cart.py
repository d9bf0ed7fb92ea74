"""Change a cart: load it, change it, show it at today's prices, keep it."""

from collections.abc import Callable, Iterable, Mapping

from functions import catalog, fulfillment
from functions.orders import store
from functions.orders.cart import Cart, Wanted, new_cart
from functions.orders.inputs import NewCart, NewItem
from functions.orders.pricing import Priced, price
from functions.orders.show import cart_view
from functions.orders.views import CartView
from shared import clock, ids, limits
from shared.dynamo import commit, fetch, retry_stale
from shared.errors import Invalid
from shared.http import LeftOut, Reply, Request
from shared.http.guest import token_for
from shared.settings import Settings, read_settings

Change = Callable[[Cart], Cart]


class CartLimits(Settings):
    """carts_per_hour: how many carts one address may make."""

    carts_per_hour: int = 600


class UnknownVariant(Invalid):
    """Not for sale: no such variant, or its product is not active, or it has no price in this currency."""

    code = "variant_unavailable"

    def __init__(self, place: int, variant_id: str) -> None:
        super().__init__("The variant is not for sale in this cart's currency.", param=f"items[{place}].variant_id")
        self.details = {"variant_id": variant_id}


class UnknownShippingOption(Invalid):
    """Not one of the options that serve this cart."""

    code = "shipping_option_unavailable"

    def __init__(self) -> None:
        super().__init__("This shipping option does not serve the cart.", param="shipping_option.id")


def create_cart(body: NewCart, request: Request) -> Reply[CartView]:
    """Make a cart, empty or whole, and hand out its token. An empty one is worth no record: each request makes one.

    Raises RateLimited, and what is wrong with its contents.
    """
    options, _ = fetch(fulfillment.shipping_options(), request.claim.read)
    cart = new_cart(ids.new_id("cart"), body.currency, body.country, request.now).with_items(_wanted(body.items))
    details = body.model_dump(include={"email", "metadata"})
    choice = body.shipping_option.id if body.shipping_option else None
    addresses = {"shipping_address": body.shipping_address, "billing_address": body.billing_address}
    cart = cart.with_details(**details, **addresses, shipping_option_id=choice).touched(request.now)
    priced = _priced(cart, options, must_have=[item.variant_id for item in body.items])
    if choice and not priced.shipping:
        raise UnknownShippingOption
    token = token_for(cart.id, request.now)
    left_out = LeftOut({"token": token}, {"cart_id": cart.id, "made_at": clock.stamp(request.now)})
    reply = Reply(cart_view(priced, token), 201, version=cart.version, left_out=left_out)
    is_empty = body == NewCart(currency=body.currency, country=body.country)
    most = read_settings(CartLimits).carts_per_hour  # counted last: what is refused anyway leaves no trace
    limits.count(limits.Limit("carts", most, limits.HOUR_S), request.address, request.now)
    commit(store.save_cart(cart), *(() if is_empty else request.claim.settle(reply)))
    return reply


def token_again(recipe: Mapping[str, str]) -> dict[str, str]:
    """The token that a kept answer leaves out, signed anew as of then."""
    return {"token": token_for(recipe["cart_id"], clock.parse(recipe["made_at"]))}


def show_cart(cart_id: str) -> Priced:
    """The cart at today's prices."""
    cart, options = fetch(store.cart(cart_id), fulfillment.shipping_options())
    return _priced(cart, options)


def add_item(cart_id: str, item: NewItem, request: Request) -> Reply[CartView]:
    """Put more of a variant into the cart."""
    wanted = _wanted([item])
    return change_cart(cart_id, lambda cart: cart.with_items(wanted), request, must_have=[item.variant_id])


def choose_shipping(cart_id: str, option_id: str, request: Request) -> Reply[CartView]:
    """Choose one of the cart's shipping options."""

    def require_served(priced: Priced) -> None:
        if priced.shipping is None:
            raise UnknownShippingOption

    change: Change = lambda cart: cart.with_details(shipping_option_id=option_id)  # noqa: E731
    return change_cart(cart_id, change, request, require=require_served)


def change_cart(
    cart_id: str,
    change: Change,
    request: Request,
    *,
    must_have: list[str] | None = None,
    require: Callable[[Priced], None] = lambda _: None,
) -> Reply[CartView]:
    """Apply a change to an open cart. must_have: variants that have to be for sale for it.

    Raises CartClosed, NotFound, UnknownVariant, VersionConflict, and what the change itself refuses.
    """

    def attempt() -> Reply[CartView]:
        _, cart, options = fetch(request.claim.read, store.cart(cart_id), fulfillment.shipping_options())
        request.require_match(cart.version)
        cart.require_open(request.now)
        changed = change(cart).touched(request.now)
        priced = _priced(changed, options, must_have=must_have or [])
        require(priced)
        reply = Reply(cart_view(priced), version=changed.version)
        commit(store.save_cart(changed), *request.claim.settle(reply))
        return reply

    return retry_stale(attempt)


def _wanted(items: Iterable[NewItem]) -> list[Wanted]:
    return [Wanted(ids.new_id("li"), item.variant_id, item.quantity) for item in items]


def _priced(cart: Cart, options: tuple[fulfillment.ShippingOption, ...], must_have: list[str] | None = None) -> Priced:
    variants: dict[str, catalog.Variant] = {}
    if cart.lines:
        (variants,) = fetch(catalog.variants(cart.variant_ids))
    priced = price(cart, variants, options)
    for_sale = {line.variant_id for line in priced.lines if line.is_available}
    for place, variant_id in enumerate(must_have or []):
        if variant_id not in for_sale:
            raise UnknownVariant(place, variant_id)
    return priced
