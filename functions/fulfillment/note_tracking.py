"""Note what a carrier says of a parcel, whether the parcel is recorded already or not yet."""

from datetime import timedelta

from events import CarrierEventReceived, FulfillmentShipped
from functions.fulfillment import store
from functions.fulfillment.fulfillment import Report
from functions.fulfillment.lifecycle import Outcome
from functions.fulfillment.table import (
    SPEC,
    carrier_event_key,
    early_item,
    early_key,
    early_report_of,
    tracking_key,
)
from shared import telemetry
from shared.clock import parse, stamp
from shared.dynamo import ABSENT, Item, Write, check, commit, fetch, replace, update
from shared.queue import News

EARLY_DAYS = 30  # a report this much older than the shipment is of the number's last parcel, not of this one


def note_carrier_event(event: CarrierEventReceived, news: News) -> None:
    """Bring the parcel's tracking status up to the report; a number we do not know yet has its report set aside."""
    key = tracking_key(event.carrier, event.tracking_number)
    early = early_key(event.carrier, event.tracking_number)
    pointer, waiting = fetch(store.get(key), store.get(early))
    if pointer is None:
        commit(news.heard, _became(event, Outcome.QUARANTINED), *_set_aside(event, waiting, news))
        telemetry.note("carrier_event_quarantined", carrier=event.carrier, carrier_event_id=event.carrier_event_id)
        telemetry.count("CarrierEventsQuarantined")
        return
    parcel = store.load_of_order(pointer["order_id"], pointer["fulfillment_id"])
    moved, says = parcel.reported(Report.of(event))
    if moved is parcel:
        commit(news.heard, _became(event, Outcome.IGNORED))
        return
    commit(news.heard, _became(event, Outcome.APPLIED), *store.save(moved, says, news.now))
    telemetry.note("tracking_moved", fulfillment_id=parcel.id, order_id=parcel.order_id, status=moved.tracking_status)


def note_shipped(event: FulfillmentShipped, news: News) -> None:
    """Apply what the carrier said of the parcel before we had recorded it, if it said anything."""
    parcel = store.load_of_order(event.order_id, event.fulfillment_id)
    if parcel.tracking is None:
        commit(news.heard)
        return
    (waiting,) = fetch(store.get(early_key(parcel.tracking.company, parcel.tracking.number)))
    report = _recent_report(waiting, parcel.shipped_at)
    if report is None:
        commit(news.heard)
        return
    moved, says = parcel.reported(report)
    changes = store.save(moved, says, news.now) if moved is not parcel else ()
    commit(news.heard, *changes)


def _became(event: CarrierEventReceived, outcome: Outcome) -> Write:
    """What became of the carrier's event, on the record of it."""
    return update(
        SPEC,
        carrier_event_key(event.carrier, event.carrier_event_id),
        "SET #outcome = :outcome",
        names={"#outcome": "outcome"},
        values={":outcome": outcome.value},
    )


def _set_aside(event: CarrierEventReceived, waiting: Item | None, news: News) -> tuple[Write, ...]:
    """Keep the report for the parcel to come, unless a higher one waits; only while the number is still unknown."""
    unknown = check(SPEC, tracking_key(event.carrier, event.tracking_number), ABSENT)
    report = Report.of(event)
    if not report.outranks(_recent_report(waiting, stamp(news.now))):
        return (unknown,)
    seen = waiting["version"] if waiting else 0
    item = early_item(event.carrier, event.tracking_number, report, stamp(news.now), seen + 1)
    return unknown, replace(SPEC, item, seen=seen)


def _recent_report(waiting: Item | None, moment: str) -> Report | None:
    """The report that waits, unless it is too old at that moment to be of the same parcel."""
    oldest = stamp(parse(moment) - timedelta(days=EARLY_DAYS))
    return early_report_of(waiting) if waiting and waiting["received_at"] >= oldest else None
