"""A carrier's tracking number: which fulfillments are under it, and what was reported of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from functions.fulfillment.fulfillment import Fulfillment, Tracking
from functions.fulfillment.reports import ENDS, Report
from shared.clock import parse, stamp
from shared.errors import Refused

REUSED_AFTER = timedelta(days=365)  # carriers give old numbers out again; no parcel is under way for a year
EARLY = timedelta(days=30)  # a report heard this long before the shipment is of the number's last parcel
JOINS_WITHIN = timedelta(days=1)  # what is recorded longer after a parcel's arrival was not in it: the number is wrong
NUMBER_PARCELS_MAX = 20  # fulfillments in one parcel; each may take two writes of the one commit that moves them all
HEARD_MAX = 64  # reports remembered of a number; a long journey has some thirty scans


class TrackingNumberTaken(Refused):
    """The parcel of this number has arrived or come back, or holds as many fulfillments as one may."""

    code = "tracking_number_taken"

    def __init__(self, tracking: Tracking, why: str) -> None:
        super().__init__(
            f"The {tracking.company} tracking number {tracking.number} {why}.",
            param="tracking.number",
            details={"company": tracking.company, "number": tracking.number},
        )


@dataclass(frozen=True)
class Place:
    """Where a fulfillment of the number is, and when it shipped (RFC 3339)."""

    fulfillment_id: str
    order_id: str
    shipped_at: str


@dataclass(frozen=True)
class Heard:
    """A report, and when we heard it (RFC 3339)."""

    report: Report
    received_at: str


@dataclass(frozen=True)
class Number:
    """A number of one carrier. version 0: nobody has spoken of it yet."""

    carrier: str
    number: str
    parcels: tuple[Place, ...] = ()
    heard: tuple[Heard, ...] = ()
    version: int = 0

    def with_parcel(self, parcel: Fulfillment, tracking: Tracking, now: datetime) -> "Number":
        """The number with one more fulfillment under it; those of a year ago are forgotten.

        Raises TrackingNumberTaken where the number must be a mistake.
        """
        long_ago = stamp(now - REUSED_AFTER)
        live = tuple(each for each in self.parcels if each.shipped_at >= long_ago)
        if len(live) >= NUMBER_PARCELS_MAX:
            raise TrackingNumberTaken(tracking, f"is that of {NUMBER_PARCELS_MAX} fulfillments already")
        a_day_ago = stamp(now - JOINS_WITHIN)
        if live and live[0].shipped_at < a_day_ago and self._ended_before(a_day_ago):
            raise TrackingNumberTaken(tracking, "is that of a parcel that has arrived or come back")
        parcels = (*live, Place(parcel.id, parcel.order_id, parcel.shipped_at))
        return self._next(parcels=parcels, heard=self.heard if live else self._recent(now))

    def without_parcel(self, fulfillment_id: str) -> "Number":
        """The number without this fulfillment."""
        return self._next(parcels=tuple(each for each in self.parcels if each.fulfillment_id != fulfillment_id))

    def with_report(self, report: Report, now: datetime) -> "Number":
        """The number with what was reported of it; one told before and what is too old to matter are left out."""
        kept = self.heard if self.parcels else self._recent(now)
        if any(each.report == report for each in kept):
            return self
        return self._next(heard=_some((*kept, Heard(report, stamp(now)))))

    def reports_since(self, shipped_at: str) -> Iterable[Report]:
        """What may be of a parcel that shipped then."""
        oldest = stamp(parse(shipped_at) - EARLY)
        return [each.report for each in self.heard if each.received_at >= oldest]

    def _recent(self, now: datetime) -> tuple[Heard, ...]:
        oldest = stamp(now - EARLY)
        return tuple(each for each in self.heard if each.received_at >= oldest)

    def _ended_before(self, moment: str) -> bool:
        return any(each.report.tracking_status in ENDS and each.received_at < moment for each in self.heard)

    def _next(self, **changed: object) -> "Number":
        return replace(self, version=self.version + 1, **changed)  # type: ignore[arg-type]


def _some(heard: tuple[Heard, ...]) -> tuple[Heard, ...]:
    """As many as are remembered: where that is too many, without the oldest scan of the way."""
    if len(heard) <= HEARD_MAX:
        return heard
    dropped = next((each for each in heard if each.report.tracking_status not in ENDS), heard[0])
    return tuple(each for each in heard if each is not dropped)
