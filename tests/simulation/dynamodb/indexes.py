"""A global secondary index: what it shows, which may lag behind its table, and what keeping it up costs."""

from bisect import bisect_left, insort
from copy import copy
from heapq import heappop, heappush
from typing import NamedTuple
from zlib import crc32

from shared.table import Index
from tests.simulation.dynamodb.errors import Wire
from tests.simulation.dynamodb.key_conditions import Range
from tests.simulation.dynamodb.limits import WRITE_UNIT_BYTES
from tests.simulation.dynamodb.values import size_of

Key = tuple[str, str]  # (pk, sk)
Place = tuple[str, int, str, str]  # (sort key, a hash, pk, sk): equal sort keys stand in no order that means anything
LAST = 1 << 32  # above every hash


class Entry(NamedTuple):
    """An item as the index shows it."""

    partition: str
    place: Place
    item: Wire
    size: int


class IndexData:
    """Its entries by partition and in order, and the changes that it does not show yet."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.entries: dict[Key, Entry] = {}
        self.partitions: dict[str, list[Place]] = {}
        self._coming: list[tuple[float, int, Key, Entry | None]] = []
        self._last_due: dict[Key, float] = {}  # no change of an item overtakes an earlier one
        self._count = 0

    def change(
        self, key: Key, old: Wire | None, new: Wire | None, size: int, old_size: int
    ) -> tuple[int, Entry | None]:
        """The write units of an item's change, and the entry it leaves; 0 where the index need not be told."""
        before = None if old is None else self.place_of(key, old)
        after = None if new is None else self.place_of(key, new)
        if after is None:
            return (0 if before is None else self._units(key, old or {}, old_size)), None
        entry = self._entry(after, new or {}, size)
        units = _rounded(entry.size)
        if before is None:
            return units, entry
        if before != after:
            return units + self._units(key, old or {}, old_size), entry
        if self.index.keys_only:
            return 0, entry
        return max(units, _rounded(old_size)), entry

    def show(self, key: Key, entry: Entry | None) -> None:
        """Let the entry be seen from now on; None takes it out."""
        before = self.entries.pop(key, None)
        if before is not None and (entry is None or before[:2] != entry[:2]):
            places = self.partitions[before.partition]
            del places[bisect_left(places, before.place)]
            before = None
        if entry is not None:
            self.entries[key] = entry
            if before is None:
                insort(self.partitions.setdefault(entry.partition, []), entry.place)

    def show_later(self, key: Key, entry: Entry | None, due: float) -> None:
        """Let it be seen from that moment on, and not before what became of the item earlier."""
        due = max(due, self._last_due.get(key, due))
        self._last_due[key] = due
        self._count += 1
        heappush(self._coming, (due, self._count, key, entry))

    def catch_up(self, now: float) -> None:
        """Show what is due."""
        while self._coming and self._coming[0][0] <= now:
            due, _, key, entry = heappop(self._coming)
            if self._last_due.get(key) == due:
                del self._last_due[key]
            self.show(key, entry)

    def is_behind(self, key: Key) -> bool:
        """Whether a change of this item waits."""
        return key in self._last_due

    def within(self, partition: str, wanted: Range) -> tuple[list[Place], int, int]:
        """The places of a partition, and from where to where the range is."""
        places = self.partitions.get(partition, [])
        start, end = 0, len(places)
        if wanted.low is not None:
            start = bisect_left(places, (wanted.low,) if wanted.with_low else (wanted.low, LAST))
        if wanted.high is not None:
            end = bisect_left(places, (wanted.high, LAST) if wanted.with_high else (wanted.high,))
        return places, start, max(start, end)

    def copied(self) -> "IndexData":
        """One that later changes do not touch."""
        other = copy(self)
        other.entries = self.entries.copy()
        other.partitions = {name: places.copy() for name, places in self.partitions.items()}
        other._coming, other._last_due = self._coming.copy(), self._last_due.copy()
        return other

    def place_of(self, key: Key, item: Wire) -> tuple[str, Place] | None:
        """Its partition and place; None where the item lacks a key of the index, which then does not have it."""
        partition = item.get(self.index.partition)
        if partition is None:
            return None
        if self.index.sort is None:
            return partition["S"], ("", crc32(key[0].encode()), *key)
        sort = item.get(self.index.sort)
        return None if sort is None else (partition["S"], (sort["S"], crc32(key[0].encode()), *key))

    def _entry(self, at: tuple[str, Place], item: Wire, size: int) -> Entry:
        if not self.index.keys_only:
            return Entry(*at, item, size)
        kept = {name: item[name] for name in self.key_names}
        return Entry(*at, kept, size_of(kept))

    @property
    def key_names(self) -> tuple[str, ...]:
        """The attributes of a place in this index."""
        own = (self.index.partition, self.index.sort) if self.index.sort else (self.index.partition,)
        return ("pk", "sk", *own)

    def _units(self, key: Key, item: Wire, size: int) -> int:
        at = self.place_of(key, item)
        return 0 if at is None else _rounded(self._entry(at, item, size).size)


def _rounded(size: int) -> int:
    return -(-size // WRITE_UNIT_BYTES) or 1
