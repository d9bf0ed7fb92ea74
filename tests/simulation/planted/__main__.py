"""`python -m tests.simulation.planted`: hunt the planted bugs and print who noticed each; an error where one survives.

Quick, as in `make test`: each where TABLE.md says that it was caught, else in the cheapest world that will do, which
--remember writes down; with --seconds, what is not found by then is named, and is no error. With --seeds or --write:
from seed 0 on.
"""

import sys
from argparse import ArgumentParser, Namespace
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain, takewhile
from time import time

from tests.simulation.planted import table
from tests.simulation.planted.bugs import BUGS, BY_NAME
from tests.simulation.planted.hunt import SEEDS_MAX, Catch, cheapest_first, first_caught, hunt

AT_A_TIME = (
    8  # bugs for one process; those of one world are neighbours, which has to be lived through without any first
)


def main() -> int:
    """Gives the process's exit code."""
    asked = _arguments()
    known = table.known()
    names = sorted(asked.only or BY_NAME, key=lambda name: (str(known[name].again) if name in known else "", name))
    until = time() + asked.seconds if asked.seconds else None
    work = partial(_hunt, asked.seeds) if asked.seeds else partial(_again, until)
    found: dict[str, Catch | None] = {}
    with ProcessPoolExecutor(asked.workers) as pool:
        for name, catch in zip(names, pool.map(work, names, chunksize=AT_A_TIME), strict=True):
            found[name] = catch
            print(_line(name, catch), flush=True)
    alive = [name for name, catch in found.items() if catch is None]
    print(
        f"{len(found) - len(alive)} of {len(found)} planted bugs caught" + "".join(f"; alive: {each}" for each in alive)
    )
    is_over = until is not None and time() > until
    if alive and is_over:
        print("The time was over before these were looked for everywhere; `--remember` does it and notes it.")
    if moved := [name for name, catch in found.items() if catch and name in known and catch.again != known[name].again]:
        print(f"caught elsewhere than TABLE.md says, so --remember saves time: {', '.join(moved)}")
    if asked.write or asked.remember:
        _write({name: catch for name, catch in found.items() if catch})
    return 1 if alive and not is_over else 0


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.simulation.planted")
    parser.add_argument("--only", choices=BY_NAME, metavar="NAME", action="append", help="this bug; may be said again")
    parser.add_argument("--seeds", type=int, help=f"hunt from seed 0 on, so many at the most ({SEEDS_MAX})")
    parser.add_argument("--seconds", type=int, help="of real time, after which none is looked for in other worlds")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="hunt from seed 0 on, and write TABLE.md")
    parser.add_argument("--remember", action="store_true", help="write into TABLE.md where each was caught now")
    asked = parser.parse_args()
    asked.seeds = asked.seeds or (SEEDS_MAX if asked.write else None)
    return asked


def _hunt(seeds: int, name: str) -> Catch | None:
    return hunt(BY_NAME[name], seeds)


def _again(until: float | None, name: str) -> Catch | None:
    """The catch of TABLE.md, made again; where the code has moved on since, another one, if it is found in time."""
    known = table.known().get(name)
    others = takewhile(lambda _: until is None or time() < until, cheapest_first())
    places = chain([known.again] if known else [], others)
    found = first_caught(BY_NAME[name], places)
    return Catch(found[1], known.seeds if known else 0, known.orders if known else 0, found[0]) if found else None


def _line(name: str, catch: Catch | None) -> str:
    if catch is None:
        return f"{name:<32} SURVIVES"
    where = f"seed {catch.again.seed} with {catch.again.shoppers} shoppers"
    return f"{name:<32} {catch.invariant:<5} {catch.seeds:>3} seeds {catch.orders:>5} orders   {where}"


def _write(caught: dict[str, Catch]) -> None:
    whole = {**table.known(), **caught}
    missing = [bug.name for bug in BUGS if bug.name not in whole]
    if missing:
        print(f"TABLE.md is not written: nothing is known of {', '.join(missing)}", file=sys.stderr)
        return
    table.PATH.write_text(table.written(whole), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
