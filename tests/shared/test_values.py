"""Python values ⇄ DynamoDB's: what goes in comes out, and what it cannot keep exactly does not go in."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any

import pytest
from boto3.dynamodb.types import TypeDeserializer
from hypothesis import given
from hypothesis import strategies as st

from shared.dynamo.values import NUMBER_MAX, from_wire, to_wire

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
LEAVES = st.none() | st.booleans() | TEXT | st.integers(-NUMBER_MAX, NUMBER_MAX)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4), max_leaves=20
)
ITEMS = st.dictionaries(TEXT, VALUES, max_size=6)


@given(ITEMS)
def test_an_item_comes_back_as_it_went(item: dict[str, Any]) -> None:
    """FAULTS 20"""
    assert from_wire(to_wire(item)) == item


@given(ITEMS)
def test_aws_reads_the_same_values(item: dict[str, Any]) -> None:
    read = {name: TypeDeserializer().deserialize(value) for name, value in to_wire(item).items()}
    assert read == item


class Color(StrEnum):
    RED = "red"


class Rank(IntEnum):
    FIRST = 1


@pytest.mark.parametrize(
    ("value", "wire"),
    [
        (True, {"BOOL": True}),
        (1, {"N": "1"}),
        (0, {"N": "0"}),
        ("", {"S": ""}),
        ("1", {"S": "1"}),
        (Color.RED, {"S": "red"}),
        (Rank.FIRST, {"N": "1"}),
        ((1, "a"), {"L": [{"N": "1"}, {"S": "a"}]}),
        (NUMBER_MAX, {"N": "9" * 38}),
    ],
)
def test_each_value_has_one_form(value: Any, wire: Any) -> None:
    assert to_wire({"v": value}) == {"v": wire}


@pytest.mark.parametrize(
    "value", [1.0, float("nan"), Decimal(1), b"x", {1, 2}, datetime(2026, 1, 1, tzinfo=UTC), [{"a": [0.5]}], object()]
)
def test_what_has_no_exact_form_is_refused(value: Any) -> None:
    """Money would change in a float, silently. FAULTS 20"""
    with pytest.raises(TypeError):
        to_wire({"v": value})


@pytest.mark.parametrize("value", [NUMBER_MAX + 1, -NUMBER_MAX - 1, 10**400])
def test_numbers_of_more_than_38_digits_are_refused(value: int) -> None:
    """FAULTS 20"""
    with pytest.raises(ValueError, match="38"):
        to_wire({"v": value})


@pytest.mark.parametrize("wire", [{"SS": ["a"]}, {"B": b"x"}])
def test_forms_that_nobody_here_writes_are_refused(wire: Any) -> None:
    with pytest.raises(TypeError):
        from_wire({"v": wire})
