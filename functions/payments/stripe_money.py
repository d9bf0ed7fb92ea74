"""Our minor units ⇄ Stripe's amounts, and what Stripe will charge at all. Pure, whole numbers only.

Source: docs.stripe.com/currencies (presentment currencies, zero-decimal and special cases, minimum and maximum).
"""

from shared.errors import Invalid
from shared.money import exponent, show

# Stripe counts these in other units than ISO 4217 does: by currency, how many decimals Stripe's amount has.
DECIMALS_AT_STRIPE = {"ISK": 2, "UGX": 2, "MGA": 0}

AMOUNT_MAX = 99_999_999  # Stripe's amount has at most eight digits …
AMOUNT_MAX_IDR = 999_999_999_999  # … except for the rupiah, with twelve

STEP_OF_THREE_DECIMALS = 10  # Stripe wants the last digit of a three-decimal amount to be 0

SUPPORTED = frozenset(
    [
        "USD", "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT",
        "BHD", "BIF", "BMD", "BND", "BOB", "BRL", "BSD", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CLP", "CNY",
        "COP", "CRC", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL",
        "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "ISK", "JMD", "JOD",
        "JPY", "KES", "KGS", "KHR", "KMF", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "MAD",
        "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO",
        "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB",
        "RWF", "SAR", "SBD", "SCR", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SZL", "THB", "TJS", "TND", "TOP",
        "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "UYU", "UZS", "VND", "VUV", "WST", "XAF", "XCD", "XOF", "XPF",
        "YER", "ZAR", "ZMW",
    ]
)  # fmt: skip

# The smallest charge, in our minor units, where Stripe documents one; elsewhere Stripe itself decides.
AMOUNT_MIN = {
    "USD": 50, "AED": 200, "AUD": 50, "BRL": 50, "CAD": 50, "CHF": 50, "CZK": 1500, "DKK": 250, "EUR": 50,
    "GBP": 30, "HKD": 400, "HUF": 17500, "INR": 50, "JPY": 50, "MXN": 1000, "MYR": 200, "NOK": 300, "NZD": 50,
    "PLN": 200, "RON": 200, "SEK": 300, "SGD": 50, "THB": 1000,
}  # fmt: skip


class NotChargeable(Invalid):
    """An amount or a currency that the processor does not take."""

    code = "amount_not_chargeable"

    def __init__(self, message: str, amount: int, currency: str) -> None:
        super().__init__(message, param="amount", details={"amount": amount, "currency": currency})


def to_stripe(amount: int, currency: str) -> int:
    """Stripe's amount for ours. Raises NotChargeable where it has none: an unknown currency, a fraction, too much."""
    if currency not in SUPPORTED:
        raise NotChargeable(f"The processor takes no {currency}.", amount, currency)
    if amount <= 0:
        raise NotChargeable("An amount to move is at least one minor unit.", amount, currency)
    step, factor = _step(currency), _factor(currency)
    if amount % step:
        raise NotChargeable(f"Amounts in {currency} are multiples of {step} minor units.", amount, currency)
    theirs = amount * factor // _divisor(currency)
    if theirs > (AMOUNT_MAX_IDR if currency == "IDR" else AMOUNT_MAX):
        raise NotChargeable(f"{show(amount, currency)} is more than the processor charges at once.", amount, currency)
    return theirs


def from_stripe(amount: int, currency: str) -> int:
    """Our minor units for Stripe's amount. Raises ValueError for what Stripe does not send: a fraction, another type
    (3.0 too), less than nothing, more than it charges.
    """
    if type(amount) is not int or not 0 <= amount <= AMOUNT_MAX_IDR:
        raise ValueError("not an amount of Stripe's")
    ours, rest = divmod(amount * _divisor(currency), _factor(currency))
    if rest:
        raise ValueError(f"Stripe's amount {amount} in {currency} has a fraction")
    return ours


def check_charge(amount: int, currency: str) -> None:
    """Whether Stripe will charge this. Raises NotChargeable."""
    to_stripe(amount, currency)
    least = AMOUNT_MIN.get(currency, 1)
    if amount < least:
        raise NotChargeable(f"The processor charges {show(least, currency)} or more.", amount, currency)


def _factor(currency: str) -> int:
    """By how much Stripe's unit is finer than ours."""
    return int(10 ** max(DECIMALS_AT_STRIPE.get(currency, exponent(currency)) - exponent(currency), 0))


def _divisor(currency: str) -> int:
    """By how much Stripe's unit is coarser than ours."""
    return int(10 ** max(exponent(currency) - DECIMALS_AT_STRIPE.get(currency, exponent(currency)), 0))


def _step(currency: str) -> int:
    return STEP_OF_THREE_DECIMALS if exponent(currency) == 3 else _divisor(currency)
