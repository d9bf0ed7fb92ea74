"""A run over many seeds: those that are not done yet go to the workers, and what they came to is added up."""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from tests.simulation.campaign.crew import SEED_S, Crew
from tests.simulation.campaign.interruption import Interruption
from tests.simulation.campaign.kept import kept
from tests.simulation.campaign.progress import Progress
from tests.simulation.campaign.seeds import Seeds
from tests.simulation.campaign.sums import Sums
from tests.simulation.campaign.task import Simulate, Task
from tests.simulation.campaign.verdict import SEEDS_MIN


@dataclass(frozen=True)
class Campaign:
    """Which seeds, how bad their weather, on how many processes. keep: the file that it goes on from, if any.

    cpu_s: of all processes; once it is spent no world begins any more, but as many as it takes to show anything.
    """

    seeds: Seeds
    rate: float
    workers: int
    keep: Path | None = None
    seed_s: float = SEED_S
    cpu_s: float | None = None

    def affordable(self, seeds: list[int], sums: Sums) -> Iterator[int]:
        """As many of the seeds, in their order, as the budget is for. sums: what was lived through, as it grows."""
        for seed in seeds:
            if self.cpu_s is not None and sums.cpu_s >= self.cpu_s and len(sums.seeds) >= SEEDS_MIN:
                return
            yield seed


def run(campaign: Campaign, simulate: Simulate) -> tuple[Sums, bool]:
    """The sums, and whether all seeds are in them that it had the budget for: Ctrl-C ends it early. Raises Busy."""
    with kept(campaign.keep) if campaign.keep else nullcontext() as state:
        sums = state.sums if state else Sums()
        to_do = [seed for seed in campaign.seeds if seed not in sums.seeds]
        progress = Progress(len(to_do))
        with Interruption() as interruption, Crew(campaign.workers, simulate, seed_s=campaign.seed_s) as crew:
            seeds = interruption.until_it_comes(campaign.affordable(to_do, sums))
            for lived in crew.live(Task(seed, campaign.rate) for seed in seeds):
                sums.add(lived.sums)
                progress.note(lived.sums, sums)
                if state:
                    state.note()
        progress.end(sums)
    return sums, not interruption.has_come
