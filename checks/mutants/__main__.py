"""`python -m checks.mutants --area functions/payments --seed 1 --count 15`: try some mutants, write the page."""

import argparse
import json
import random
import sys
from functools import cache, partial
from pathlib import Path

from checks.mutants.kinds import Mutation, mutations, path_of
from checks.mutants.page import PAGE, page, reasons
from checks.mutants.trial import ROOT, SURVIVED, copied, noted, seeds_hold, tests_of, tried

FOLDER = ROOT / ".local/mutants"
AREAS = ("functions", "shared")


def main(words: list[str] | None = None) -> int:
    """0 where every survivor has its reason, 1 where one has none, 2 where some could not be tried."""
    parser = argparse.ArgumentParser(prog="python -m checks.mutants", description=__doc__)
    parser.add_argument("--area", nargs="*", default=AREAS, help="folders or files, in functions/ or shared/")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=15)
    asked = parser.parse_args(words)
    if not all(area.split("/")[0] in AREAS and (ROOT / area).exists() for area in asked.area):
        print("An area is a folder or a file that is there, in functions/ or shared/.", file=sys.stderr)
        return 2
    chosen = choose(asked.area, asked.seed, asked.count)
    outcomes = kept()
    settled = {name for name, outcome in outcomes.items() if outcome != SURVIVED or name in reasons()}
    if not _try([each for each in chosen if each.name not in settled], outcomes):
        return 2
    PAGE.write_text(page(outcomes, reasons(), PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    left = [name for name, outcome in outcomes.items() if outcome == SURVIVED and name not in reasons()]
    print("\n".join(["Survivors without a reason:", *left] if left else ["Every survivor has its reason."]))
    return 1 if left else 0


def choose(areas: list[str], seed: int, count: int) -> list[Mutation]:
    """So many mutations of these sources, by the seed: the same sources and seed give the same."""
    found = [each for path in _sources(areas) for each in _mutations_of(path)]
    return random.Random(seed).sample(found, min(count, len(found)))  # noqa: S311 - chance that can be repeated


def kept() -> dict[str, str]:
    """What was found out before; of a mutant tried twice the last. To try all anew, remove the file.

    A survivor counts as long as its line is there.
    """
    file = FOLDER / "outcomes.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    outcomes: dict[str, str] = dict(map(json.loads, lines))
    paths = {path_of(name) for name, outcome in outcomes.items() if outcome == SURVIVED}
    there = {each.name for path in paths if (ROOT / path).exists() for each in _mutations_of(path)}
    return {name: outcome for name, outcome in outcomes.items() if outcome != SURVIVED or name in there}


def _mutations_of(path: str) -> list[Mutation]:
    return mutations(path, (ROOT / path).read_text(encoding="utf-8"))


def _sources(areas: list[str]) -> list[str]:
    paths = {ROOT / area for area in areas if (ROOT / area).is_file()}
    paths |= {file for area in areas for file in (ROOT / area).rglob("*.py")}
    return sorted(path.relative_to(ROOT).as_posix() for path in paths)


def _try(mutants: list[Mutation], outcomes: dict[str, str]) -> bool:
    """Whether all could be tried."""
    tree = copied(FOLDER / "tree") if mutants else Path()
    notes = cache(lambda folder: noted(tree, folder, FOLDER / f"{folder.replace('/', '-')}.json"))
    seeds = cache(partial(seeds_hold, tree))  # asked once, when the first mutant has survived the tests
    for each in mutants:
        folder = tests_of(each.path)
        if (known := notes(folder)) is None:
            print(f"{folder} fails as it is; none of {each.path} is tried.", file=sys.stderr)
            return False
        outcomes[each.name] = tried(tree, each, known, seeds)
        print(f"{outcomes[each.name]:>10}  {each.path}:{each.line}  {each.kind}  {each.after}", flush=True)
        with (FOLDER / "outcomes.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps([each.name, outcomes[each.name]]) + "\n")
    return True


if __name__ == "__main__":
    sys.exit(main())
