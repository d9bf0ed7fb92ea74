"""An order's timeline: what it, its cart, payments and parcels said and what staff noted, in the order of its time."""

from heapq import merge
from typing import Any

from functions import audit, fulfillment, payments
from functions.orders import notes, store
from functions.orders.table import SPEC, cart_pk, order_pk
from shared import outbox
from shared.dynamo import fetch
from shared.http import Reply, View

NOTED = "order.note"  # no event: what staff write for each other is told to nobody


class Entry(View):
    """One thing that happened: an event, or a note of staff's, whose type is `order.note` and whose data has `note`.

    actor: who of the staff did it, or what it came of; null where nobody of them did.
    """

    id: str
    type: str
    created_at: str
    correlation_id: str
    causation_id: str | None
    actor: audit.ActorView | None
    data: dict[str, Any]


class Timeline(View):
    """All of it, oldest first. An order has some ten entries, at most a few hundred."""

    data: list[Entry]


def timeline_of(order_id: str) -> Reply[Timeline]:
    """Raises NotFound for an order that is not there."""
    (whole,) = fetch(store.order(order_id))
    actors = audit.who_asked([order_id, *whole.order.fulfillment_ids])
    said = [*outbox.history(SPEC, order_pk(order_id)), *payments.history(order_id), *fulfillment.history(order_id)]
    if whole.order.company_id:  # whoever bought it may have asked for their company's word
        said += outbox.history(SPEC, cart_pk(whole.order.cart_id))
    in_order = sorted(said, key=lambda event: event["sequence"])
    happened = [_entry(event, actors.get(event["correlation_id"])) for event in in_order]
    noted = map(_noted, notes.notes_of(order_id))
    return Reply(Timeline(data=list(merge(happened, noted, key=lambda entry: entry.created_at))))


def _entry(event: dict[str, Any], actor: audit.ActorView | None) -> Entry:
    same = set(Entry.model_fields) - {"actor"}
    return Entry(**{name: event[name] for name in same}, actor=actor)


def _noted(note: notes.Note) -> Entry:
    return Entry(
        id=note.id,
        type=NOTED,
        created_at=note.created_at,
        correlation_id=note.request_id,
        causation_id=None,
        actor=audit.ActorView.of(note.by),
        data={"note": note.note},
    )
