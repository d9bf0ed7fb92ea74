"""What is read of the payments table."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from functions.payments import ledger
from functions.payments.account import Account
from functions.payments.lifecycle import RefundStatus
from functions.payments.payment import Payment
from functions.payments.refund import Refund
from functions.payments.stripe_event import StripeEvent
from functions.payments.table import (
    FAILED_REFUNDS,
    REFUNDS,
    SHARDS,
    SPEC,
    UNSETTLED,
    account_key,
    account_of,
    entry_of,
    kept_key,
    kept_of,
    order_pk,
    payment_key,
    payment_of,
    payment_pk,
    refund_key,
    refund_of,
    refund_pk,
)
from shared import clock, outbox
from shared.dynamo import Item, Key, Page, Read, fetch, query, query_all, query_kept
from shared.http import Between

DUE_PAGE = 100  # objects a page of each shard of what is due
REFUNDS_SHOWN = 500  # of one order; a shop refunds an order a handful of times


def account(order_id: str) -> Read[Account | None]:
    """An order's account, or None where the order never asked for money."""
    return Read(SPEC, (account_key(order_id),), lambda items: account_of(items[0]) if items[0] else None)


def accounts(order_ids: Iterable[str]) -> Read[dict[str, Account]]:
    """The accounts of these orders, by order; one that never asked for money is absent."""
    keys = tuple(account_key(order_id) for order_id in dict.fromkeys(order_ids))
    return Read(SPEC, keys, lambda items: {item["order_id"]: account_of(item) for item in items if item})


def history(order_id: str) -> list[dict[str, Any]]:
    """Everything that the payments and refunds of an order have said, as the bus got it."""
    partitions = [payment_pk(each.id) for each in payments_of(order_id)]
    partitions += [refund_pk(each.id) for each in refunds_of(order_id)]
    return [event for pk in partitions for event in outbox.history(SPEC, pk)]


def payment(order_id: str, payment_id: str) -> Read[Payment | None]:
    """A payment of an order."""
    return Read(SPEC, (payment_key(order_id, payment_id),), lambda items: payment_of(items[0]) if items[0] else None)


def refund(order_id: str, refund_id: str) -> Read[Refund | None]:
    """A refund of an order."""
    return Read(SPEC, (refund_key(order_id, refund_id),), lambda items: refund_of(items[0]) if items[0] else None)


def find_payment(payment_id: str) -> Payment | None:
    """A payment by its id alone, consistently."""
    order_id = _order_of(payment_pk(payment_id))
    return fetch(payment(order_id, payment_id))[0] if order_id else None


def find_refund(refund_id: str) -> Refund | None:
    """A refund by its id alone, consistently."""
    order_id = _order_of(refund_pk(refund_id))
    return fetch(refund(order_id, refund_id))[0] if order_id else None


def payments_of(order_id: str) -> list[Payment]:
    """The payments of an order, oldest first."""
    return [payment_of(item) for item in page_of_payments(order_id, limit=REFUNDS_SHOWN).items]


def page_of_payments(order_id: str, limit: int, after: Key | None = None) -> Page:
    """A page of the items of an order's payments."""
    return query(SPEC, order_pk(order_id), sort=("begins_with", "PAYMENT#"), limit=limit, after=after)


def refunds_of(order_id: str) -> list[Refund]:
    """The refunds of an order, oldest first."""
    page = query(SPEC, order_pk(order_id), sort=("begins_with", "REFUND#"), limit=REFUNDS_SHOWN)
    return sorted(map(refund_of, page.items), key=lambda each: (each.created_at, each.id))


def page_of_refunds(
    status: RefundStatus | None, created: Between, is_newest_first: bool, limit: int, after: Key | None
) -> tuple[list[Refund], Page]:
    """Some of the refunds that were asked for then, as they stand now. status: None: whatever it is."""
    partition = FAILED_REFUNDS if status is RefundStatus.FAILED else REFUNDS
    low, high = created.stamps

    def keep(items: list[Item]) -> Sequence[Refund | None]:
        keys = tuple(refund_key(item["order_id"], item["id"]) for item in items)
        (found,) = fetch(Read(SPEC, keys, lambda rows: [refund_of(row) if row else None for row in rows]))
        return [refund if refund and status in (None, refund.status) else None for refund in found]

    sort = ("between", low, high + "#~")
    return query_kept(SPEC, partition, keep=keep, sort=sort, newest_first=is_newest_first, limit=limit, after=after)


def ledger_of(order_id: str) -> list[ledger.Entry]:
    """Every entry of an order's ledger."""
    return [entry_of(item) for item in query_all(SPEC, order_pk(order_id), sort=("begins_with", "LEDGER#"))]


def kept_event(stripe_event_id: str) -> Read[StripeEvent | None]:
    """A webhook event as it was kept."""
    return Read(SPEC, (kept_key(stripe_event_id),), lambda items: kept_of(items[0]) if items[0] else None)


def unsettled(now: datetime, limit: int) -> list[tuple[str, str, str]]:
    """What is due to be asked after, up to `limit`; see `due`."""
    return list(islice(due(now), limit))


def due(now: datetime) -> Iterator[tuple[str, str, str]]:
    """What is due to be asked after: (order id, PAYMENT or REFUND, id), first what has waited longest.

    Read page by page as it is taken. Stale: decide from the rows. One that stays in the list is passed once.
    """
    until = clock.stamp(now)
    shards = (
        query_all(SPEC, str(shard), index=UNSETTLED, sort=("<=", until), limit=DUE_PAGE) for shard in range(SHARDS)
    )
    for stub in heapq.merge(*shards, key=lambda stub: str(stub["check_at"])):
        kind, _, object_id = stub["sk"].partition("#")
        yield stub["pk"].partition("#")[2], kind, object_id


def _order_of(pk: str) -> str | None:
    def parse(items: list[Item | None]) -> str | None:
        return items[0]["order_id"] if items[0] else None

    return fetch(Read(SPEC, ((pk, "POINTER"),), parse))[0]
