"""The list of every line that is in no order: its number in the file, why, and what it says."""

import csv
from collections.abc import Iterable
from pathlib import Path

from local.replay.trade_file import COLUMNS, Skipped, rows_of


def write_listing(path: Path, trade_file: Path, skipped: Iterable[Skipped]) -> None:
    """Write the list as CSV."""
    reasons = {each.number: each.reason.value for each in skipped}
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file, rows_of(trade_file) as rows:
        listing = csv.writer(file)
        listing.writerow(("line", "reason", *COLUMNS))
        for number, row in enumerate(rows, start=2):
            if number in reasons:
                listing.writerow((number, reasons[number], *(row.get(name) for name in COLUMNS)))
