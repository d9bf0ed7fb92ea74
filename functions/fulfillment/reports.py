"""What a carrier's reports on a parcel come to: the same in whatever order, and however often, they arrive."""

from collections.abc import Mapping
from dataclasses import dataclass

from events import CarrierEventReceived
from functions.fulfillment.lifecycle import RANKS, TrackingStatus, tracking_status

FAILURE, RETURN, DELIVERED = TrackingStatus.FAILURE, TrackingStatus.RETURN_TO_SENDER, TrackingStatus.DELIVERED
ENDS = frozenset({RETURN, DELIVERED})  # after these, nothing that was said of the way matters

Reports = Mapping[TrackingStatus, str]  # when each status was true: of a return and a delivery first, of others last


@dataclass(frozen=True)
class Report:
    """What a carrier says of a parcel, and when that was true by its clock (RFC 3339)."""

    tracking_status: TrackingStatus
    occurred_at: str

    @classmethod
    def of(cls, event: CarrierEventReceived) -> "Report":
        """What the event reports."""
        return cls(tracking_status(event.tracking_status), event.occurred_at)


def with_report(known: Reports, report: Report) -> Reports:
    """All that matters of what was reported so far; `known` itself where the report adds nothing.

    A status is one of eight and each has one time, so this never grows beyond that.
    """
    status = report.tracking_status
    if status is TrackingStatus.UNKNOWN:
        return known
    before = known.get(status, report.occurred_at)
    pick = min if status in ENDS else max
    told = _what_matters({**known, status: pick(before, report.occurred_at)})
    return known if told == known else told


def standing(known: Reports) -> TrackingStatus:
    """Where the parcel is: the highest rank of the latest attempt, until it arrives or turns round."""
    if RETURN in known:
        return DELIVERED if delivered_at(known) else RETURN
    nothing_since = FAILURE if FAILURE in known else TrackingStatus.UNKNOWN
    return max(known.keys() - {FAILURE}, key=RANKS.__getitem__, default=nothing_since)


def delivered_at(known: Reports) -> str | None:
    """When the shopper got it. A delivery after it had turned round is the sender's."""
    if DELIVERED in known and (RETURN not in known or known[DELIVERED] < known[RETURN]):
        return known[DELIVERED]
    return None


def returned_at(known: Reports) -> str | None:
    """When it turned round without having been delivered."""
    return None if delivered_at(known) else known.get(RETURN)


def _what_matters(told: Reports) -> Reports:
    """Ends alone, once there is one; else the last failure and what came after it (where times are equal: by rank)."""
    if ENDS & told.keys():
        return {status: at for status, at in told.items() if status in ENDS}
    if FAILURE not in told:
        return told
    failed = (told[FAILURE], RANKS[FAILURE])
    return {status: at for status, at in told.items() if (at, RANKS[status]) >= failed}
