"""What of carts and orders is one person's, whether it can be forgotten yet, and the forgetting.

Lists may be a second old: who goes by them comes back until they are empty.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any, Literal

from functions import payments
from functions.orders import store
from functions.orders.cart import Cart
from functions.orders.customer_totals import counted, uncounted
from functions.orders.show import order_view, own_order_view
from functions.orders.store import Whole, email_keys
from functions.orders.table import BY_CUSTOMER, BY_EMAIL, cart_partition
from functions.orders.views import KeptLineView, OrderView, OwnCartView, OwnOrderView, SeenCartView
from shared.address import seen_address
from shared.batches import batched
from shared.dynamo import commit, fetch, retry_stale
from shared.errors import NotFound

AT_ONCE = 25  # orders a read
Awaited = Literal["payment", "parcels", "refund"]


def orders_of_person(customer_id: str | None, emails: Iterable[str]) -> list[str]:
    """Ids of the customer's orders, and of guests' with one of these addresses."""
    own = store.ids_listed(BY_CUSTOMER, customer_id) if customer_id else []
    found = [order_id for key in _keys(emails) for order_id in store.ids_listed(BY_EMAIL, key)]
    wanted = list(dict.fromkeys([*own, *found]))
    return [whole.order.id for whole in _wholes(wanted) if whole.order.customer_id in (None, customer_id)]


def carts_of_person(customer_id: str | None, emails: Iterable[str]) -> list[str]:
    """Ids of the customer's carts, and of guests' with one of these addresses."""
    own = store.ids_listed(BY_CUSTOMER, cart_partition(customer_id)) if customer_id else []
    keys = map(cart_partition, _keys(emails))
    return list(dict.fromkeys([*own, *(cart_id for key in keys for cart_id in store.ids_listed(BY_EMAIL, key))]))


def _keys(emails: Iterable[str]) -> list[str]:
    return [key for email in emails for key in email_keys(email)]


def awaited(order_ids: Iterable[str], now: datetime) -> dict[str, Awaited]:
    """What these orders still wait for, each that does: they have to be known by somebody until then."""
    found: dict[str, Awaited] = {}
    for whole in _wholes(list(order_ids)):
        (account,) = fetch(payments.account(whole.order.id))
        if not whole.order.is_over(now):
            found[whole.order.id] = "payment" if whole.order.number is None else "parcels"
        elif account and account.refund_pending:
            found[whole.order.id] = "refund"
    return found


def guest_of(order_id: str) -> tuple[str | None, str | None]:
    """Whose order it is: the customer's id, and the address that it was made with. Raises NotFound."""
    (whole,) = fetch(store.order(order_id))
    return whole.order.customer_id, whole.sold.email


def orders_as_own(order_ids: list[str]) -> list[OwnOrderView]:
    """These orders, for whose they are."""
    return [own_order_view(whole.order, whole.sold, account) for whole, account in _with_accounts(order_ids)]


def shown_orders(order_ids: list[str]) -> list[OrderView]:
    """These orders, for staff."""
    return [order_view(whole.order, whole.sold, account) for whole, account in _with_accounts(order_ids)]


def carts_as_own(cart_ids: list[str]) -> list[OwnCartView]:
    """These carts, for whose they are."""
    return [
        OwnCartView(
            **_kept(cart),
            email=cart.email,
            shipping_address=cart.shipping_address,
            billing_address=cart.billing_address,
        )
        for cart in _carts(cart_ids)
    ]


def shown_carts(cart_ids: list[str]) -> list[SeenCartView]:
    """These carts, for staff."""
    return [
        SeenCartView(
            **_kept(cart),
            email=cart.email,
            shipping_address=seen_address(cart.shipping_address) if cart.shipping_address else None,
            billing_address=seen_address(cart.billing_address) if cart.billing_address else None,
        )
        for cart in _carts(cart_ids)
    ]


def _kept(cart: Cart) -> dict[str, Any]:
    same = {"id", "currency", "country", "metadata", "order_id", "created_at", "updated_at"}
    items = [KeptLineView(variant_id=line.variant_id, quantity=line.quantity) for line in cart.lines]
    return {**cart.model_dump(include=same), "status": cart.status, "items": items}


def _carts(cart_ids: list[str]) -> list[Cart]:
    found: list[Cart] = []
    for cart_id in cart_ids:
        with suppress(NotFound):
            found += fetch(store.cart(cart_id))
    return found


def _with_accounts(order_ids: list[str]) -> list[tuple[Whole, payments.Account | None]]:
    wholes = _wholes(order_ids)
    (accounts,) = fetch(payments.accounts([whole.order.id for whole in wholes])) if wholes else ({},)
    return [(whole, accounts.get(whole.order.id)) for whole in wholes]


def forget_order(order_id: str, now: datetime) -> None:
    """Nobody knows whose it was any more, nor what its cart was, nor what was noted when money went back."""

    def attempt() -> None:
        try:
            (whole,) = fetch(store.order(order_id))
        except NotFound:
            return
        if whole.order.erased_at is None:
            payments.forget_notes(order_id, now)
            commit(*store.forget_order(whole, now), *store.forget_cart(whole.order.cart_id, now))

    retry_stale(attempt)


def forget_cart(cart_id: str, now: datetime) -> None:
    """It is gone."""
    commit(*store.forget_cart(cart_id, now))


def forget_own_cart(customer_id: str) -> None:
    """No cart is the customer's any more."""
    commit(store.forget_own_cart(customer_id), store.forget_totals(customer_id))


def move_orders(gone_id: str, customer_id: str, now: datetime) -> bool:
    """The orders of the one are the other's. Gives whether there were any."""

    def move(order_id: str) -> None:
        (whole,) = fetch(store.order(order_id))
        if whole.order.customer_id == gone_id:
            gone, less = uncounted(whole.order)
            claimed, more = counted(gone.claimed(customer_id, now))
            commit(*store.save_order(claimed), *less, *more)

    listed = store.ids_listed(BY_CUSTOMER, gone_id)
    for order_id in listed:
        retry_stale(partial(move, order_id))
    if not listed:
        commit(store.forget_totals(gone_id))
    return bool(listed)


def move_carts(gone_id: str, customer_id: str, now: datetime) -> bool:
    """The carts of the one are the other's, and the open one theirs where they have none. Whether there were any."""

    def move(cart_id: str) -> None:
        try:
            (cart,) = fetch(store.cart(cart_id))
        except NotFound:
            return
        if cart.customer_id == gone_id:
            commit(*store.save_cart(cart.moved(customer_id, now)))

    listed = store.ids_listed(BY_CUSTOMER, cart_partition(gone_id))
    for cart_id in listed:
        retry_stale(partial(move, cart_id))
    return _move_own_cart(gone_id, customer_id, now) or bool(listed)


def _move_own_cart(gone_id: str, customer_id: str, now: datetime) -> bool:
    own_id, gone_own_id = fetch(store.own_cart_id(customer_id), store.own_cart_id(gone_id))
    if gone_own_id is None:
        return False
    own, gone_own = (_cart_found(cart_id) for cart_id in (own_id, gone_own_id))
    takes = gone_own is not None and gone_own.is_open(now) and not (own and own.is_open(now))
    makes = store.make_own(gone_own.moved(customer_id, now)) if takes and gone_own else ()
    commit(*makes, store.forget_own_cart(gone_id))
    return True


def _cart_found(cart_id: str | None) -> Cart | None:
    with suppress(NotFound):
        return fetch(store.cart(cart_id))[0] if cart_id else None
    return None


def _wholes(order_ids: list[str]) -> list[Whole]:
    wholes: list[Whole] = []
    for some in batched(order_ids, AT_ONCE):
        wholes += fetch(store.orders(some))[0]
    return wholes
