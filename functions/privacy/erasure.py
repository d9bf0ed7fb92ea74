"""An erasure: that somebody asked to be forgotten, what is waited for, and that it was done. It names nobody. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict

from functions.privacy.lifecycle import TRANSITIONS, Status
from shared import clock, ids

Awaited = Literal["payment", "parcels", "refund"]
WAITS_SHOWN = 20  # orders that are named; while there is one, there may be any number


class Erasure(BaseModel):
    """What is known of it. Either a customer's, or a guest's who made the order. Times are stamps."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    version: int = 1
    status: Status = Status.WAITING
    customer_id: str | None
    order_id: str | None
    asked_by: str  # `customer`, or a key's or somebody of the staff's id
    waits_for: dict[str, Awaited] = {}  # by the order's id
    tries: int = 0
    created_at: str
    updated_at: str
    done_at: str | None = None

    def waiting(self, waits_for: Mapping[str, Awaited], now: datetime) -> Self:
        """Not done yet: because of these orders, or, where there are none, since there was something left to erase."""
        named = dict(list(waits_for.items())[:WAITS_SHOWN])
        return self._next(Status.WAITING, now, waits_for=named)

    def failed(self, now: datetime) -> Self:
        """It could not be done this time."""
        return self._next(Status.FAILED, now)

    def done(self, now: datetime) -> Self:
        """Nothing is left."""
        return self._next(Status.DONE, now, waits_for={}, done_at=clock.stamp(now))

    def _next(self, status: Status, now: datetime, **changed: object) -> Self:
        if status is not self.status and status not in TRANSITIONS[self.status]:
            raise ValueError(f"an erasure that is {self.status} cannot become {status}")
        told = {"status": status, "tries": self.tries + 1, "updated_at": clock.stamp(now), "version": self.version + 1}
        return self.model_copy(update=told | changed)


def erasure_id(of: str) -> str:
    """The one that a customer or an order can have, so that who asks twice hears of the same. of: their id."""
    return ids.derived_id("ers", of)


def of_customer(customer_id: str, asked_by: str, now: datetime) -> Erasure:
    """A customer's, to be begun."""
    moment = clock.stamp(now)
    id_ = erasure_id(customer_id)
    return Erasure(
        id=id_, customer_id=customer_id, order_id=None, asked_by=asked_by, created_at=moment, updated_at=moment
    )


def of_guest(order_id: str, asked_by: str, now: datetime) -> Erasure:
    """A guest's, to be begun."""
    moment = clock.stamp(now)
    id_ = erasure_id(order_id)
    return Erasure(id=id_, customer_id=None, order_id=order_id, asked_by=asked_by, created_at=moment, updated_at=moment)
