"""Two tables beside each other: the live one and one that was restored, compared item by item and by their books."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from shared.dynamo.values import Item

Key = tuple[str, str]
UNITS = ("on_hand", "reserved", "damaged", "incoming")  # of a level


@dataclass(frozen=True)
class Side:
    """What a table holds: each item's mark by its key, and the sums of its books. Small enough to be kept whole."""

    marks: Mapping[Key, bytes]
    books: Mapping[str, int]


@dataclass(frozen=True)
class Difference:
    """missing: only in the restored table; newer: only in the live one; changed: in both, and not the same."""

    missing: list[Key] = field(default_factory=list)
    newer: list[Key] = field(default_factory=list)
    changed: list[Key] = field(default_factory=list)

    @property
    def is_none(self) -> bool:
        return not (self.missing or self.newer or self.changed)


def side(items: Iterable[Item], now_s: int) -> Side:
    """now_s: what ended before is garbage that DynamoDB has not yet collected, and counts on neither side."""
    marks: dict[Key, bytes] = {}
    books: Counter[str] = Counter()
    for item in items:
        if item.get("ttl", now_s) < now_s:
            continue
        marks[item["pk"], item["sk"]] = hashlib.sha256(json.dumps(item, sort_keys=True).encode()).digest()
        books.update(booked(item))
    return Side(marks, books)


def booked(item: Item) -> dict[str, int]:
    """What an item adds to the books: an entry of the ledger to its accounts, a level to the units."""
    pk, sk = item["pk"], item["sk"]
    if sk.startswith("LEDGER#") and pk.startswith("ORDER#"):
        sums: Counter[str] = Counter({"ledger entries": 1})
        for line in item["lines"]:
            sums[f"{item['currency']} {line['account']}"] += line["debit"] - line["credit"]
            sums[f"{item['currency']} debits less credits"] += line["debit"] - line["credit"]
        return dict(sums)
    if sk.startswith("LEVEL#") and pk.startswith("VARIANT#"):
        return {f"units {name}": item[name] for name in UNITS}
    return {}


def difference(live: Side, restored: Side) -> Difference:
    both = live.marks.keys() & restored.marks.keys()
    return Difference(
        sorted(restored.marks.keys() - live.marks.keys()),
        sorted(live.marks.keys() - restored.marks.keys()),
        sorted(key for key in both if live.marks[key] != restored.marks[key]),
    )
