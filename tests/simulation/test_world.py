"""The simulated shop is decided by its seed alone, and by nothing that a machine or a process may have of its own."""

import pytest

from tests.simulation.campaign import trace
from tests.simulation.campaign.crew import Crew
from tests.simulation.campaign.task import Task, live
from tests.simulation.run import RATE, simulate

SEEDS = (1, 2, 3)
FEW = {"shoppers": 8}  # a run of many seeds compares the digests of whole worlds


def _in_a_process(monkeypatch: pytest.MonkeyPatch, hash_seed: int, seeds: tuple[int, ...]) -> dict[int, str]:
    monkeypatch.setenv("PYTHONHASHSEED", str(hash_seed))
    with Crew(1, simulate) as crew:
        return {lived.task.seed: lived.digest for lived in crew.live(Task(seed, RATE, FEW) for seed in seeds)}


def test_a_seed_is_the_same_in_every_process_and_after_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another order of hashing, other seeds before it, warm Lambdas instead of cold ones: the same digest."""
    forth = _in_a_process(monkeypatch, 1, SEEDS)
    back = _in_a_process(monkeypatch, 2, SEEDS[::-1])
    assert forth == back
    assert "" not in forth.values()


def test_seeds_differ() -> None:
    lived = [live(simulate, Task(seed, RATE, FEW)) for seed in SEEDS]
    assert len({each.digest for each in lived}) == len(SEEDS)


def test_faults_written_out_make_the_same_world() -> None:
    """This is what makes a failing world small: one of its faults can be left out."""
    first = simulate(5, overrides=FEW)
    again = simulate(5, overrides={**FEW, "mix.script": first.script})
    assert first.script
    assert again.digest == first.digest


def test_what_once_failed_holds_now() -> None:
    """Each trace in `traces/` is a world that was wrong when it was committed; it says how."""
    for path in trace.committed():
        kept = trace.read(path)
        assert kept.showed.endswith("."), path.name
        assert live(simulate, kept.task).failures == [], path.name
