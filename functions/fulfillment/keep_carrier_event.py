"""Keep a carrier's event once, and let the news of it out."""

from datetime import datetime, timedelta

from events import CarrierEventReceived
from functions.fulfillment.carrier_event import CarrierEventInput
from functions.fulfillment.lifecycle import tracking_status
from functions.fulfillment.table import SPEC, carrier_event_item, carrier_event_key
from shared import telemetry
from shared.clock import stamp
from shared.dynamo import commit, create
from shared.outbox import Aggregate, say

AHEAD = timedelta(hours=1)  # a scanner's clock may be so wrong, and still tell in which order things happened


class _AlreadyKept(Exception):
    """Not an error: the carrier told us before."""


def keep_carrier_event(carrier: str, told: CarrierEventInput, now: datetime) -> None:
    """Record what the carrier told us under its event's id; the same id again changes nothing.

    Says carrier.event_received.
    """
    event = CarrierEventReceived(
        carrier=carrier,
        carrier_event_id=told.event_id,
        tracking_number=told.tracking_number,
        tracking_status=tracking_status(told.status),
        occurred_at=stamp(_believable(told.occurred_at, now)),
    )
    pk, _ = carrier_event_key(carrier, told.event_id)
    kept = create(SPEC, carrier_event_item(event, now), refusal=lambda _: _AlreadyKept())
    says = say(SPEC, pk, Aggregate("carrier_event", f"{carrier}:{told.event_id}", 1), event, now=now)
    try:
        commit(kept, *says)
        telemetry.note("carrier_event_kept", carrier=carrier, carrier_event_id=told.event_id)
    except _AlreadyKept:
        telemetry.note("carrier_event_known", carrier=carrier, carrier_event_id=told.event_id)


def _believable(moment: datetime, now: datetime) -> datetime:
    """A carrier's clock that is badly wrong must not date into the future; a little ahead, it stays as it is."""
    return moment if moment <= now + AHEAD else now
