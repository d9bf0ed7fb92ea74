"""Every currency there and back, and what Stripe will not charge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.payments import NotChargeable
from functions.payments.stripe_money import AMOUNT_MIN, SUPPORTED, check_charge, from_stripe, to_stripe
from shared.money import CURRENCIES, exponent

STEPS = {"BHD": 10, "JOD": 10, "KWD": 10, "OMR": 10, "TND": 10, "MGA": 100}  # Stripe knows nothing finer


@given(st.sampled_from(sorted(SUPPORTED)), st.integers(1, 999_999))
def test_every_currency_comes_back_as_it_went(currency: str, units: int) -> None:
    amount = units * STEPS.get(currency, 1)
    assert from_stripe(to_stripe(amount, currency), currency) == amount


def test_every_currency_that_stripe_takes_is_one_of_ours() -> None:
    assert SUPPORTED <= CURRENCIES
    assert set(AMOUNT_MIN) <= SUPPORTED


SENT = [
    (1050, "USD", 1050),
    (500, "JPY", 500),
    (5, "ISK", 500),  # no decimals in ISO 4217, two at Stripe
    (5, "UGX", 500),
    (500, "MGA", 5),  # two in ISO 4217, none at Stripe
    (5120, "KWD", 5120),
    (1045, "HUF", 1045),  # whole forints in payouts only
    (1045, "TWD", 1045),
]


@pytest.mark.parametrize(("ours", "currency", "theirs"), SENT)
def test_stripes_amount_is_the_documented_one(ours: int, currency: str, theirs: int) -> None:
    assert to_stripe(ours, currency) == theirs
    assert from_stripe(theirs, currency) == ours


REFUSED = [
    (5124, "KWD"),  # the last digit must be 0
    (550, "MGA"),
    (100, "IRR"),
    (100, "LYD"),
    (49, "USD"),
    (29, "GBP"),
    (17_499, "HUF"),
    (0, "USD"),
    (-1, "USD"),
    (100_000_000, "USD"),  # nine digits
    (1_000_000, "ISK"),
]


@pytest.mark.parametrize(("amount", "currency"), REFUSED)
def test_what_stripe_would_refuse_is_refused_before(amount: int, currency: str) -> None:
    with pytest.raises(NotChargeable) as refused:
        check_charge(amount, currency)
    assert (refused.value.status, refused.value.code) == (422, "amount_not_chargeable")


@pytest.mark.parametrize(
    ("amount", "currency"), [(50, "USD"), (99_999_999, "USD"), (999_999, "ISK"), (999_999_999_999, "IDR")]
)
def test_the_bounds_themselves_are_charged(amount: int, currency: str) -> None:
    check_charge(amount, currency)


@pytest.mark.parametrize("currency", sorted(SUPPORTED - set(STEPS)))
def test_a_refund_may_be_one_minor_unit(currency: str) -> None:
    assert to_stripe(1, currency) >= 1
    assert exponent(currency) in (0, 2, 3)


def test_a_fraction_that_we_cannot_hold_is_not_rounded() -> None:
    with pytest.raises(ValueError, match="fraction"):
        from_stripe(550, "ISK")
