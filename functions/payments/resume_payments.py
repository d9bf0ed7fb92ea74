"""The sweeper: asks Stripe after payments and refunds whose news never came, and brings our rows to the truth.

Each is asked after less and less often until it is settled; a refund that was sent is looked at for a month, since it
may come back. That it is asked after is noted first, so that one that
cannot be dealt with does not stand in the others' way. A run is bounded; what it leaves comes first in the next.
"""

from datetime import datetime

from functions.payments import staged, store, stripe_api
from functions.payments.note_intent import note_intent
from functions.payments.note_refund import note_refund
from functions.payments.payment import Payment
from functions.payments.refund import Refund
from functions.payments.send_refund import send_refund
from functions.payments.void_payment import void_payment
from shared import clock, telemetry
from shared.dynamo import commit, fetch
from shared.errors import Stale, Unavailable

RUN_S = 80  # seconds; the function has 120, and one call to Stripe in trouble takes up to 17


def resume_payments(now: datetime) -> int:
    """Ask after all that is due, until none is left or the time is over. Gives how many. Stops while Stripe is away."""
    done, ends = 0, clock.source() + RUN_S
    for order_id, kind, object_id in store.due(now):
        if clock.source() > ends:
            telemetry.count("ResumingBehind")
            break
        try:
            _RESUME[kind](order_id, object_id, now)
            done += 1
        except stripe_api.PaymentUnavailable:
            telemetry.count("StripeUnavailable")
            break
        except Stale:  # its news came just now
            continue
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - Stripe contradicts it, or it is poisoned: told and passed over
            telemetry.warn("not_resumed", error, order_id=order_id, object_id=object_id)
            telemetry.count("PaymentsNotResumed")
    telemetry.note("payments_resumed", done_count=done)
    return done


def _resume_payment(order_id: str, payment_id: str, now: datetime) -> None:
    (found,) = fetch(store.payment(order_id, payment_id))
    if found is None or not _is_due(found, now):
        return
    payment = found.asked_after(now)
    commit(*staged.save_payment(found, payment, now=now))
    after = _payment_at_stripe(payment)
    _note(payment, after, now)
    if after.is_void_requested:  # only now: what is asked under a new key is asked after the key is kept
        _note(after, void_payment(after, now), now)


def _is_due(found: Payment | Refund, now: datetime) -> bool:
    """What is due is listed by an index, and another run may have asked after it just now."""
    return found.is_unsettled and found.check_at <= clock.stamp(now)


def _note(before: Payment, after: Payment, now: datetime) -> None:
    if after is not before:
        commit(*note_intent(before, after, now))


def _payment_at_stripe(payment: Payment) -> Payment:
    """The payment as Stripe has it. Where Stripe has none, the next one to ask for it uses a new key."""
    if payment.provider_reference is None:
        facts = stripe_api.find_intent(payment)
        return payment.told(facts) if facts else payment.with_new_key()
    if payment.is_void_requested:  # giving it up tells as much
        return payment
    return payment.told(stripe_api.retrieve_intent(payment.provider_reference))


def _resume_refund(order_id: str, refund_id: str, now: datetime) -> None:
    (found,) = fetch(store.refund(order_id, refund_id))
    if found is None or not _is_due(found, now):
        return
    refund = found.asked_after(now)
    commit(*staged.save_refund(found, refund, now=now))
    after = _look_at(refund, now) if refund.is_watched else _refund_at_stripe(refund, now)
    if after is not refund:
        commit(*note_refund(refund, after, now))


def _look_at(refund: Refund, now: datetime) -> Refund:
    """The refund that was sent, as Stripe has it now: it may have come back."""
    after = refund.told(stripe_api.retrieve_refund(str(refund.provider_reference)))
    return refund.looked_at(now) if after is refund else after


def _refund_at_stripe(refund: Refund, now: datetime) -> Refund:
    """The refund as Stripe has it, sent now if it never was. Where Stripe failed, the next try has a new key."""
    (payment,) = fetch(store.payment(refund.order_id, refund.payment_id))
    if payment is None:
        raise LookupError("a refund without its payment")
    try:
        return send_refund(refund, payment, now, look_first=True)
    except stripe_api.StripeFault:
        return refund.with_new_key()


_RESUME = {"PAYMENT": _resume_payment, "REFUND": _resume_refund}
