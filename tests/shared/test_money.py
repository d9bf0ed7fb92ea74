"""Money: no unit is lost or made, in any currency."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.money import AMOUNT_MAX, CURRENCIES, decimal, exponent, share, show

AMOUNTS = st.integers(-AMOUNT_MAX, AMOUNT_MAX)
WEIGHTS = st.lists(st.integers(0, AMOUNT_MAX), min_size=1, max_size=60)


@given(AMOUNTS, WEIGHTS)
def test_the_parts_make_the_whole(amount: int, weights: list[int]) -> None:
    """FAULTS 71"""
    assert sum(share(amount, weights)) == amount


@given(AMOUNTS, WEIGHTS)
def test_each_part_is_its_exact_share_rounded_up_or_down(amount: int, weights: list[int]) -> None:
    """FAULTS 71"""
    whole = sum(weights) or len(weights)
    for part, weight in zip(share(amount, weights), weights if sum(weights) else [1] * len(weights), strict=True):
        assert abs(part * whole - amount * weight) < whole


@given(AMOUNTS, WEIGHTS)
def test_who_weighs_nothing_gets_nothing_and_no_part_has_the_other_sign(amount: int, weights: list[int]) -> None:
    for part, weight in zip(share(amount, weights), weights, strict=True):
        assert part * amount >= 0
        assert part == 0 or weight or not any(weights)


@given(AMOUNTS, WEIGHTS)
def test_a_negative_amount_is_shared_like_its_mirror_image(amount: int, weights: list[int]) -> None:
    assert share(-amount, weights) == [-part for part in share(amount, weights)]


@given(AMOUNTS, st.lists(st.integers(0, 10**6), min_size=1, max_size=20), st.integers(1, 10**6))
def test_only_the_proportions_count(amount: int, weights: list[int], times: int) -> None:
    assert share(amount, [weight * times for weight in weights]) == share(amount, weights)


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (1, [1, 2], [0, 1]),
        (5, [0, 0], [3, 2]),
        (0, [], []),
        (0, [1, 2], [0, 0]),
        (10, [7], [10]),
        (2, [0, 1, 0], [0, 2, 0]),
    ],
)
def test_ties_go_to_the_first(amount: int, weights: list[int], parts: list[int]) -> None:
    assert share(amount, weights) == parts


def test_what_nobody_gets_cannot_be_shared() -> None:
    with pytest.raises(ValueError, match="nothing"):
        share(1, [])


@given(AMOUNTS, st.sampled_from(sorted(CURRENCIES)))
def test_an_amount_shown_is_exact(amount: int, currency: str) -> None:
    """FAULTS 72"""
    shown = decimal(amount, currency)
    assert Decimal(shown) * 10 ** exponent(currency) == amount
    assert len(shown.partition(".")[2]) == exponent(currency)


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (3412, "USD", "34.12 USD"),
        (-5, "EUR", "-0.05 EUR"),
        (500, "JPY", "500 JPY"),
        (1234, "KWD", "1.234 KWD"),
        (0, "BHD", "0.000 BHD"),
        (1500, "ISK", "1500 ISK"),
        (AMOUNT_MAX, "USD", "9999999999.99 USD"),
    ],
)
def test_amounts_are_shown_with_their_currencys_decimals(amount: int, currency: str, shown: str) -> None:
    """FAULTS 72"""
    assert show(amount, currency) == shown


def test_every_currency_has_none_two_or_three_decimals() -> None:
    """FAULTS 72"""
    assert {exponent(currency) for currency in CURRENCIES} == {0, 2, 3}
    assert all(len(currency) == 3 and currency.isupper() for currency in CURRENCIES)


@pytest.mark.parametrize("code", ["XXX", "usd", "", "DEM", "BTC"])
def test_a_code_that_is_not_in_use_is_none(code: str) -> None:
    with pytest.raises(KeyError):
        exponent(code)
