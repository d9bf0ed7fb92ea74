"""Change a cart: load it, change it, show it at today's prices, keep it."""

from collections.abc import Callable, Iterable, Mapping

from functions import catalog, customers, fulfillment, inventory
from functions.orders import store
from functions.orders.cart import Cart, Wanted, new_cart
from functions.orders.inputs import CartChange, NewCart, NewItem
from functions.orders.pricing import SUM_MAX, Priced, price
from functions.orders.show import cart_view, closed_cart_view, sold_cart_view
from functions.orders.views import CartView, ShippingOptionView
from shared import clock, ids, limits
from shared.dynamo import commit, fetch, retry_stale
from shared.errors import Invalid, NotFound
from shared.http import LeftOut, Reply, Request
from shared.http.guest import token_for
from shared.settings import Settings, read_settings

ADDRESSES = ("shipping_address", "billing_address")
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


class AmountTooLarge(Invalid):
    """More money than a number can say without rounding."""

    code = "amount_too_large"

    def __init__(self) -> None:
        super().__init__("The cart comes to more than can be counted.", param="items", details={"maximum": SUM_MAX})


def create_cart(body: NewCart, request: Request) -> Reply[CartView]:
    """Make a cart, empty or whole, and hand out its token. An empty one is worth no record: each request makes one.

    Raises RateLimited, and what is wrong with its contents.
    """
    _, options, locations, _, kept = fetch(
        customers.signed_in(request),
        fulfillment.shipping_options(),
        inventory.locations(),
        request.claim.read,
        customers.kept_addresses(request.customer_id, body.from_book),
    )
    cart = new_cart(ids.new_id("cart"), body.currency, body.country, request.now).with_items(_wanted(body.items))
    details = body.model_dump(include={"email", "metadata"})
    choice = body.shipping_option.id if body.shipping_option else None
    addresses = {"shipping_address": body.shipping_address, "billing_address": body.billing_address, **kept}
    whose = {"customer_id": request.customer_id}
    cart = cart.with_details(**details, **addresses, **whose, shipping_option_id=choice).touched(request.now)
    priced = priced_cart(cart, options, locations)
    require_counted(priced)
    _require_for_sale(priced, [item.variant_id for item in body.items])
    if choice and not priced.shipping:
        raise UnknownShippingOption
    token = token_for(cart.id, request.now)
    left_out = LeftOut({"token": token}, {"cart_id": cart.id, "made_at": clock.stamp(request.now)})
    reply = Reply(cart_view(priced, token), 201, version=cart.version, left_out=left_out)
    is_empty = body == NewCart(currency=body.currency, country=body.country)
    is_kept = not is_empty or request.customer_id
    most = read_settings(CartLimits).carts_per_hour  # counted last: what is refused anyway leaves no trace
    limits.count(limits.Limit("carts", most, limits.HOUR_S), request.address, request.now)
    commit(*store.save_cart(cart), *store.make_own(cart), *(request.claim.settle(reply) if is_kept else ()))
    return reply


def token_again(recipe: Mapping[str, str]) -> dict[str, str]:
    """The token that a kept answer leaves out, signed anew as of then."""
    return {"token": token_for(recipe["cart_id"], clock.parse(recipe["made_at"]))}


def show_cart(cart_id: str, request: Request) -> CartView:
    """The cart at today's prices; one that became an order as it was sold."""
    _, cart, options, locations = fetch(
        customers.signed_in(request),
        store.cart_for(request, cart_id),
        fulfillment.shipping_options(),
        inventory.locations(),
    )
    if cart.order_id:
        return shown_sold(cart, request)
    return cart_view(priced_cart(cart, options, locations))


def shown_sold(cart: Cart, request: Request) -> CartView:
    """A cart that became an order: to its customer as it was sold. To who holds its token, that it did, and no more:
    such a token gets about, and whoever has it is shown no address.
    """
    if request.session is None:
        return closed_cart_view(cart)
    (whole,) = fetch(store.order(cart.order_id or ""))
    return sold_cart_view(cart, whole.order, whole.sold)


def show_own_cart(request: Request) -> CartView:
    """The cart of the customer who asks. Raises NotFound where none is open."""
    _, cart_id = fetch(customers.signed_in(request), store.own_cart_id(request.principal))
    if cart_id is None:
        raise NotFound("cart")
    cart, options, locations = fetch(
        store.cart_for(request, cart_id), fulfillment.shipping_options(), inventory.locations()
    )
    if not cart.is_open(request.now):
        raise NotFound("cart")
    return cart_view(priced_cart(cart, options, locations))


def show_shipping_options(cart_id: str, request: Request) -> list[ShippingOptionView]:
    """Those that serve the cart; of one that became an order, the one it was sold with."""
    _, cart, options = fetch(
        customers.signed_in(request), store.cart_for(request, cart_id), fulfillment.shipping_options()
    )
    if cart.order_id and request.session is None:
        return []
    if cart.order_id:
        (whole,) = fetch(store.order(cart.order_id))
        return [ShippingOptionView(**whole.sold.shipping_option.model_dump(), currency=cart.currency)]
    served = priced_cart(cart, options, ()).shipping_options
    return [ShippingOptionView(id=q.id, title=q.title, amount=q.amount, currency=q.currency) for q in served]


def add_item(cart_id: str, item: NewItem, request: Request) -> Reply[CartView]:
    """Put more of a variant into the cart."""
    wanted = _wanted([item])

    def require(priced: Priced) -> None:
        require_counted(priced)
        _require_for_sale(priced, [item.variant_id])

    return change_cart(cart_id, lambda cart: cart.with_items(wanted), request, require)


def change_quantity(cart_id: str, line_item_id: str, quantity: int, request: Request) -> Reply[CartView]:
    """Want another quantity of a line."""
    return change_cart(cart_id, lambda cart: cart.with_quantity(line_item_id, quantity), request, require_counted)


def change_details(cart_id: str, body: CartChange, request: Request) -> Reply[CartView]:
    """Another currency, country, metadata, or addresses of the customer's book; the lines stay, at the prices of the
    new currency.
    """
    details = body.model_dump(exclude_unset=True, exclude={f"{name}_id" for name in ADDRESSES})
    require = require_counted if "currency" in details else _nothing

    def changed(cart: Cart) -> Cart:
        owner = request.customer_id if cart.customer_id == request.customer_id else None
        (kept,) = fetch(customers.kept_addresses(owner, body.from_book)) if body.from_book else ({},)
        return cart.with_details(**details, **kept)

    return change_cart(cart_id, changed, request, require)


def choose_shipping(cart_id: str, option_id: str, request: Request) -> Reply[CartView]:
    """Choose one of the cart's shipping options."""

    def require(priced: Priced) -> None:
        if priced.shipping is None:
            raise UnknownShippingOption
        require_counted(priced)

    return change_cart(cart_id, lambda cart: cart.with_details(shipping_option_id=option_id), request, require)


def _nothing(_: Priced) -> None:
    """For changes that no price can make wrong."""


def change_cart(
    cart_id: str, change: Change, request: Request, require: Callable[[Priced], None] = _nothing
) -> Reply[CartView]:
    """Apply a change to an open cart. require: raises where the cart must not become what it would be.

    Raises CartClosed, NotFound, VersionConflict, and what the change itself refuses.
    """

    def attempt() -> Reply[CartView]:
        _, _, cart, options, locations = fetch(
            customers.signed_in(request),
            request.claim.read,
            store.cart_for(request, cart_id),
            fulfillment.shipping_options(),
            inventory.locations(),
        )
        request.require_match(cart.version)
        cart.require_open(request.now)
        changed = change(cart).touched(request.now)
        priced = priced_cart(changed, options, locations)
        require(priced)
        reply = Reply(cart_view(priced), version=changed.version)
        commit(*store.save_cart(changed), *request.claim.settle(reply))
        return reply

    return retry_stale(attempt)


def _wanted(items: Iterable[NewItem]) -> list[Wanted]:
    return [Wanted(ids.new_id("li"), item.variant_id, item.quantity) for item in items]


def require_counted(priced: Priced) -> None:
    """Raises AmountTooLarge."""
    if priced.is_too_much:
        raise AmountTooLarge


def _require_for_sale(priced: Priced, variant_ids: list[str]) -> None:
    for_sale = {line.variant_id for line in priced.lines if line.is_available}
    for place, variant_id in enumerate(variant_ids):
        if variant_id not in for_sale:
            raise UnknownVariant(place, variant_id)


def priced_cart(
    cart: Cart, options: tuple[fulfillment.ShippingOption, ...], locations: tuple[inventory.Location, ...]
) -> Priced:
    """The cart at today's prices, read with its stock in one batch."""
    if not cart.lines:
        return price(cart, {}, options)
    variants, levels = fetch(catalog.variants(cart.variant_ids), inventory.stock_shown(cart.variant_ids, locations))
    return price(cart, variants, options, levels)
