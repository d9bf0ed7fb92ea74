"""CSV for spreadsheets, written and read: RFC 4180, and no text that a spreadsheet would run. Pure."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

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


def read(text: str) -> Iterator[list[str]]:
    """The lines of a CSV file, each cell as `cell` was given it. What parts cells is a comma or a semicolon, as the
    first line has it. Raises csv.Error at a line that is none, such as one whose quotes never end.
    """
    text = text.removeprefix(MARK)
    first = text.partition("\n")[0]
    parts = ";" if first.count(";") > first.count(",") else ","
    for line in csv.reader(io.StringIO(text, newline=""), delimiter=parts):
        yield list(map(_meant, line))


def _meant(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:].startswith(RISKY) else text


def _harmless(text: str) -> str:
    return "'" + text if text.startswith(RISKY) else text
