"""What is asked about the shop as a machine, and the shapes of the answers. Nothing in them is a person's."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.http import Input, Line, Prose, View

LETTERS_MAX = 100  # of a queue: shown, or dealt with in one request; more are there after these
Title = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,32}-[a-z_]{1,48}$")]
LetterId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,100}$")]
LetterIds = Annotated[list[LetterId], Field(min_length=1, max_length=LETTERS_MAX)]
Kinds = Literal["worker", "mailbox", "publisher", "watcher", "schedule"]
Reason = Literal["done_by_hand", "duplicate", "outdated", "test", "other"]


class LettersQuery(Input):
    """Whose dead letters: the queue's name, such as `orders-on_payment`."""

    queue: Title


class EventsQuery(Input):
    """Whose events: the id of an order, a payment, a refund, a parcel, a product and the like."""

    object: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_]{1,64}$")]


class Redrive(Input):
    """Which dead letters of a queue are tried again. ids: None for all."""

    queue: Title
    ids: LetterIds | None = None


class Drop(Input):
    """Which dead letters of a queue nobody needs any more, and why. note: kept with the letter, and nowhere else."""

    queue: Title
    ids: LetterIds
    reason: Reason
    note: Prose | None = None


class QueueView(View):
    """What waits for a part of the shop. waiting, in_work: None where the clock or a stream wakes it, without a queue.

    oldest_s: how long the oldest has waited, as CloudWatch measured it last; None where that is not known.
    """

    name: str
    kind: Kinds
    waiting: int | None
    in_work: int | None
    oldest_s: int | None
    dead_letters: int | None


class ScheduleView(View):
    """What runs by the clock. runs: as EventBridge writes it, UTC. last_run_at: within the last days, where known."""

    name: str
    runs: str
    last_run_at: str | None


class AlarmView(View):
    """An alarm that is on, or does not know. since: when it became so."""

    name: str
    state: Literal["alarm", "insufficient_data"]
    since: str


class AlarmsView(View):
    """How many alarms are quiet, and those that are on."""

    ok: int
    insufficient_data: int
    alarms: list[AlarmView]


class CostView(View):
    """What the shop has cost at AWS since the first of the month. amount: with its decimals. as_of: when asked."""

    amount: str
    currency: str
    since: str
    as_of: str


class VersionView(View):
    """What is deployed. api: the date that `Api-Version` names. code, deployed_at: of the Lambda that answers."""

    stage: str
    api: str
    code: str | None
    deployed_at: str | None


class SystemView(View):
    """How the shop is. alarms, cost: None where `missing` says why."""

    object: Literal["system"] = "system"
    version: VersionView
    dead_letters: int
    queues: list[QueueView]
    schedules: list[ScheduleView]
    alarms: AlarmsView | None
    cost: CostView | None
    missing: dict[str, Literal["local", "off", "refused", "unknown"]]


class DeadLetterView(View):
    """What failed for good. kind: an event, changes of a table, a run by the clock. tries: how often, where known.

    reason: why AWS gave it up. error: the class of what was raised, where it is told. object_id: what the event is of.
    """

    id: str
    object: Literal["dead_letter"] = "dead_letter"
    queue: str
    kind: Literal["event", "changes", "run", "unknown"]
    sent_at: str
    event_type: str | None
    event_id: str | None
    object_id: str | None
    due_at: str | None
    changes: int | None
    tries: int | None
    reason: str | None
    error: str | None


class DeadLettersView(View):
    """The dead letters of a queue, oldest first; has_more where there are more than are looked at at once."""

    object: Literal["dead_letters"] = "dead_letters"
    queue: str
    data: list[DeadLetterView]
    has_more: bool


class RedrivenView(View):
    """What became of one. outcome: `gone` where it was not there, `failed` where it stays, as it failed again."""

    id: str
    outcome: Literal["queued", "published", "followed", "run", "gone", "failed", "too_old", "unreadable"]


class RedriveView(View):
    """What became of those that were to be tried again. left: how many were there besides."""

    object: Literal["redrive"] = "redrive"
    queue: str
    letters: list[RedrivenView]
    left: int


class DroppedView(View):
    """Those that were dropped; each is kept in the shop's bucket."""

    object: Literal["drop"] = "drop"
    queue: str
    ids: list[str]
    reason: Reason


class RunView(View):
    """A run that was begun; what fails of it is tried again, and ends as a dead letter."""

    object: Literal["run"] = "run"
    schedule: str
    due_at: str


class OutboxEventView(View):
    """An event that an object said. is_sent: whether the bus has it."""

    id: str
    type: str
    created_at: str
    object_id: str
    version: int
    is_sent: bool


class ObjectEventsView(View):
    """All that was said of an object, in the order in which it was decided; of an order, its money and parcels too."""

    object: Literal["object_events"] = "object_events"
    object_id: Line
    data: list[OutboxEventView]
