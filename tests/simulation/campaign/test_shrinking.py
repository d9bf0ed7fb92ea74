"""A failing world is made small, and what is left still shows the same."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.simulation.campaign import made_up, shrink, trace
from tests.simulation.campaign.task import Lived, Task, live
from tests.simulation.climate import draw_climate
from tests.simulation.faults import Step
from tests.simulation.overrides import changed

FAULTS: list[Step] = [(made_up.PLACE, made_up.OPERATION, number, "slow") for number in range(60)]
GUILTY = (FAULTS[7], FAULTS[41])
CALM = {"net_loss": 0.0, "weather.late": 0.0, "index_lag_s": 0.0}


def _needing(shoppers: int, rough: str = "") -> Any:
    """A world that fails by two of its faults, if there are so many shoppers and it is rough in one way."""

    def simulate(seed: int, *, rate: float, overrides: Mapping[str, Any]) -> made_up.Result:
        result = made_up.good(seed, rate=rate, overrides=overrides)
        result.script = [tuple(step) for step in overrides.get("mix.script", FAULTS)]
        is_rough = not rough or rough not in overrides
        if overrides.get("shoppers", 40) >= shoppers and is_rough and set(GUILTY) <= set(result.script):
            result.violations.append(made_up.Broken("I4", f"with {len(result.script)} faults"))
        return result

    return simulate


def _shrunk(simulate: Any, tries: int = 100) -> tuple[trace.Trace, int]:
    lived: list[Lived] = []

    def once(task: Task) -> Lived:
        lived.append(live(simulate, task))
        return lived[-1]

    small = shrink.shrunk(live(simulate, Task(3, 0.02)), "I4", CALM, once, tries)
    return small, len(lived)


def test_only_the_faults_that_matter_are_left() -> None:
    small, _ = _shrunk(_needing(shoppers=2))
    assert small.overrides == {"shoppers": 2, **CALM, "mix.script": list(GUILTY)}
    assert small.what == "with 2 faults"


def test_the_weather_that_matters_is_left() -> None:
    small, _ = _shrunk(_needing(shoppers=1, rough="weather.late"))
    assert "weather.late" not in small.overrides
    assert "net_loss" in small.overrides


def test_a_world_that_fails_without_faults_is_left_with_none() -> None:
    def simulate(seed: int, **how: Any) -> made_up.Result:
        return made_up.violating(made_up.AILING, **how)

    assert _shrunk(simulate)[0].overrides == {"shoppers": 1, **CALM, "mix.script": []}


def test_it_does_not_go_on_for_ever() -> None:
    small, tries = _shrunk(_needing(shoppers=20), tries=12)
    assert tries == 12
    assert small.overrides["shoppers"] == 20


@given(st.sets(st.integers(0, 40), min_size=1, max_size=4))
def test_the_fewest_are_those_without_which_it_does_not_fail(guilty: set[int]) -> None:
    def fail(some: Sequence[int]) -> bool:
        return guilty <= set(some)

    assert set(shrink.fewest(range(41), fail)) == guilty


def test_calm_is_where_the_climate_is_rougher() -> None:
    climate = draw_climate(4, 0.02)
    calm = shrink.calm_of(climate, climate.calmed())
    assert all(
        name.startswith("weather.") or name in ("index_lag_s", "webhook_loss") or calm[name] == 0 for name in calm
    )
    assert changed(climate, calm) == climate.calmed()


def test_overrides_reach_every_part_of_a_climate() -> None:
    climate = changed(
        draw_climate(4, 0.02),
        {
            "shoppers": 3,
            "mix.rate": 0.5,
            "mix.weights.slow": 0.0,
            "weather.late": 0.25,
            "mix.script": [["a", "b", 1, "slow"]],
        },
    )
    assert (climate.shoppers, climate.mix.rate, climate.weather.late) == (3, 0.5, 0.25)
    assert climate.mix.weights["slow"] == 0.0  # type: ignore[index]
    assert climate.mix.script == (("a", "b", 1, "slow"),)


@pytest.mark.parametrize("name", ["shopper", "mix.speed", "mix.weights.slower"])
def test_an_override_of_nothing_is_refused(name: str) -> None:
    with pytest.raises((TypeError, AttributeError, KeyError)):
        changed(draw_climate(4, 0.02), {name: 1})


def test_a_trace_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    small, _ = _shrunk(_needing(shoppers=2))
    trace.write(small, tmp_path / small.name)
    again = trace.read(tmp_path / small.name)
    assert (again.seed, again.rate, again.invariant, again.what) == (3, 0.02, "I4", "with 2 faults")
    assert live(_needing(shoppers=2), again.task).failures
