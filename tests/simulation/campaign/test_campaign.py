"""Many seeds on several processes: each is counted once, whatever becomes of it, and a run can be gone on with."""

import json
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.simulation.campaign import made_up
from tests.simulation.campaign.campaign import Campaign, run
from tests.simulation.campaign.interruption import Interruption
from tests.simulation.campaign.kept import Busy, Kept, kept
from tests.simulation.campaign.seeds import Seeds
from tests.simulation.campaign.sums import Sums
from tests.simulation.campaign.task import Simulate, Task, live
from tests.simulation.campaign.verdict import SEEDS_MIN

TEN = Seeds.parse("0-9")
RATE = 0.02


def _sums(simulate: Simulate, seeds: Seeds = TEN, **how: Any) -> Sums:
    sums, is_whole = run(Campaign(seeds, RATE, how.pop("workers", 2), **how), simulate)
    assert is_whole
    return sums


def test_every_seed_is_counted_once() -> None:
    sums = _sums(made_up.good)
    assert (str(sums.seeds), sums.orders, sums.faults, sums.calls, sums.runs) == ("0-9", 40, 10, 200, 80)


def test_the_fingerprint_does_not_depend_on_who_ran_what_and_when() -> None:
    one_by_one = Sums()
    for seed in reversed(range(10)):
        one_by_one.add(live(made_up.good, Task(seed, RATE)).sums)
    assert _sums(made_up.good, workers=3).fingerprint == one_by_one.fingerprint


def test_the_fingerprint_tells_other_worlds() -> None:
    prints = {live(made_up.good, task).sums.fingerprint for task in (Task(1, RATE), Task(2, RATE), Task(1, 0.5))}
    assert len(prints) == 3


def test_no_world_begins_once_the_budget_is_spent() -> None:
    """Those on their way end; one made up takes half a second."""
    sums = _sums(made_up.good, Seeds.parse("0-99"), cpu_s=35.0)
    assert str(sums.seeds) in ("0-69", "0-70")


def test_a_budget_that_is_too_small_still_has_the_worlds_that_show_anything() -> None:
    assert SEEDS_MIN <= len(_sums(made_up.good, Seeds.parse("0-99"), cpu_s=1.0).seeds) <= SEEDS_MIN + 1


def test_a_violation_is_told_with_its_seed() -> None:
    sums = _sums(made_up.violating)
    assert [(each.seed, each.invariant) for each in sums.failures] == [(made_up.AILING, "I4")]
    assert sums.orders == 40


def test_a_world_that_raises_is_a_failure_with_its_traceback() -> None:
    sums = _sums(made_up.raising)
    (failure,) = sums.failures
    assert (failure.seed, failure.invariant) == (made_up.AILING, "raised LookupError")
    assert "nobody serves /nowhere" in failure.what
    assert str(sums.seeds) == "0-9"


def test_a_world_that_hangs_is_cut_off_and_told_where_it_was() -> None:
    sums = _sums(made_up.hanging, seed_s=1.0)
    (failure,) = sums.failures
    assert (failure.seed, failure.invariant) == (made_up.AILING, "hung")
    assert "made_up.py" in failure.what
    assert sums.orders == 36


def test_a_world_that_kills_its_process_is_a_failure() -> None:
    sums = _sums(made_up.dying)
    (failure,) = sums.failures
    assert (failure.seed, failure.invariant, failure.what) == (made_up.AILING, "died", "exit code 7")
    assert sums.orders == 36


def test_a_run_goes_on_where_the_last_one_ended(tmp_path: Path) -> None:
    keep = tmp_path / "kept.json"
    _sums(made_up.violating, Seeds.parse("0-4"), keep=keep)
    resumed = _sums(made_up.violating, TEN, keep=keep)
    assert resumed == _sums(made_up.violating, TEN)
    assert Kept(keep).sums == resumed


def test_what_is_done_already_is_not_done_again(tmp_path: Path) -> None:
    keep = tmp_path / "kept.json"
    _sums(made_up.good, TEN, keep=keep)
    assert not _sums(made_up.dying, TEN, keep=keep).failures


def test_sums_come_back_from_a_file_as_they_were() -> None:
    sums = _sums(made_up.violating)
    assert Sums.from_json(json.loads(json.dumps(sums.to_json()))) == sums


def test_a_seed_is_not_counted_twice() -> None:
    sums = live(made_up.good, Task(1, RATE)).sums
    with pytest.raises(ValueError, match="counted already"):
        sums.add(live(made_up.good, Task(1, RATE)).sums)


def test_two_runs_do_not_keep_their_sums_in_one_file(tmp_path: Path) -> None:
    with kept(tmp_path / "kept.json"), pytest.raises(Busy), kept(tmp_path / "kept.json"):
        pass


def test_what_is_broken_off_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    _sums(made_up.good, TEN, keep=tmp_path / "kept.json")
    with suppress(KeyboardInterrupt), kept(tmp_path / "kept.json") as state:
        state.sums.orders = 1
        raise KeyboardInterrupt
    assert Kept(tmp_path / "kept.json").sums.orders == 40


def test_after_ctrl_c_nothing_new_begins() -> None:
    begun = []
    with Interruption() as interruption:
        for number in interruption.until_it_comes(range(10)):
            begun.append(number)
            if number == 2:
                signal.raise_signal(signal.SIGINT)
    assert begun == [0, 1, 2]
    assert interruption.has_come


def test_a_second_ctrl_c_is_obeyed_at_once() -> None:
    with Interruption():
        signal.raise_signal(signal.SIGTERM)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
