"""Dollars: of runs, of a stage of an order, of a month in which nothing happens."""

from collections import Counter
from collections.abc import Iterable

from bench.costs import prices as p
from bench.costs.meter import Run
from infra.domains import DOMAINS
from infra.plan import Publisher, Schedule

READS = frozenset({"GetItem", "BatchGetItem", "Query"})
WRITES = frozenset({"PutItem", "UpdateItem", "BatchWriteItem"})

Dollars = Counter[str]  # by service


def dollars(runs: Iterable[Run]) -> Dollars:
    """What these runs cost together."""
    total: Counter[str] = Counter()
    for run in runs:
        for price, units in _units(run):
            total[price.service] += price.each * units  # type: ignore[assignment]  # counts money here
    return total


def _units(run: Run) -> tuple[tuple[p.Price, float], ...]:
    return (
        (p.READ, run.read_units),
        (p.WRITE, run.write_units),
        (p.STREAM, bool(run.records)),
        (p.INVOKE, 1),
        (p.COMPUTE, gb_seconds(run)),
        (p.HTTP, run.is_request),
        (p.EVENT, run.entries),
        (p.DELIVERY, run.messages),
        (p.QUEUE, run.messages + (p.REQUESTS_A_BATCH if run.messages else 0)),
        (p.LOG, run.log_bytes + p.LINES_OF_LAMBDA + p.LINE_OF_GATEWAY * run.is_request),
        (p.MAIL, run.mails),
        (p.FILE, run.files),
    )


def gb_seconds(run: Run) -> float:
    """What is billed: work at a Lambda's share of a processor, waiting, and the run's share of cold starts."""
    work = run.cpu_s * max(1.0, p.WHOLE_PROCESSOR_MB / p.MEMORY_MB)
    return (work + waits_s(run) + p.COLD_SHARE * p.INIT_S) * p.MEMORY_MB / 1024


def waits_s(run: Run) -> float:
    """How long it waits for others, by assumption."""
    return sum(times * p.WAITS_S[_kind(call)] for call, times in run.calls.items() if call != "GetSecretValue")


def _kind(call: str) -> str:
    if call in READS:
        return "read"
    if call in WRITES:
        return "write"
    return {"TransactWriteItems": "transaction", "PutEvents": "events", "SendEmail": "mail"}.get(
        call, "stripe" if "/v1/" in call else "file"
    )


def idle_month(ticks: dict[str, Run]) -> list[tuple[str, float, Dollars]]:
    """A month of ticks: (what, how often, dollars). ticks: a run of each that finds nothing."""
    rows = []
    for domain in DOMAINS:
        for each in domain.functions:
            name = f"{domain.name}.{each.name}"
            if isinstance(each, Publisher | Schedule):
                times = _ticks_a_month(each)
                cost = Counter({service: each_cost * times for service, each_cost in dollars([ticks[name]]).items()})
                cost[p.TICK.service] += p.TICK.each * times  # type: ignore[assignment]
                rows.append((name, times, cost))
    return rows


def _ticks_a_month(each: Publisher | Schedule) -> float:
    if isinstance(each, Publisher):
        return p.MONTH_S / 60
    return p.MONTH_S / (60 * each.every_minutes) if each.every_minutes else p.MONTH_S / 86_400
