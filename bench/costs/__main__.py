"""`python -m bench.costs [--write]`: measures what everything costs, prints the page, or writes it and the table.

Every route gets its row: one that the script leaves out is asked once, with what `tests/security` knows to be good.
`--table` writes the table alone, within a minute.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from bench.costs import fixed, page, prices
from bench.costs.calm import calm_shop
from bench.costs.causes import routes
from bench.costs.cpu import ROUNDS, measured
from bench.costs.growth import SIZES, at_size
from bench.costs.kept import Bytes, kept, logged
from bench.costs.meter import Run
from bench.costs.order import Order, Step, open_shop
from bench.costs.profile import shares
from bench.costs.rows import TABLE, row_of, written
from bench.costs.script import all_rows
from tests.simulation.wire import wire

PAGE = Path(__file__).parents[1] / "COSTS.md"
TEMPLATE = Path(__file__).parent / "COSTS.template.md"
LINES = (1, 2, 5, 20)


def main(arguments: list[str]) -> int:
    """Measure, then print or write. Fails where the kept table is another and nothing is to be written."""
    parser = ArgumentParser(prog="python -m bench.costs", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the page and the table")
    parser.add_argument("--table", action="store_true", help="write the table alone")
    asked = parser.parse_args(arguments)
    told: list[str] = []
    with calm_shop() as shop:
        runs = all_rows(shop, tell=told.append)
    for sentence in told:
        print(sentence, file=sys.stderr)
    rows = {name: row_of(run) for name, run in runs.items()}
    if asked.table:
        TABLE.write_text(written(rows), encoding="utf-8")
        return bool(told)
    is_as_kept = TABLE.exists() and written(rows) == TABLE.read_text(encoding="utf-8")
    text = _page(runs)
    if asked.write:
        TABLE.write_text(written(rows), encoding="utf-8")
        PAGE.write_text(text, encoding="utf-8")
        return bool(told)
    print(text)
    if not is_as_kept:
        print("What runs ask for is not what bench/costs.tsv says.", file=sys.stderr)
    return not is_as_kept


def _page(runs: Mapping[str, Run]) -> str:
    orders, left = _orders()
    cpu = measured()
    ticks = {name.partition(" ← ")[0]: run for name, run in runs.items() if name.endswith("nothing to do")}
    return TEMPLATE.read_text(encoding="utf-8").format(
        routes=len(routes()),
        counts=page.counts(orders),
        by_stage=page.by_stage(orders),
        by_service=page.by_service(orders),
        visits=page.visits(orders[1]),
        left=page.left(left),
        backups=fixed.DAILY + fixed.MONTHLY + fixed.COLD,
        fixed=fixed.by_stage(),
        ticks=page.ticks(ticks),
        growth=page.growth({size: at_size(size) for size in SIZES}),
        reference=f"{cpu.reference_s * 1000:.1f}",
        rounds=ROUNDS,
        cpu_of_orders=page.cpu_of_orders(cpu),
        shares=page.shares(shares()),
        cpu_of_runs=page.cpu_of_runs(cpu, {name: row_of(run) for name, run in runs.items()}),
        as_of=prices.AS_OF,
        region=prices.REGION,
        price_list=page.price_list(),
        memory=prices.MEMORY_MB,
        waits=", ".join(f"{what} {seconds * 1000:g} ms" for what, seconds in prices.WAITS_S.items()),
        cold=prices.COLD_SHARE,
        init=prices.INIT_S,
        of_lambda=prices.LINES_OF_LAMBDA,
        of_gateway=prices.LINE_OF_GATEWAY,
    )


def _orders() -> tuple[dict[int, list[Step]], dict[int, Bytes]]:
    """An order of each size, through the SDK, so that its part of the time is there; and what each leaves."""
    orders: dict[int, list[Step]] = {}
    left: dict[int, Bytes] = {}
    with calm_shop(wire) as shop:
        goods = open_shop(shop)
        Order(shop, goods, lines=2).walk()  # what runs first is not warm
        for lines in LINES:
            before = kept(shop)
            orders[lines] = Order(shop, goods, lines).walk()
            logs = logged(run for step in orders[lines] for run in step.runs)
            left[lines] = replace(kept(shop) - before, logs=logs)
    return orders, left


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
