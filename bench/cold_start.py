"""`make cold`: what a cold start of every Lambda of the plan costs in CPU, as a multiple of a bare handler's.

Each is started from its real bundle by Lambda's own runtime client and answers one real call. AWS and Stripe are
doubles on loopback; AWS's speaks TLS. All of them and the bare handler take turns, round by round. Linux only.

`python -m bench.cold_start [--rounds N] [--only orders.] [--before TREE] [--write]`; TREE is an older checkout.
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from bench import built
from bench.cold_imports import Imports, imports_of
from bench.cold_page import PAGE, Row, page
from bench.cold_stand import Stand, stand
from bench.first_calls import FirstCall
from bench.libraries import LIBRARIES
from bench.runtime_api import ColdStart
from infra import bundle
from infra.domains import DOMAINS

BARE = "bare"
BARE_EVERY = 8  # cold starts of others between two of the bare handler, so that both see the same machine
HEADLINE = "orders.store_api"  # whose imports are shown in detail

Turn = tuple[str, str]  # (which bundles: `before` or `now`; which Lambda)
Cost = tuple[float, float]  # (init, first call)


def ships(name: str) -> str:
    """Which variant of the code a Lambda runs from. name: `orders.store_api`, and maybe more after a comma."""
    for domain in DOMAINS:
        for plan in domain.functions:
            if name.partition(",")[0] == f"{domain.name}.{plan.name}":
                return plan.variant
    return "base"  # libraries alone


def measure(
    around: Stand, calls: Mapping[str, FirstCall], bundles: Mapping[str, Mapping[str, Path]], rounds: int
) -> dict[Turn, list[Cost]]:
    """What each cost in each round, as multiples of the bare handler's whole cold start in that round.

    bundles: directories by variant, by what they are called. The bare handler's own cost is under (BARE, BARE), in
    seconds.
    """
    turns = [(called, name) for name in calls for called in bundles]
    found: dict[Turn, list[Cost]] = {turn: [] for turn in [*turns, (BARE, BARE)]}
    for _ in range(rounds):
        bare: list[float] = []
        starts: dict[Turn, ColdStart] = {}
        for place, (called, name) in enumerate(turns):
            if place % BARE_EVERY == 0:
                nothing = around.start_bare()
                bare.append(nothing.init_s + nothing.call_s)
            starts[called, name] = around.start(name, bundles[called][ships(name)], calls[name])
        unit = median(bare)
        found[BARE, BARE].append((unit, 0))
        for turn, each in starts.items():
            found[turn].append((each.init_s / unit, each.call_s / unit))
    return found


def main() -> int:
    """Measure, print, and write the page where asked to."""
    asked = _arguments()
    python = built.python_version()
    bundles = {"before": built.build_tree(asked.before, python)} if asked.before else {}
    bundles["now"] = built.build_tree(bundle.ROOT, python)
    with stand(python) as (around, calls):
        chosen = {name: call for name, call in sorted(calls.items()) if name.startswith(asked.only)}
        chosen |= dict.fromkeys(LIBRARIES, FirstCall({}, {}, {}))
        found = measure(around, chosen, bundles, asked.rounds)
        imports = {name: imports_of(around, name, bundles["now"][ships(name)], call) for name, call in chosen.items()}
    text = page(
        [_row(name, found, imports[name]) for name in chosen],
        {called: {variant: built.sized(path) for variant, path in each.items()} for called, each in bundles.items()},
        imports.get(HEADLINE),
        headline=HEADLINE,
        python=python,
        rounds=asked.rounds,
        bare_ms=_middle(found[BARE, BARE])[0] * 1000,
    )
    print(text)
    if asked.write:
        PAGE.write_text(text)
    return 0


def _row(name: str, found: Mapping[Turn, list[Cost]], imports: Imports) -> Row:
    before = found.get(("before", name))
    now = _middle(found["now", name])
    return Row(name, ships(name), now, _middle(before) if before else None, imports.count)


def _middle(rounds: list[Cost]) -> Cost:
    return median(init for init, _ in rounds), median(call for _, call in rounds)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.cold_start", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="Lambdas whose names begin like this")
    parser.add_argument("--before", type=Path, help="an older checkout to measure beside this one")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.relative_to(bundle.ROOT)}")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
