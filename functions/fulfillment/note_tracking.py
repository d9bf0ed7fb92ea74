"""Note what a carrier says of a parcel, whether the parcel is recorded already or not yet."""

from events import CarrierEventReceived, FulfillmentShipped
from functions.fulfillment import store
from functions.fulfillment.lifecycle import Outcome
from functions.fulfillment.reports import Report
from functions.fulfillment.table import SPEC, carrier_event_key
from shared import telemetry
from shared.dynamo import Write, commit, fetch, update
from shared.queue import News


def note_carrier_event(event: CarrierEventReceived, news: News) -> None:
    """Bring every fulfillment of the number up to the report, all in one commit; where there is none, it waits."""
    report = Report.of(event)
    (before,) = fetch(store.number(event.carrier, event.tracking_number))
    (parcels,) = fetch(store.parcels_at(before.parcels))
    number = before.with_report(report, news.now)
    moves = [(parcel, *parcel.reported(report)) for parcel in parcels]
    moved = [(after, says) for parcel, after, says in moves if after is not parcel]
    outcome = Outcome.APPLIED if moved else Outcome.IGNORED if parcels else Outcome.QUARANTINED
    commit(
        news.heard,
        _became(event, outcome),
        *((store.save_number(number),) if number is not before else ()),
        *(write for after, says in moved for write in store.save(after, says, news.now)),
    )
    for after, _ in moved:
        told = {"fulfillment_id": after.id, "order_id": after.order_id}
        telemetry.note("tracking_moved", **told, status=after.tracking_status)
    if outcome is Outcome.QUARANTINED:
        telemetry.note("carrier_event_quarantined", carrier=event.carrier, carrier_event_id=event.carrier_event_id)
        telemetry.count("CarrierEventsQuarantined")


def note_shipped(event: FulfillmentShipped, news: News) -> None:
    """Apply what the carrier said of the parcel before we had recorded it, if it said anything."""
    parcel = store.load_of_order(event.order_id, event.fulfillment_id)
    if parcel.tracking is None:
        commit(news.heard)
        return
    (number,) = fetch(store.number(parcel.tracking.company, parcel.tracking.number))
    moved, says = parcel.reported(*number.reports_since(parcel.shipped_at))
    commit(news.heard, *(store.save(moved, says, news.now) if moved is not parcel else ()))


def _became(event: CarrierEventReceived, outcome: Outcome) -> Write:
    """What became of the carrier's event, on the record of it."""
    return update(
        SPEC,
        carrier_event_key(event.carrier, event.carrier_event_id),
        "SET #outcome = :outcome",
        names={"#outcome": "outcome"},
        values={":outcome": outcome.value},
    )
