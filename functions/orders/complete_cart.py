"""Turn a cart into an order: decide on fresh prices and stock, commit all of it at once, then ask for the money.

commit (order, stock, cart, payment, claim) → Stripe → commit (payment's reference, answer). Each step can be gone on
from: the same Idempotency-Key resumes what a dead call or a processor's outage left behind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from events import OrderPending
from functions import catalog, companies, customers, fulfillment, inventory, payments
from functions.orders import store
from functions.orders.approval import require_approved
from functions.orders.find_orders import email_key
from functions.orders.inputs import Completion
from functions.orders.lifecycle import Status
from functions.orders.new_order import order_of
from functions.orders.order import Order
from functions.orders.payment_calls import count_payment_call
from functions.orders.pricing import Priced, price
from functions.orders.show import cart_view, store_order_view
from functions.orders.sold import Sold
from functions.orders.unpaid import Unpaid, UnpaidLimits
from functions.orders.views import Completed, PaymentToMake
from shared import clock, limits, telemetry
from shared.dynamo import Write, commit, fetch
from shared.errors import Invalid, Problem, Refused
from shared.http import LeftOut, Reply, Request
from shared.http.guest import token_for
from shared.limits import mailbox
from shared.settings import Settings, read_settings
from shared.signing import fingerprint

STRIPE_TIME_S = 8  # for the processor's answer; the function has 25 s and a shopper less patience


class CheckoutSettings(Settings):
    """hold_minutes: how long stock is set aside for an order that is not paid yet.

    free_hold_minutes: the same for an order with nothing to pay, until its shopper has confirmed it.
    """

    hold_minutes: int = 30
    free_hold_minutes: int = 24 * 60


class FreeOrderLimits(Settings):
    """How many orders with nothing to pay one address may make, and one e-mail address may get, in a day."""

    free_orders_per_address: int = 10
    free_orders_per_email: int = 5


class CartIncomplete(Invalid):
    """Something is missing; `details.requirements` says what."""

    code = "cart_incomplete"

    def __init__(self, priced: Priced) -> None:
        missing = [{"step": step, "code": code} for step, code in priced.requirements]
        super().__init__(f"The cart is not complete: {missing[0]['code']}.", details={"requirements": missing})


class CartChanged(Refused):
    """The total is not what the shopper saw; `details.cart` is the cart as it is now."""

    code = "cart_changed"

    def __init__(self, priced: Priced) -> None:
        details = {"cart": cart_view(priced).model_dump(mode="json")}
        super().__init__("The cart's total is not the expected one.", param="expected_total", details=details)


@dataclass(frozen=True)
class Ready:
    """A cart of which nothing is missing. company: what its customer buys for."""

    priced: Priced
    picks: tuple[inventory.Pick, ...]
    unpaid: Unpaid
    company: companies.Company | None


@dataclass(frozen=True)
class Begun:
    """What the first commit made, or an earlier request with this key left."""

    order: Order
    sold: Sold
    payment: payments.Payment | None  # None where there is nothing to pay
    account: payments.Account | None


def complete_cart(cart_id: str, body: Completion, request: Request) -> Reply[Completed]:
    """Make the order, set its stock aside, open its payment.

    Raises CartClosed, CartIncomplete, CartChanged, ApprovalRequired, InsufficientStock, RateLimited,
    PaymentUnavailable, PaymentClosed where the order is over by then, and what the claim raises.
    """
    begun = inventory.retry_reserving(lambda: _begin(cart_id, body, request))
    return _ask_for_money(begun, request) if begun.payment else _ask_to_confirm(begun, request)


def _begin(cart_id: str, body: Completion, request: Request) -> Begun:
    _, resume, cart, locations, options = fetch(
        customers.signed_in(request),
        request.claim.read,
        store.cart_for(request, cart_id),
        inventory.locations(),
        fulfillment.shipping_options(),
    )
    if resume:
        return _resumed(str(resume["order_id"]))
    request.require_match(cart.version)
    cart.require_open(request.now)
    variants, levels, unpaid, company_id = fetch(
        catalog.variants(cart.variant_ids),
        inventory.levels(cart.variant_ids, locations),
        store.unpaid(fingerprint("unpaid", request.address)),
        companies.company_id_of(cart.customer_id),
    )
    (company,) = fetch(companies.company(company_id)) if company_id else (None,)
    priced = price(cart, variants, options, levels)
    if priced.requirements:
        raise CartIncomplete(priced)
    if priced.total != body.expected_total:
        raise CartChanged(priced)
    if company:
        require_approved(cart, company, priced.total)
    wanted = {line.variant_id: line.quantity for line in cart.lines}
    picks = inventory.plan_picks(wanted, levels, locations)
    on_sale = {variant_id: levels.available(variant_id) for variant_id in wanted}
    unpaid.require_room(wanted, on_sale, read_settings(UnpaidLimits), request.now)
    return _commit(Ready(priced, picks, unpaid, company), request)


def _commit(ready: Ready, request: Request) -> Begun:
    priced, unpaid, cart = ready.priced, ready.unpaid, ready.priced.cart
    settings = read_settings(CheckoutSettings)
    until = request.now + timedelta(minutes=settings.hold_minutes if priced.total else settings.free_hold_minutes)
    order, sold = order_of(
        priced,
        until,
        request.now,
        held_by=unpaid.who,
        email_key=email_key(cart.email or ""),
        company=ready.company,
    )
    said = OrderPending(
        order_id=order.id, currency=order.currency, total=order.total, reserved_until=clock.stamp(until)
    )
    payment, money = _opened(order, until, request)
    commit(
        *request.claim.start({"order_id": order.id}),
        *inventory.reserve(order.id, ready.picks, until, request.now),
        *store.save_cart(cart.completed(order.id, request.now)),
        *companies.still_for(cart.customer_id, ready.company),
        *store.create_order(order, sold, said),
        store.hold(unpaid, order, {line.variant_id: line.quantity for line in cart.lines}, until),
        *_free_order(order, sold, request),
        *money,
    )
    return Begun(order, sold, payment, payments.Account(order.id, order.currency, due=order.total))


def _free_order(order: Order, sold: Sold, request: Request) -> tuple[Write, ...]:
    """What costs nothing is counted: it mails to whoever is named, and no card stands behind it."""
    if order.total:
        return ()
    most = read_settings(FreeOrderLimits)
    by_address = limits.Limit("free_orders", most.free_orders_per_address, limits.DAY_S)
    by_email = limits.Limit("free_orders_to", most.free_orders_per_email, limits.DAY_S)
    return (
        limits.counting(by_address, request.address, request.now),
        limits.counting(by_email, mailbox(sold.email or ""), request.now),
    )


def _opened(order: Order, until: datetime, request: Request) -> tuple[payments.Payment | None, tuple[Write, ...]]:
    if order.total == 0:
        return None, payments.open_free_account(order.id, order.currency)
    return payments.open_payment(order.id, order.payment_ids[0], order.total, order.currency, request.now, until)


def _resumed(order_id: str) -> Begun:
    whole, account = fetch(store.order(order_id), payments.account(order_id))
    if whole.order.status in (Status.EXPIRED, Status.CANCELED):
        raise payments.PaymentClosed
    payment = payments.payments_of(order_id)[0] if whole.order.payment_ids else None
    if payment:
        count_payment_call(order_id)
    return Begun(whole.order, whole.sold, payment, account)


def _ask_for_money(begun: Begun, request: Request) -> Reply[Completed]:
    assert begun.payment  # the caller has looked
    try:
        started = payments.start_payment(begun.payment, flow="payment_intent", deadline_s=STRIPE_TIME_S)
        reply = _reply(begun, PaymentToMake(id=begun.payment.id, client_secret=started.client_secret), request)
        commit(*payments.note_started(begun.payment, started, request.now), *request.claim.finish(reply))
    except Problem:
        commit(*request.claim.release())  # the order stands; the same key goes on from here at once
        raise
    telemetry.count("CartsCompleted")
    return reply


def _ask_to_confirm(begun: Begun, request: Request) -> Reply[Completed]:
    """Nothing to pay: the letter that `order.pending` sends asks whether it is meant."""
    reply = _reply(begun, None, request)
    commit(*request.claim.finish(reply))
    telemetry.count("CartsCompleted")
    return reply


def _reply(begun: Begun, to_make: PaymentToMake | None, request: Request) -> Reply[Completed]:
    order_id = begun.order.id
    token = token_for(order_id, request.now)
    secrets = {"order_token": token}
    recipe = {"order_id": order_id, "made_at": clock.stamp(request.now)}
    if to_make and to_make.client_secret:
        secrets["client_secret"] = to_make.client_secret
        recipe["payment_id"] = to_make.id
    body = Completed(order=store_order_view(begun.order, begun.sold, begun.account), order_token=token, payment=to_make)
    return Reply(body, 201, version=begun.order.version, left_out=LeftOut(secrets, recipe))


def secrets_again(recipe: Mapping[str, str]) -> dict[str, str]:
    """What a kept answer leaves out: the order's token, signed anew as of then, and what the processor gave us.

    Raises RateLimited or PaymentUnavailable.
    """
    order_id = recipe["order_id"]
    again = {"order_token": token_for(order_id, clock.parse(recipe["made_at"]))}
    if "payment_id" in recipe:
        (payment,) = fetch(payments.payment(order_id, recipe["payment_id"]))
        assert payment  # it was made in the commit before the answer's
        count_payment_call(order_id)
        again["client_secret"] = payments.client_secret(payment, deadline_s=STRIPE_TIME_S)
    return again
