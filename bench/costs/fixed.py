"""What a stage costs in a month whether it sells or not: counted in the plan and in the stage's settings.

`tests/infra/test_fixed_costs.py` holds every count against the templates.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from bench.costs import prices as p
from bench.costs.markdown import table
from infra.domains import DOMAINS
from infra.plan import Api, Mailbox, Worker
from infra.register.derived import kinds_of
from infra.register.kinds import FAILING, OF_API
from infra.register.vocabulary import BURNS, Late, Objective
from infra.stages import DEV, PROD, Secrets, Stage

WINDOWS = 2  # of a burn rate, an alarm each
BANDS = 3  # metrics that an anomaly alarm is paid as: what is counted, and what is expected at least and at most
OF_EDGE = 2  # metrics of its one alarm: of the pipe, and of the calls to CloudFront
RULES = 5  # of the firewall: two limits, and three groups of AWS's
DAILY, MONTHLY, COLD = 35, 1, 11  # backups that are kept of a table, warm ones by the day and by the month, and cold

STAGES = {"dev": DEV, "prod without the edge": replace(PROD, has_edge=False), "prod": PROD}


@dataclass(frozen=True)
class Line:
    """So many of something, each at a price."""

    what: str
    price: p.Price
    count: float

    @property
    def dollars(self) -> float:
        """What all of them cost in a month."""
        return self.count * self.price.each


def lines(stage: Stage) -> list[Line]:
    """What is paid for in a month in which nothing happens, but for the ticks of the clock."""
    apis = sum(isinstance(plan, Api) and plan.is_store for domain in DOMAINS for plan in domain.functions)
    gb_seconds = apis * stage.memory_mb / 1024 * p.MONTH_S
    canaries = apis * (stage.canary_percent > 0)  # each with an alarm on the new version
    return [
        Line("metrics that alarms look at", p.ALARM, stage.has_alarms * (alarmed_metrics(stage) + canaries)),
        Line("composite alarms", p.COMPOSITE, stage.has_alarms * sum(len(BURNS) for _ in _objectives())),
        Line("the dashboard", p.DASHBOARD, stage.has_alarms),
        Line("secrets", p.SECRET, len(fields(Secrets))),
        Line("keys of its own in KMS", p.KEY, 0),
        Line("the firewall", p.WEB_ACL, stage.has_edge),
        Line("its rules", p.WAF_RULE, RULES * stage.has_edge),
        Line("polls of empty queues", p.QUEUE, polled_queues(stage) * p.POLLERS * p.MONTH_S / p.POLL_S),
        Line("runs kept started, GB-seconds", p.STARTED, stage.provisioned_concurrency * gb_seconds),
        Line("snapshots kept, GB-seconds", p.SNAPSHOT, stage.snap_start * gb_seconds),
    ]


def total(stage: Stage) -> float:
    """Dollars of all of it."""
    return sum(line.dollars for line in lines(stage))


def alarmed_metrics(stage: Stage) -> int:
    """An alarm on an expression is paid for each of the metrics in it."""
    of_words = sum(word.alarm is not None for domain in DOMAINS for word in domain.counted)
    kinds = [OF_API, *(kind for domain in DOMAINS for plan in domain.functions for kind in kinds_of(plan))]
    of_kinds = sum(2 if kind is FAILING else 1 for kind in kinds)
    of_objectives = sum(
        len(BURNS) * WINDOWS * (2 if isinstance(each.measured_by, Late) else 4) for each in _objectives()
    )
    of_steady = BANDS * sum(len(domain.steady) for domain in DOMAINS)
    return of_words + of_kinds + of_objectives + of_steady + OF_EDGE * stage.has_edge


def counted_words() -> int:
    """Metrics of the shop's own: each is paid for the hours in which it is counted."""
    return sum(len(domain.counted) for domain in DOMAINS)


def polled_queues(stage: Stage) -> int:
    """The workers', and the one whose news the edge forgets pages by."""
    workers = sum(isinstance(plan, Worker | Mailbox) for domain in DOMAINS for plan in domain.functions)
    return workers + stage.has_edge


def kept(stage: Stage) -> list[Line]:
    """What a GB of tables costs in a month. Indexes are kept at the price of tables, and backed up nowhere."""
    return [
        Line("itself", p.TABLES, 1),
        Line("point-in-time recovery", p.RECOVERY, 1),
        Line("backups", p.BACKUP, (DAILY + MONTHLY) * stage.keeps_data),
        Line("backups, cold", p.COLD_BACKUP, COLD * stage.keeps_data),
    ]


def by_stage() -> str:
    """The table of what is paid for, and its sum, a column a stage."""
    of_stages = [lines(stage) for stage in STAGES.values()]
    rows = [[each[0].what, _price(each[0].price), *map(_cell, each)] for each in zip(*of_stages, strict=True)]
    sums = ["**all of it**", "", *(f"**{sum(line.dollars for line in each):.2f}**" for each in of_stages)]
    return table(["each month", "US$", *STAGES], [*(row for row in rows if not _is_nowhere(row)), sums])


def _price(price: p.Price) -> str:
    return f"{price.dollars:.2f}" + ("" if price.units == 1 else f" for {price.units:,.0f}")


def _cell(line: Line) -> str:
    return f"{line.count:,.0f}: {line.dollars:.2f}" if line.count else ""


def _is_nowhere(row: Sequence[str]) -> bool:
    return not any(row[2:])


def _objectives() -> list[Objective]:
    return [each for domain in DOMAINS for each in domain.objectives]
