"""The trade file: read line by line, exactly, with the reason for every line that cannot be part of an order."""

import csv
import gzip
import hashlib
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path

from local.replay.countries import CODES

COLUMNS = ("InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country")
PRODUCT = re.compile(r"[0-9]{5}[A-Z]{0,2}|DCGS[0-9A-Z]+")  # all other codes are fees, postage, samples and corrections
INVOICE = re.compile(r"[0-9]+")
CANCELLATION = re.compile(r"C[0-9]+")
Row = Mapping[str, str | None]
QUANTITY_MAX = 100_000  # units a line of a cart


class Reason(StrEnum):
    """Why a line is in no order. In this order: the first that fits is given."""

    UNREADABLE = "unreadable"  # a field is missing, or no number, or no date
    NOT_A_SALE = "not_a_sale"  # an invoice number that is neither a sale's nor a cancellation's
    NOT_A_PRODUCT = "not_a_product"  # postage, fees, discounts, samples, manual corrections
    STOCK_CORRECTION = "stock_correction"  # a quantity of zero or less outside of a cancellation
    NO_PRICE = "no_price"  # a gift, or a note on stock such as "found" or "damaged"
    NEGATIVE_PRICE = "negative_price"
    SUB_PENNY_PRICE = "sub_penny_price"  # a price that no coin can pay
    NO_DESCRIPTION = "no_description"
    QUANTITY_TOO_LARGE = "quantity_too_large"  # more than a line of a cart may hold
    NO_COUNTRY = "no_country"  # a name that is no country, so nothing can be sent there
    MIXED_INVOICE = "mixed_invoice"  # an invoice with several customers or countries
    TOO_MANY_LINES = "too_many_lines"  # an invoice with more lines than an order may have
    TOTAL_TOO_SMALL = "total_too_small"  # an invoice below what Stripe charges
    TOTAL_TOO_LARGE = "total_too_large"  # an invoice above what Stripe charges
    AFTER_THE_LAST = "after_the_last_order"  # of an invoice that comes after the orders asked for
    NO_CUSTOMER = "cancellation_without_customer"  # so nobody can say whose order it cancels
    NOTHING_TO_CANCEL = "cancels_nothing_placed"  # no earlier order of the customer has so many left at that price
    REFUSED = "refused_by_the_shop"  # the shop said no; the run's table says why


@dataclass(frozen=True)
class Line:
    """A line of the file that is trade. price in pence; country ISO 3166-1, None where the file names none."""

    number: int  # in the file, its heading being 1
    invoice: str
    code: str  # in capitals: the data writes 85123a for 85123A
    description: str
    quantity: int  # above zero, also in a cancellation
    at: datetime  # the shop's local time; only its order counts
    price: int
    customer: str | None
    country: str | None

    @property
    def is_cancellation(self) -> bool:
        return self.invoice.startswith("C")

    @property
    def sku(self) -> str:
        """The variant: a product at a price."""
        return f"{self.code}-{self.price}"


@dataclass(frozen=True)
class Skipped:
    """A line that is in no order, and why."""

    number: int
    reason: Reason


@dataclass(frozen=True)
class Trade:
    """All lines of a file, each in one of the two lists."""

    lines: tuple[Line, ...]
    skipped: tuple[Skipped, ...]

    @property
    def size(self) -> int:
        return len(self.lines) + len(self.skipped)


class BadFile(Exception):
    """Not a trade file; the sentence says why."""


def read_trade(path: Path) -> Trade:
    """The file, gzipped or not. Raises BadFile, also where no line of it is a sale; OSError where it cannot be read."""
    with rows_of(path) as rows:
        trade = trade_of(rows)
    if all(line.is_cancellation for line in trade.lines):
        raise BadFile(f"{path} has no line that is a sale: {trade.size} were read.")
    return trade


@contextmanager
def rows_of(path: Path) -> Iterator[Iterable[Row]]:
    """The file's rows, while it is open. Raises BadFile, FileNotFoundError."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as text:
        try:
            rows = csv.DictReader(text)
            missing = set(COLUMNS) - set(rows.fieldnames or ())
            if missing:
                raise BadFile(f"{path} has no column {', '.join(sorted(missing))}.")
            yield rows
        except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
            raise BadFile(f"{path} is no CSV in UTF-8: {error}") from error


def trade_of(rows: Iterable[Row]) -> Trade:
    """The rows as lines, the first being line 2 of its file."""
    read = list(_each(rows))
    lines = (each for each in read if isinstance(each, Line))
    return Trade(tuple(lines), tuple(each for each in read if isinstance(each, Skipped)))


def file_hash(path: Path) -> str:
    """What the file's content is known by, in keys and names."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def sentence(error: OSError | BadFile) -> str:
    """What is wrong with a file, for a person."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename} cannot be read: {error.strerror}."
    return str(error)


def _each(rows: Iterable[Row]) -> Iterator[Line | Skipped]:
    for number, row in enumerate(rows, start=2):
        try:
            line, quantity, price = _fields(number, row)
        except (KeyError, ValueError, InvalidOperation, AttributeError):
            yield Skipped(number, Reason.UNREADABLE)
            continue
        reason = _why_not(line, quantity, price)
        yield Skipped(number, reason) if reason else line


def _fields(number: int, row: Row) -> tuple[Line, int, Decimal]:
    text = {name: (row[name] or "").strip() for name in COLUMNS}
    quantity, price = int(text["Quantity"]), Decimal(text["UnitPrice"])
    if not price.is_finite():
        raise ValueError("a price that is no number")
    line = Line(
        number=number,
        invoice=text["InvoiceNo"].upper(),
        code=text["StockCode"].upper(),
        description=" ".join(text["Description"].split()),
        quantity=abs(quantity),
        at=datetime.fromisoformat(text["InvoiceDate"]),
        price=int(price * 100),
        customer=text["CustomerID"].removesuffix(".0") or None,
        country=CODES.get(text["Country"]),
    )
    return line, quantity, price


def _why_not(line: Line, quantity: int, price: Decimal) -> Reason | None:
    is_cancellation = CANCELLATION.fullmatch(line.invoice) is not None
    is_stock = quantity >= 0 if is_cancellation else quantity <= 0
    reasons = (
        (Reason.NOT_A_SALE, not (is_cancellation or INVOICE.fullmatch(line.invoice))),
        (Reason.NOT_A_PRODUCT, not PRODUCT.fullmatch(line.code)),
        (Reason.STOCK_CORRECTION, is_stock),
        (Reason.NO_PRICE, price == 0),
        (Reason.NEGATIVE_PRICE, price < 0),
        (Reason.SUB_PENNY_PRICE, price * 100 != int(price * 100)),
        (Reason.NO_DESCRIPTION, not line.description),
        (Reason.QUANTITY_TOO_LARGE, line.quantity > QUANTITY_MAX),
    )
    return next((reason for reason, applies in reasons if applies), None)


if __name__ == "__main__":  # before anything is fetched or started for it
    named = "".join(sys.argv[1:2])
    try:
        if not named:
            raise BadFile("Name a file: make replay FILE=trade.csv.gz")
        read_trade(Path(named))
    except (BadFile, OSError) as failure:
        sys.exit(sentence(failure))
