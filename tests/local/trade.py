"""Lines of a small trade file, with good defaults, and where the large one lies."""

import csv
from collections.abc import Iterable
from pathlib import Path

import pytest

from local.replay.trade_file import COLUMNS, Trade, trade_of

LARGE_FILE = Path(__file__).parents[3] / "shared" / "data" / "online_retail_30k.csv.gz"

needs_large_file = pytest.mark.skipif(not LARGE_FILE.exists(), reason=f"needs the trade data at {LARGE_FILE}")

Fields = dict[str, str]


def a_line(
    invoice: str = "536365",
    code: str = "85123A",
    quantity: int = 6,
    price: str = "2.55",
    customer: str = "17850.0",
    country: str = "United Kingdom",
    at: str = "2010-12-01 08:26:00",
    description: str = "WHITE HANGING HEART",
) -> Fields:
    fields = (invoice, code, description, str(quantity), at, price, customer, country)
    return dict(zip(COLUMNS, fields, strict=True))


def a_trade(*lines: Fields) -> Trade:
    return trade_of(lines)


def written(path: Path, lines: Iterable[Fields]) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(lines)
    return path
