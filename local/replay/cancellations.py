"""Which cancellation undoes which order. Pure.

A cancellation names no invoice, so each of its lines is matched to an order of the same customer, placed before, with a
line of the same product at the same price of which at least as many are left; where there are several, to the latest.
It is matched among all orders of the file, so that it is the same however many of them are asked for.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from local.replay.plan import Order
from local.replay.trade_file import Line, Reason, Skipped


@dataclass(frozen=True)
class Refund:
    """What a cancellation takes back of one order: units by SKU."""

    cancellation: str
    invoice: str
    units: tuple[tuple[str, int], ...]
    worth: int  # pence
    numbers: tuple[int, ...]  # of the file's lines


@dataclass(frozen=True)
class Matched:
    """canceled: invoices that were taken back whole. Their orders are not shipped, and canceled; the others are refunded."""

    canceled: frozenset[str]
    refunds: tuple[Refund, ...]  # of the other orders, in the order in which the file has them
    taken: frozenset[int]  # the lines that are in either
    skipped: tuple[Skipped, ...]


def match(orders: Iterable[Order], lines: Iterable[Line]) -> Matched:
    """Match the cancellations among the lines to the orders."""
    by_customer: dict[str, list[Order]] = defaultdict(list)
    left: dict[tuple[str, str], int] = {}  # units by invoice and SKU
    for order in orders:
        if order.customer:
            by_customer[order.customer].append(order)
        left |= {(order.invoice, item.sku): item.quantity for item in order.items}
    found: dict[tuple[str, str], list[Line]] = defaultdict(list)  # lines by cancellation and invoice
    skipped: list[Skipped] = []
    for line in sorted((line for line in lines if line.is_cancellation), key=lambda line: (line.at, line.number)):
        invoice = _latest(line, by_customer[line.customer], left) if line.customer else None
        if invoice is None:
            reason = Reason.NOTHING_TO_CANCEL if line.customer else Reason.NO_CUSTOMER
            skipped.append(Skipped(line.number, reason))
        else:
            left[invoice, line.sku] -= line.quantity
            found[line.invoice, invoice].append(line)
    touched = {invoice for _, invoice in found}
    kept = {invoice for (invoice, _), units in left.items() if units}
    canceled = frozenset(touched - kept)
    refunds = (_refund(*key, same) for key, same in found.items() if key[1] not in canceled)
    taken = frozenset(line.number for same in found.values() for line in same)
    return Matched(canceled, tuple(refunds), taken, tuple(skipped))


def _latest(line: Line, orders: Iterable[Order], left: dict[tuple[str, str], int]) -> str | None:
    fits = [each for each in orders if each.at <= line.at and left.get((each.invoice, line.sku), 0) >= line.quantity]
    return max(fits, key=lambda each: (each.at, each.invoice)).invoice if fits else None


def _refund(cancellation: str, invoice: str, lines: list[Line]) -> Refund:
    units: dict[str, int] = defaultdict(int)
    for line in lines:
        units[line.sku] += line.quantity
    worth = sum(line.quantity * line.price for line in lines)
    return Refund(cancellation, invoice, tuple(units.items()), worth, tuple(line.number for line in lines))
