"""Let an order expire whose money did not come: its stock is free again, and its payment is called off.

Where a bank is still at it, the order waits for the bank, once.
"""

from datetime import datetime, timedelta

from events import OrderExpired
from functions import inventory, payments
from functions.orders import store
from functions.orders.order import Order
from shared import clock, telemetry
from shared.dynamo import commit, fetch
from shared.errors import Unavailable
from shared.settings import Settings, read_settings

RUN_S = 90  # seconds a run, of the function's 120; the next run is a minute later, and goes on


class BankSettings(Settings):
    """processing_days: how long an order waits for a bank that is at it: a debit takes up to five working days."""

    processing_days: int = 7


def expire_overdue() -> int:
    """Let all overdue orders expire, the oldest first, until none is left or the time is over. Gives how many did."""
    now, done = clock.now(), 0
    telemetry.count("OrdersPlaced", 0)  # each minute, so that an hour without orders is a figure and not a gap
    ends = clock.source() + RUN_S
    for order_id in store.overdue_orders(clock.stamp(now)):
        if clock.source() > ends:
            telemetry.count("ExpiryBehind")
            break
        done += _expire(order_id, now)
    return done


def _expire(order_id: str, now: datetime) -> bool:
    """One order at a time, so that one that cannot expire, now or ever, does not hold up the others."""
    try:
        return expire_order(order_id, now)
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001 - a poisoned order: told and passed over, and tried again by the next run
        telemetry.warn("not_expired", error, order_id=order_id)
        telemetry.count("OrdersNotExpired")
        return False


def expire_order(order_id: str, now: datetime) -> bool:
    """Whether it expired: the money may have come, or somebody canceled it, since it was listed."""
    whole, reservation = fetch(store.order_of_nobody(order_id), inventory.reservation(order_id))
    if not whole.order.is_overdue(now):
        return False
    asked_for = payments.payments_of(order_id)
    if reservation and not whole.order.is_extended and any(payment.is_awaiting_bank for payment in asked_for):
        _wait_for_bank(whole.order, reservation, now)
        return False
    expired = whole.order.expired(now)
    commit(
        *store.save_order(expired, OrderExpired(order_id=order_id)),
        *(inventory.release(reservation, now, expired=True) if reservation else ()),
        *payments.request_void(asked_for, now),
    )
    telemetry.count("OrdersExpired")
    return True


def _wait_for_bank(order: Order, reservation: inventory.Reservation, now: datetime) -> None:
    until = now + timedelta(days=read_settings(BankSettings).processing_days)
    commit(*store.save_order(order.waiting_for_bank(until, now)), *inventory.extend(reservation, until, now))
    telemetry.count("OrdersWaitingForBank")
