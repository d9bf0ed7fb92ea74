"""The vocabulary of the plan: what a domain may ask of the cloud. `infra/domains/` is written in it.

A line says what a Lambda is woken by and what it touches; the constructs derive the rest (role, log group, queue,
dead-letter queue, rule, alarms, dashboard) with the same defaults everywhere. One name threads through: the function
`publish_events` of the domain `orders` is `functions/orders/handlers/publish_events.py` and deploys as
`storewright-<stage>-orders-publish_events`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from infra.register import everywhere
from infra.register.vocabulary import Objective, Steady, Word
from infra.stages import Stage
from shared.event import Event
from shared.table import Index, TableSpec


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What every Lambda may touch, and how large it is. Nothing is granted that is not named here."""

    reads: Sequence[str] = ()  # tables to get and query
    holds: Sequence[str] = ()  # tables to read, of whose items a commit may ask that they are still as they were
    writes: Sequence[str] = ()  # tables to read and also change
    migrates: Sequence[str] = ()  # tables to walk through, and to rewrite what an earlier release wrote
    appends: Sequence[str] = ()  # tables to put new items into, none to read or change but by a key that it knows
    lists: Sequence[
        Index
    ] = ()  # indexes of its own domain's table to query: an index is stale, and only lists go by it
    lists_of: Mapping[str, Sequence[Index]] = field(default_factory=dict)  # the same of other domains' tables
    secrets: Sequence[str] = ()  # by their names in `infra/constructs/secrets.py`
    reads_bucket: bool = False  # the bucket of reports
    writes_bucket: bool = False
    takes_uploads: bool = False  # of it, what staff put there for jobs: gives links to put it, and looks at it
    reads_uploads: bool = False  # of it, what was put there
    shows_files: bool = False  # puts files into the bucket that everybody sees
    hides_files: bool = False  # takes them away again
    sends_mail: bool = False
    sends_texts: bool = False  # where the stage does
    starts_jobs: bool = False  # may start the state machines of all domains' jobs
    watches_jobs: bool = False  # may see whether what they run goes on
    believes: Sequence[str] = ()  # the pools of people whose tokens it takes: `staff`, `customers`
    manages: Mapping[str, Sequence[str]] = field(default_factory=dict)  # what it may do in a pool: `AdminCreateUser`
    calls_stripe: bool = False  # may read our key there, and knows where the local double is
    runs_system: bool = False  # looks at all queues, tries what died again or keeps it, asks for figures and costs
    of_helpdesk: bool = False  # is there only where the stage has a helpdesk, and knows where that is
    ships: str = "base"  # which code, of the variants in `infra/bundle.py`; who calls Stripe ships its SDK anyway
    env: Mapping[str, str] = field(default_factory=dict)
    timeout_s: int | None = None  # None: the default of its kind, in `infra/stages.py`
    memory_mb: int | None = None
    reserved_concurrency: int | None = None  # only where the stage reserves at all

    @property
    def knows_bucket(self) -> bool:
        """Whether it has to do with the bucket of reports."""
        of_files = self.reads_bucket or self.writes_bucket or self.takes_uploads or self.reads_uploads
        return of_files or self.runs_system

    @property
    def variant(self) -> str:
        """The code it ships."""
        return "payments" if self.calls_stripe and self.ships == "base" else self.ships


@dataclass(frozen=True)
class Function(Needs):
    """A Lambda; the kinds below say what wakes it."""

    name: str


@dataclass(frozen=True)
class Api(Function):
    """Answers HTTP requests. `serves` takes each path and everything under it, `serves_exactly` just the path."""

    serves: Sequence[str] = field(default=(), kw_only=True)
    serves_exactly: Sequence[str] = field(default=(), kw_only=True)
    is_admin: bool = field(default=False, kw_only=True)  # behind the authorizer

    @property
    def is_store(self) -> bool:
        """Whether shoppers wait for it."""
        return any(path.startswith("/store/") for path in self.serves)


@dataclass(frozen=True)
class Authorizer(Function):
    """Decides who may call the admin APIs. There is one."""


@dataclass(frozen=True)
class Worker(Function):
    """Hears events: rule → queue (and its dead-letter queue) → Lambda, with partial batch responses."""

    hears: Sequence[type[Event]] = field(kw_only=True)


@dataclass(frozen=True)
class Mailbox(Function):
    """Takes the mail that comes in: SES → bucket → queue (and its dead-letter queue) → Lambda."""


@dataclass(frozen=True)
class Watcher(Function):
    """Follows the changes of its domain's table; `when` are stream filters, any of which is enough."""

    when: Sequence[Mapping[str, Any]] = field(kw_only=True)


@dataclass(frozen=True)
class Publisher(Function):
    """Puts its domain's new events on the bus: woken by the table's stream, and every minute to sweep up the lost."""


@dataclass(frozen=True)
class Schedule(Function):
    """Runs by the clock, in UTC: every few minutes, or by a cron line such as `5 0 * * ? *`."""

    every_minutes: int | None = field(default=None, kw_only=True)
    cron: str | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        if (self.every_minutes is None) == (self.cron is None):
            raise ValueError(f"{self.name} needs every_minutes or cron, and not both.")

    @property
    def expression(self) -> str:
        if self.cron is not None:
            return f"cron({self.cron})"
        return f"rate({self.every_minutes} minute{'' if self.every_minutes == 1 else 's'})"


@dataclass(frozen=True)
class Jobs(Function):
    """Does the domain's jobs, step by step, as its state machine asks. `kinds` are those that its handler knows."""

    kinds: Sequence[str] = field(kw_only=True)


@dataclass(frozen=True)
class Operator(Function):
    """Woken by nothing: an operator with the right to invoke it runs it by hand."""


_SHARED: tuple[tuple[Callable[[Function], bool], Sequence[Word]], ...] = (  # whose functions count which words
    (lambda plan: isinstance(plan, Api), everywhere.OF_APIS),
    (lambda plan: isinstance(plan, Worker), everywhere.OF_WORKERS),
    (lambda plan: "answers_key" in plan.secrets, everywhere.OF_KEPT_ANSWERS),
    (lambda plan: "limits" in plan.writes, everywhere.OF_LIMITS),
)


@dataclass(frozen=True)
class Domain:
    """A part of the shop: at most one table, the Lambdas that know it, and the words that they count."""

    name: str
    table: TableSpec | None
    functions: Sequence[Function]
    words: Sequence[Word] = ()
    objectives: Sequence[Objective] = ()  # what it promises shoppers in numbers
    steady: Sequence[Steady] = ()  # what of its trade is so steady that its end is an alarm

    def deployed(self, stage: Stage) -> tuple[Function, ...]:
        """Its Lambdas that this stage has."""
        return tuple(plan for plan in self.functions if stage.helpdesk.provider or not plan.of_helpdesk)

    def counted_in(self, stage: Stage) -> tuple[Word, ...]:
        """What is counted in this stage."""
        return tuple(word for word in self.counted if stage.helpdesk.provider or not word.of_helpdesk)

    @property
    def counted(self) -> tuple[Word, ...]:
        """Its own words, and those that the shared ground counts in its functions."""
        shared = (words for counts, words in _SHARED if any(map(counts, self.functions)))
        return (*self.words, *(word for words in shared for word in words))
