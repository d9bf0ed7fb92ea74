"""Let an order expire whose money did not come: its stock is free again, and its payment is called off."""

from datetime import datetime

from events import OrderExpired
from functions import inventory, payments
from functions.orders import store
from shared import clock, telemetry
from shared.dynamo import commit, fetch
from shared.errors import Refused

RUN_MAX = 500  # orders a run; the next run is a minute later
BATCH = 100


def expire_overdue() -> int:
    """Let all overdue orders expire, as many as a run may take. Gives how many did."""
    now, done = clock.now(), 0
    while done < RUN_MAX:
        overdue = store.overdue_orders(clock.stamp(now), BATCH)
        expired = sum(_expire(order_id, now) for order_id in overdue)
        done += expired
        if not expired:  # nothing left, or only what the index has not caught up with
            break
    return done


def _expire(order_id: str, now: datetime) -> bool:
    """One order at a time, so that one that cannot expire now does not hold up the others."""
    try:
        return expire_order(order_id, now)
    except Refused as busy:
        telemetry.warn("not_expired", busy, order_id=order_id)
        return False


def expire_order(order_id: str, now: datetime) -> bool:
    """Whether it expired: the money may have come, or somebody canceled it, since it was listed."""
    whole, reservation = fetch(store.order(order_id), inventory.reservation(order_id))
    if not whole.order.is_overdue(now):
        return False
    expired = whole.order.expired(now)
    commit(
        *store.save_order(expired, OrderExpired(order_id=order_id)),
        *(inventory.release(reservation, now, expired=True) if reservation else ()),
        *payments.request_void(payments.payments_of(order_id), now),
    )
    telemetry.count("OrdersExpired")
    return True
