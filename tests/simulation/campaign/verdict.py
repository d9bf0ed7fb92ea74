"""Whether a run proves something: nothing was violated, and enough happened."""

from dataclasses import dataclass

from tests.simulation.campaign import must_happen
from tests.simulation.campaign.points import Coverage
from tests.simulation.campaign.sums import Sums

SEEDS_MIN = 50  # of a run that is to show anything by what did not happen in it
LEAST_COVERAGE = 0.9
SEEDS_TO_COVER = 130  # that so much takes; of fewer, a run whose budget was spent before, less is asked
LEAST_OF_FEWER = 0.7


@dataclass(frozen=True)
class Verdict:
    """reasons: why the run fails; none, where it does not."""

    reasons: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Whether it stands."""
        return not self.reasons


def judge(sums: Sums, coverage: Coverage, *, least: float = LEAST_COVERAGE, is_of_one_code: bool = True) -> Verdict:
    """Of a whole run. least: the share of fault points that it has to cover. is_of_one_code: all of it."""
    reasons = [] if is_of_one_code else ["the code was changed while it ran, and nobody knows which world is of which"]
    reasons += [f"{invariant} is violated {count} times" for invariant, count in sorted(sums.violated.items())]
    if len(sums.seeds) < SEEDS_TO_COVER:
        least = min(least, LEAST_OF_FEWER)
    if len(sums.seeds) >= SEEDS_MIN:
        reasons += [f"never happened: {name} ({why})" for name, why in must_happen.never(sums).items()]
        if coverage.share < least:
            reasons.append(f"{coverage.share:.1%} of the fault points are covered, not {least:.0%}")
    return Verdict(tuple(reasons))
