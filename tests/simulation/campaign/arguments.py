"""The command line."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from tests.simulation.campaign.crew import SEED_S
from tests.simulation.campaign.seeds import Seeds
from tests.simulation.campaign.verdict import LEAST_COVERAGE

LEVELS = {"test": ("0-129", 240.0)}  # seeds, and the CPU seconds that are for them: two minutes of two cores


def parse(words: Sequence[str] | None = None) -> argparse.Namespace:
    """What was typed. Exits with a message where that makes no sense."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--seeds", type=_seeds, help="such as 0-4999, both ends included")
    what.add_argument("--level", choices=LEVELS, help="as many seeds as `make test` has the CPU time for")
    what.add_argument("--replay", metavar="SEED", help="tell the story of a seed, or of a trace's file")
    parser.add_argument("--rate", type=float, help="of calls that meet a fault, 0 to 1")
    _of_a_run(parser.add_argument_group("a run"))
    _of_a_replay(parser.add_argument_group("a replay"))
    asked = parser.parse_args(words)
    if asked.level:
        seeds, cpu_s = LEVELS[asked.level]
        asked.seeds, asked.cpu_seconds = Seeds.parse(seeds), asked.cpu_seconds or cpu_s
    return asked


def _of_a_run(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes")
    group.add_argument("--resume", action="store_true", help="go on from what is kept of this code, and keep it")
    group.add_argument("--report", type=Path, metavar="FILE.json", help="write it here, and as Markdown beside it")
    group.add_argument("--write-points", action="store_true", help="write the list of known fault points anew")
    group.add_argument("--least-coverage", type=float, default=LEAST_COVERAGE, help="of fault points, 0 to 1")
    group.add_argument(
        "--seed-seconds", type=float, default=SEED_S, help="of real time, after which a world is cut off"
    )
    group.add_argument(
        "--cpu-seconds",
        type=float,
        help="of all processes, then no world begins any more",
    )
    group.add_argument("--no-shrink", action="store_true", help="leave failing worlds as large as they are")


def _of_a_replay(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--about", default="", metavar="ID", help="only lines that name it; its last five letters will do"
    )
    group.add_argument("--last", type=int, metavar="LINES", help="only so many at the end")


def _seeds(text: str) -> Seeds:
    try:
        return Seeds.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
