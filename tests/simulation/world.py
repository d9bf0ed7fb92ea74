"""One world: the shop's code, everything it stands on, and a clock, all decided by one seed."""

import json
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from random import Random
from typing import Any
from unittest.mock import patch

from functions.access import authorize
from functions.catalog.chunked import chunks
from functions.customers import identity
from functions.jobs import run_job
from functions.migrations import migrate_table
from functions.orders.table import order_key, order_of
from functions.payments.stripe_event import TYPES
from infra.domains import DOMAINS
from infra.plan import Domain, Schedule
from infra.stages import LOCAL, PROD, QUEUE_DAYS
from shared import aws, clock, ids, secret, start, telemetry
from shared.dynamo.values import from_wire
from shared.migration import migrate
from shared.settings import read_settings
from shared.table import TableSpec
from tests.accounts import Pool
from tests.simulation import looking_after, staff_pool
from tests.simulation import stripe as stripe_package
from tests.simulation.calls import Calls, Service
from tests.simulation.climate import Climate, draw_climate
from tests.simulation.dynamodb import DynamoDB, StreamRecord
from tests.simulation.faults import Faults
from tests.simulation.gateway import Gateway
from tests.simulation.helpdesk import URL, SimulatedHelpdesk, at_the_helpdesk
from tests.simulation.invariants import watch
from tests.simulation.invariants.audit import Commits
from tests.simulation.invariants.books import SPECS
from tests.simulation.invariants.companies import Word
from tests.simulation.invariants.people import Merging
from tests.simulation.invariants.rights import Rights
from tests.simulation.lambdas import Lambdas, forget_containers
from tests.simulation.loop import Loop, Process, current
from tests.simulation.migrating import LOOKED_MAX, give_shape
from tests.simulation.overrides import changed
from tests.simulation.plumbing import Outcome, Plumbing
from tests.simulation.port import port
from tests.simulation.services import Files, Mail, Texts, people, secrets
from tests.simulation.shopper import Intent
from tests.simulation.story import Story
from tests.simulation.stripe import SimulatedStripe
from tests.world import ENVIRONMENT


@dataclass(frozen=True)
class Violation:
    """Something that must never be, and is. invariant: its number in docs/FAULTS.md, such as `I4`."""

    invariant: str
    what: str


# Search decides nothing and says nothing; its builder reads all products each minute. What happens to it between two
# calls is lived through in tests/search.
LIVED = tuple(domain for domain in DOMAINS if domain.name != "search")
SCHEDULES = {f"{d.name}.{each.name}" for d in DOMAINS for each in d.functions if isinstance(each, Schedule)}
TABLES = [domain.table for domain in DOMAINS if domain.table]
LOOKS_FOR = {f"{spec.name}.publish_events": (spec.name, "unsent") for spec in TABLES if spec.says}
LOOKS_FOR |= {"orders.expire_unpaid": ("orders", "unpaid"), "payments.resume_payments": ("payments", "unsettled")}
LOOKS_FOR |= {"jobs.look_after_jobs": ("jobs", "open"), "privacy.erase_people": ("privacy", "open")}
LOOKS = LOOKS_FOR["payments.resume_payments"]
ERASURES = LOOKS_FOR["privacy.erase_people"]  # they may wait for a parcel longer than a world lasts
LOOKS_FOR |= {"catalog.sweep_changes": ("catalog", "written_until")}
LOOKS_FOR |= {"approvals.expire_approvals": ("approvals", "pending")}
APPROVALS = LOOKS_FOR["approvals.expire_approvals"]  # and so may they
MARKS = ("unsent", "unpaid", "unsettled", "open", "pending", "written_until")
WATCHED = frozenset({"access", "approvals", "audit"})  # tables without a stream, at whose changes invariants look
CHUNK = 2  # things of a job; a world has some thirty orders
WRITES_MAX = 5  # of a product's commits, where they are small
A_DAY_S = 86_400.0
IDLE_TICKS_SKIPPED = 0.99
QUIET_STEP_S = 67.0  # out of step with the clock's minutes
WEEKS_S = (QUEUE_DAYS - 1) * A_DAY_S  # whole days, so that clocks strike when they would have
QUIET_MAX_S = 30 * 3600.0  # of virtual time; a shop that needs longer to come to rest is stuck


Path = Callable[[Calls], AbstractContextManager[Any]]  # how clients reach AWS: `port`, or `wire` with the SDK between


class World:
    """A shop that lives. Make it with `world(seed)`; what is not said here is in its parts."""

    def __init__(
        self, seed: int, climate: Climate, tell: Callable[[str], None] | None, domains: Sequence[Domain] = LIVED
    ) -> None:
        self.seed = seed
        self.climate = climate
        self.loop = Loop(seed, climate.start)
        self.story = Story(self.loop, tell)
        self.faults = Faults(climate.mix, Random(f"faults {seed}"), seed)
        self.mail, self.texts = Mail(), Texts()
        self.files = Files()
        self.pool = Pool()
        self.happened: Counter[str] = Counter()  # what must happen in some world of a run, or it has proven little
        self.violations: list[Violation] = []
        self.intents: list[Intent] = []
        self.emails: dict[str, str] = {}  # cart → whose address it was given at first
        self.members: dict[str, str] = {}  # customer → the account's address, once it is verified
        self.imported: set[str] = set()  # addresses in a file of staff's
        self.uniting: set[tuple[str, str]] = set()  # (customer, into whom) that staff asked for
        self.forgotten: dict[str, str] = {}  # customer who asked to be → what stands in all that is theirs
        self.tickets: dict[str, str] = {}  # key of a question → the ticket it got
        self.merging = Merging()
        self.words: dict[str, Word] = {}  # cart → what an admin of its company approved
        self.by_clock: set[tuple[str, str]] = set()  # (table, partition) in which a schedule's run changed something
        self.received: Counter[tuple[str, str]] = Counter()  # (variant, location): units that were there at the opening
        self.db = DynamoDB(TABLES, lambda: self.loop.now)
        self.lambdas = Lambdas(self.loop, self.story, self._skew)
        stage = replace(PROD, helpdesk=LOCAL.helpdesk) if climate.has_helpdesk else PROD
        self.plumbing = Plumbing(self.loop, self._wake, climate.weather, domains=domains, stage=stage)
        self.helpdesk = SimulatedHelpdesk(self) if climate.has_helpdesk else None
        self.marked: Counter[tuple[str, str]] = Counter()  # (table, mark): items that a tick of the clock looks for
        self.watched: dict[tuple[str, str], str] = {}  # refunds that may come back → when the shop looks at them next
        self.kept: set[str] = set()  # orders that staff canceled and whose money they left where it is
        self.at_bank: dict[str, float] = {}  # order's partition → since when the shop knows that a bank is at it
        self.commits = Commits()
        self.rights = Rights()
        self.lives = 0  # of people, begun or to come
        self.stripe = SimulatedStripe(self.loop, self._webhook, enabled_events=(*sorted(TYPES), "charge.succeeded"))
        services: dict[str, Service] = {
            "dynamodb": self.db.call,  # type: ignore[dict-item]  # it reads requests as they are
            "events": lambda operation, request: self.plumbing.put_events(request["Entries"]),
            "secretsmanager": secrets,
            "ses": self.mail,
            "sns": self.texts,
            "s3": self.files,
            "sqs": looking_after.Queues(),
            "lambda": looking_after.lambdas,
            "cloudwatch": looking_after.figures,
            "ce": looking_after.figures,
            "stepfunctions": self.plumbing.states,
            "cognito-idp": lambda operation, request: (
                people(operation, request) if operation.startswith("Admin") else self.pool(operation, request)
            ),
        }
        self.calls = Calls(self.loop, services, self.faults, self.story)
        self.gateway = Gateway(self.loop, self.lambdas, self.story)
        self.db.on_change = self._changed
        self.db.also_told = WATCHED
        self.db.index_lag_s = self._index_lag
        self.db.read_lag_s = self._index_lag
        self.db.unprocessed = self._unprocessed

    def expect(self, holds: bool, invariant: str, otherwise: str) -> None:
        """Note a violation where it does not hold."""
        if not holds:
            self.violations.append(Violation(invariant, otherwise))
            self.story.happened("invariant", invariant, f"✗ {otherwise}")

    def spawn(self, name: str, work: Callable[[], Any], after_s: float = 0.0) -> None:
        """Start somebody's life."""
        self.lives += 1

        def life() -> None:
            work()
            self.lives -= 1

        self.loop.after(after_s, Process(self.loop, name, life).switch)

    def now(self) -> float:
        """The time as the running machine's clock has it."""
        running = current()
        return self.loop.now + running.skew_s if running else self.loop.now

    def pause(self, seconds: float) -> None:
        """The running process waits."""
        running = current()
        assert running, "only a process can wait"
        running.wait(seconds)

    def count(self, what: str, how_many: int = 1) -> None:
        """One of the shop's own metrics."""
        self.happened[f"metric {what}"] += how_many

    def deploy(self) -> None:
        """A new version goes live while old runs still work: every container that waits is gone, others end in time."""
        self.happened["deployed in mid-run"] += 1
        forget_containers()

    def calm(self) -> None:
        """No faults from now on."""
        self.faults.is_on = False
        self.plumbing.calm()
        self.stripe.calm()
        self.climate = self.climate.calmed()

    def weeks_pass(self) -> None:
        """Nobody does anything for as long as a queue keeps what is dead; old notes of what was heard are gone then.

        Other items outlive their time: DynamoDB removes them when it likes, and the books are still to be looked at.
        """
        self.loop.leap(WEEKS_S)
        self.db.remove_expired(lambda key: key[1] == "HEARD")

    def days_pass(self) -> None:
        """Nobody does anything until the shop looks at a refund again that may have come back."""
        due = clock.parse(min(self.watched.values())).timestamp()
        self.loop.leap(max(1.0, (due - self.loop.now) // A_DAY_S + 1) * A_DAY_S)

    def drain(self, *, after_weeks: bool = False) -> bool:
        """Let the shop come to rest: whether it did. After weeks no approval can wait any more."""
        may_wait = (ERASURES,) if after_weeks else (ERASURES, APPROVALS)
        until = self.loop.now + QUIET_MAX_S
        while self.loop.now < until:
            self.loop.run_until(self.loop.now + QUIET_STEP_S)
            if self._is_quiet(may_wait):
                return True
        return False

    def _is_quiet(self, may_wait: Collection[tuple[str, str]]) -> bool:
        """Whether nobody has anything left to do, but for what may wait (table, mark)."""
        stripe_is = self.stripe.is_still if self.climate.webhook_loss == 1.0 else self.stripe.is_quiet
        at_rest = self.lives == 0 and self.plumbing.is_quiet and self.gateway.is_quiet and stripe_is
        at_rest = at_rest and (self.helpdesk is None or self.helpdesk.is_quiet)
        is_done = not any(count for mark, count in self.marked.items() if mark not in may_wait)
        return at_rest and is_done and not self._owes_a_look() and not self._owes_mail() and not self._owes_people()

    def _webhook(self, event: Any) -> None:
        """Stripe sends one of its events: it comes late, twice or not at all."""
        self.gateway.webhook(self, event)

    def _changed(self, change: StreamRecord) -> None:
        running = current()
        if running and running.name in SCHEDULES:
            self.by_clock.add((change.table, change.key[0]))
        watch.look(self, change.table, change.key, change.old, change.new)
        if change.key[1].startswith("REFUND#"):
            self._watch(change.key, change.new)
        for mark in MARKS:
            was, is_ = _is_marked(change.old, mark), _is_marked(change.new, mark)
            if was != is_:
                self.marked[change.table, mark] += is_ - was
        if SPECS[change.table].says:
            self.plumbing.on_change(change)

    def _watch(self, key: tuple[str, str], refund: Mapping[str, Any] | None) -> None:
        if refund and _is_sent(refund) and "unsettled" in refund:
            self.watched[key] = refund["check_at"]["S"]
        elif self.watched.pop(key, None) and refund and refund["status"]["S"] != "succeeded":
            running = current()
            self.happened["found by looking"] += running is not None and running.name == "payments.resume_payments"

    def _wake(self, function: str, event: dict[str, Any], done: Callable[[Outcome], None]) -> None:
        """Run a Lambda; but a tick of the clock that would find nothing mostly is not worth its time."""
        if "Records" not in event and self._is_idle(function) and self.loop.random.random() < IDLE_TICKS_SKIPPED:
            self.loop.after(0.0, lambda: done(Outcome()))
            return
        self.lambdas.invoke(function, event, done)

    def _is_idle(self, function: str) -> bool:
        if function == "notifications.resend_mail":
            return not self._owes_mail()
        if function == "privacy.erase_people" and self._owes_merge():
            return False
        mark = LOOKS_FOR.get(function)
        return mark is not None and not self.marked[mark] and not (mark == LOOKS and self._owes_a_look())

    def _owes_a_look(self) -> bool:
        """Whether it is time to look at a refund that was sent."""
        return bool(self.watched) and min(self.watched.values()) <= clock.stamp(clock.now())

    def _owes_mail(self) -> bool:
        """Whether a try is still to come; counted anew, for the table of mails has no stream."""
        return any("owed" in item for item in self.db.items(SPECS["notifications"]).values())

    def _owes_people(self) -> bool:
        """Whether the clock still has to move or to forget what is somebody's."""
        return self._owes_merge() or self._owes_erasure()

    def _owes_merge(self) -> bool:
        """Whether something of a customer who went into another may still have to move."""
        return any(pk == "MERGES" for pk, _ in self.db.items(SPECS["customers"]))

    def _owes_erasure(self) -> bool:
        """Whether somebody could be forgotten by now: no order that is waited for is open."""
        return any(
            all(self._is_over(order_id) for order_id in from_wire(item["waits_for"]["M"]))
            for item in self.db.items(SPECS["privacy"]).values()
            if "open" in item
        )

    def _is_over(self, order_id: str) -> bool:
        return order_of(from_wire(self.db.items(SPECS["orders"])[order_key(order_id)])).is_over(clock.now())

    def _skew(self) -> float:
        chance = self.loop.random
        if not self.faults.is_on or chance.random() >= self.climate.skew_chance:
            return 0.0
        return chance.uniform(-5, 5)

    def _index_lag(self) -> float:
        return self.climate.index_lag_s * self.loop.random.random() ** 4 if self.climate.index_lag_s else 0.0

    def _unprocessed(self) -> bool:
        return self.faults.is_on and self.loop.random.random() < self.climate.unprocessed_chance


def _is_marked(item: Mapping[str, Any] | None, mark: str) -> bool:
    """Whether somebody is to look at it soon; a refund that was sent is looked at days later."""
    return item is not None and mark in item and not _is_sent(item)


def _is_sent(item: Mapping[str, Any]) -> bool:
    return bool(item["sk"]["S"].startswith("REFUND#") and item["status"]["S"] == "succeeded")


@contextmanager
def world(
    seed: int,
    *,
    rate: float = 0.02,
    tell: Callable[[str], None] | None = None,
    to_aws: Path = port,
    overrides: Mapping[str, Any] | None = None,
    domains: Sequence[Domain] = LIVED,
) -> Iterator[World]:
    """The world of a seed, in the place of everything that the code reaches outside itself.

    overrides: what of its climate is not as the seed has it, such as `{"shoppers": 3}`; see `overrides.py`.
    """
    climate = changed(draw_climate(seed, rate), overrides or {})
    environment = {**ENVIRONMENT, "HOLD_MINUTES": str(climate.hold_minutes), "HELPDESK_URL": URL}
    if climate.waits_above is not None:
        above = json.dumps({"USD": climate.waits_above})
        environment |= {"APPROVE_REFUNDS_ABOVE": above, "APPROVE_KEYS": "true", "APPROVAL_HOURS": "1"}
    environment |= {f"{table.name.upper()}_TABLE": f"storewright-test-{table.name}" for table in TABLES}
    level = telemetry.logger.log_level
    with ExitStack() as stack:
        stack.enter_context(patch.dict(os.environ, environment))
        living = World(seed, climate, tell, domains)
        stack.enter_context(patch.object(TableSpec, "physical_name", property(_named)))
        stack.enter_context(patch.object(clock, "source", living.now))
        stack.enter_context(patch.object(clock, "pause", living.pause))
        stack.enter_context(patch.object(ids, "random_bits", living.loop.random.getrandbits))
        session = stack.enter_context(to_aws(living.calls))
        stack.enter_context(patch.object(aws, "_session", lambda: session))
        stack.enter_context(patch.object(telemetry, "count", living.count))
        stack.enter_context(patch.object(telemetry, "measure", lambda what, _seconds: living.count(what)))
        stack.enter_context(patch.object(identity, "verified", living.pool.verified))
        stack.enter_context(patch.object(authorize, "verified", staff_pool.verified))
        stack.enter_context(patch.object(run_job, "size_of", lambda _kind: CHUNK))
        if climate.small_commits:
            stack.enter_context(patch.object(chunks, "writes_max", WRITES_MAX))
        stack.enter_context(patch.object(migrate_table, "migrate", partial(migrate, looked_max=LOOKED_MAX)))
        if climate.migrates:
            stack.callback(give_shape, SPECS[climate.migrates])
        stack.enter_context(patch.object(start, "imported", lambda: None))  # here a container is not a process
        stack.enter_context(stripe_package.install(living.gateway.ask_stripe(living)))
        if living.helpdesk:
            stack.enter_context(at_the_helpdesk(living.helpdesk))
        _forget()
        telemetry.logger.setLevel("CRITICAL")
        try:
            yield living
        finally:
            telemetry.logger.setLevel(level)
            _forget()


def _named(spec: TableSpec) -> str:
    """As the environment has it, which is asked for some twenty thousand times in the life of a world."""
    return f"storewright-test-{spec.name}"


def _forget() -> None:
    """Nothing that is kept between calls outlives its world."""
    aws.client.cache_clear()
    secret.forget()
    read_settings.cache_clear()
