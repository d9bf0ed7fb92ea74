"""What a shop front is told before the first cart."""

from typing import Any

import pytest

from tests.in_process import InProcessShop


def option(shop: InProcessShop, countries: list[str], currency: str, **more: Any) -> str:
    """A flat shipping option."""
    body = {"title": "Parcel", "kind": "flat", "countries": countries, "amounts": {currency: 500}, **more}
    status, made, _ = shop.admin("POST", "/admin/shipping_options", body)
    assert status == 201, made
    return str(made["id"])


def config(shop: InProcessShop) -> Any:
    status, body, _ = shop.call("GET", "/store/config")
    assert status == 200, body
    return body


def countries(shop: InProcessShop) -> dict[str, str]:
    status, body, _ = shop.call("GET", "/store/countries")
    assert (status, body["has_more"]) == (200, False)
    return {each["code"]: each["name"] for each in body["data"]}


def test_a_shop_that_ships_nowhere_says_so(shop: InProcessShop) -> None:
    assert countries(shop) == {}
    assert [config(shop)[name] for name in ("countries", "currencies", "default_currency")] == [[], [], None]


def test_countries_and_currencies_are_those_of_the_active_options(shop: InProcessShop) -> None:
    option(shop, ["FR", "DE"], "EUR")
    option(shop, ["DE", "CH"], "CHF")
    option(shop, ["US"], "JPY", is_active=False)
    assert countries(shop) == {"CH": "Switzerland", "DE": "Germany", "FR": "France"}
    shown = config(shop)
    assert shown["countries"] == ["CH", "DE", "FR"]
    assert (shown["currencies"], shown["default_currency"]) == (["CHF", "EUR"], "CHF")
    option(shop, ["US"], "USD")
    assert config(shop)["default_currency"] == "USD"


def test_an_option_without_countries_goes_to_all_there_are(shop: InProcessShop) -> None:
    option(shop, [], "USD")
    shown = countries(shop)
    assert len(shown) == 250  # the 249, and Kosovo, which carts take too
    assert {"US", "DE", "JP"} <= shown.keys()
    assert not {"UK", "XX", "ZZ"} & shown.keys()
    assert list(shown) == sorted(shown) == config(shop)["countries"]


def test_the_shop_tells_its_name_its_languages_and_its_limits(
    shop: InProcessShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"SHOP_NAME": "Hüte & Co", "DEFAULT_LOCALE": "de", "LOCALES": '["de", "en"]'}.items():
        monkeypatch.setenv(name, value)
    shown = config(shop)
    assert (shown["shop_name"], shown["default_locale"], shown["locales"]) == ("Hüte & Co", "de", ["de", "en"])
    assert shown["limits"] == {"cart_lines": 60, "line_quantity": 100_000}
    assert shown["api_version"]
