"""The page `bench/COSTS.md`, written from what was measured."""

from collections import Counter
from collections.abc import Callable, Mapping

from bench.costs import fixed
from bench.costs import prices as p
from bench.costs.cpu import CHECKOUT, LINES, WHOLE, Cpu
from bench.costs.growth import WHOLE as WHOLE_ROW
from bench.costs.growth import Size
from bench.costs.kept import Bytes
from bench.costs.markdown import table, usd
from bench.costs.meter import Run
from bench.costs.money import Dollars, dollars, idle_month
from bench.costs.order import Step
from bench.costs.rows import Row, calls_text
from infra.stages import DEV, PROD

AFTERWARDS = "mail and reports"
STAGES = ("browse and cart", "checkout", "payment", "fulfillment", AFTERWARDS)
MILLION = p.MILLION
VISITS = (1, 10, 100)  # shoppers who look, for one who buys


def stage_of(step: Step, run: Run) -> str:
    """The stage that pays for a run."""
    return AFTERWARDS if run.function.startswith(("notifications.", "reports.")) else step.stage


def _runs(steps: list[Step], stage: str = "") -> list[Run]:
    return [run for step in steps for run in step.runs if stage in ("", stage_of(step, run))]


def counts(orders: Mapping[int, list[Step]]) -> str:
    """What an order asks for in all, by its lines."""
    ways = {
        "requests over HTTP": lambda run: run.is_request,
        "runs of Lambdas": lambda _: 1,
        "calls of DynamoDB": lambda run: sum(times for name, times in run.calls.items() if name in DYNAMO_CALLS),
        "read units": lambda run: run.read_units,
        "write units": lambda run: run.write_units,
        "events said": lambda run: run.event_rows,
        "entries of PutEvents": lambda run: run.entries,
        "messages of queues": lambda run: run.messages,
        "records of streams that wake": lambda run: run.records,
        "calls of Stripe": lambda run: run.stripe,
        "mails": lambda run: run.mails,
    }
    head = ["of an order with", *(_lines(lines) for lines in orders)]
    rows = [[what, *(f"{sum(map(way, _runs(steps))):g}" for steps in orders.values())] for what, way in ways.items()]
    return table(head, rows)


DYNAMO_CALLS = frozenset(
    {"GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "BatchWriteItem", "TransactWriteItems"}
)


def _lines(lines: int) -> str:
    return f"{lines} line{'' if lines == 1 else 's'}"


def by_stage(orders: Mapping[int, list[Step]]) -> str:
    """Dollars of a million orders by stage."""
    rows = [
        [stage, *(usd(MILLION * sum(dollars(_runs(steps, stage)).values())) for steps in orders.values())]
        for stage in STAGES
    ]
    sums = [
        "**all of it**",
        *(f"**{usd(MILLION * sum(dollars(_runs(steps)).values()))}**" for steps in orders.values()),
    ]
    without = [
        MILLION * (sum(cost.values()) - cost["SES"]) for cost in (dollars(_runs(each)) for each in orders.values())
    ]
    return table(
        ["US$ of a million orders with", *map(_lines, orders)], [*rows, sums, ["without mails", *map(usd, without)]]
    )


def by_service(orders: Mapping[int, list[Step]]) -> str:
    """Dollars of a million orders by service, with each one's share of an order of one line."""
    costs = {lines: dollars(_runs(steps)) for lines, steps in orders.items()}
    one = costs[1]
    named = [
        (name, [usd(MILLION * cost[name]) for cost in costs.values()]) for name, _ in one.most_common() if one[name]
    ]
    rows = [[name, *cells, _share(one, name), _share(one, name, "SES")] for name, cells in named]
    return table(["US$ of a million orders with", *map(_lines, orders), "share (1 line)", "without mails"], rows)


def _share(cost: Dollars, name: str, without: str = "") -> str:
    whole = sum(each for service, each in cost.items() if service != without)
    return "–" if name == without else f"{cost[name] / whole:.0%}"


def visits(steps: list[Step]) -> str:
    """Dollars where many look and few buy: a visit is a list and two products' pages."""
    looking = [run for run in _runs(steps) if run.cause.startswith("GET /store/products")]
    look = MILLION * sum(dollars(looking).values())
    rest = MILLION * sum(dollars(_runs(steps)).values()) - look
    rows = [[str(times), usd(look * times), usd(rest), usd(look * times + rest)] for times in VISITS]
    return table(["visits for one order", "looking", "the rest of the order", "US$ of a million orders"], rows)


def left(by_lines: Mapping[int, Bytes]) -> str:
    """What an order leaves, and what a million of them cost in each month after."""
    rows: list[tuple[str, Callable[[Bytes], float]]] = [
        ("KB in tables, for good", lambda each: each.lasting / 1000),
        ("KB in their indexes, for good", lambda each: each.indexed / 1000),
        ("KB in both, for some days", lambda each: each.passing / 1000),
        ("KB of logs", lambda each: each.logs / 1000),
    ]
    cells = [[what, *(f"{way(each):.1f}" for each in by_lines.values())] for what, way in rows]
    for name, stage in (("dev", DEV), ("prod", PROD)):
        of_table = sum(line.dollars for line in fixed.kept(stage))
        sums = (each.lasting * of_table + each.indexed * p.TABLES.each for each in by_lines.values())
        cells.append([f"US$ a month of a million orders, {name}", *(usd(each / 1000) for each in sums)])
    return table(["of an order with", *map(_lines, by_lines)], cells)


def ticks(runs: Mapping[str, Run]) -> str:
    """Dollars of a month's ticks that find nothing to do."""
    months = idle_month(dict(runs))
    rows = [[name, f"{times:,.0f}", usd(sum(cost.values()))] for name, times, cost in months]
    whole = sum((cost for _, _, cost in months), Counter())
    return table(["each month", "times", "US$"], [*rows, ["**all of it**", "", f"**{usd(sum(whole.values()))}**"]])


def growth(rows: Mapping[Size, Mapping[str, Row]]) -> str:
    """The same requests in shops of other sizes: where nothing differs, one figure says so."""
    first = next(iter(rows.values()))
    head = ["read + write units", *(f"{size.products:,} products, {size.orders:,} orders" for size in rows)]
    names = [WHOLE_ROW, *(name for name in first if name != WHOLE_ROW)]
    return table(head, ([name, *(_units(each[name]) for each in rows.values())] for name in names))


def _units(row: Row) -> str:
    return f"{row.read_units:g} + {row.write_units:g}"


def cpu_of_orders(cpu: Cpu) -> str:
    """Processor time of an order by stage, as ratios to the reference."""
    stages = ["browse and cart", "checkout", "payment", "fulfillment", CHECKOUT, WHOLE]
    rows = [
        [
            stage,
            *(f"{cpu.orders[lines, stage]:.0f}" for lines in LINES),
            f"{cpu.milliseconds(cpu.orders[1, stage]):.0f}",
        ]
        for stage in stages
    ]
    return table(["with what it causes", *map(_lines, LINES), "ms here (1 line)"], rows)


def cpu_of_runs(cpu: Cpu, kept: Mapping[str, Row]) -> str:
    """Processor time of every run, the dearest first, with what it asks for.

    Left out is what one of the shops alone has: which events share a batch is not the same each time.
    """
    rows = [
        [
            f"`{name}`",
            f"{ratio:.1f}",
            calls_text(kept[name].calls),
            f"{kept[name].read_units:g}",
            f"{kept[name].write_units:g}",
        ]
        for name, ratio in sorted(cpu.rows.items(), key=lambda each: -each[1])
        if name in kept
    ]
    return table(["run", "processor", "calls", "read units", "write units"], rows)


def shares(found: Mapping[str, float]) -> str:
    """Whose code the processor is in."""
    return table(["package", "share"], [[name, f"{share:.0%}"] for name, share in found.items() if share >= 0.005])


def price_list() -> str:
    """What was reckoned with."""
    rows = [
        [each.service, each.what, f"{each.dollars:g}", f"{each.units:,.0f} {each.unit}", each.page] for each in p.PRICES
    ]
    return table(["service", "what", "US$", "for", "source"], rows)
