"""Everything between the Lambdas of the plan: bus, queues, streams and clock, put together as `infra/` does."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from infra.domains import DOMAINS
from infra.plan import Domain, Function, Jobs, Publisher, Schedule, Watcher, Worker
from infra.stages import PROD, VISIBILITY_FACTOR, WORKER_TIMEOUT_S, Stage
from shared.event import Event
from tests.simulation.loop import Loop
from tests.simulation.plumbing import infra_says, kinds
from tests.simulation.plumbing.air import Air, DeadLetter
from tests.simulation.plumbing.asynchronous import Invocations
from tests.simulation.plumbing.bus import Answer, Bus, Entry, Rule
from tests.simulation.plumbing.clock import Alarm
from tests.simulation.plumbing.machine import Machine
from tests.simulation.plumbing.mapping import QueueMapping
from tests.simulation.plumbing.outcome import Invoke
from tests.simulation.plumbing.patterns import any_of
from tests.simulation.plumbing.queue import RETENTION_S, Queue
from tests.simulation.plumbing.stream import StreamMapping
from tests.simulation.plumbing.stream_event import Change, filtered, shard_of
from tests.simulation.plumbing.weather import CALM, Weather


class Plumbing:
    """What carries the shop's news in one world. All chance is the loop's."""

    def __init__(
        self,
        loop: Loop,
        invoke: Invoke,
        weather: Weather,
        *,
        domains: Sequence[Domain] = DOMAINS,
        stage: Stage = PROD,
    ) -> None:
        """invoke: runs a Lambda and tells of its end later: `invoke("orders.on_payment", event, done)`."""
        self._air = Air(loop, weather)
        self._invoke = invoke
        self._stage = stage
        self._queues: dict[str, Queue] = {}
        self._followers: dict[str, list[StreamMapping]] = {}  # by table
        self._alarms: list[Alarm] = []
        self._machines: dict[str, Machine] = {}  # by domain
        rules = [rule for domain in domains for plan in domain.deployed(stage) for rule in self._add(domain, plan)]
        self._bus = Bus(self._air, rules)

    @property
    def heard(self) -> Counter[tuple[str, str]]:
        """How often what happened: `heard["orders.on_payment", "delivered"]`; the words are in `kinds`."""
        return self._air.heard

    @property
    def dead(self) -> list[DeadLetter]:
        """What failed for good and was not redriven."""
        return self._air.dead

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is on its way: no delivery, no message, no record, no run. Dead letters lie still."""
        return self._air.moving == 0

    def put_events(self, entries: Sequence[Entry]) -> Answer:
        """PutEvents, with entries and an answer as on the wire. There is one bus, whatever name they give it."""
        return self._bus.put_events(entries)

    def states(self, operation: str, request: Mapping[str, Any]) -> Any:
        """Step Functions, with the state machine of each domain that has jobs."""
        if operation == "StartExecution":
            machine = self._machines[_domain_of(request["stateMachineArn"])]
            return machine.start(request["name"], request["input"])
        assert operation == "DescribeExecution"
        machine_arn, _, name = request["executionArn"].rpartition(":")
        return self._machines[_domain_of(machine_arn)].describe(name)

    def on_change(self, change: Change) -> None:
        """A table changed: tell the followers of its stream whose filters it fits."""
        followers = self._followers.get(change.table)
        if not followers:
            return
        seen = filtered(change)
        fitting = [follower for follower in followers if follower.fits(seen)]
        if fitting:
            record = change.as_event()
            for follower in fitting:
                follower.shards[shard_of(change.key[0], len(follower.shards))].put(record)

    def start_schedules(self) -> None:
        """Let the clock run."""
        for alarm in self._alarms:
            alarm.start()

    def calm(self) -> None:
        """No faults from now on. What is already late or doubled still comes."""
        self._air.weather = CALM

    def redrive(self, queue: str) -> int:
        """Try everything in a dead-letter queue again, as an operator does. How much that was.

        What is older than the queue keeps is gone.
        """
        air, redriven = self._air, 0
        letters = [letter for letter in air.dead if letter.queue == queue]
        air.dead = [letter for letter in air.dead if letter.queue != queue]
        for letter in letters:
            if air.loop.now - letter.since > RETENTION_S:
                air.count(letter.function, kinds.EXPIRED)
                continue
            air.count(letter.function, kinds.REDRIVEN)
            letter.again()
            redriven += 1
        return redriven

    def happened(self) -> Counter[str]:
        """How often what happened, whoever it happened to."""
        total: Counter[str] = Counter()
        for (_, kind), times in self.heard.items():
            total[kind] += times
        return total

    def _add(self, domain: Domain, plan: Function) -> Iterator[Rule]:
        """Whatever wakes the function; for a worker its rule."""
        function = f"{domain.name}.{plan.name}"
        match plan:
            case Worker():
                yield self._worker(function, plan)
            case Publisher():
                self._follow(domain, function, any_of([infra_says.NEW_EVENTS]))
                self._wake(function, infra_says.SWEEP, self._reserved(plan, None))
            case Jobs():
                self._machines[domain.name] = Machine(self._air, function, self._invoke)
            case Watcher():
                self._follow(domain, function, any_of(plan.when))
            case Schedule():
                self._wake(function, plan.expression, self._reserved(plan, infra_says.ONE_AT_A_TIME))

    def _worker(self, function: str, plan: Worker) -> Rule:
        queue = Queue(self._air, function, float(VISIBILITY_FACTOR * (plan.timeout_s or WORKER_TIMEOUT_S)))
        self._queues[function] = queue
        QueueMapping(self._air, queue, self._invoke, self._stage.worker_concurrency)
        return Rule(function, tuple(pair for event in plan.hears for pair in _pairs(event)), queue.send)

    def _follow(self, domain: Domain, function: str, fits: Any) -> None:
        assert domain.table, f"{function} follows its table's stream, and its domain has no table"
        table = domain.table.name
        follower = StreamMapping(self._air, function, table, fits, self._invoke)
        self._followers.setdefault(table, []).append(follower)

    def _wake(self, function: str, expression: str, limit: int | None) -> None:
        runs = Invocations(self._air, function, self._invoke, limit)
        self._alarms.append(Alarm(self._air, function, expression, runs))

    def _reserved(self, plan: Function, default: int | None) -> int | None:
        """How many runs at a time, where the stage reserves any."""
        if not self._stage.reserves_concurrency:
            return None
        return default if plan.reserved_concurrency is None else plan.reserved_concurrency


def _domain_of(machine_arn: str) -> str:
    """Of `…:storewright-test-orders-jobs`."""
    return str(machine_arn).rsplit("-", 2)[1]


def _pairs(event: type[Event]) -> Iterator[tuple[str, str]]:
    wanted = event.pattern()
    for source in wanted["source"]:
        for detail_type in wanted["detail-type"]:
            yield source, detail_type
