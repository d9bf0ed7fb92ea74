"""`python -m tests.simulation`: live through many seeds and judge them, or tell the story of one."""

import argparse
import sys
from pathlib import Path
from typing import Any

from tests.simulation.campaign import arguments, campaign, failures, fingerprint, kept, points, report, tables, verdict
from tests.simulation.campaign.replay import command, replay, task_of
from tests.simulation.campaign.sums import Sums
from tests.simulation.planted import table
from tests.simulation.run import RATE, simulate

FOLDER = fingerprint.ROOT / ".local" / "simulation"
GOOD, BAD, NOT_WHOLE = 0, 1, 130  # exit codes; the last is what a shell gives for Ctrl-C


def main(words: list[str] | None = None) -> int:
    """The exit code: 0 where all held and enough happened."""
    asked = arguments.parse(words)
    rate = RATE if asked.rate is None else asked.rate
    if asked.replay:
        task = task_of(asked.replay, rate)
        return GOOD if replay(task, simulate, sys.stdout, about=asked.about, last=asked.last) else BAD
    return _many(asked, report.Origin(fingerprint.code(), rate, len(table.known())))


def _many(asked: argparse.Namespace, origin: report.Origin) -> int:
    keep = kept.path_of(FOLDER, origin.code, origin.rate) if asked.resume else None
    wanted = campaign.Campaign(asked.seeds, origin.rate, asked.workers, keep, asked.seed_seconds, asked.cpu_seconds)
    try:
        sums, is_whole = campaign.run(wanted, simulate)
    except kept.Busy as busy:
        print(busy, file=sys.stderr)
        return BAD
    if is_whole and len(sums.seeds) < len(asked.seeds):
        print(f"The budget of {asked.cpu_seconds:g} CPU seconds was spent after {len(sums.seeds)} worlds.")
    if asked.write_points:
        points.write(points.reached_by(sums))
    told = _told(asked, origin, sums)
    if is_whole and not asked.no_shrink:
        _say_failures(sums, origin.rate, asked.seed_seconds)
    print(tables.verdict(told))
    if not is_whole:
        return NOT_WHOLE
    return GOOD if told["good"] else BAD


def _told(asked: argparse.Namespace, origin: report.Origin, sums: Sums) -> dict[str, Any]:
    coverage = points.coverage(sums, points.read())
    is_of_one_code = fingerprint.code() == origin.code
    judged = verdict.judge(sums, coverage, least=asked.least_coverage, is_of_one_code=is_of_one_code)
    told = report.report(sums, coverage, judged, origin)
    print(f"\n{tables.rendered(told)}")
    if asked.report:
        report.write(told, asked.report)
        asked.report.with_suffix(".md").write_text(tables.page(told), encoding="utf-8")
    return told


def _say_failures(sums: Sums, rate: float, seed_s: float) -> None:
    if not sums.failures:
        return
    first = sums.failures[0]
    print(f"{first.invariant} in seed {first.seed}: {first.what}\n\n    {command(first.seed, rate)}\n")
    for failure, path in failures.made_small(sums, rate, simulate, FOLDER / "traces", seed_s=seed_s):
        print(f"{failure.invariant}, made small: python -m tests.simulation --replay {_shown(path)}\n")


def _shown(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


if __name__ == "__main__":
    sys.exit(main())
