"""Asking for money to go back: set aside in the commit of whatever wants it; Stripe is asked afterwards."""

from datetime import datetime

from events import RefundRequested
from functions.payments import staged
from functions.payments.account import Account
from functions.payments.refund import SHOP, WHOLE, Parts, Refund, RefundExceedsCaptured, RefundReason, new_refund
from functions.payments.stripe_money import to_stripe
from shared.dynamo import Write
from shared.errors import Invalid, NotFound


class CurrencyMismatch(Invalid):
    """Two currencies in one order."""

    code = "currency_mismatch"

    def __init__(self, asked: str, currency: str) -> None:
        super().__init__(f"The order was paid in {currency}, not in {asked}.", param="currency")


class UnknownReason(Invalid):
    """Not one of the reasons that a refund can have."""

    code = "unknown_reason"

    def __init__(self) -> None:
        super().__init__(f"A refund's reason is one of: {', '.join(RefundReason)}.", param="reason")


def request_refund(
    account: Account,
    payment_id: str | None,
    *,
    refund_id: str,
    amount: int,
    currency: str,
    reason: str,
    now: datetime,
    note: str = "",
    by: str = SHOP,
    parts: Parts = WHOLE,
) -> tuple[Refund, tuple[Write, ...]]:
    """The refund and its writes. amount in minor units, above 0; payment_id None: the order's payment.

    by: who asks, a key's id. parts: what it is for; remembered, and shown again where the refund fails.

    The commit decides, not the account that was read: of two refunds at once, the one too much raises
    RefundExceedsCaptured (409), and any that comes after the other Stale, since how much may go back by one person's
    word is reckoned from what went. Also raises CurrencyMismatch, UnknownReason, NotChargeable (422) and NotFound for a
    payment of another order.
    """
    if currency != account.currency:
        raise CurrencyMismatch(currency, account.currency)
    if payment_id not in (None, account.payment_id):
        raise NotFound("payment")
    why = _reason(reason)
    to_stripe(amount, currency)
    if amount > account.refundable or account.payment_id is None:
        raise RefundExceedsCaptured(amount, account.refundable, currency)
    refund = new_refund(
        refund_id, account.order_id, account.payment_id, amount, currency, why, note, now, by=by, parts=parts
    )
    return refund, (staged.set_aside(account, amount), *_save(refund, now))


def request_refund_of_rest(
    account: Account, *, refund_id: str, reason: RefundReason, now: datetime, by: str = SHOP
) -> tuple[Write, ...]:
    """The writes that send back all that may be refunded. The commit raises Stale where the account has changed.

    Refunds under way keep what they have set aside, unless one of them has ended by then.
    """
    amount = account.refundable
    if account.payment_id is None or amount <= 0:
        return (staged.still_refundable(account),) if account.refund_pending else ()
    refund = new_refund(
        refund_id, account.order_id, account.payment_id, amount, account.currency, reason, "", now, by=by
    )
    return staged.set_aside(account, amount, is_all=True), *_save(refund, now)


def request_refund_up_to(
    account: Account, most: int, *, refund_id: str, reason: RefundReason, now: datetime
) -> tuple[Write, ...]:
    """The writes that send back so much, or as much of it as may be refunded; none where nothing may.

    The commit raises Stale where less is left by then.
    """
    amount = min(most, account.refundable)
    if account.payment_id is None or amount <= 0:
        return ()
    refund = new_refund(refund_id, account.order_id, account.payment_id, amount, account.currency, reason, "", now)
    return staged.set_aside(account, amount, is_rule=True), *_save(refund, now)


def _save(refund: Refund, now: datetime) -> tuple[Write, ...]:
    says = RefundRequested(refund_id=refund.id, payment_id=refund.payment_id, order_id=refund.order_id)
    return staged.save_refund(None, refund, says, now=now)


def _reason(text: str) -> RefundReason:
    try:
        return RefundReason(text)
    except ValueError:
        raise UnknownReason from None
