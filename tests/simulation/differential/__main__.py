"""The long run: `python -m tests.simulation.differential --operations 200000 --seed 1`."""

import argparse
import sys

from tests.simulation.differential.emulators import emulators
from tests.simulation.differential.run import Tally, run
from tests.simulation.differential.summary import idle, summary

LONG = 100_000  # calls after which each known difference has been met, or is none


def main() -> int:
    """1 where a difference has no explanation, or an explanation that is not rare explained nothing."""
    arguments = argparse.ArgumentParser(prog="python -m tests.simulation.differential")
    arguments.add_argument("--operations", type=int, default=200_000)
    arguments.add_argument("--seed", type=int, default=1)
    asked = arguments.parse_args()
    tally = Tally()
    with emulators() as found:
        for done in run(found, asked.operations, asked.seed, tally):
            print(f"{done} of {asked.operations} calls, {len(tally.unexplained)} unexplained", flush=True)
    print(summary(tally))
    return 1 if tally.unexplained or (asked.operations >= LONG and idle(tally)) else 0


sys.exit(main())
