"""Money: integer minor units beside an ISO 4217 currency. Pure; no float comes near it."""

from collections.abc import Sequence
from decimal import Decimal

AMOUNT_MAX = 999_999_999_999  # minor units; sums of 60 lines of it stay far below 2^53, which JSON clients can hold


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Source: ISO 4217, list one. Every other active currency has two decimals.
WITHOUT_DECIMALS = _codes("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF")
WITH_THREE_DECIMALS = _codes("BHD IQD JOD KWD LYD OMR TND")
WITH_TWO_DECIMALS = _codes(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC
    CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR
    JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD
    NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN
    SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
    """
)
CURRENCIES = WITHOUT_DECIMALS | WITH_TWO_DECIMALS | WITH_THREE_DECIMALS


def exponent(currency: str) -> int:
    """How many decimals the currency has: 0, 2 or 3. Raises KeyError for a code that is not in use."""
    if currency not in CURRENCIES:
        raise KeyError(currency)
    return 0 if currency in WITHOUT_DECIMALS else 3 if currency in WITH_THREE_DECIMALS else 2


def share(amount: int, weights: Sequence[int]) -> list[int]:
    """The amount shared out by weight without losing a unit, by largest remainder; ties go to the first.

    100 over three equal weights is 34, 33, 33. A negative amount is shared like its mirror image. Weights are
    not negative; where all are 0 they count as equal. Raises ValueError for no weights and an amount to share.
    """
    if amount < 0:
        return [-part for part in share(-amount, weights)]
    if not weights:
        if amount:
            raise ValueError("nothing to share the amount over")
        return []
    whole = sum(weights)
    if whole == 0:
        return share(amount, [1] * len(weights))
    parts = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(amount * weights[i] % whole), i))
    for i in by_remainder[: amount - sum(parts)]:
        parts[i] += 1
    return parts


def show(amount: int, currency: str) -> str:
    """For people: `34.12 USD`, `500 JPY`. Always a point, never a thousands mark."""
    return f"{decimal(amount, currency)} {currency}"


def decimal(amount: int, currency: str) -> str:
    """The amount in major units, exact: `34.12`, `-0.05`, `500`, `1.234`."""
    return f"{Decimal(amount).scaleb(-exponent(currency)):.{exponent(currency)}f}"
