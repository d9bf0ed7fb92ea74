"""The order of deliveries: one lane for each object, first in first out, a lane on the wire at most once."""

import heapq
import itertools
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(slots=True)
class Parcel:
    """One event on its way to the endpoint."""

    event_id: str
    type: str
    object_id: str
    body: bytes
    lane: str
    is_duplicate: bool = False
    attempts: int = 0


class Lanes:
    """Parcels by lane, and when the first of each lane is due. Times are seconds of any one monotonic clock."""

    def __init__(self) -> None:
        self._lanes: dict[str, deque[Parcel]] = {}
        self._due: list[tuple[float, int, str]] = []  # every lane with parcels is here, unless it is on the wire
        self._number = itertools.count()  # lanes due at one time go in the order they were planned
        self._size = 0

    def __len__(self) -> int:
        """Parcels waiting or on the wire."""
        return self._size

    def put(self, parcels: Iterable[Parcel], due: float) -> None:
        """Queue parcels; a parcel behind others of its lane waits for them."""
        for parcel in parcels:
            lane = self._lanes.get(parcel.lane)
            if lane is None:
                lane = self._lanes[parcel.lane] = deque()
                self._plan(parcel.lane, due)
            lane.append(parcel)
            self._size += 1

    def next_due(self) -> float | None:
        """When the next parcel is due; None when nothing waits."""
        return self._due[0][0] if self._due else None

    def take(self) -> Parcel:
        """The parcel that is due next; its lane rests until `done` or `again`."""
        return self._lanes[heapq.heappop(self._due)[2]][0]

    def done(self, parcel: Parcel, now: float) -> None:
        """The parcel arrived, or was given up: its lane goes on."""
        lane = self._lanes[parcel.lane]
        lane.popleft()
        self._size -= 1
        if lane:
            self._plan(parcel.lane, now)
        else:
            del self._lanes[parcel.lane]

    def again(self, parcel: Parcel, due: float) -> None:
        """The parcel was refused: its lane waits for the next attempt."""
        self._plan(parcel.lane, due)

    def _plan(self, lane: str, due: float) -> None:
        heapq.heappush(self._due, (due, next(self._number), lane))
