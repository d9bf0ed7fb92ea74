"""Quotes and tiers, without any cloud."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.fulfillment import quotes
from functions.fulfillment.shipping_option import CURRENCIES_MAX, OPTIONS_MAX, TIERS_MAX, BadTiers, Kind, Tier, tiers_of
from functions.fulfillment.table import options_item, options_of
from functions.fulfillment.views import COUNTRIES_MAX, WEIGHT_G_MAX
from shared.dynamo.values import to_wire
from shared.money import AMOUNT_MAX, CURRENCIES
from tests.fulfillment.builders import an_option

ITEM_BYTES_MAX = 400 * 1024  # DynamoDB's

bounds = st.lists(st.integers(1, WEIGHT_G_MAX), max_size=TIERS_MAX - 1, unique=True).map(sorted)


def quoted(*options: object, country: str = "US", currency: str = "USD", weight_g: int = 180) -> list[tuple[str, int]]:
    found = quotes(options, country=country, currency=currency, weight_g=weight_g)  # type: ignore[arg-type]
    return [(quote.id, quote.amount) for quote in found]


def by_weight(*steps: tuple[int | None, int]) -> tuple[Tier, ...]:
    return tiers_of(Kind.BY_WEIGHT, None, [Tier(up_to_g, {"USD": amount}) for up_to_g, amount in steps])


def test_the_cheapest_comes_first_and_ties_go_by_title() -> None:
    dear = an_option(id="so_1", title="Express", tiers=(Tier(None, {"USD": 1999}),))
    late, early = an_option(id="so_2", title="B"), an_option(id="so_3", title="A")
    assert quoted(dear, late, early) == [("so_3", 644), ("so_2", 644), ("so_1", 1999)]


def test_an_option_is_offered_only_where_it_goes() -> None:
    option = an_option(countries=("DE", "FR"))
    assert quoted(option, country="DE")
    assert not quoted(option, country="US")


def test_an_option_without_countries_goes_everywhere() -> None:
    assert quoted(an_option(countries=()), country="NZ")


def test_an_option_without_a_price_in_the_currency_is_not_offered() -> None:
    assert not quoted(an_option(), currency="EUR")


def test_an_inactive_option_is_not_offered() -> None:
    assert not quoted(an_option(is_active=False))


def test_a_free_option_is_offered() -> None:
    assert quoted(an_option(tiers=(Tier(None, {"USD": 0}),))) == [(an_option().id, 0)]


@pytest.mark.parametrize(
    ("weight_g", "amount"),
    [(0, 500), (1, 500), (999, 500), (1000, 500), (1001, 900), (5000, 900), (5001, 2000), (10**9, 2000)],
)
def test_a_tier_includes_its_bound(weight_g: int, amount: int) -> None:
    option = an_option(kind=Kind.BY_WEIGHT, tiers=by_weight((1000, 500), (5000, 900), (None, 2000)))
    assert quoted(option, weight_g=weight_g) == [(option.id, amount)]


@given(bounds, st.integers(0, WEIGHT_G_MAX * 60))
def test_every_weight_has_exactly_one_price(bounds: list[int], weight_g: int) -> None:
    option = an_option(tiers=by_weight(*((bound, i) for i, bound in enumerate(bounds)), (None, len(bounds))))
    assert quoted(option, weight_g=weight_g) == [(option.id, sum(weight_g > bound for bound in bounds))]


@given(bounds, st.lists(st.integers(0, AMOUNT_MAX), min_size=TIERS_MAX, max_size=TIERS_MAX).map(sorted))
def test_where_prices_rise_with_the_tiers_a_heavier_parcel_never_costs_less(
    bounds: list[int], amounts: list[int]
) -> None:
    option = an_option(tiers=by_weight(*zip([*bounds, None], amounts, strict=False)))
    edges = sorted({0, *bounds, *(bound + 1 for bound in bounds)})
    prices = [option.amount("USD", weight_g) or 0 for weight_g in edges]
    assert prices == sorted(prices)


USD = {"USD": 1}


@pytest.mark.parametrize(
    ("kind", "amounts", "tiers"),
    [
        (Kind.FLAT, None, None),
        (Kind.FLAT, {}, None),
        (Kind.FLAT, USD, [Tier(None, USD)]),
        (Kind.BY_WEIGHT, USD, None),
        (Kind.BY_WEIGHT, USD, [Tier(None, USD)]),
        (Kind.BY_WEIGHT, None, []),
        (Kind.BY_WEIGHT, None, [Tier(1000, USD)]),
        (Kind.BY_WEIGHT, None, [Tier(None, USD), Tier(1000, USD)]),
        (Kind.BY_WEIGHT, None, [Tier(None, USD), Tier(None, USD)]),
        (Kind.BY_WEIGHT, None, [Tier(1000, USD), Tier(1000, USD), Tier(None, USD)]),
        (Kind.BY_WEIGHT, None, [Tier(2000, USD), Tier(1000, USD), Tier(None, USD)]),
        (Kind.BY_WEIGHT, None, [Tier(1000, USD), Tier(None, {"EUR": 1})]),
    ],
)
def test_prices_that_leave_a_gap_or_overlap_are_refused(
    kind: Kind, amounts: dict[str, int] | None, tiers: list[Tier] | None
) -> None:
    with pytest.raises(BadTiers):
        tiers_of(kind, amounts, tiers)


def test_as_many_of_the_largest_options_as_allowed_fit_into_one_item() -> None:
    amounts = dict.fromkeys(sorted(CURRENCIES)[:CURRENCIES_MAX], AMOUNT_MAX)
    largest = an_option(
        title="𝄞" * 100,
        countries=("US",) * COUNTRIES_MAX,
        kind=Kind.BY_WEIGHT,
        tiers=tuple(Tier(WEIGHT_G_MAX + step, amounts) for step in range(TIERS_MAX)),
    )
    assert stored_bytes(to_wire(options_item((largest,) * OPTIONS_MAX, 10**9))) < ITEM_BYTES_MAX


def stored_bytes(wire: dict[str, dict[str, object]]) -> int:
    """An item as DynamoDB counts it: text in UTF-8, two digits a byte, 3 a list or map and 1 for each thing in it."""
    return sum(len(name.encode()) + _value_bytes(value) for name, value in wire.items())


def _value_bytes(value: dict[str, object]) -> int:
    ((kind, content),) = value.items()
    match content:
        case list():
            return 3 + sum(1 + _value_bytes(each) for each in content)
        case dict():
            return 3 + stored_bytes(content) + len(content)
        case str() if kind == "N":
            return (len(content) + 1) // 2 + 2
        case _:
            return len(str(content).encode()) if kind == "S" else 1


def test_options_are_stored_and_loaded_whole() -> None:
    options = (an_option(), an_option(countries=("DE",), kind=Kind.BY_WEIGHT, tiers=by_weight((1000, 5), (None, 9))))
    loaded = options_of(options_item(options, 7))
    assert json.dumps(options_item(loaded, 7)) == json.dumps(options_item(options, 7))
    assert options_of(None) == ()
