"""The alarms by their names, as the plan and the words have them: for pages and tests."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from infra.plan import Domain, Function, Mailbox, Publisher, Schedule, Watcher, Worker
from infra.register.kinds import BEHIND, DEAD_LETTERS, FAILING, OF_API, OF_EDGE, WAITING
from infra.register.vocabulary import BURNS, Alarm, Kind


@dataclass(frozen=True)
class Named:
    """An alarm as it is called after the stage's own beginning, and the page that says what to do."""

    name: str
    alarm: Alarm
    runbook: str


def every_alarm(domains: Sequence[Domain]) -> Iterator[Named]:
    yield _of_kind(OF_API, "api")
    yield OF_THE_EDGE
    for domain in domains:
        yield from _of_words(domain)
        yield from _of_functions(domain)
        yield from _of_objectives(domain)


def kinds_of(plan: Function) -> tuple[Kind, ...]:
    """What can be wrong with a function of its kind."""
    match plan:
        case Worker() | Mailbox():
            return (FAILING, DEAD_LETTERS, WAITING)
        case Publisher() | Watcher():
            return (FAILING, DEAD_LETTERS, BEHIND)
        case Schedule():
            return (FAILING, DEAD_LETTERS)
    return (FAILING,)


def _of_words(domain: Domain) -> Iterator[Named]:
    for word in domain.counted:
        if word.alarm:
            yield Named(f"{domain.name}-{word.name}", word.alarm, word.name)


def _of_objectives(domain: Domain) -> Iterator[Named]:
    for objective in domain.objectives:
        for burn in BURNS:
            yield Named(objective.alarm_name(domain.name, burn), objective.alarm(burn), objective.name)
    for steady in domain.steady:
        yield Named(f"{domain.name}-{steady.name}", steady.alarm, steady.name)


def _of_functions(domain: Domain) -> Iterator[Named]:
    for plan in domain.functions:
        for kind in kinds_of(plan):
            yield _of_kind(kind, f"{domain.name}-{plan.name}")


def _of_kind(kind: Kind, title: str) -> Named:
    return Named(f"{title}-{kind.name}", kind.alarm(title), kind.name)


OF_THE_EDGE = _of_kind(OF_EDGE, "edge")  # only where a stage has one
