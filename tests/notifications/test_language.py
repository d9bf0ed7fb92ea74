"""In which language a letter is, and how it writes money, days and countries."""

from datetime import datetime

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.notifications.language import Language, default_language, language_for
from shared.money import AMOUNT_MAX, CURRENCIES, decimal
from tests.notifications.builders import SHOP
from tests.world import NOON

ENGLISH_ONLY = SHOP.model_copy(update={"locales": ("en",)})
GERMAN_FIRST = SHOP.model_copy(update={"default_locale": "de"})


@pytest.mark.parametrize("country", ["DE", "AT", "CH", "LI"])
def test_german_speaking_countries_are_written_in_german_where_the_shop_does(country: str) -> None:
    assert language_for(SHOP, country).code == "de"
    assert language_for(ENGLISH_ONLY, country).code == "en"


@pytest.mark.parametrize("country", ["US", "GB", "IE", "CA"])
def test_english_speaking_countries_are_written_in_english(country: str) -> None:
    assert language_for(GERMAN_FIRST, country).code == "en"


@pytest.mark.parametrize("country", ["FR", "BE", "LU", "JP", "XX", ""])
def test_other_countries_get_the_default(country: str) -> None:
    """A language that a minority of them speaks is not theirs: Belgium's German is not."""
    assert (language_for(SHOP, country).code, language_for(GERMAN_FIRST, country).code) == ("en", "de")


@pytest.mark.parametrize("wanted", ["de", "DE", "de-AT", "de_CH", "de-Latn-DE"])
def test_what_the_order_says_goes_before_its_country(wanted: str) -> None:
    assert language_for(SHOP, "US", wanted).code == "de"


@pytest.mark.parametrize("wanted", ["fr", "", "-", "xx-YY", "../../etc", "e" * 500, "\u0000"])
def test_a_language_that_the_shop_does_not_write_is_no_language(wanted: str) -> None:
    assert language_for(SHOP, "AT", wanted) == language_for(SHOP, "AT")


def test_figures_follow_the_country_as_far_as_it_is_known() -> None:
    assert language_for(SHOP, "AT").locale == Locale("de", "AT")
    assert language_for(SHOP, "US", "de-AT").locale == Locale("de", "AT")
    assert language_for(SHOP, "XX").locale == Locale("en")
    assert default_language(SHOP).locale == Locale("en")
    assert default_language(SHOP.model_copy(update={"default_locale": "zz"})).locale == Locale("en")


@pytest.mark.parametrize(
    ("locale", "amount", "currency", "shown"),
    [
        ("en_US", 123456, "USD", "$1,234.56"),
        ("en_US", -500, "USD", "-$5.00"),
        ("de_DE", 123456, "EUR", "1.234,56\xa0€"),
        ("de_CH", 123456, "CHF", "CHF\xa01’234.56"),
        ("de_CH", 123456789, "CHF", "CHF\xa01’234’567.89"),
        ("en_US", 5626, "JPY", "¥5,626"),
        ("en_US", 1234, "KWD", "KWD\xa01.234"),
        ("de_DE", 1, "IQD", "0,001\xa0IQD"),  # three decimals, though nobody pays with them
    ],
)
def test_money_is_written_as_its_reader_does(locale: str, amount: int, currency: str, shown: str) -> None:
    assert Language(locale[:2], Locale.parse(locale)).money(amount, currency) == shown


@settings(max_examples=200, deadline=None)
@given(st.integers(-AMOUNT_MAX, AMOUNT_MAX), st.sampled_from(sorted(CURRENCIES)))
def test_no_amount_is_rounded(amount: int, currency: str) -> None:
    shown = Language("en", Locale("en", "US")).money(amount, currency)
    assert "".join(filter(str.isdigit, shown)) == "".join(filter(str.isdigit, decimal(amount, currency)))
    assert shown.startswith("-") == (amount < 0)


def test_days_and_countries_are_in_the_letters_language() -> None:
    german = Language("de", Locale("de", "AT"))
    assert german.day(NOON) == "22. November 2026"
    assert german.minute(NOON) == "22. November 2026, 12:00 UTC"
    assert (german.country("AT"), german.country("XQ")) == ("Österreich", "XQ")
    noon: datetime = NOON
    assert Language("en", Locale("en", "US")).minute(noon).replace("\u202f", " ") == "November 22, 2026, 12:00 PM UTC"
