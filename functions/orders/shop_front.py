"""What a shop front needs to know before the first cart: the shop, its currencies, its countries, its limits."""

import json
from collections.abc import Iterable
from typing import Literal

from functions import fulfillment
from functions.orders.cart import LINES_MAX
from shared.dynamo import fetch
from shared.http import Listed, Reply, View
from shared.http.api import API_VERSION
from shared.http.models import QUANTITY_MAX
from shared.settings import Settings, read_settings


class ShopSettings(Settings):
    """The shop, as the stage has it. locales: the languages that letters are in."""

    shop_name: str = "Example Shop"
    default_currency: str = "USD"
    default_locale: str = "en"
    locales: str = '["en"]'


class CountryView(View):
    """A country that the shop ships to: ISO 3166-1 alpha-2, and its name in English."""

    code: str
    object: Literal["country"] = "country"
    name: str


class LimitsView(View):
    """How much one cart and one line of it may hold."""

    cart_lines: int
    line_quantity: int


class ConfigView(View):
    """The shop. currencies: those that shipping is priced in, so that an order can be completed; null where none is."""

    object: Literal["config"] = "config"
    shop_name: str
    api_version: str
    currencies: list[str]
    default_currency: str | None
    countries: list[str]
    locales: list[str]
    default_locale: str
    limits: LimitsView


def show_countries() -> Reply[Listed[CountryView]]:
    """The countries that some active shipping option goes to, by code; few enough for one page."""
    (options,) = fetch(fulfillment.shipping_options(), is_current=False)
    names = _names()
    shown = [CountryView(code=code, name=names[code]) for code in countries(options)]
    return Reply(Listed[CountryView](data=shown))


def show_config() -> Reply[ConfigView]:
    """What the shop's front may know of it. Nothing here is a secret."""
    (options,) = fetch(fulfillment.shipping_options(), is_current=False)
    settings: ShopSettings = read_settings(ShopSettings)
    usable = currencies(options)
    first = settings.default_currency if settings.default_currency in usable else next(iter(usable), None)
    return Reply(
        ConfigView(
            shop_name=settings.shop_name,
            api_version=API_VERSION,
            currencies=usable,
            default_currency=first,
            countries=countries(options),
            locales=json.loads(settings.locales),
            default_locale=settings.default_locale,
            limits=LimitsView(cart_lines=LINES_MAX, line_quantity=QUANTITY_MAX),
        )
    )


def countries(options: Iterable[fulfillment.ShippingOption]) -> list[str]:
    """Where the active ones of these options go to, by code; one without countries goes to all there are."""
    active = [option for option in options if option.is_active]
    known = _names()
    if any(not option.countries for option in active):
        return sorted(known)
    return sorted({code for option in active for code in option.countries} & known.keys())


def currencies(options: Iterable[fulfillment.ShippingOption]) -> list[str]:
    """The currencies that an active option has a price in: in no other can an order be completed."""
    active = (option for option in options if option.is_active)
    return sorted({currency for option in active for tier in option.tiers for currency in tier.amounts})


def _names() -> dict[str, str]:
    from iso3166 import countries_by_alpha2  # noqa: PLC0415 - rarely asked

    return {code: country.apolitical_name for code, country in countries_by_alpha2.items()}
