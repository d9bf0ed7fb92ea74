"""What of the plan may fail for good, for those who look after it: `functions/system/parts.json` is written of this."""

from collections.abc import Mapping
from functools import cache

from infra.domains import DOMAINS
from infra.plan import Function, Mailbox, Publisher, Schedule, Watcher, Worker
from shared.operations.parts import Kind, Part

KINDS: Mapping[type[Function], Kind] = {
    Worker: Kind.WORKER,
    Mailbox: Kind.MAILBOX,
    Publisher: Kind.PUBLISHER,
    Watcher: Kind.WATCHER,
    Schedule: Kind.SCHEDULE,
}
FAILING = tuple(KINDS)  # what has a dead-letter queue
SWEEPS = "rate(1 minute)"  # of a publisher, for what its stream lost


@cache
def parts() -> dict[str, Part]:
    """By title, in the plan's order."""
    lines = ((f"{domain.name}-{plan.name}", plan) for domain in DOMAINS for plan in domain.functions)
    return {title: _part(title, plan) for title, plan in lines if isinstance(plan, FAILING)}


def part_of(title: str) -> Part:
    """The part of this title. Raises KeyError where it has no dead letters."""
    return parts()[title]


def _part(title: str, plan: Function) -> Part:
    runs = plan.expression if isinstance(plan, Schedule) else SWEEPS if isinstance(plan, Publisher) else None
    return Part(title, KINDS[type(plan)], runs, plan.when if isinstance(plan, Watcher) else ())
