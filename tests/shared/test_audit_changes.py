"""What is told of a change: every field that differs, by its path, and nothing of a person's."""

from typing import Any

import pytest

from shared.audit_changes import ALL_MAX, HIDDEN, TEXT_MAX, UNTOLD, changes

SHIRT: dict[str, Any] = {
    "id": "prod_1",
    "version": 3,
    "title": "T-shirt",
    "tags": ["new"],
    "variants": [{"id": "var_1", "sku": "TS-M", "prices": [{"currency": "USD", "amount": 2499}]}],
}


def told(before: Any, after: Any) -> dict[str, Any]:
    return changes(before, after)[0]


def test_only_what_differs_is_told_and_a_version_says_nothing() -> None:
    assert told(SHIRT, SHIRT | {"version": 4, "title": "Shirt"}) == {"title": ("T-shirt", "Shirt")}
    assert told(SHIRT, SHIRT | {"version": 4}) == {}


def test_a_price_is_told_by_its_variant_and_currency() -> None:
    dearer = SHIRT | {"variants": [{"id": "var_1", "sku": "TS-M", "prices": [{"currency": "USD", "amount": 2999}]}]}
    assert told(SHIRT, dearer) == {"variants.var_1.prices.USD": (2499, 2999)}


def test_what_was_not_there_was_nothing() -> None:
    made = told(None, SHIRT)
    assert made["title"] == (None, "T-shirt")
    assert made["variants.var_1.sku"] == (None, "TS-M")
    assert {field: pair[::-1] for field, pair in told(SHIRT, None).items()} == made


def test_things_without_a_name_go_by_their_place() -> None:
    tiers = [{"up_to_g": 500, "amounts": {"USD": 500}}, {"up_to_g": None, "amounts": {"USD": 900}}]
    dearer = [tiers[0], {"up_to_g": None, "amounts": {"USD": 950}}]
    assert told({"tiers": tiers}, {"tiers": dearer}) == {"tiers.1.amounts.USD": (900, 950)}


@pytest.mark.parametrize(("before", "after"), [(None, ""), ([], None), ({}, []), ("", None)])
def test_empty_is_empty_however_it_is_written(before: Any, after: Any) -> None:
    assert told({"tags": before}, {"tags": after}) == {}


@pytest.mark.parametrize("figure", [0, False])
def test_nought_and_no_are_values(figure: Any) -> None:
    assert told({"stock": None}, {"stock": figure}) == {"stock": (None, figure)}


@pytest.mark.parametrize("field", sorted(UNTOLD))
def test_of_what_is_a_persons_only_that_it_changed(field: str) -> None:
    assert told({field: "Jane"}, {field: "Jo"}) == {field: (HIDDEN, HIDDEN)}
    assert told({"items": [{"id": "li_1", field: {"line": "Jane"}}]}, None) == {f"items.li_1.{field}": (HIDDEN, None)}


def test_a_long_value_is_cut() -> None:
    (pair,) = told({"description": "a" * (TEXT_MAX + 1)}, {"description": ["a" * TEXT_MAX]}).values()
    assert pair == ("a" * TEXT_MAX + "…", '["' + "a" * (TEXT_MAX - 2) + "…")


def test_very_many_fields_end_somewhere_and_the_rest_is_counted() -> None:
    shown, left_out = changes(None, {f"field_{n:04}": "a" * 80 for n in range(1000)})
    assert len(shown) + left_out == 1000
    assert ALL_MAX / 200 < len(shown) < ALL_MAX / 80
    assert next(iter(shown)) == "field_0000"
