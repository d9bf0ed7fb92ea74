"""The ledger: double entry, append-only; every entry balances, and a fact has one entry, keyed by the fact. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class LedgerAccount(StrEnum):
    """Between whom money moves."""

    CUSTOMER = "customer"  # what shoppers owe us; a debit raises it
    PROCESSOR_CLEARING = "processor_clearing"  # what the processor holds for us
    REVENUE = "revenue"
    TAX = "tax"
    SHIPPING = "shipping"


@dataclass(frozen=True)
class Line:
    """One side of an entry, in minor units; one of debit and credit is 0."""

    account: LedgerAccount
    debit: int = 0
    credit: int = 0


@dataclass(frozen=True)
class Entry:
    """Lines that belong together. Raises ValueError where debits and credits differ or a side is negative."""

    key: str  # `capture#ch_…`: two pieces of news about one fact cannot post twice
    currency: str
    lines: tuple[Line, ...]

    def __post_init__(self) -> None:
        if sum(line.debit for line in self.lines) != sum(line.credit for line in self.lines):
            raise ValueError(f"the entry {self.key} does not balance")
        if any(line.debit < 0 or line.credit < 0 for line in self.lines):
            raise ValueError(f"the entry {self.key} has a negative side")


A = LedgerAccount


def sale(revenue: int, tax: int, shipping: int, currency: str) -> Entry:
    """The order is placed: the shopper owes its total. An order has one sale."""
    owed = Line(A.CUSTOMER, debit=revenue + tax + shipping)
    earned = (Line(A.REVENUE, credit=revenue), Line(A.TAX, credit=tax), Line(A.SHIPPING, credit=shipping))
    return Entry("sale", currency, (owed, *earned))


def sale_reversal(revenue: int, tax: int, shipping: int, currency: str) -> Entry:
    """The placed order is canceled: the shopper owes nothing. An order is canceled once."""
    return Entry("sale_reversal", currency, _mirrored(sale(revenue, tax, shipping, currency).lines))


def capture(charge: str, amount: int, currency: str) -> Entry:
    """The processor has the shopper's money for us."""
    lines = (Line(A.PROCESSOR_CLEARING, debit=amount), Line(A.CUSTOMER, credit=amount))
    return Entry(f"capture#{charge}", currency, lines)


def refund(reference: str, amount: int, currency: str) -> Entry:
    """The processor sent money back."""
    lines = (Line(A.CUSTOMER, debit=amount), Line(A.PROCESSOR_CLEARING, credit=amount))
    return Entry(f"refund#{reference}", currency, lines)


def refund_return(reference: str, amount: int, currency: str) -> Entry:
    """Money that was sent back came to us again."""
    return Entry(f"refund_return#{reference}", currency, _mirrored(refund(reference, amount, currency).lines))


def balance(entries: Iterable[Entry], account: LedgerAccount) -> int:
    """Debits less credits of an account, in minor units, over entries of one currency."""
    lines = [line for entry in entries for line in entry.lines if line.account is account]
    return sum(line.debit - line.credit for line in lines)


def _mirrored(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(Line(line.account, debit=line.credit, credit=line.debit) for line in lines)
