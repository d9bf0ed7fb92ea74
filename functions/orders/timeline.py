"""An order's timeline: what it, its payments and its shipments said, in the order in which it was decided."""

from typing import Any

from functions import audit, fulfillment, payments
from functions.orders import store
from functions.orders.table import SPEC, order_pk
from shared import outbox
from shared.dynamo import fetch
from shared.http import Reply, View


class Entry(View):
    """One thing that happened. actor: who of the staff did it, or what it came of; null where nobody of them did."""

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
    in_order = sorted(said, key=lambda event: event["sequence"])
    return Reply(Timeline(data=[_entry(event, actors.get(event["correlation_id"])) for event in in_order]))


def _entry(event: dict[str, Any], actor: audit.ActorView | None) -> Entry:
    same = set(Entry.model_fields) - {"actor"}
    return Entry(**{name: event[name] for name in same}, actor=actor)
