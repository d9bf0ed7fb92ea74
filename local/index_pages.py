"""A page of a large index in the emulator: what it returns is looked at, not all that the partition holds.

Alone the emulator sorts an index's whole partition for each page and tries the condition on every item of it, which
takes seconds for a hundred thousand of them, and answers nobody else meanwhile. Here the order is kept until
something of the table changes, and a page begins at its cursor. It runs in the emulator, which `gate.py` starts.
"""

import re
import threading
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Any

Place = tuple[Any, Any]  # an item's own keys
UNLIMITED = 20_000  # items; a page ends at 1 MB, and an item with its keys has mostly more than fifty bytes
HIGHEST = chr(0x10FFFF)  # behind every key
SHAPE = re.compile(r"\S+ = (?P<partition>:\w+)( AND \S+ BETWEEN (?P<low>:\w+) AND (?P<high>:\w+))?")


@dataclass(frozen=True)
class Order:
    """Of a partition of an index: its members by the index's order. of: the emulator's own note of them."""

    of: Any
    sort_keys: list[tuple[Any, ...]]
    places: list[Place]

    def part(self, asked: Any, cursor: tuple[Any, ...] | None, bounds: tuple[str, str] | None) -> list[Place]:
        """What a page may hold, and one more, by which the emulator sees that there are more."""
        forward, most = asked.get("ScanIndexForward", True), int(asked.get("Limit") or UNLIMITED) + 1
        low, high = 0, len(self.places)
        if bounds:
            low = bisect_left(self.sort_keys, (bounds[0],))
            high = bisect_right(self.sort_keys, (bounds[1], HIGHEST))
        if cursor and forward:
            low = max(low, bisect_right(self.sort_keys, cursor))
        elif cursor:
            high = min(high, bisect_left(self.sort_keys, cursor))
        return self.places[low : min(low + most, high)] if forward else self.places[max(high - most, low) : high]


@dataclass(frozen=True)
class Page:
    """Stands for all partitions of an index while one page of one of them is asked for."""

    places: list[Place]

    def get(self, _partition: Any, _default: Any = ()) -> list[Place]:
        """Its places, whichever partition is named: there is no other in the question."""
        return self.places


class Pages:
    """What the emulator's DynamoDB does otherwise: each method stands for the one of its module that it calls."""

    def __init__(self, dynamodb: Any) -> None:
        self.dynamodb = dynamodb
        self.query_as_it_is, self.members_as_they_are = dynamodb._query, dynamodb._index_members
        self.index_item_as_it_is = dynamodb._index_item
        self.now = threading.local()  # asked: the question; shown: how many places stood for its partition
        self.orders: dict[str, dict[tuple[str, Any], Order]] = {}  # by the tables' ids

    def query(self, asked: Any) -> Any:
        self.now.asked, self.now.shown = asked, 0
        try:
            answer = self.query_as_it_is(asked)
        finally:
            self.now.asked = None
        if self.now.shown > UNLIMITED and b"LastEvaluatedKey" not in answer[2]:
            return self.query_as_it_is(asked)  # so small were the items that there was room for more
        return answer

    def index_members(self, table: Any) -> Any:
        members = self.members_as_they_are(table)
        asked = getattr(self.now, "asked", None)
        condition = SHAPE.fullmatch((asked or {}).get("KeyConditionExpression") or "")
        if not asked or not asked.get("IndexName") or condition is None:
            return members
        name, values = asked["IndexName"], asked["ExpressionAttributeValues"]
        hashes, ranges = self.dynamodb._index_key_lists(self.dynamodb._index_def(table, name))
        partition = next(iter(values[condition["partition"]].values()))
        of = members[name].get(partition)
        shape = self.dynamodb._index_order_keys(table, ranges)
        if of is None or len(hashes) > 1 or any(kind != "S" for _, kind in shape):
            return members
        start = asked.get("ExclusiveStartKey")
        bounds = (values[condition["low"]]["S"], values[condition["high"]]["S"]) if condition["low"] else None
        order = self._order(table, (name, partition), of, shape)
        places = order.part(asked, self._sort_key(start, shape) if start else None, bounds)
        self.now.shown = 0 if asked.get("Limit") else len(places)
        return {name: Page(places)}

    def index_item(self, table: Any, pk: Any, sk: Any, item: Any, add: Any) -> None:
        self.orders.pop(table["TableId"], None)
        self.index_item_as_it_is(table, pk, sk, item, add)

    def _order(self, table: Any, where: tuple[str, Any], of: Any, shape: Any) -> Order:
        kept = self.orders.setdefault(table["TableId"], {})
        order = kept.get(where)
        if order is None or order.of is not of or len(order.places) != len(of):
            items = table["items"]
            pairs = sorted((self._sort_key(items[pk][sk], shape), (pk, sk)) for pk, sk in of)
            order = kept[where] = Order(of, [each for each, _ in pairs], [place for _, place in pairs])
        return order

    def _sort_key(self, item: Any, shape: Any) -> tuple[Any, ...]:
        return tuple(self.dynamodb._index_order_value(item, name, kind) for name, kind in shape)


def turn_pages(dynamodb: Any) -> None:
    """Teach the emulator's DynamoDB, its module, to look at a page for a page."""
    pages = Pages(dynamodb)
    dynamodb._query, dynamodb._index_members = pages.query, pages.index_members
    dynamodb._index_item = pages.index_item
