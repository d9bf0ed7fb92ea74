"""How the shop is: what waits and what died, what runs by the clock, which alarms are on, what it costs."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal

from functions.system.parts import name_of, parts, url_of
from functions.system.views import (
    AlarmsView,
    AlarmView,
    CostView,
    QueueView,
    ScheduleView,
    SystemView,
    VersionView,
)
from shared import clock
from shared.aws import client
from shared.errors import Unavailable
from shared.files import get_file, put_file
from shared.http.api import API_VERSION
from shared.operations.calls import if_told, reached
from shared.operations.cost import month_so_far
from shared.operations.letters import counts
from shared.operations.measured import Metric, alarms, measured
from shared.settings import Settings, read_settings

MEASURED_S = 60  # CloudWatch has nothing newer than a minute, and asks a cent for a thousand figures
PERIOD_S = 300
LAST_RUNS = timedelta(days=2)  # the rarest run is a day's
COST_KEY = "system/cost.json"
COST_KEPT = timedelta(hours=6)  # Cost Explorer counts anew a few times a day, and a question costs a cent
Missing = Literal["local", "off", "refused", "unknown"]
Figures = dict[str, tuple[datetime, float]]


class Watched(Settings):
    """What of the shop is watched. has_alarms: whether the stage has any. shop_prefix: of the tag that costs go by."""

    stage: str
    has_alarms: bool
    shop_prefix: str
    aws_lambda_function_name: str | None = None  # as Lambda says it


def show_system(now: datetime) -> SystemView:
    """All of it. What one service does not tell hides nothing of the others. Raises Unavailable where SQS is silent."""
    missing: dict[str, Missing] = {}
    queues = _queues(int(now.timestamp()) // MEASURED_S)
    return SystemView(
        version=_version(),
        dead_letters=sum(queue.dead_letters or 0 for queue in queues),
        queues=queues,
        schedules=_schedules(int(now.timestamp()) // MEASURED_S),
        alarms=_alarms(missing),
        cost=_cost(now, missing),
        missing=missing,
    )


def _queues(minute: int) -> list[QueueView]:
    ages = _ages(minute)
    titles = [part.dead_letters for part in parts().values()]
    titles += [part.title for part in parts().values() if part.kind.has_queue]
    found = reached(lambda: _counts(titles))
    return [
        QueueView(
            name=title,
            kind=part.kind.value,
            waiting=found[title][0] if found.get(title) else None,
            in_work=found[title][1] if found.get(title) else None,
            oldest_s=int(ages[title][1]) if title in ages else None,
            dead_letters=sum(dead) if (dead := found[part.dead_letters]) else None,
        )
        for title, part in parts().items()
        if found[part.dead_letters] is not None  # a stage without a helpdesk has not its queue
    ]


def _counts(titles: Sequence[str]) -> dict[str, Any]:
    """One after the other: some forty calls of a few milliseconds."""
    sqs = client("sqs")
    return {title: counts(sqs, url_of(title)) for title in titles}


@lru_cache(maxsize=1)
def _ages(minute: int) -> Figures:
    """How many seconds the oldest message of each queue has waited."""
    titles = [part.title for part in parts().values() if part.kind.has_queue]
    wanted = {title: Metric("AWS/SQS", "ApproximateAgeOfOldestMessage", name_of(title), "Maximum") for title in titles}
    return _newest(wanted, minute, timedelta(minutes=15), MEASURED_S)


@lru_cache(maxsize=1)
def _runs(minute: int) -> Figures:
    """When what is by the clock ran last."""
    titles = [part.title for part in parts().values() if part.kind.is_by_clock]
    wanted = {title: Metric("AWS/Lambda", "Invocations", name_of(title)) for title in titles}
    return _newest(wanted, minute, LAST_RUNS, PERIOD_S)


def _newest(wanted: dict[str, Metric], minute: int, back: timedelta, period_s: int) -> Figures:
    """The newest figure of each, where it has any."""
    until = datetime.fromtimestamp(minute * MEASURED_S, UTC)
    told = if_told(
        "measures",
        lambda: measured(client("cloudwatch"), list(wanted.values()), until - back, until, period_s),
    )
    return {title: told[metric][0] for title, metric in wanted.items() if told and told[metric]}


def _schedules(minute: int) -> list[ScheduleView]:
    ran = _runs(minute)
    return [
        ScheduleView(name=title, runs=part.runs, last_run_at=clock.stamp(ran[title][0]) if title in ran else None)
        for title, part in parts().items()
        if part.runs
    ]


def _alarms(missing: dict[str, Missing]) -> AlarmsView | None:
    if not read_settings(Watched).has_alarms:
        missing["alarms"] = "off"
        return None
    found = if_told("alarms", lambda: alarms(client("cloudwatch"), name_of("")))
    if found is None:
        missing["alarms"] = "refused"
        return None
    states = [each["StateValue"].lower() for each in found]
    on = [
        AlarmView(
            name=each["AlarmName"].removeprefix(name_of("")),
            state=each["StateValue"].lower(),
            since=clock.stamp(each["StateUpdatedTimestamp"]),
        )
        for each in found
        if each["StateValue"] == "ALARM"
    ]
    return AlarmsView(ok=states.count("ok"), insufficient_data=states.count("insufficient_data"), alarms=on)


def _cost(now: datetime, missing: dict[str, Missing]) -> CostView | None:
    watched = read_settings(Watched)
    if watched.stage == "local":
        missing["cost"] = "local"
        return None
    kept = _kept_cost(now)
    if kept is not None:
        return kept
    asked = if_told("cost", lambda: [month_so_far(client("ce"), watched.shop_prefix, watched.stage, now)])
    if not asked or asked[0] is None:
        missing["cost"] = "unknown" if asked else "refused"
        return None
    since = f"{now:%Y-%m}-01"
    cost = CostView(amount=asked[0].amount, currency=asked[0].currency, since=since, as_of=clock.stamp(now))
    _keep_cost(cost)
    return cost


def _kept_cost(now: datetime) -> CostView | None:
    try:
        content = get_file(COST_KEY)
    except Unavailable:
        return None
    if content is None:
        return None
    kept = CostView.model_validate_json(content)
    is_of_today = kept.since == f"{now:%Y-%m}-01" and now - clock.parse(kept.as_of) < COST_KEPT
    return kept if is_of_today else None


def _keep_cost(cost: CostView) -> None:
    try:
        put_file(COST_KEY, json.dumps(cost.model_dump()).encode(), "application/json")
    except Unavailable:
        pass  # asked again next time, for a cent


@lru_cache(maxsize=1)
def _version() -> VersionView:
    """The same as long as this process lives."""
    watched = read_settings(Watched)
    name = watched.aws_lambda_function_name
    told = if_told("version", lambda: client("lambda").get_function_configuration(FunctionName=name)) if name else None
    return VersionView(
        stage=watched.stage,
        api=API_VERSION,
        code=told["CodeSha256"][:8] if told else None,
        deployed_at=told["LastModified"][:19] + "Z" if told else None,
    )
