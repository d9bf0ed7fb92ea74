"""The calls we make to Stripe. The only file that knows its SDK; it is loaded with the first call.

Every call that moves something carries an idempotency key of ours, so that it may be sent again; the SDK does so once.
Each raises PaymentUnavailable where nobody knows what happened, and StripeRefused for a definite no.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from functions.payments.payment import Payment
from functions.payments.refund import STRIPE_REASONS, Refund
from functions.payments.stripe_facts import IntentFacts, RefundFacts, intent_facts, refund_facts
from functions.payments.stripe_money import to_stripe
from shared import telemetry
from shared.errors import Unavailable
from shared.secret import secret
from shared.settings import Settings, read_settings

RETRIES = 1  # by the SDK, half a second later and with the same key: enough for a lost answer, no storm in an outage
CONNECT_S = 2  # an open door answers in milliseconds
TIMEOUT_S = 8  # to answer a worker, each try; Stripe mostly takes less than one second
METHODS = ("card",)  # wallets with cards in them, too; nothing whose money is sure only days later: stock waits for it
REFUNDS_MAX = 100  # of one payment, Stripe's limit a page


class StripeSettings(Settings):
    """stage: named in the metadata of what we make, since several shops may share an account at Stripe."""

    stage: str
    stripe_api_base: str | None = None  # set in the local stage only: where the double listens


class PaymentUnavailable(Unavailable):
    """The processor did not answer, or not now. What was asked may have happened: ask again with the same key."""

    code = "payment_unavailable"

    def __init__(self) -> None:
        super().__init__("The payment processor does not answer right now; try again.")


class StripeFault(PaymentUnavailable):
    """Stripe failed on its side (500). It keeps that answer under the key, so that asking again helps only under
    another key, once it is known that the first had no effect.
    """

    def lasting(self, seconds: int) -> "StripeFault":
        """The same, for a caller who is told when it will help to ask again."""
        self.retry_after_s = max(seconds, 1)
        return self


class StripeRefused(Exception):
    """Stripe says no, and will say no again. code: its own word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Started:
    """What a shopper's client needs to pay."""

    provider_reference: str
    client_secret: str
    status: str  # Stripe's


def create_intent(payment: Payment, timeout_s: float = TIMEOUT_S) -> Started:
    """Ask for the payment under its key; asked again, the same PaymentIntent as it is then."""
    params = {
        "amount": to_stripe(payment.amount, payment.currency),
        "currency": payment.currency.lower(),
        "capture_method": payment.capture_method,
        "allowed_payment_method_types": list(METHODS),
        "metadata": {"order_id": payment.order_id, "payment_id": payment.id, "shop": our_shop()},
    }
    with _told_apart():
        made = _intents(timeout_s).create(params, {"idempotency_key": payment.idempotency_key})
        return _started(_intents(timeout_s).retrieve(made.id) if _is_replayed(made) else made)


def resume_intent(reference: str, timeout_s: float = TIMEOUT_S) -> Started:
    """The PaymentIntent that was made before, for the shopper to pay."""
    with _told_apart():
        return _started(_intents(timeout_s).retrieve(reference))


def retrieve_intent(reference: str) -> IntentFacts:
    """The PaymentIntent as it is now."""
    with _told_apart():
        return intent_facts(_intents().retrieve(reference).to_dict())


def find_intent(payment: Payment) -> IntentFacts | None:
    """The PaymentIntent of a payment whose reference we do not know, if there is one.

    Stripe's search knows an object a minute after it was made, in bad hours later.
    """
    words = f"metadata['payment_id']:'{payment.id}' AND metadata['order_id']:'{payment.order_id}'"
    with _told_apart():
        found = _intents().search({"query": words, "limit": 2}).data
    return intent_facts(found[0].to_dict()) if found else None


def cancel_intent(reference: str) -> IntentFacts:
    """Give up a PaymentIntent. Refused where it is canceled or paid already."""
    with _told_apart():
        return intent_facts(_intents().cancel(reference, {"cancellation_reason": "abandoned"}).to_dict())


def create_refund(refund: Refund, intent: str) -> RefundFacts:
    """Send the money back under the refund's key; asked again, the same Refund."""
    params: dict[str, Any] = {
        "payment_intent": intent,
        "amount": to_stripe(refund.amount, refund.currency),
        "metadata": {"order_id": refund.order_id, "refund_id": refund.id, "shop": our_shop()},
    }
    if refund.reason in STRIPE_REASONS:
        params["reason"] = refund.reason.value
    with _told_apart():
        return refund_facts(_refunds().create(params, {"idempotency_key": refund.idempotency_key}).to_dict())


def retrieve_refund(reference: str) -> RefundFacts:
    """The Refund as it is now."""
    with _told_apart():
        return refund_facts(_refunds().retrieve(reference).to_dict())


def refunds_of_intent(intent: str) -> list[RefundFacts]:
    """Every Refund of a PaymentIntent, also those that others made; always current."""
    with _told_apart():
        page = _refunds().list({"payment_intent": intent, "limit": REFUNDS_MAX})
    return [refund_facts(each.to_dict()) for each in page.data]


def our_shop() -> str:
    """The name under which this shop marks what it makes at Stripe."""
    return _settings().stage


def is_live() -> bool:
    """Whether we move real money: only then do events of livemode concern us."""
    return secret("stripe_api_key")["current"].startswith(("sk_live_", "rk_live_"))


def _settings() -> StripeSettings:
    settings: StripeSettings = read_settings(StripeSettings)
    return settings


def _intents(timeout_s: float = TIMEOUT_S) -> Any:
    return _v1(timeout_s).payment_intents


def _refunds() -> Any:
    return _v1(TIMEOUT_S).refunds


def _v1(timeout_s: float) -> Any:
    return _client(secret("stripe_api_key")["current"], _settings().stripe_api_base, timeout_s).v1


@cache
def _client(api_key: str, base: str | None, timeout_s: float) -> Any:
    import stripe  # noqa: PLC0415 - half a second of CPU that only the workers and the checkout pay

    return stripe.StripeClient(
        api_key,
        base_addresses={"api": base} if base else {},
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=(CONNECT_S, timeout_s)),
    )


def _started(intent: Any) -> Started:
    whole: Mapping[str, Any] = intent.to_dict()
    return Started(whole["id"], whole["client_secret"], whole["status"])


def _is_replayed(answer: Any) -> bool:
    """Whether it is the answer that Stripe kept under the key, however old it is."""
    return bool(answer.last_response.headers.get("Idempotent-Replayed") == "true")


@contextmanager
def _told_apart() -> Iterator[None]:
    """Stripe's errors as ours: not now, never, or who knows."""
    import stripe  # noqa: PLC0415 - see _client

    try:
        yield
    except stripe.APIError as error:
        telemetry.warn("stripe_failed", error, status=error.http_status)
        raise (StripeFault if error.http_status == 500 else PaymentUnavailable) from None
    except (stripe.InvalidRequestError, stripe.CardError) as error:
        raise StripeRefused(error.code or "invalid_request") from None
    except stripe.StripeError as error:  # no answer, too many calls, a key that is in use or not valid
        telemetry.warn("stripe_failed", error, status=error.http_status)
        raise PaymentUnavailable from None
