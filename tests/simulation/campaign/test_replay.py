"""A seed's story, told again: all of it, or what is about one thing, or the end."""

from io import StringIO
from pathlib import Path

import pytest

from tests.simulation.campaign import made_up, trace
from tests.simulation.campaign.replay import command, replay, task_of
from tests.simulation.campaign.task import Task

WORLD = Task(made_up.AILING, 0.02)


def test_the_story_ends_with_what_did_not_hold() -> None:
    out = StringIO()
    assert not replay(WORLD, made_up.violating, out)
    assert "12:00  shopper 1 asks" in out.getvalue()
    assert "✗ I4: more was refunded than was paid" in out.getvalue()


def test_a_world_in_which_all_holds_says_so() -> None:
    out = StringIO()
    assert replay(WORLD, made_up.good, out)
    assert "✓ Everything held.\n4 orders, 1 faults, 20 calls, digest" in out.getvalue()


def test_the_story_of_one_order_has_its_lines_only() -> None:
    out = StringIO()
    replay(WORLD, made_up.good, out, about="order_01ABCDE")
    assert [line for line in out.getvalue().splitlines() if line.startswith("12:")] == ["12:01  order_01ABCDE is made"]


def test_the_end_of_a_story_is_its_last_lines() -> None:
    out = StringIO()
    replay(WORLD, made_up.good, out, last=1)
    assert [line for line in out.getvalue().splitlines() if line.startswith("12:")] == ["12:02  order_01FGHIJ is made"]


def test_what_is_replayed_is_a_seed_or_a_trace(tmp_path: Path) -> None:
    path = tmp_path / "small.json"
    trace.write(trace.Trace(17, 0.5, "I4", "what", "digest", overrides={"shoppers": 2}), path)
    assert task_of("12", 0.02) == Task(12, 0.02)
    assert task_of(str(path), 0.02) == Task(17, 0.5, {"shoppers": 2})


def test_a_failing_seed_has_one_command_that_replays_it() -> None:
    assert command(17, 0.02) == "python -m tests.simulation --replay 17 --rate 0.02"


@pytest.mark.parametrize("what", ["seventeen", "no/such/file.json"])
def test_what_is_neither_is_refused(what: str) -> None:
    with pytest.raises(OSError, match="No such file"):
        task_of(what, 0.02)
