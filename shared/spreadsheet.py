"""CSV for spreadsheets: RFC 4180, and no text that a spreadsheet would run. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence

MARK = "\ufeff"  # without it Excel takes UTF-8 for its own alphabet, and umlauts for two letters each
RISKY = tuple("=+-@＝＋－＠\t\r\n")  # what makes a spreadsheet take a cell for a formula; OWASP's list


def cell(value: object) -> str:
    """What stands in a cell: nothing for None, whole numbers as they are, text so that it stays text."""
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else _harmless(str(value))


def written(lines: Iterable[Sequence[str]]) -> str:
    """The lines as CSV; a file of it begins with MARK."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    return text.getvalue()


def _harmless(text: str) -> str:
    return "'" + text if text.startswith(RISKY) else text
