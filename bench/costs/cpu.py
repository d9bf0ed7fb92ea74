"""How long a processor works for each run once all is warm: the code, Powertools, pydantic and the SDK without sockets.

Botocore's real clients serialise, sign and parse; what they send is answered by the in-memory services, whose own work
is left out, as are TLS and the kernel's part. Everything is in one process and one thread, in rounds one after the
other, each with its own reference; a figure is the median of its ratios.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.costs.calm import CalmShop, calm_shop
from bench.costs.meter import Run
from bench.costs.order import Goods, Order, Step, open_shop
from bench.costs.script import all_rows
from shared.aws import client
from tests.simulation.loop import Process
from tests.simulation.wire import wire

ROUNDS = 5
ORDERS = 3  # a round
LINES = (1, 5, 20)
READS = 40  # of the reference, in a round
WHOLE, CHECKOUT = "a whole order", "from the cart to `placed`"


@dataclass(frozen=True)
class Cpu:
    """What was measured. reference_s: processor seconds of the reference; the rest are ratios to it."""

    reference_s: float
    rows: Mapping[str, float]  # of each run of the script
    orders: Mapping[tuple[int, str], float]  # of each stage of an order, by its lines

    def milliseconds(self, ratio: float) -> float:
        """Of processor time, on the machine that measured."""
        return ratio * self.reference_s * 1000


def measured(rounds: int = ROUNDS) -> Cpu:
    """All rounds."""
    references: list[float] = []
    rows: dict[str, list[float]] = defaultdict(list)
    orders: dict[tuple[int, str], list[float]] = defaultdict(list)
    for _ in range(rounds):
        with calm_shop(wire) as shop:
            goods = open_shop(shop)
            Order(shop, goods, lines=2).walk()  # clients are made, secrets fetched, handlers have run
            references.append(reference_s(shop))
            for lines, stage, seconds in _orders(shop, goods):
                orders[lines, stage].append(seconds / references[-1])
            for name, run in all_rows(shop, goods).items():
                rows[name].append(run.cpu_s / references[-1])
    return Cpu(median(references), _medians(rows), _medians(orders))


def _medians(found: Mapping[Any, list[float]]) -> dict[Any, float]:
    return {name: median(ratios) for name, ratios in found.items()}


def _orders(shop: CalmShop, goods: Goods) -> Iterator[tuple[int, str, float]]:
    for _ in range(ORDERS):
        for lines in LINES:
            steps = Order(shop, goods, lines).walk()
            yield from ((lines, stage, seconds) for stage, seconds in by_stage(steps).items())


def by_stage(steps: list[Step]) -> dict[str, float]:
    """Processor seconds of each stage, of the path from the cart to `placed`, and of all."""
    found: dict[str, float] = defaultdict(float)
    for step in steps:
        for run in step.runs:
            found[step.stage] += run.cpu_s
            found[WHOLE] += run.cpu_s
            if _is_on_the_way(step, run):
                found[CHECKOUT] += run.cpu_s
    return dict(found)


def _is_on_the_way(step: Step, run: Run) -> bool:
    """Whether an order is placed by it: browsing before and mail after are not."""
    browses = run.cause.startswith("GET ")
    after = run.function.startswith(("notifications.", "reports.")) or run.cause == "order.placed"
    return step.stage != "fulfillment" and not browses and not after


def reference_s(shop: CalmShop) -> float:
    """Processor seconds of a bare handler that reads one small item through botocore: the median of many."""
    request = {"TableName": "storewright-test-inventory", "Key": {"pk": {"S": "LOCATIONS"}, "sk": {"S": "LOCATIONS"}}}
    found: list[float] = []

    def handler(_event: Any, _context: Any) -> Any:
        return client("dynamodb").get_item(**request, ConsistentRead=True)["Item"]

    def read() -> None:
        for _ in range(READS):
            run = shop.meter.begin(process, "reference", {})
            shop.meter.going(process, lambda: handler({}, None))
            found.append(run.cpu_s)
        shop.meter.end(process)

    process = Process(shop.world.loop, "reference", read)
    shop.world.loop.after(0.0, process.switch)
    shop.wait(READS)
    return median(found)
