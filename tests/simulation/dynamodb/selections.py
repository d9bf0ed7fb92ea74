"""What a Query asks for, and where in the table or the index that is."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.simulation.dynamodb.errors import Wire, invalid
from tests.simulation.dynamodb.indexes import IndexData
from tests.simulation.dynamodb.key_conditions import ALL, Part, Range, range_of
from tests.simulation.dynamodb.plans import Plan
from tests.simulation.dynamodb.state import State
from tests.simulation.dynamodb.tables import Table
from tests.simulation.dynamodb.values import size_of

TABLE_KEYS = ("pk", "sk")
OUTSIDE = "The provided starting key is outside query boundaries based on provided conditions"
NOT_IN_RANGE = "The provided starting key does not match the range key predicate"
NO_START = "The provided starting key is invalid"
WRONG_TYPE = "One or more parameter values were invalid: Condition parameter type does not match schema type"
EMPTY = (
    "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string"
)


@dataclass(slots=True)
class Asked:
    """A Query's partition and range. start: the key that it goes on after."""

    partition: str
    range: Range
    start: Wire | None
    key_names: tuple[str, ...]  # of what it reads from: an index's own come after the table's
    sort_name: str | None
    is_forward: bool
    is_consistent: bool


@dataclass(slots=True)
class Selection:
    """Part of a sorted list of places, and what stands at a place, with its size."""

    places: list[Any]
    start: int
    end: int
    look: Callable[[Any], tuple[Wire, int]]


def asked_of(index: IndexData | None, plan: Plan, values: Wire, request: Wire) -> Asked:
    """Raises AwsError where that cannot be asked."""
    partition_name, sort_name = ("pk", "sk") if index is None else (index.index.partition, index.index.sort)
    partition, wanted = _bounds(plan.keys, values, partition_name, sort_name)
    for name in (partition_name, sort_name):
        if name in plan.filtered:
            told = f"Primary key attribute: {name}"
            raise invalid(f"Filter Expression can only contain non-primary key attributes: {told}")
    return Asked(
        partition=partition,
        range=wanted,
        start=request.get("ExclusiveStartKey"),
        key_names=TABLE_KEYS if index is None else index.key_names,
        sort_name=sort_name,
        is_forward=request.get("ScanIndexForward", True),
        is_consistent=request.get("ConsistentRead") is True,
    )


def _bounds(parts: tuple[Part, ...], values: Wire, partition: str, sort: str | None) -> tuple[str, Range]:
    by_name = {part.attribute: part for part in parts}
    first = by_name.pop(partition, None)
    if first is None:
        raise invalid(f"Query condition missed key schema element: {partition}")
    if first.sign != "=":
        raise invalid("Query key condition not supported")
    second = by_name.pop(sort, None) if sort else None
    if by_name:
        raise invalid(
            f"Query condition missed key schema element: {sort}" if sort else "Query key condition not supported"
        )
    for part in parts:
        _check_values(part, values)
    return values[first.values[0]]["S"], range_of(second, values) if second else ALL


def _check_values(part: Part, values: Wire) -> None:
    for name in part.values:
        if "S" not in values[name]:
            raise invalid(WRONG_TYPE)
        if not values[name]["S"]:
            raise invalid(f"{EMPTY} value. Key: {part.attribute}")


def select(state: State, table: Table, index: IndexData | None, asked: Asked) -> Selection:
    """What the Query has still before it. Raises AwsError where it cannot go on from where it says."""
    moment = None if asked.is_consistent or index else state.moment_read()
    if index is not None:
        index.catch_up(state.now())
        found = _in_index(index, asked)
    elif moment is not None:
        found = _in_the_past(table, asked, moment)
    else:
        found = _in_table(table, asked)
    return found if asked.start is None else _rest(found, _place(index, asked), asked.is_forward)


def _in_table(table: Table, asked: Asked) -> Selection:
    pk, items, sizes = asked.partition, table.items, table.sizes

    def look(sk: str) -> tuple[Wire, int]:
        key = (pk, sk)
        return items[key], sizes[key]

    return Selection(*table.within(pk, asked.range), look)


def _in_the_past(table: Table, asked: Asked, moment: float) -> Selection:
    sorts, changed = table.within_as_of(asked.partition, asked.range, moment)

    def look(sk: str) -> tuple[Wire, int]:
        item = changed.get(sk) or table.items[asked.partition, sk]
        return item, size_of(item)

    return Selection(sorts, 0, len(sorts), look)


def _in_index(index: IndexData, asked: Asked) -> Selection:
    entries = index.entries

    def look(place: tuple[str, int, str, str]) -> tuple[Wire, int]:
        entry = entries[place[2:]]
        return entry.item, entry.size

    return Selection(*index.within(asked.partition, asked.range), look)


def _rest(found: Selection, place: Any, is_forward: bool) -> Selection:
    """What comes behind a place."""
    if is_forward:
        found.start = max(found.start, bisect_right(found.places, place))
    else:
        found.end = min(found.end, bisect_left(found.places, place))
    return found


def _place(index: IndexData | None, asked: Asked) -> Any:
    """The place that a Query's start key names. Raises AwsError where it is not one of what the Query reads."""
    start = asked.start or {}
    if start.keys() != set(asked.key_names) or not all("S" in value for value in start.values()):
        raise invalid(NO_START)
    key = (start["pk"]["S"], start["sk"]["S"])
    if index is None:
        partition, place, sort = key[0], key[1], key[1]
    else:
        at = index.place_of(key, start)
        if at is None:
            raise invalid(NO_START)
        partition, place, sort = at[0], at[1], at[1][0]
    if partition != asked.partition:
        raise invalid(OUTSIDE)
    if asked.sort_name and not asked.range.holds(sort):
        raise invalid(NOT_IN_RANGE)
    return place
