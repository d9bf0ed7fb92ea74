"""What is done about failing seeds: for each kind of violation, one of them is made small and written down."""

from collections.abc import Iterator
from pathlib import Path

from tests.simulation.campaign import shrink, trace
from tests.simulation.campaign.crew import Crew
from tests.simulation.campaign.sums import Failure, Sums
from tests.simulation.campaign.task import Simulate, Task
from tests.simulation.campaign.worker import DIED, HUNG
from tests.simulation.climate import draw_climate

SHRUNK_MAX = 3  # kinds of violation; each takes as long as some forty worlds
NOT_SHRUNK = (HUNG, DIED)  # each try would take as long as a hang does


def made_small(
    sums: Sums, rate: float, simulate: Simulate, folder: Path, *, seed_s: float
) -> Iterator[tuple[Failure, Path]]:
    """The first failure of each kind that recurs, and the file of the small world that shows the same."""
    with Crew(1, simulate, seed_s=seed_s) as crew:
        for failure in _one_of_each(sums)[:SHRUNK_MAX]:
            climate = draw_climate(failure.seed, rate)
            failing = crew.live_one(Task(failure.seed, rate))
            if any(each.invariant == failure.invariant for each in failing.failures):
                calm = shrink.calm_of(climate, climate.calmed())
                small = shrink.shrunk(failing, failure.invariant, calm, crew.live_one)
                trace.write(small, folder / small.name)
                yield failure, folder / small.name


def _one_of_each(sums: Sums) -> list[Failure]:
    first: dict[str, Failure] = {}
    for failure in sums.failures:
        if failure.invariant not in NOT_SHRUNK:
            first.setdefault(failure.invariant, failure)
    return list(first.values())
