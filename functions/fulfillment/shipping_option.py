"""Shipping options: the ways a shop sends parcels, and what each costs for a country, a currency and a weight."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from shared.errors import Invalid

OPTIONS_MAX = 100  # a shop; all are one item, which checkout reads whole, and 100 of the largest fit into 400 KB
TIERS_MAX = 10  # steps of weight; carriers' own tables have up to ten
CURRENCIES_MAX = 10  # currencies an option is priced in


class Kind(StrEnum):
    FLAT = "flat"  # one price, whatever the weight
    BY_WEIGHT = "by_weight"  # a price for each step of weight


@dataclass(frozen=True)
class Tier:
    """What a parcel of up to so many grams (inclusive) costs. up_to_g None: any weight."""

    up_to_g: int | None
    amounts: Mapping[str, int]  # minor units by currency


@dataclass(frozen=True)
class ShippingOption:
    """One way to send a parcel. A flat price is a single tier for any weight."""

    id: str
    title: str
    countries: tuple[str, ...]  # where to; empty: everywhere
    kind: Kind
    tiers: tuple[Tier, ...]  # lightest first; the last takes any weight
    is_active: bool
    version: int
    created_at: str
    updated_at: str

    def goes_to(self, country: str) -> bool:
        """Whether parcels to this country may take it."""
        return not self.countries or country in self.countries

    def amount(self, currency: str, weight_g: int) -> int | None:
        """The price in minor units; None where it has none in this currency."""
        tier = next(tier for tier in self.tiers if tier.up_to_g is None or weight_g <= tier.up_to_g)
        return tier.amounts.get(currency)


@dataclass(frozen=True)
class Quote:
    """What an option costs for one cart. Amount in minor units."""

    id: str
    title: str
    amount: int
    currency: str


class BadTiers(Invalid):
    """Prices that leave a weight without an answer, or give it two."""

    code = "invalid_tiers"


class TooManyOptions(Invalid):
    """The shop has as many options as it may have."""

    code = "too_many_shipping_options"

    def __init__(self) -> None:
        super().__init__(f"A shop has at most {OPTIONS_MAX} shipping options.", details={"limit": OPTIONS_MAX})


def quotes(options: Iterable[ShippingOption], *, country: str, currency: str, weight_g: int) -> tuple[Quote, ...]:
    """The options a cart may take, cheapest first. weight_g: of everything in it."""
    able = (option for option in options if option.is_active and option.goes_to(country))
    priced = ((option, option.amount(currency, weight_g)) for option in able)
    found = [Quote(option.id, option.title, amount, currency) for option, amount in priced if amount is not None]
    return tuple(sorted(found, key=lambda quote: (quote.amount, quote.title, quote.id)))


def tiers_of(kind: Kind, amounts: Mapping[str, int] | None, tiers: Iterable[Tier] | None) -> tuple[Tier, ...]:
    """The prices of an option of this kind: `amounts` for a flat one, `tiers` for one by weight, never both.

    Raises BadTiers unless the steps rise, only the last is open, and all are priced in the same currencies.
    """
    if kind is Kind.FLAT:
        if not amounts or tiers is not None:
            raise BadTiers("A flat option has amounts and no tiers.", param="amounts")
        return (Tier(None, amounts),)
    steps = tuple(tiers or ())
    if not steps or amounts is not None:
        raise BadTiers("An option by weight has tiers and no amounts.", param="tiers")
    bounds = [tier.up_to_g for tier in steps[:-1]]
    if steps[-1].up_to_g is not None or None in bounds:
        raise BadTiers("The last tier, and only the last, has no up_to_g.", param="tiers")
    closed = [bound for bound in bounds if bound is not None]
    if any(low >= high for low, high in pairwise(closed)):
        raise BadTiers("Each tier's up_to_g is above the one before.", param="tiers")
    if any(set(tier.amounts) != set(steps[0].amounts) for tier in steps):
        raise BadTiers("Every tier has an amount in the same currencies.", param="tiers")
    return steps
