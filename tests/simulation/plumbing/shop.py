"""The plumbing of the plan with functions that answer as told, for tests."""

import json
from dataclasses import dataclass, field

from infra.stages import PROD, Stage
from tests.simulation.loop import Loop
from tests.simulation.plumbing import CALM, Plumbing, Weather
from tests.simulation.plumbing.scene import Lambdas


@dataclass
class Shop:
    weather: Weather = CALM
    stage: Stage = PROD
    loop: Loop = field(init=False)
    lambdas: Lambdas = field(init=False)
    plumbing: Plumbing = field(init=False)

    def __post_init__(self) -> None:
        self.loop = Loop(1)
        self.lambdas = Lambdas(self.loop)
        self.plumbing = Plumbing(self.loop, self.lambdas.invoke, self.weather, stage=self.stage)

    def say(self, *types: str) -> None:
        entries = [
            {"Source": "storewright", "DetailType": each, "Detail": json.dumps({"type": each}), "EventBusName": "bus"}
            for each in types
        ]
        assert self.plumbing.put_events(entries)["FailedEntryCount"] == 0

    def wait(self, seconds: float) -> None:
        self.loop.run_until(self.loop.now + seconds)

    def is_at_rest(self) -> bool:
        return self.plumbing.is_quiet

    @property
    def woken(self) -> list[str]:
        return [run.function for run in self.lambdas.runs]
