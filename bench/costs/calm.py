"""A shop in calm weather whose every run is measured: requests, ticks of the clock, and the rest that follows them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from bench.costs.meter import Meter, Run, metered
from functions.payments.stripe_event import TYPES
from infra.domains import DOMAINS
from tests.in_process import ALL_SCOPES
from tests.simulation.gateway import Answer, Client
from tests.simulation.plumbing import CALM, Outcome
from tests.simulation.port import port
from tests.simulation.world import Path, World, world

CALM_CLIMATE = {
    "small_commits": False,
    "weather": CALM,
    "skew_chance": 0.0,
    "index_lag_s": 0.0,
    "unprocessed_chance": 0.0,
    "net_loss": 0.0,
    "stripe_upset": 0.0,
    "webhook_loss": 0.0,
    "webhook_twice": 0.0,
    "hold_minutes": 30,
    "imports": False,
    "waits_above": None,
    "migrates": None,
}
STEP_S = 1.0  # of virtual time, between two looks whether something is over
REST_MAX_S = 3600.0  # by then all that one step of the script caused has happened


class CalmShop:
    """People of the shop who ask one thing at a time."""

    def __init__(self, living: World, meter: Meter) -> None:
        self.world = living
        self.meter = meter
        self.shopper = Client(living, "shopper")
        self.staff = Client(living, "staff", ALL_SCOPES)
        self._keys = 0

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """A shopper's, a carrier's or Stripe's request: the body of its answer. Raises where it is refused."""
        return self._asked(self.shopper, method, path, body, headers)

    def admin(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """A request of staff, a POST with a key: the body of its answer."""
        if method == "POST":
            headers.setdefault("Idempotency_Key", self.key())
        return self._asked(self.staff, method, path, body, headers)

    def staffs_at_once(self, first: tuple[str, Any], then: Callable[[Any], str]) -> None:
        """Two POSTs of staff's, the second upon the answer to the first. then: gives its path."""
        answers: list[Answer | None] = []

        def both() -> None:
            path, body = first
            answer = self.staff.ask("POST", path, body, Idempotency_Key=self.key())
            assert answer
            assert answer[0] < 400, answer
            answers.append(self.staff.ask("POST", then(answer[1]), None, Idempotency_Key=self.key()))

        self.world.spawn(self.staff.name, both)
        self._wait_for(lambda: bool(answers))
        assert answers[0]
        assert answers[0][0] < 400, answers

    def key(self) -> str:
        """An Idempotency-Key as clients make them: 36 characters, for they are stored."""
        self._keys += 1
        return f"00000000-0000-4000-8000-{self._keys:012d}"

    def tick(self, function: str, **event: Any) -> None:
        """The clock wakes a Lambda."""
        self.invoke(function, event)

    def invoke(self, function: str, event: dict[str, Any]) -> Any:
        """Run a Lambda with this event: what it answers."""
        ended: list[Outcome] = []
        self.world.lambdas.invoke(function, event, ended.append)
        self._wait_for(lambda: bool(ended))
        assert not ended[0].failed, function
        return ended[0].answer

    def rest(self) -> None:
        """Let everything that was caused happen."""
        world = self.world
        quiet = (world.plumbing, world.gateway, world.stripe)
        self._wait_for(lambda: all(part.is_quiet for part in quiet))

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.world.loop.run_until(self.world.loop.now + seconds)

    def runs_of(self, work: Callable[[], Any]) -> list[Run]:
        """The runs that something causes, in the order they begin."""
        self.rest()
        before = len(self.meter.runs)
        work()
        self.rest()
        return self.meter.runs[before:]

    def answered(self, client: Client, method: str, path: str, body: Any, headers: dict[str, str]) -> Answer:
        """Whatever a request is answered, a refusal too."""
        answers: list[Answer | None] = []
        self.world.spawn(client.name, lambda: answers.append(client.ask(method, path, body, **headers)))
        self._wait_for(lambda: bool(answers))
        assert answers[0]
        return answers[0]

    def _asked(self, client: Client, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        answer = self.answered(client, method, path, body, headers)
        assert answer[0] < 400, (method, path, answer)
        return answer[1]

    def _wait_for(self, is_over: Callable[[], bool]) -> None:
        until = self.world.loop.now + REST_MAX_S
        while not is_over():
            assert self.world.loop.now < until, "it does not end"
            self.wait(STEP_S)


@contextmanager
def calm_shop(to_aws: Path = port) -> Iterator[CalmShop]:
    """An empty shop. to_aws: `port`, or `wire` to have the SDK between. What people print meanwhile is measured too."""
    with world(1, rate=0.0, to_aws=to_aws, overrides=CALM_CLIMATE, domains=DOMAINS) as living, metered(living) as meter:
        living.faults.is_on = False
        with patch.object(living.gateway, "webhook", _only_what_concerns_us(living)):
            yield CalmShop(living, meter)


def _only_what_concerns_us(living: World) -> Callable[[World, Mapping[str, Any]], None]:
    """The simulated endpoint hears a type too many, on purpose; the shop's own is registered for TYPES."""
    webhook = living.gateway.webhook

    def tell(world: World, event: Mapping[str, Any]) -> None:
        if event["type"] in TYPES:
            webhook(world, event)
        else:
            living.stripe.delivered(event["id"])

    return tell
