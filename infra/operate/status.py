"""How a stage is: its stacks, its Lambdas, what waits and what died, and what it has cost this month."""

import json
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Annotated, Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError
from cyclopts import Parameter

from infra.operate.place import FOLLOWERS, PARTS, Place, now
from infra.operate.telling import HERE, At, Row, counted, table, without
from infra.parts import FAILING
from infra.plan import Mailbox, Worker
from infra.stacks.__main__ import parts
from shared.operations.cost import month_so_far
from shared.operations.letters import counts
from shared.operations.measured import Metric, measured

T = TypeVar("T")
AT_ONCE = 8  # calls to AWS beside each other
HOUR_S = 3600
AGE = "IteratorAge"
SIGNS = ("ERROR", "WARNING", "timed")  # words of a log line that tells why a run or a message failed
TOLD = ("timestamp", "message", "error", "at", "code")  # of a line of ours
LINE_MAX = 160  # characters of such a line that are shown
ELSEWHERE = "firewall"  # a stack that is in us-east-1, whatever the stage's region
BEHIND_MS = 60_000  # as the alarms have it: a follower a minute late is stuck, not slow
UNKNOWN = "unknown"
NOT_THERE = "not deployed"


def status(
    *,
    all_parts: Annotated[bool, Parameter(name="--all", negative="", help="Every Lambda, also the quiet ones.")] = False,
    at: At = HERE,
) -> None:
    """How the stage is: versions deployed, errors of the last hour, what waits, what died, the month's cost.

    `storewright status --stage prod`
    """
    place = at.place()
    until = now()
    stacks, parts = deployed(place), _parts(place, until)
    cost = cost_so_far(place, until)
    loud = [each for each in parts if is_loud(each)]
    shown = without(parts if all_parts else loud, "last_error", *(() if all_parts else ("code", "deployed")))
    at.tell(
        {"stage": place.stage.name, "stacks": stacks, "parts": parts, "cost_this_month": cost},
        table("Stacks", stacks),
        table("Parts" if all_parts else "Needs a look", shown),
        *(f"{each['part']}: {each['last_error']}" for each in loud if each["last_error"]),
        f"{counted(len(parts), 'part')}, {counted(len(loud), 'needs', 'need')} a look. Cost this month: {cost}.",
    )


def deployed(place: Place) -> list[Row]:
    """Each stack, its state, and when it was last deployed."""
    names = {place.names.of(name): name for name in parts(place.stage) if name != ELSEWHERE}
    pages = place.client("cloudformation").get_paginator("describe_stacks").paginate()
    found = {each["StackName"]: each for page in pages for each in page["Stacks"] if each["StackName"] in names}
    return [
        {
            "stack": name,
            "state": found[stack]["StackStatus"] if stack in found else NOT_THERE,
            "deployed": _moment(found[stack].get("LastUpdatedTime") or found[stack]["CreationTime"])
            if stack in found
            else None,
        }
        for stack, name in names.items()
    ]


def waiting(place: Place) -> dict[str, dict[str, int]]:
    """Of each part with queues: messages waiting, in work, and dead."""
    titles = [title for title, (_, plan) in PARTS.items() if isinstance(plan, FAILING)]
    names = [place.names.of(title, "dlq") for title in titles]
    names += [place.names.of(title) for title in titles if isinstance(PARTS[title][1], Worker | Mailbox)]
    found = dict(zip(names, _each(lambda name: _counts(place, name), names), strict=True))
    return {
        title: {
            "waiting": found.get(place.names.of(title), (0, 0))[0],
            "in_work": found.get(place.names.of(title), (0, 0))[1],
            "dead_letters": sum(found[place.names.of(title, "dlq")]),
        }
        for title in titles
    }


def cost_so_far(place: Place, until: datetime) -> str:
    """What the shop's tags have cost since the first of the month; unknown where nobody may ask, or nothing is told."""
    if place.local:
        return f"{UNKNOWN}, it runs on this machine"
    try:
        cost = month_so_far(place.client("ce"), place.stage.prefix, place.stage.name, until)
    except (ClientError, BotoCoreError, ValueError):
        return UNKNOWN
    return f"{cost.amount} {cost.currency}" if cost else UNKNOWN


def _parts(place: Place, until: datetime) -> list[dict[str, Any]]:
    functions, measures, queues = _functions(place), _measures(place, until), waiting(place)
    none = {"waiting": 0, "in_work": 0, "dead_letters": 0}
    rows: list[dict[str, Any]] = []
    for title in PARTS:
        function = functions.get(place.names.of(title))
        rows.append(
            {
                "part": title,
                "code": function["CodeSha256"][:8] if function else NOT_THERE,
                "deployed": _moment(function["LastModified"]) if function else None,
                **measures[title],
                **queues.get(title, none),
                "last_error": None,
            }
        )
    loud = [row for row in rows if is_loud(row)]
    for row, line in zip(loud, _each(lambda row: _last_error(place, row["part"], until), loud), strict=True):
        row["last_error"] = line
    return rows


def is_loud(row: Row) -> bool:
    """Whether a person should look at the part."""
    is_late = (row["behind_ms"] or 0) >= BEHIND_MS
    return bool(row["errors"] or row["throttles"] or row["dead_letters"] or is_late or row["code"] == NOT_THERE)


def _functions(place: Place) -> dict[str, Mapping[str, Any]]:
    pages = place.client("lambda").get_paginator("list_functions").paginate()
    return {each["FunctionName"]: each for page in pages for each in page["Functions"]}


def _measures(place: Place, until: datetime) -> dict[str, dict[str, int | None]]:
    """Of each part, in the last hour: failed runs, throttled ones, and how late it follows its stream, where told."""
    wanted = [_metric(place, title, name) for title in PARTS for name in ("Errors", "Throttles")]
    wanted += [_metric(place, title, AGE) for title, (_, plan) in PARTS.items() if isinstance(plan, FOLLOWERS)]
    values = measured(place.client("cloudwatch"), wanted, until - timedelta(seconds=HOUR_S), until, HOUR_S)

    def figures(title: str, name: str) -> list[float]:
        return [value for _, value in values.get(_metric(place, title, name), ())]

    return {
        title: {
            "errors": int(sum(figures(title, "Errors"))),
            "throttles": int(sum(figures(title, "Throttles"))),
            "behind_ms": int(max(late)) if (late := figures(title, AGE)) else None,
        }
        for title in PARTS
    }


def _metric(place: Place, title: str, name: str) -> Metric:
    return Metric("AWS/Lambda", name, place.names.of(title), "Maximum" if name == AGE else "Sum")


def _last_error(place: Place, title: str, until: datetime) -> str | None:
    """The last line of the part's log, within the hour, that tells of something wrong."""
    logs, group = place.client("logs"), f"/aws/lambda/{place.names.of(title)}"
    since = int((until - timedelta(seconds=HOUR_S)).timestamp() * 1000)
    found: list[tuple[int, str]] = []
    for sign in SIGNS:
        try:
            pages = logs.get_paginator("filter_log_events").paginate(
                logGroupName=group, startTime=since, filterPattern=sign
            )
            found += [(event["timestamp"], event["message"]) for page in pages for event in page["events"]]
        except logs.exceptions.ResourceNotFoundException:
            return None  # it has never run
    return line(max(found)[1]) if found else None


def line(logged: str) -> str:
    """What a line of a log says, in short: ours are JSON, the runtime's are text."""
    try:
        told = json.loads(logged)
    except ValueError:
        return " ".join(logged.split())[:LINE_MAX]
    return " ".join(str(told[name]) for name in TOLD if told.get(name))


def _counts(place: Place, queue: str) -> tuple[int, int]:
    sqs = place.client("sqs")
    try:
        url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
    except sqs.exceptions.QueueDoesNotExist:
        return (0, 0)
    return counts(sqs, url) or (0, 0)


def _each(ask: Callable[[Any], T], of: Iterable[Any]) -> list[T]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(ask, of))


def _moment(told: datetime | str) -> str:
    return told[:19] if isinstance(told, str) else f"{told:%Y-%m-%dT%H:%M:%S}"
