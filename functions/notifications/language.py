"""The language of a letter, and how it writes money, days and countries."""

import re
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.languages import get_official_languages
from babel.numbers import get_group_symbol

from functions.notifications.shop import Shop
from shared.money import exponent

# Between "KWD" and a digit belongs a space, as Unicode's data (currencySpacing) has it and Babel does not do.
_SYMBOL_MEETS_NUMBER = re.compile(r"(?<=[^\W\d_])(?=-?\d)|(?<=\d)(?=[^\W\d_])")


@dataclass(frozen=True)
class Language:
    """The words are of `code`, such as "de"; figures follow the customs of its country, such as de_AT's."""

    code: str
    locale: Locale

    def money(self, amount: int, currency: str) -> str:
        """An amount in minor units: "$56.42", "56,42 €". Exact: never rounded to what a country uses in cash."""
        pattern = copy(self.locale.currency_formats["standard"])
        pattern.frac_prec = (exponent(currency), exponent(currency))
        units = Decimal(abs(amount)).scaleb(-exponent(currency))
        flat: str = pattern.apply(units, self.locale, currency, currency_digits=False, group_separator=False)
        shown = re.sub(r"\d+", lambda whole: self._grouped(whole[0], pattern.grouping), flat, count=1)
        return _SYMBOL_MEETS_NUMBER.sub("\xa0", f"-{shown}" if amount < 0 else shown)

    def _grouped(self, digits: str, sizes: tuple[int, int]) -> str:
        """The digits in groups. Babel takes two of Switzerland's apostrophes for quotes, and drops them."""
        groups, rest, size = [digits[-sizes[0] :]], digits[: -sizes[0]], sizes[1]
        while rest:
            groups, rest = [rest[-size:], *groups], rest[:-size]
        return get_group_symbol(self.locale).replace("'", "’").join(groups)

    def day(self, moment: datetime) -> str:
        """ "22. November 2026", in UTC."""
        return format_date(moment.date(), "long", self.locale)

    def minute(self, moment: datetime) -> str:
        """ "22. November 2026, 12:00 UTC"."""
        return f"{self.day(moment)}, {format_time(moment.timetz(), 'short', locale=self.locale)} UTC"

    def country(self, code: str) -> str:
        """The country's name; its code where that has none."""
        return str(self.locale.territories.get(code, code))


def language_for(shop: Shop, country: str, wanted: str | None = None) -> Language:
    """The language to write to a shopper in.

    wanted: what the order says, such as "de" or "de-AT"; it counts where the shop writes that language. Else it is the
    first language of the country the order goes to, where the shop writes that, else the shop's default.
    """
    tongue, _, region = (wanted or "").replace("_", "-").partition("-")
    spoken = get_official_languages(country, de_facto=True)[:1]
    code = next((each for each in (tongue.lower(), *spoken) if each in shop.locales), shop.default_locale)
    return Language(code, _locale(code, region.upper() if region and code == tongue.lower() else country))


def default_language(shop: Shop) -> Language:
    """The language for the shop's own people."""
    return Language(shop.default_locale, _locale(shop.default_locale, ""))


def _locale(code: str, country: str) -> Locale:
    """The customs of the language in the country, in general, or English ones: the first of which we have data."""
    for name in (f"{code}_{country}", code):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")
