"""One table: its items, their order within partitions, their sizes, its indexes, its history and who outlives when."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush

from shared.table import TableSpec
from tests.simulation.dynamodb.errors import Wire
from tests.simulation.dynamodb.history import History
from tests.simulation.dynamodb.indexes import IndexData, Key
from tests.simulation.dynamodb.key_conditions import ALL, Range
from tests.simulation.dynamodb.limits import TTL_AGE_MAX_S

Lag = Callable[[], float] | None

NOTHING: Wire = {}


@dataclass(frozen=True, slots=True)
class TableCopy:
    """A table at a moment. Nobody changes it."""

    items: dict[Key, Wire]
    sizes: dict[Key, int]
    sorts: dict[str, list[str]]
    indexes: dict[str, IndexData]
    ends: list[tuple[float, Key]]


class Table:
    """What DynamoDB keeps of one table. name: as requests call it."""

    def __init__(self, spec: TableSpec) -> None:
        self.spec = spec
        self.name = spec.physical_name
        self.items: dict[Key, Wire] = {}
        self.sizes: dict[Key, int] = {}
        self.sorts: dict[str, list[str]] = {}  # partition → its sort keys in order
        self.indexes = {index.name: IndexData(index) for index in spec.all_indexes}
        self.index_keys = [
            (name, index.name) for index in spec.all_indexes for name in (index.partition, index.sort) if name
        ]
        self.history = History()
        self._ends: list[tuple[float, Key]] = []

    def store(self, key: Key, new: Wire | None, size: int, now: float, lag: Lag) -> dict[str, int]:
        """Let the item be this from now on, None for no item. The write units of each index that it touches."""
        old = self.items.get(key)
        old_size = self.sizes.get(key, 0)
        if new is None:
            self._remove(key)
        else:
            self._keep(key, new, size)
        return self._tell_indexes(key, (old, old_size), (new, size), now, lag)

    def _remove(self, key: Key) -> None:
        if self.items.pop(key, None) is None:
            return
        del self.sizes[key]
        sorts = self.sorts[key[0]]
        del sorts[bisect_left(sorts, key[1])]
        if not sorts:
            del self.sorts[key[0]]

    def _keep(self, key: Key, new: Wire, size: int) -> None:
        if key not in self.items:
            sorts = self.sorts.get(key[0])
            if sorts is None:
                self.sorts[key[0]] = [key[1]]
            else:
                insort(sorts, key[1])
        self.items[key] = new
        self.sizes[key] = size
        if "N" in new.get("ttl", ()):
            heappush(self._ends, (float(new["ttl"]["N"]), key))

    def _tell_indexes(
        self, key: Key, old: tuple[Wire | None, int], new: tuple[Wire | None, int], now: float, lag: Lag
    ) -> dict[str, int]:
        units: dict[str, int] = {}
        before, after = old[0] or NOTHING, new[0] or NOTHING
        for name, index in self.indexes.items():
            if index.index.partition not in after and index.index.partition not in before:
                continue
            spent, entry = index.change(key, old[0], new[0], new[1], old[1])
            if not spent and entry is None:
                continue
            if spent:
                units[name] = spent
            index.catch_up(now)
            late = lag() if lag else 0.0
            if late > 0 or index.is_behind(key):
                index.show_later(key, entry, now + late)
            else:
                index.show(key, entry)
        return units

    def as_of(self, key: Key, moment: float) -> Wire | None:
        """The item as it was then."""
        then = self.history.changed_since(moment, key[0])
        return then[key[1]] if key[1] in then else self.items.get(key)

    def within(self, pk: str, wanted: Range) -> tuple[list[str], int, int]:
        """The sort keys of a partition, and from where to where the range is."""
        return within(self.sorts.get(pk, []), wanted)

    def within_as_of(self, pk: str, wanted: Range, moment: float) -> tuple[list[str], dict[str, Wire]]:
        """The sort keys in the range as they were then, and the items of which that was not as it is now."""
        then = self.history.changed_since(moment, pk)
        sorts, start, end = self.within(pk, wanted)
        stood = [sk for sk in sorts[start:end] if sk not in then]
        changed = {sk: item for sk, item in then.items() if item is not None}
        return sorted(stood + [sk for sk in changed if wanted.holds(sk)]), changed

    def all_as_of(self, pk: str, moment: float) -> tuple[list[str], dict[str, Wire]]:
        """The same of a whole partition."""
        return self.within_as_of(pk, ALL, moment)

    def over(self, now: float) -> list[Key]:
        """The items whose time is over, in the order it ended. They are not named a second time."""
        found: list[Key] = []
        while self._ends and self._ends[0][0] <= now:
            end, key = heappop(self._ends)
            is_still_so = self.items.get(key, {}).get("ttl", {}).get("N")
            if is_still_so is not None and float(is_still_so) == end and end > now - TTL_AGE_MAX_S:
                found.append(key)
        return list(dict.fromkeys(found))

    def copied(self) -> TableCopy:
        """The table as it is."""
        return TableCopy(
            items=self.items.copy(),
            sizes=self.sizes.copy(),
            sorts={pk: sorts.copy() for pk, sorts in self.sorts.items()},
            indexes={name: index.copied() for name, index in self.indexes.items()},
            ends=self._ends.copy(),
        )

    def become(self, past: TableCopy) -> None:
        """The table as it was. Views of the items stay good."""
        self.items.clear()
        self.items.update(past.items)
        self.sizes = past.sizes.copy()
        self.sorts = {pk: sorts.copy() for pk, sorts in past.sorts.items()}
        self.indexes = {name: index.copied() for name, index in past.indexes.items()}
        self._ends = past.ends.copy()
        self.history.forget()


def within(sorts: list[str], wanted: Range) -> tuple[list[str], int, int]:
    """From where to where a range is in sorted keys."""
    start, end = 0, len(sorts)
    if wanted.low is not None:
        start = bisect_left(sorts, wanted.low) if wanted.with_low else bisect_right(sorts, wanted.low)
    if wanted.high is not None:
        end = bisect_right(sorts, wanted.high) if wanted.with_high else bisect_left(sorts, wanted.high)
    return sorts, start, max(start, end)
