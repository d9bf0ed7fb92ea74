"""The double's world with the simulation's time, chance and later; and a search that lags behind."""

from collections.abc import Callable, Iterable, Mapping
from random import Random

from local.stripe_double.errors import StripeError
from local.stripe_double.state import Json, Settings, World
from tests.simulation.loop import Loop
from tests.simulation.stripe.search_index import SearchIndex

FAR_S = 86_400.0  # what comes a day later or more, such as the end of an authorization, is not waited for


class SimulatedWorld(World):
    """Stripe's objects in a simulation: no thread and no wall clock; two runs of a seed make the same ids."""

    def __init__(self, loop: Loop, publish: Callable[[Json], None], settings: Settings) -> None:
        self._loop = loop
        self.random = Random(loop.random.getrandbits(64))  # Stripe's own draws disturb nobody else's
        self._made = 0
        self.steps_to_come = 0  # of Stripe's own, the far ones not counted
        self._index = SearchIndex()
        self._publish = publish
        super().__init__(self._published, settings)

    def time(self) -> float:
        """The simulation's now, in seconds since the epoch."""
        return self._loop.now

    def new_id(self, prefix: str) -> str:
        """Its last eight digits count what was made; the rest is chance, so that ids do not sort by age."""
        self._made += 1
        return f"{prefix}_{self.random.getrandbits(64):016x}{self._made:08d}"

    def add(self, prefix: str, fields: Json) -> Json:
        """Store a new object under a fresh id. Raises RuntimeError when there are too many: no 500 of Stripe's."""
        try:
            return super().add(prefix, fields)
        except StripeError as error:
            raise RuntimeError(str(error)) from None

    def later(self, job: Callable[[], None], delay_s: float | None = None) -> None:
        """Do a job of Stripe's own after a delay, by default the setting's."""
        delay = self.settings.async_delay_s if delay_s is None else delay_s
        if delay >= FAR_S:
            self._loop.after(delay, job)
            return

        def step() -> None:
            self.steps_to_come -= 1
            job()

        self.steps_to_come += 1
        self._loop.after(delay, step)

    def known_to_search(self, kind: str, wanted: Mapping[str, str]) -> Iterable[Json]:
        """PaymentIntents as they were when search last looked, newest first."""
        if kind != "payment_intents":
            return super().known_to_search(kind, wanted)
        return self._index.as_of(self.time() - self.settings.search_lag_s, wanted)

    def _published(self, event: Json) -> None:
        if event["type"].startswith("payment_intent."):
            self._index.saw(event["data"]["object"], self.time())
        self._publish(event)
