"""Merge the cart that a shopper filled as a guest into the one they have as a customer; and take that back.

Both change in one commit, each over the version that was read: what is put into either meanwhile is read anew.
"""

from functions import customers, fulfillment, inventory
from functions.orders import store
from functions.orders.cart import Cart
from functions.orders.change_cart import priced_cart, require_counted, shown_sold
from functions.orders.lifecycle import CartStatus
from functions.orders.merging import merged
from functions.orders.show import cart_view
from functions.orders.views import CartView, MergedCart, NotTakenView
from shared import clock
from shared.dynamo import Write, commit, fetch, retry_stale
from shared.errors import NotFound, Refused
from shared.http import Reply, Request


class NotAGuests(Refused):
    """It is a customer's cart, and not this one's."""

    code = "cart_of_another"

    def __init__(self) -> None:
        super().__init__("The cart is another customer's, and stays theirs.")


def merge_cart(cart_id: str, request: Request) -> Reply[MergedCart]:
    """The customer's cart with the guest's in it. Where they have none that is open, the guest's becomes theirs.

    Asked again, it changes nothing. Raises NotSignedIn, CartClosed, NotAGuests, AmountTooLarge or VersionConflict.
    """
    customer_id = request.principal

    def attempt() -> Reply[MergedCart]:
        _, _, guest, own_id = fetch(
            customers.signed_in(request),
            request.claim.read,
            store.cart_for(request, cart_id),
            store.own_cart_id(customer_id),
        )
        request.require_match(guest.version)
        own, together, saved = _together(guest, own_id, request)
        options, locations = fetch(fulfillment.shipping_options(), inventory.locations())
        priced = priced_cart(together, options, locations)
        if saved:
            require_counted(priced)
        view = MergedCart(
            cart=shown_sold(together, request) if together.order_id else cart_view(priced),
            merged_cart_id=own.id,
            not_taken=[NotTakenView(**each.model_dump()) for each in own.not_taken],
            restorable_until=clock.stamp(own.restorable_until) if own.status is CartStatus.MERGED else None,
        )
        reply = Reply(view, version=together.version)
        if saved:
            commit(*saved, *request.claim.settle(reply))
        return reply

    return retry_stale(attempt)


def _together(guest: Cart, own_id: str | None, request: Request) -> tuple[Cart, Cart, tuple[Write, ...]]:
    """The guest's cart as it is then, the customer's, and what is to be written."""
    if guest.status is CartStatus.MERGED:
        return guest, _into(guest, request), ()
    if guest.customer_id not in (None, request.principal):
        raise NotAGuests
    if guest.customer_id == request.principal:
        return guest, guest, ()
    guest.require_open(request.now)
    own = _open_cart(own_id, request)
    if own is None:
        adopted = guest.with_details(customer_id=request.principal).touched(request.now)
        return adopted, adopted, (*store.save_cart(adopted), *store.make_own(adopted))
    together, not_taken = merged(own, guest)
    together = together.touched(request.now)
    closed = guest.merged(own, not_taken, request.now)
    return closed, together, (*store.save_cart(together), *store.save_cart(closed), *store.make_own(together))


def _into(guest: Cart, request: Request) -> Cart:
    """What it was merged into before. Raises CartClosed where that is somebody else's."""
    (into,) = fetch(store.cart(guest.merged_into or ""))
    if into.customer_id != request.principal:
        guest.require_open(request.now)
    return into


def _open_cart(own_id: str | None, request: Request) -> Cart | None:
    """The customer's cart, if there is one that may be changed."""
    if own_id is None:
        return None
    try:
        (own,) = fetch(store.cart(own_id))
    except NotFound:
        return None
    return own if own.is_open(request.now) and own.customer_id == request.principal else None


def restore_cart(cart_id: str, request: Request) -> Reply[CartView]:
    """The guest's cart as it was before it was merged; the customer's stays as it is. One that is open stays open.

    Raises CartClosed, RestoreTooLate or VersionConflict.
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
        restored = cart.restored(request.now)
        reply = Reply(cart_view(priced_cart(restored, options, locations)), version=restored.version)
        if restored != cart:
            commit(*store.save_cart(restored), *request.claim.settle(reply))
        return reply

    return retry_stale(attempt)
