"""When schedules are due."""

from datetime import UTC, datetime

import pytest

from infra.domains import DOMAINS
from infra.plan import Schedule
from tests.simulation.plumbing.cron import schedule


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def due(expression: str, now: str, times: int = 1) -> list[str]:
    """The next times, as text."""
    moment, found = at(now), []
    following = schedule(expression, at("2026-11-22T12:00:00"))
    for _ in range(times):
        moment = following(moment)
        found.append(datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S"))
    return found


def test_every_schedule_of_the_plan_is_understood() -> None:
    plans = [plan for domain in DOMAINS for plan in domain.functions if isinstance(plan, Schedule)]
    assert plans
    for plan in plans:
        start = at("2026-11-22T12:00:00")
        assert schedule(plan.expression, start)(start) > start


@pytest.mark.parametrize(
    ("expression", "now", "expected"),
    [
        ("rate(1 minute)", "2026-11-22T12:00:00", "2026-11-22T12:01:00"),
        ("rate(5 minutes)", "2026-11-22T12:04:59", "2026-11-22T12:05:00"),
        ("rate(2 hours)", "2026-11-22T13:59:59", "2026-11-22T14:00:00"),
        ("cron(5 0 * * ? *)", "2026-11-22T12:00:00", "2026-11-23T00:05:00"),
        ("cron(5 0 * * ? *)", "2026-11-23T00:05:00", "2026-11-24T00:05:00"),
        ("cron(5 0 * * ? *)", "2026-11-23T00:04:59", "2026-11-23T00:05:00"),
        ("cron(0/15 * * * ? *)", "2026-11-22T12:15:00", "2026-11-22T12:30:00"),
        ("cron(0 9-17/4 * * ? *)", "2026-11-22T12:15:00", "2026-11-22T13:00:00"),
        ("cron(0 0 1,15 * ? *)", "2026-11-22T12:00:00", "2026-12-01T00:00:00"),
        ("cron(0 0 29 2 ? *)", "2026-11-22T12:00:00", "2028-02-29T00:00:00"),
        ("cron(30 6 ? * 2-6 *)", "2026-11-20T12:00:00", "2026-11-23T06:30:00"),
        ("cron(0 0 1 1 ? 2027-2028)", "2027-01-01T00:00:00", "2028-01-01T00:00:00"),
    ],
)
def test_the_next_time_is_the_first_that_fits(expression: str, now: str, expected: str) -> None:
    assert due(expression, now) == [expected]


def test_a_rate_counts_from_its_start() -> None:
    assert due("rate(5 minutes)", "2026-11-22T12:00:00", 3) == [
        "2026-11-22T12:05:00",
        "2026-11-22T12:10:00",
        "2026-11-22T12:15:00",
    ]


@pytest.mark.parametrize(
    "expression",
    [
        "at(2026-11-22T12:00:00)",
        "rate(1 fortnight)",
        "cron(5 0 * * *)",
        "cron(5 0 * * * *)",
        "cron(5 0 ? * ? *)",
        "cron(60 0 * * ? *)",
        "cron(0 0 L * ? *)",
        "cron(0 0 ? * MON *)",
        "cron(5-1 0 * * ? *)",
    ],
)
def test_what_is_not_understood_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        schedule(expression, 0.0)


def test_a_line_whose_years_are_over_is_never_due() -> None:
    with pytest.raises(ValueError, match="never due"):
        due("cron(0 0 1 1 ? 2020)", "2026-11-22T12:00:00")
