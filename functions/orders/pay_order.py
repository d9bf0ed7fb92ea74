"""Pay an order whose checkout was left or whose answer was lost: its one payment, to be made once more."""

from functions import customers, payments
from functions.orders import store
from functions.orders.complete_cart import STRIPE_TIME_S
from functions.orders.lifecycle import Status
from functions.orders.order import Order
from functions.orders.payment_calls import count_payment_call
from functions.orders.show import store_order_view
from functions.orders.views import Completed, PaymentToMake
from shared.dynamo import commit, fetch, retry_stale
from shared.errors import Refused
from shared.http import Reply, Request
from shared.http.guest import token_for

PAID_AT_STRIPE = ("succeeded", "requires_capture")  # of which the news may still be on its way to us


class AlreadyPaid(Refused):
    """The money is there, or the processor has it."""

    code = "already_paid"

    def __init__(self) -> None:
        super().__init__("The order is paid.")


class NothingToPay(Refused):
    """The order is free."""

    code = "nothing_to_pay"

    def __init__(self) -> None:
        super().__init__("There is nothing to pay for this order.")


def pay_order(order_id: str, request: Request) -> Reply[Completed]:
    """The order, its token, and what the shopper's client needs to pay. Asked again, the same payment.

    Its answer is not kept: who asks again shall get the payment as it is then. Raises PaymentClosed, AlreadyPaid,
    NothingToPay, RateLimited, PaymentUnavailable, PaymentNotAccepted, VersionConflict or NotFound.
    """

    def attempt() -> Reply[Completed]:
        _, whole, account = fetch(
            customers.signed_in(request), store.order_for(request, order_id), payments.account(order_id)
        )
        order = whole.order
        request.require_match(order.version)
        payment = _payable(order, account)
        count_payment_call(order_id)
        started = payments.start_payment(payment, flow="payment_intent", deadline_s=STRIPE_TIME_S)
        if started.status in PAID_AT_STRIPE:
            raise AlreadyPaid
        if started.status == "canceled":
            raise payments.PaymentClosed
        commit(*payments.note_started(payment, started, request.now))
        to_make = PaymentToMake(id=payment.id, client_secret=started.client_secret)
        shown = store_order_view(order, whole.sold, account)
        body = Completed(order=shown, order_token=token_for(order_id, request.now), payment=to_make)
        return Reply(body, version=order.version)

    return retry_stale(attempt)


def _payable(order: Order, account: payments.Account | None) -> payments.Payment:
    """The order's payment, where somebody may still make it."""
    if order.total == 0:
        raise NothingToPay
    if order.status in (Status.EXPIRED, Status.CANCELED):
        raise payments.PaymentClosed
    (payment,) = payments.payments_of(order.id)
    paid = (payments.PaymentStatus.AUTHORIZED, payments.PaymentStatus.CAPTURED)
    if order.status is not Status.PENDING or payment.status in paid or (account and account.captured >= order.total):
        raise AlreadyPaid
    return payment
