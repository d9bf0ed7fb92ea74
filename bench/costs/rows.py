"""The table of what each run asks for, `bench/costs.tsv`: it is kept, so that a change that costs more shows."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.costs.meter import Run

TABLE = Path(__file__).parents[1] / "costs.tsv"
HEAD = ("run", "calls", "read units", "write units", "events said", "events published")
KEPT = frozenset({"GetSecretValue"})  # asked once and kept for minutes: whether a run asks is a matter of its time


@dataclass(frozen=True)
class Row:
    """What a run asks for. Everything counts exactly."""

    calls: Mapping[str, int]  # by operation, Stripe's as `POST /v1/refunds`
    read_units: float
    write_units: float
    said: int
    published: int


def row_of(run: Run) -> Row:
    """The row of a run."""
    calls = {name: times for name, times in sorted(run.calls.items()) if name not in KEPT}
    return Row(calls, run.read_units, run.write_units, run.event_rows, run.entries)


def written(rows: Mapping[str, Row]) -> str:
    """The table as text."""
    lines = [HEAD, *((name, *_cells(row)) for name, row in sorted(rows.items()))]
    return "".join("\t".join(line) + "\n" for line in lines)


def read() -> dict[str, Row]:
    """The table that is kept."""
    _, *lines = TABLE.read_text(encoding="utf-8").splitlines()
    return {name: _row(cells) for name, *cells in (line.split("\t") for line in lines)}


def calls_text(calls: Mapping[str, int]) -> str:
    """`BatchGetItem ×2, PutItem`."""
    return ", ".join(name if times == 1 else f"{name} ×{times}" for name, times in calls.items())


def _cells(row: Row) -> tuple[str, ...]:
    return (calls_text(row.calls), f"{row.read_units:g}", f"{row.write_units:g}", str(row.said), str(row.published))


def _row(cells: list[str]) -> Row:
    calls: Counter[str] = Counter()
    for each in filter(None, cells[0].split(", ")):
        name, times = re.fullmatch(r"(.+?)(?: ×(\d+))?", each).groups()  # type: ignore[union-attr]
        calls[name] = int(times or 1)
    return Row(dict(calls), float(cells[1]), float(cells[2]), int(cells[3]), int(cells[4]))
