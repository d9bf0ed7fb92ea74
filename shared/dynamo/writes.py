"""Staged writes: what should become of one item, under which condition, and what it means when the condition fails."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from shared.dynamo.values import Item
from shared.errors import Stale
from shared.table import TableSpec

Refusal = Callable[[Item | None], Exception]  # given the item as it was found, None where there was none

ABSENT = "attribute_not_exists(pk)"
PRESENT = "attribute_exists(pk)"
SEEN = "#version = :seen"


def _stale(_: Item | None) -> Exception:
    return Stale()


@dataclass(frozen=True)
class Write:
    """One operation of a commit. Build it with `create`, `replace`, `update`, `delete` or `check`."""

    table: TableSpec
    action: Literal["Put", "Update", "Delete", "ConditionCheck"]
    key: tuple[str, str]  # (pk, sk)
    item: Item | None = None  # the whole item, for Put
    expression: str | None = None  # "SET #a = :a …", for Update
    condition: str | None = None
    names: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    refusal: Refusal = _stale
    speaks_first: bool = False  # where several conditions fail, its refusal is the one raised


def speaking_first(write: Write) -> Write:
    """The write whose refusal comes before all others of its commit: it says that the work was done before, and what
    else failed then failed on its traces.
    """
    return dataclasses.replace(write, speaks_first=True)


def create(table: TableSpec, item: Item, refusal: Refusal = _stale) -> Write:
    """Put an item that must not be there yet."""
    return Write(table, "Put", (item["pk"], item["sk"]), item=item, condition=ABSENT, refusal=refusal)


def replace(table: TableSpec, item: Item, *, seen: int, refusal: Refusal = _stale) -> Write:
    """Put the next version of an item over the version that was seen. `seen` 0: it must not be there yet.

    The item's own `version` is the new one; a commit that finds another version than the seen one raises Stale.
    """
    if seen == 0:
        return create(table, item, refusal)
    return Write(
        table,
        "Put",
        (item["pk"], item["sk"]),
        item=item,
        condition=SEEN,
        names={"#version": "version"},
        values={":seen": seen},
        refusal=refusal,
    )


def replace_if(
    table: TableSpec,
    item: Item,
    condition: str,
    *,
    names: dict[str, str],
    values: dict[str, Any],
    refusal: Refusal = _stale,
) -> Write:
    """Put an item under a condition of one's own."""
    return Write(table, "Put", (item["pk"], item["sk"]), item, None, condition, names, values, refusal)


def update(
    table: TableSpec,
    key: tuple[str, str],
    expression: str,
    *,
    condition: str = PRESENT,
    names: dict[str, str] | None = None,
    values: dict[str, Any] | None = None,
    refusal: Refusal = _stale,
) -> Write:
    """Change some attributes in place: `"SET #n = #n - :n"`. Use `#names` always; many plain words are reserved."""
    return Write(table, "Update", key, None, expression, condition, names or {}, values or {}, refusal)


def counted(table: TableSpec, key: tuple[str, str], most: int, ttl: int, *, refusal: Refusal = _stale) -> Write:
    """Count one more, unless there are `most` already. ttl: when the counter is garbage, in epoch seconds."""
    return update(
        table,
        key,
        "SET #ttl = :ttl ADD #taken :one",
        condition="attribute_not_exists(#taken) OR #taken < :most",
        names={"#ttl": "ttl", "#taken": "taken"},
        values={":ttl": ttl, ":one": 1, ":most": most},
        refusal=refusal,
    )


def one_more(table: TableSpec, key: tuple[str, str], most: int, *, refusal: Refusal) -> Write:
    """Count one more of what is there, unless there are `most` already."""
    return update(
        table,
        key,
        "ADD #count :one",
        condition="attribute_not_exists(#count) OR #count < :most",
        names={"#count": "count"},
        values={":one": 1, ":most": most},
        refusal=refusal,
    )


def one_less(table: TableSpec, key: tuple[str, str]) -> Write:
    """One of what `one_more` has counted is gone."""
    return update(table, key, "ADD #count :less", names={"#count": "count"}, values={":less": -1})


def delete(
    table: TableSpec,
    key: tuple[str, str],
    *,
    condition: str = PRESENT,
    names: dict[str, str] | None = None,
    values: dict[str, Any] | None = None,
    refusal: Refusal = _stale,
) -> Write:
    """Remove an item."""
    return Write(table, "Delete", key, None, None, condition, names or {}, values or {}, refusal)


def delete_seen(table: TableSpec, key: tuple[str, str], *, seen: int) -> Write:
    """Remove an item of the version that was seen. A commit that finds another one raises Stale."""
    return delete(table, key, condition=SEEN, names={"#version": "version"}, values={":seen": seen})


def check(
    table: TableSpec,
    key: tuple[str, str],
    condition: str,
    *,
    names: dict[str, str] | None = None,
    values: dict[str, Any] | None = None,
    refusal: Refusal = _stale,
) -> Write:
    """Write nothing, but let the whole commit stand only if the condition holds."""
    return Write(table, "ConditionCheck", key, None, None, condition, names or {}, values or {}, refusal)


def still(table: TableSpec, key: tuple[str, str], *, seen: int) -> Write:
    """Write nothing, but let the whole commit stand only if the item is of the version that was seen; else Stale."""
    return check(table, key, SEEN, names={"#version": "version"}, values={":seen": seen})
