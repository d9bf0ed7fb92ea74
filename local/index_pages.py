"""A page of a large index in the emulator: what it returns is looked at, not all that the partition holds.

Alone the emulator sorts an index's whole partition for each page and tries the condition on every item of it, which
takes seconds for a hundred thousand of them, and answers nobody else meanwhile. Here the order is kept until
something of the table changes, and a page begins at its cursor. It runs in the emulator, which `gate.py` starts.
"""

import threading
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Any

Place = tuple[Any, Any]  # an item's own keys


@dataclass(frozen=True)
class Order:
    """Of a partition of an index: its members by the index's order. of: the emulator's own note of them."""

    of: Any
    sort_keys: list[tuple[Any, ...]]
    places: list[Place]

    def after(self, cursor: tuple[Any, ...] | None, most: int, *, forward: bool) -> list[Place]:
        """So many of those that come after the cursor, or from the beginning."""
        if forward:
            first = bisect_right(self.sort_keys, cursor) if cursor else 0
            return self.places[first : first + most]
        end = bisect_left(self.sort_keys, cursor) if cursor else len(self.places)
        return self.places[max(end - most, 0) : end]


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
        self.asked = threading.local()
        self.orders: dict[str, dict[tuple[str, Any], Order]] = {}  # by the tables' ids

    def query(self, asked: Any) -> Any:
        self.asked.question = asked
        try:
            return self.query_as_it_is(asked)
        finally:
            self.asked.question = None

    def index_members(self, table: Any) -> Any:
        members = self.members_as_they_are(table)
        asked = getattr(self.asked, "question", None)
        if not asked or not asked.get("IndexName") or not asked.get("Limit") or not self._is_plain(asked):
            return members
        name = asked["IndexName"]
        hashes, ranges = self.dynamodb._index_key_lists(self.dynamodb._index_def(table, name))
        partition = self.dynamodb._extract_pk_from_condition(
            asked["KeyConditionExpression"],
            asked.get("ExpressionAttributeValues", {}),
            asked.get("ExpressionAttributeNames", {}),
            hashes[0],
        )
        of = members[name].get(partition)
        if of is None or len(hashes) > 1:
            return members
        start, shape = asked.get("ExclusiveStartKey"), self.dynamodb._index_order_keys(table, ranges)
        order = self._order(table, name, partition, of, shape)
        most = int(asked["Limit"]) + 1  # by the one that is too many it sees that there are more
        forward = asked.get("ScanIndexForward", True)
        return {name: Page(order.after(self._sort_key(start, shape) if start else None, most, forward=forward))}

    def index_item(self, table: Any, pk: Any, sk: Any, item: Any, *, add: bool) -> None:
        self.orders.pop(table["TableId"], None)
        self.index_item_as_it_is(table, pk, sk, item, add)

    def _is_plain(self, asked: Any) -> bool:
        """Whether all that follow the cursor are in the answer until its limit: a cursor is in the range itself."""
        condition = asked.get("KeyConditionExpression") or ""
        return bool(condition) and ("ExclusiveStartKey" in asked or " AND " not in condition.upper())

    def _order(self, table: Any, name: str, partition: Any, of: Any, shape: Any) -> Order:
        kept = self.orders.setdefault(table["TableId"], {})
        order = kept.get((name, partition))
        if order is None or order.of is not of or len(order.places) != len(of):
            items = table["items"]
            pairs = sorted((self._sort_key(items[pk][sk], shape), (pk, sk)) for pk, sk in of)
            order = Order(of, [each for each, _ in pairs], [place for _, place in pairs])
            kept[(name, partition)] = order
        return order

    def _sort_key(self, item: Any, shape: Any) -> tuple[Any, ...]:
        return tuple(self.dynamodb._index_order_value(item, name, kind) for name, kind in shape)


def turn_pages(dynamodb: Any) -> None:
    """Teach the emulator's DynamoDB, its module, to look at a page for a page."""
    pages = Pages(dynamodb)
    dynamodb._query, dynamodb._index_members = pages.query, pages.index_members
    dynamodb._index_item = lambda table, pk, sk, item, add: pages.index_item(table, pk, sk, item, add=add)
