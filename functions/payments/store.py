"""What is read of the payments table, and the staged writes that change it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from shared.event import Event
from functions.payments import ledger
from functions.payments.account import Account
from functions.payments.payment import Payment
from functions.payments.refund import Refund, RefundExceedsCaptured
from functions.payments.table import (
    SPEC,
    account_item,
    account_key,
    account_of,
    entry_item,
    entry_of,
    order_pk,
    payment_item,
    payment_key,
    payment_of,
    payment_pk,
    pointer_item,
    refund_item,
    refund_key,
    refund_of,
    refund_pk,
)
from shared import clock, outbox
from shared.dynamo import PRESENT, Item, Key, Page, Read, Write, create, fetch, query, query_all, replace, update
from shared.outbox import Aggregate, say

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


def ledger_of(order_id: str) -> list[ledger.Entry]:
    """Every entry of an order's ledger."""
    return [entry_of(item) for item in query_all(SPEC, order_pk(order_id), sort=("begins_with", "LEDGER#"))]


def open_rows(payment: Payment | None, account: Account) -> tuple[Write, ...]:
    """The rows of a new account, and of the payment that is asked for, if any."""
    rows = [account_item(account)]
    if payment:
        rows += [payment_item(payment), pointer_item(payment_pk(payment.id), payment.order_id)]
    return tuple(create(SPEC, row) for row in rows)


def save_payment(before: Payment, after: Payment, *says: Event, now: datetime) -> tuple[Write, ...]:
    """The next version of a payment, and what it says."""
    aggregate = Aggregate("payment", after.id, after.version)
    row = replace(SPEC, payment_item(after), seen=before.version)
    return row, *say(SPEC, payment_pk(after.id), aggregate, *says, now=now)


def save_refund(before: Refund | None, after: Refund, *says: Event, now: datetime) -> tuple[Write, ...]:
    """The next version of a refund, or a new one with its pointer, and what it says."""
    aggregate = Aggregate("refund", after.id, after.version)
    row = replace(SPEC, refund_item(after), seen=before.version if before else 0)
    pointer = () if before else (create(SPEC, pointer_item(refund_pk(after.id), after.order_id)),)
    return row, *pointer, *say(SPEC, refund_pk(after.id), aggregate, *says, now=now)


def post(order_id: str, entry: ledger.Entry, now: datetime) -> Write:
    """The ledger row of a fact; a commit that posts a fact again raises Stale, and finds it known on the next read."""
    return create(SPEC, entry_item(order_id, entry, clock.stamp(now)))


def count_in_payment(refund: Refund, amount: int) -> Write:
    """Add what went back (negative: what came back) to the payment's own sum."""
    return _add(payment_key(refund.order_id, refund.payment_id), {"amount_refunded": amount})


def move(order_id: str, sums: dict[str, int], *, is_void: bool | None = None) -> Write:
    """Add to the account's sums what the processor says has happened. Facts have no condition."""
    return _add(account_key(order_id), sums, is_void=is_void)


def set_aside(order_id: str, amount: int, currency: str) -> Write:
    """Take an amount out of what may be refunded; where less is left, the commit raises RefundExceedsCaptured."""

    def refusal(found: Item | None) -> Exception:
        return RefundExceedsCaptured(amount, account_of(found).refundable if found else 0, currency)

    return update(
        SPEC,
        account_key(order_id),
        "SET #refundable = #refundable - :amount, #pending = #pending + :amount, #version = #version + :one",
        condition="#refundable >= :amount AND #currency = :currency",
        names={
            "#refundable": "refundable",
            "#pending": "refund_pending",
            "#currency": "currency",
            "#version": "version",
        },
        values={":amount": amount, ":currency": currency, ":one": 1},
        refusal=refusal,
    )


def _add(key: tuple[str, str], sums: dict[str, int], *, is_void: bool | None = None) -> Write:
    changes = {name: amount for name, amount in {**sums, "version": 1}.items() if amount}
    parts = [f"#{name} = #{name} + :{name}" for name in changes]
    names = {f"#{name}": name for name in changes}
    values: dict[str, int | bool] = {f":{name}": amount for name, amount in changes.items()}
    if is_void is not None:
        parts.append("#is_void = :is_void")
        names["#is_void"], values[":is_void"] = "is_void", is_void
    return update(SPEC, key, "SET " + ", ".join(parts), condition=PRESENT, names=names, values=values)


def _order_of(pk: str) -> str | None:
    def parse(items: list[Item | None]) -> str | None:
        return items[0]["order_id"] if items[0] else None

    return fetch(Read(SPEC, ((pk, "POINTER"),), parse))[0]
