"""The tables that calls are drawn for, and the few keys that they share."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from shared.table import Index, TableSpec
from tests.simulation.dynamodb.errors import Wire

THINGS = TableSpec(
    "things",
    indexes=(
        Index("listing", partition="listed", sort="listed_as", keys_only=True),
        Index("owned", partition="owner", sort="sort"),
        Index("flat", partition="flat"),
    ),
)
PLAIN = TableSpec("plain", says=False)
SPECS = (THINGS, PLAIN)

PARTITIONS = ("a", "b", "ä#1", "long")
SORTS = ("1", "2", "10", "LINE#1", "LINE#2", "é", "𝄞", "~")
LARGE = "large"  # a partition of more than a page's megabyte
INDEXED = ("L", "M")  # partitions of the indexes


@contextmanager
def named(chunk: str) -> Iterator[None]:
    """Let the tables be called so: no chunk sees another one's."""
    names = {f"{spec.name.upper()}_TABLE": f"{spec.name}-{chunk}" for spec in SPECS}
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(names)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def large_items() -> list[Wire]:
    """The items of the large partition, 300 KB each."""
    return [{"pk": {"S": LARGE}, "sk": {"S": str(i)}, "x": {"S": "x" * 300_000}} for i in range(5)]


def a_table(random: Random) -> TableSpec:
    """Mostly the one with indexes."""
    return THINGS if random.random() < 0.8 else PLAIN


def a_key(random: Random) -> Wire:
    """One of few."""
    return {"pk": {"S": random.choice(PARTITIONS)}, "sk": {"S": random.choice(SORTS)}}
