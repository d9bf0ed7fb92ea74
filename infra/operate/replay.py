"""Events told once more to one worker: from the bus's archive, or from the tables where there is none."""

import json
from datetime import datetime
from typing import Annotated, Any
from uuid import uuid4

from cyclopts import Parameter

from infra.operate.history import said_between
from infra.operate.place import TABLES, Mistake, Place, now, part
from infra.operate.telling import HERE, At, Yes, counted, moment
from infra.plan import Worker
from shared import outbox
from shared.clock import stamp

AT_ONCE = 10  # SQS's limit of a send


def replay(
    *,
    to: Annotated[str, Parameter(help="The worker that hears them again, such as reports-count_sales.")],
    since: Annotated[str, Parameter(help="From when on, such as 2026-11-29T08:00Z.")],
    until: Annotated[str | None, Parameter(help="Until when; without it, until now.")] = None,
    yes: Yes = False,
    at: At = HERE,
) -> None:
    """Tell one worker again what was said between two times.

    What it has heard before it knows by the event's id and leaves alone; what it never heard is made up for. The
    events come from the archive, which needs some minutes; in a stage without one, as on this machine, from the tables.

    `storewright replay --to reports-count_sales --since 2026-11-29T08:00Z --until 2026-11-29T09:00Z --stage prod`
    """
    place = at.place()
    plan = part(to, Worker)
    assert isinstance(plan, Worker)
    first, last = moment(since), moment(until) if until else now()
    if first >= last:
        raise Mistake("--since must be before --until.")
    at.confirm(f"Tell {to} again what was said between {first:%Y-%m-%d %H:%M} and {last:%Y-%m-%d %H:%M} UTC?", yes=yes)
    if place.stage.archive_days:
        name = from_archive(place, to, first, last)
        at.tell(
            {"replay": name},
            f"AWS replays them: `aws events describe-replay --replay-name {name}` tells how far it is.",
        )
    else:
        sent = from_tables(place, to, plan, first, last)
        at.tell({"events": sent}, f"{counted(sent, 'event')} in the queue of {to}.")


def from_archive(place: Place, title: str, first: datetime, last: datetime) -> str:
    """Begin a replay of the archive to this worker's rule alone; its name."""
    bus, name = place.names.bus, place.names.of("replay", f"{now():%Y%m%d%H%M%S}")
    place.client("events").start_replay(
        ReplayName=name,
        EventSourceArn=place.arn("events", f"archive/{place.names.of('events')}"),
        EventStartTime=first,
        EventEndTime=last,
        Destination={
            "Arn": place.arn("events", f"event-bus/{bus}"),
            "FilterArns": [place.arn("events", f"rule/{bus}/{place.names.of(title)}")],
        },
    )
    return name


def from_tables(place: Place, title: str, plan: Worker, first: datetime, last: datetime) -> int:
    """Put what it hears of the tables' event rows into its queue, as its rule would; how many."""
    heard = {event.type for event in plan.hears}
    speaking = [name for name, spec in TABLES.items() if spec.says]
    rows = [
        row for name in speaking for row in said_between(place, name, stamp(first), stamp(last)) if row["type"] in heard
    ]
    rows.sort(key=lambda row: row["sequence"])
    sqs = place.client("sqs")
    url = sqs.get_queue_url(QueueName=place.names.of(title))["QueueUrl"]
    for start in range(0, len(rows), AT_ONCE):
        bodies = [as_the_bus_tells(place, row) for row in rows[start : start + AT_ONCE]]
        entries = [{"Id": str(i), "MessageBody": json.dumps(body)} for i, body in enumerate(bodies)]
        sqs.send_message_batch(QueueUrl=url, Entries=entries)
    return len(rows)


def as_the_bus_tells(place: Place, row: dict[str, Any]) -> dict[str, Any]:
    """An event row as EventBridge writes it into a queue."""
    return {
        "version": "0",
        "id": str(uuid4()),
        "detail-type": row["type"],
        "source": "storewright",
        "account": place.account,
        "time": row["created_at"],
        "region": place.region,
        "resources": [],
        "detail": outbox.envelope(row),
    }
