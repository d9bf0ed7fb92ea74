"""What a table's items were a moment ago, for reads that are answered late."""

from collections import deque

from tests.simulation.dynamodb.errors import Wire
from tests.simulation.dynamodb.indexes import Key

KEPT_S = 60  # no replica of DynamoDB is further behind; it is mostly well below a second

Past = tuple[float, str, Wire | None]  # (changed at, sk, the item until then)


class History:
    """The last changes of each partition, as they are needed and no longer."""

    def __init__(self) -> None:
        self._by_partition: dict[str, deque[Past]] = {}
        self._in_order: deque[tuple[float, str]] = deque()

    def note(self, now: float, key: Key, old: Wire | None) -> None:
        """An item is about to change."""
        self._by_partition.setdefault(key[0], deque()).append((now, key[1], old))
        self._in_order.append((now, key[0]))
        while self._in_order[0][0] < now - KEPT_S:
            _, pk = self._in_order.popleft()
            past = self._by_partition[pk]
            past.popleft()
            if not past:
                del self._by_partition[pk]

    def changed_since(self, moment: float, pk: str) -> dict[str, Wire | None]:
        """The items of a partition that have changed after that moment, as they were then, by their sort keys."""
        then: dict[str, Wire | None] = {}
        for at, sk, old in reversed(self._by_partition.get(pk, ())):
            if at <= moment:
                break
            then[sk] = old
        return then

    def partitions(self) -> set[str]:
        """Those in which something has changed lately."""
        return set(self._by_partition)

    def forget(self) -> None:
        """Everything has always been as it is now."""
        self._by_partition.clear()
        self._in_order.clear()
