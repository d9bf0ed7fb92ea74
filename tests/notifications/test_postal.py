"""Addresses as their countries write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.notifications.postal import address_lines

PERSON = {"first_name": "Jane", "last_name": "Doe", "address1": "1 Main St"}


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        (
            {"city": "Oakland", "province": "CA", "postal_code": "94607", "country": "US"},
            ["Jane Doe", "1 Main St", "Oakland, CA 94607"],
        ),
        ({"city": "Oakland", "province": "CA", "country": "US"}, ["Jane Doe", "1 Main St", "Oakland, CA"]),
        ({"city": "Oakland", "postal_code": "94607", "country": "US"}, ["Jane Doe", "1 Main St", "Oakland 94607"]),
        ({"city": "Berlin", "postal_code": "10115", "country": "DE"}, ["Jane Doe", "1 Main St", "10115 Berlin"]),
        (
            {"city": "London", "postal_code": "SW1A 1AA", "country": "GB", "company": "Doe Ltd", "address2": "Flat 2"},
            ["Jane Doe", "Doe Ltd", "1 Main St", "Flat 2", "London", "SW1A 1AA"],
        ),
        (
            {"city": "Zürich", "postal_code": "8001", "country": "CH", "company": "Doe AG"},
            ["Doe AG", "Jane Doe", "1 Main St", "CH-8001 Zürich"],
        ),
        ({"city": "Zürich", "postal_code": "CH-8001", "country": "CH"}, ["Jane Doe", "1 Main St", "CH-8001 Zürich"]),
        ({"city": "Budapest", "postal_code": "1051", "country": "HU"}, ["Jane Doe", "Budapest", "1 Main St", "1051"]),
        ({"city": "Dubai", "province": "Dubai", "country": "AE"}, ["Jane Doe", "1 Main St", "Dubai", "Dubai"]),
        ({"city": "Nowhere", "postal_code": "1", "country": "XX"}, ["Jane Doe", "1 Main St", "1 Nowhere"]),
    ],
)
def test_an_address_is_in_its_countrys_order(given: dict[str, str | None], lines: list[str]) -> None:
    assert address_lines({**PERSON, **given}, "") == lines


def test_japanese_is_written_from_the_large_to_the_small_where_it_is_japanese() -> None:
    japanese = {
        "last_name": "山田",
        "address1": "1-2-3",
        "city": "渋谷区",
        "province": "東京都",
        "postal_code": "150-0002",
        "country": "JP",
    }
    assert address_lines(japanese, "Japan") == ["〒150-0002", "東京都", "渋谷区", "1-2-3", "山田", "Japan"]
    latin = {**PERSON, "city": "Shibuya", "province": "Tokyo", "postal_code": "150-0002", "country": "JP"}
    assert address_lines(latin, "Japan") == ["Jane Doe", "1 Main St", "Shibuya, Tokyo", "150-0002", "Japan"]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["US", "DE", "CH", "JP", "KR", "BR", "AE", "HK", "SG", "GI", "FR", "ZZ", ""]),
    st.dictionaries(
        st.sampled_from(["first_name", "company", "address2", "province", "postal_code"]),
        st.one_of(st.none(), st.text(max_size=20)),
    ),
)
def test_no_street_and_no_city_is_ever_lost(country: str, more: dict[str, str | None]) -> None:
    lines = address_lines({"last_name": "Doe", "address1": "Street", "city": "City", "country": country, **more}, "")
    assert all(any(word in line for line in lines) for word in ("Doe", "Street", "City"))
    assert all(line.strip() for line in lines)
