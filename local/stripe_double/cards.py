"""The documented test cards, and how each of them behaves.

Source: docs.stripe.com/testing. Expiry, security code and postal code play no part beyond their form.
"""

from dataclasses import dataclass
from enum import StrEnum

from local.stripe_double.errors import StripeError


class Settles(StrEnum):
    """When the money of a payment is sure."""

    AT_ONCE = "at_once"  # cards
    LATER = "later"  # bank debits: `processing`, then `succeeded`
    NOT = "not"  # bank debits that are returned: `processing`, then `requires_payment_method`
    NEVER = "never"  # stays `processing` until a test settles or cancels it


class Refunds(StrEnum):
    """What becomes of a refund to this card."""

    SUCCEED = "succeed"
    PEND = "pend"  # `pending` first, `succeeded` later
    FAIL = "fail"  # `succeeded` first, `failed` later


@dataclass(frozen=True, slots=True)
class Decline:
    """What the bank says no with."""

    code: str
    decline_code: str
    message: str


@dataclass(frozen=True, slots=True)
class Card:
    """A payment method's behaviour; its number is never kept."""

    last4: str
    brand: str = "visa"
    type: str = "card"
    decline: Decline | None = None
    authenticates: bool = False  # asks for 3-D Secure on every payment
    settles: Settles = Settles.AT_ONCE
    refunds: Refunds = Refunds.SUCCEED


def _no(reason: str, message: str = "Your card was declined.", code: str = "card_declined") -> Decline:
    return Decline(code, reason, message)


GENERIC = _no("generic_decline")
INSUFFICIENT = _no("insufficient_funds", "Your card has insufficient funds.")
EXPIRED = _no("expired_card", "Your card has expired.", "expired_card")
CVC = _no("incorrect_cvc", "Your card's security code is incorrect.", "incorrect_cvc")
PROCESSING = _no(
    "processing_error", "An error occurred while processing your card. Try again in a little bit.", "processing_error"
)
VELOCITY = _no(
    "card_velocity_exceeded",
    "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.",
)
NOT_A_TEST_CARD = _no(
    "test_mode_live_card",
    "Your card was declined. Your request was in test mode, but used a non test (live) card. For a list of valid "
    "test cards, visit: https://stripe.com/docs/testing.",
)
AUTHENTICATION = _no(
    "authentication_required",
    "Your card was declined. This transaction requires authentication.",
    "authentication_required",
)
BANK_FUNDS = _no("insufficient_funds", "The customer's account has insufficient funds.", "payment_method_bank_declined")
BANK_CLOSED = _no("account_closed", "The customer's bank account has been closed.", "payment_method_bank_declined")

# number: (names besides the number, behaviour)
_CARDS: dict[str, tuple[str, Card]] = {
    "4242424242424242": ("visa us", Card("4242")),
    "4000056655665556": ("visa_debit", Card("5556")),
    "5555555555554444": ("mastercard", Card("4444", "mastercard")),
    "378282246310005": ("amex", Card("0005", "amex")),
    "6011111111111117": ("discover", Card("1117", "discover")),
    "4000000000000077": ("bypassPending", Card("0077")),
    "4000000000000002": ("chargeDeclined", Card("0002", decline=GENERIC)),
    "4000000000000341": ("chargeCustomerFail", Card("0341", decline=GENERIC)),
    "4000000000009995": ("chargeDeclinedInsufficientFunds", Card("9995", decline=INSUFFICIENT)),
    "4000000000009987": ("chargeDeclinedLostCard", Card("9987", decline=_no("lost_card"))),
    "4000000000009979": ("chargeDeclinedStolenCard", Card("9979", decline=_no("stolen_card"))),
    "4000000000000069": ("chargeDeclinedExpiredCard", Card("0069", decline=EXPIRED)),
    "4000000000000127": ("chargeDeclinedIncorrectCvc", Card("0127", decline=CVC)),
    "4000000000000119": ("chargeDeclinedProcessingError", Card("0119", decline=PROCESSING)),
    "4000000000006975": ("chargeDeclinedVelocityLimitExceeded", Card("6975", decline=VELOCITY)),
    "4100000000000019": ("radarBlock", Card("0019", decline=_no("fraudulent"))),
    "4000002760003184": ("authenticationRequired", Card("3184", authenticates=True)),
    "4000002500003155": ("authenticationRequiredOnSetup", Card("3155", authenticates=True)),
    "4000000000003220": ("threeDSecure2Required", Card("3220", authenticates=True)),
    "4000008260003178": (
        "authenticationRequiredChargeDeclinedInsufficientFunds",
        Card("3178", decline=INSUFFICIENT, authenticates=True),
    ),
    "4000008400001629": (
        "threeDSecureRequiredChargeDeclined",
        Card("1629", decline=GENERIC, authenticates=True),
    ),
    "4000000000007726": ("pendingRefund", Card("7726", refunds=Refunds.PEND)),
    "4000000000005126": ("refundFail", Card("5126", refunds=Refunds.FAIL)),
}

_BANK = "us_bank_account"
_NAMED: dict[str, Card] = {
    **{f"pm_card_{name}": card for names, card in _CARDS.values() for name in names.split()},
    **{f"pm_card_visa_{names}": card for names, card in _CARDS.values() if names.startswith("chargeDeclined")},
    "pm_usBankAccount_success": Card("6789", "", _BANK, settles=Settles.LATER),
    "pm_usBankAccount_insufficientFunds": Card("2227", "", _BANK, BANK_FUNDS, settles=Settles.NOT),
    "pm_usBankAccount_accountClosed": Card("1113", "", _BANK, BANK_CLOSED, settles=Settles.NOT),
    "pm_usBankAccount_processing": Card("0009", "", _BANK, settles=Settles.NEVER),
}


def named(name: str) -> Card | None:
    """The card behind a test PaymentMethod such as `pm_card_visa`; None for any other id."""
    return _NAMED.get(name)


def numbered(number: str) -> Card:
    """The card behind a number as a shopper types it; an unknown one that adds up is declined as a live card.

    Raises StripeError 402 `incorrect_number`.
    """
    digits = number.replace(" ", "").replace("-", "")
    if digits in _CARDS:
        return _CARDS[digits][1]
    if not (digits.isascii() and digits.isdigit() and 12 <= len(digits) <= 19 and _adds_up(digits)):
        raise bad_card("incorrect_number", "Your card number is incorrect.", "number")
    return Card(digits[-4:], decline=NOT_A_TEST_CARD)


def bad_card(code: str, message: str, param: str) -> StripeError:
    """402 for card details that cannot be right."""
    return StripeError(402, message, type_="card_error", code=code, param=param, saved=True)


def _adds_up(digits: str) -> bool:
    """Luhn's check (ISO/IEC 7812-1)."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
