"""How far a run is: a line that is redrawn on a terminal, and one now and then elsewhere."""

import sys
import time
from typing import TextIO

from tests.simulation.campaign.sums import Sums

REDRAW_S = 0.5
LINE_S = 20.0  # where lines pile up in a log


class Progress:
    """Says what this call has done. total: seeds it is to do."""

    def __init__(self, total: int, out: TextIO | None = None) -> None:
        self._out = out or sys.stderr
        self._total = total
        self._is_terminal = self._out.isatty()
        self._began = self._said = time.monotonic()
        self._seeds = self._orders = 0

    def note(self, one: Sums, all_so_far: Sums) -> None:
        """Another seed is done."""
        self._seeds += len(one.seeds)
        self._orders += one.orders
        now = time.monotonic()
        if now - self._said >= (REDRAW_S if self._is_terminal else LINE_S):
            self._said = now
            self._say(all_so_far)

    def end(self, all_so_far: Sums) -> None:
        """Nothing more comes."""
        self._say(all_so_far)
        if self._is_terminal:
            self._out.write("\n")

    def _say(self, sums: Sums) -> None:
        minutes = max(time.monotonic() - self._began, 1e-9) / 60
        line = (
            f"{self._seeds:,} of {self._total:,} seeds · {sums.orders:,} orders · {sums.faults:,} faults · "
            f"{self._orders / minutes:,.0f} orders a minute · {sums.violated.total():,} violations"
        )
        self._out.write(f"\r\x1b[K{line}" if self._is_terminal else f"{line}\n")
        self._out.flush()
