"""The staged writes that change the payments table."""

from datetime import datetime

from functions.payments import ledger
from functions.payments.account import Account, NotPaid
from functions.payments.payment import Payment
from functions.payments.refund import Refund, RefundExceedsCaptured
from functions.payments.table import (
    FAILED_REFUNDS,
    SPEC,
    account_item,
    account_key,
    account_of,
    entry_item,
    kept_key,
    listed_item,
    payment_item,
    payment_key,
    payment_pk,
    pointer_item,
    refund_item,
    refund_pk,
)
from shared import clock
from shared.dynamo import Item, Write, check, create, replace, update
from shared.errors import Stale
from shared.event import Event
from shared.outbox import Aggregate, say


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
    """The next version of a refund, or a new one, with what it is found by, and what it says."""
    aggregate = Aggregate("refund", after.id, after.version)
    row = replace(SPEC, refund_item(after), seen=before.version if before else 0)
    found_by = [] if before else [pointer_item(refund_pk(after.id), after.order_id), listed_item(after)]
    if after.has_failed and not (before and before.has_failed):
        found_by.append(listed_item(after, FAILED_REFUNDS))
    return row, *(create(SPEC, each) for each in found_by), *say(SPEC, refund_pk(after.id), aggregate, *says, now=now)


def post(order_id: str, entry: ledger.Entry, now: datetime) -> Write:
    """The ledger row of a fact; a commit that posts a fact again raises Stale, and finds it known on the next read."""
    return create(SPEC, entry_item(order_id, entry, clock.stamp(now)))


def count_in_payment(refund: Refund, amount: int) -> Write:
    """Add what went back (negative: what came back) to the payment's own sum."""
    return _add(payment_key(refund.order_id, refund.payment_id), {"amount_refunded": amount})


def move(order_id: str, sums: dict[str, int], *, is_void: bool | None = None) -> Write:
    """Add to the account's sums what the processor says has happened. Facts have no condition."""
    return _add(account_key(order_id), sums, is_void=is_void)


def set_aside(account: Account, amount: int, *, is_all: bool = False, is_rule: bool = False) -> Write:
    """Take an amount out of what may be refunded; where less is left, the commit raises RefundExceedsCaptured.

    Where more went back than when the account was read, it raises Stale: how much may go back by one person's word is
    reckoned from that. is_all: it is all that was left then; where more or less is, the commit raises Stale.
    is_rule: it is asked for by a rule, which decides again where less is left: Stale, too.
    """
    is_asked = not (is_all or is_rule)

    def refusal(found: Item | None) -> Exception:
        left = account_of(found).refundable if found else 0
        return RefundExceedsCaptured(amount, left, account.currency) if is_asked and left < amount else Stale()

    gone = " AND #refunded = :refunded AND #pending = :pending" if is_asked else ""
    return update(
        SPEC,
        account_key(account.order_id),
        "SET #refundable = #refundable - :amount, #pending = #pending + :amount, #version = #version + :one",
        condition=f"#refundable {'=' if is_all else '>='} :amount{gone}",
        names={"#refundable": "refundable", "#pending": "refund_pending", "#version": "version"}
        | ({"#refunded": "refunded"} if is_asked else {}),
        values={":amount": amount, ":one": 1}
        | ({":refunded": account.refunded, ":pending": account.refund_pending} if is_asked else {}),
        refusal=refusal,
    )


def money_is_there(account: Account) -> Write:
    """Let the commit stand only if the order is paid and its money has not gone back whole; else it raises NotPaid.

    What is on its way back counts as gone. An order with nothing to pay is paid.
    """
    return check(
        SPEC,
        account_key(account.order_id),
        "#captured >= :due AND (#refundable > :nothing OR #due = :nothing)",
        names={"#captured": "captured", "#due": "due", "#refundable": "refundable"},
        values={":due": account.due, ":nothing": 0},  # what is due never changes
        refusal=lambda _: NotPaid(),
    )


def still_refundable(account: Account) -> Write:
    """Let the commit stand only if as much may be refunded as when the account was read; else it raises Stale."""
    return check(
        SPEC,
        account_key(account.order_id),
        "#refundable = :refundable",
        names={"#refundable": "refundable"},
        values={":refundable": account.refundable},
    )


def quarantine(stripe_event_id: str, why: str) -> tuple[Write, ...]:
    """Mark a kept event as one that was not applied, and why."""
    return (
        update(
            SPEC,
            kept_key(stripe_event_id),
            "SET #why = :why",
            names={"#why": "quarantined"},
            values={":why": why},
        ),
    )


def _add(key: tuple[str, str], sums: dict[str, int], *, is_void: bool | None = None) -> Write:
    changes = {name: amount for name, amount in {**sums, "version": 1}.items() if amount}
    parts = [f"#{name} = #{name} + :{name}" for name in changes]
    names = {f"#{name}": name for name in changes}
    values: dict[str, int | bool] = {f":{name}": amount for name, amount in changes.items()}
    if is_void is not None:
        parts.append("#is_void = :is_void")
        names["#is_void"], values[":is_void"] = "is_void", is_void
    return update(SPEC, key, "SET " + ", ".join(parts), names=names, values=values)
