"""Which cancellation undoes which order. Pure.

A cancellation names no invoice, so each of its lines is matched to an order of the same customer, placed before, with a
line of the same product at the same price of which at least as many are left; where there are several, to the latest.
A line that an earlier replay has matched stays with its order, even if a later one has been placed since.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from local.replay.invoices import Order
from local.replay.trade_file import Line, Reason, Skipped


@dataclass(frozen=True)
class Refund:
    """What a cancellation takes back of one order: units by SKU."""

    cancellation: str
    invoice: str
    units: tuple[tuple[str, int], ...]
    worth: int  # pence
    numbers: tuple[int, ...]  # of the file's lines

    @property
    def name(self) -> str:
        """What it is known by: one cancellation may take back parts of several orders."""
        return f"{self.cancellation}-{self.invoice}"


@dataclass(frozen=True)
class Matched:
    """canceled: invoices that were taken back whole: their orders are canceled, unshipped. The others are refunded."""

    canceled: frozenset[str]
    refunds: tuple[Refund, ...]  # of the other orders, in the order in which the file has them
    taken: Mapping[int, str]  # the lines that are in either, and their invoices
    skipped: tuple[Skipped, ...]


def match(orders: Iterable[Order], lines: Iterable[Line], known: Mapping[int, str] | None = None) -> Matched:
    """Match the cancellations among the lines to the orders. known: what was matched before, invoices by line."""
    by_customer: dict[str, list[Order]] = defaultdict(list)
    left: dict[tuple[str, str], int] = {}  # units by invoice and SKU
    for order in orders:
        if order.customer:
            by_customer[order.customer].append(order)
        left |= {(order.invoice, item.sku): item.quantity for item in order.items}
    found: dict[tuple[str, str], list[Line]] = defaultdict(list)  # lines by cancellation and invoice
    skipped: list[Skipped] = []
    known = known or {}
    cancellations = (line for line in lines if line.is_cancellation)
    for line in sorted(cancellations, key=lambda line: (line.number not in known, line.at, line.number)):
        invoice = known.get(line.number)
        if invoice is None and line.customer:
            invoice = _latest(line, by_customer[line.customer], left)
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
    taken = {line.number: invoice for (_, invoice), same in found.items() for line in same}
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
