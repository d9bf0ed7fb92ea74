"""A fact: an event that a report counts, on the day it happened. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from events import (
    FulfillmentDelivered,
    FulfillmentReturned,
    FulfillmentShipped,
    OrderCanceled,
    OrderPlaced,
    RefundSucceeded,
)
from shared import clock

Counted = (
    OrderPlaced | OrderCanceled | RefundSucceeded | FulfillmentShipped | FulfillmentDelivered | FulfillmentReturned
)

COUNTED: tuple[type[Counted], ...] = (
    OrderPlaced,
    OrderCanceled,
    RefundSucceeded,
    FulfillmentShipped,
    FulfillmentDelivered,
    FulfillmentReturned,
)
_BY_TYPE = {event.type: event for event in COUNTED}


@dataclass(frozen=True)
class Fact:
    """One event with its envelope's id and time, kept whole: what reports count may change, what happened may not."""

    event_id: str
    created_at: str
    event: Counted

    @property
    def day(self) -> date:
        """The UTC day the fact belongs to: when it happened, not when we heard of it."""
        return clock.parse(self.created_at).date()

    @property
    def order_id(self) -> str:
        return self.event.order_id


def fact_of(event_id: str, created_at: str, event_type: str, data: dict[str, Any]) -> Fact:
    """The fact as it was kept."""
    return Fact(event_id, created_at, _BY_TYPE[event_type].model_validate(data))
