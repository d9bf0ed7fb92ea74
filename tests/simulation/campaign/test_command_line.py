"""The command line: what it runs, what it prints, what it leaves behind, and the exit code that `make` sees."""

import json
from pathlib import Path

import pytest

from tests.simulation import __main__ as command_line
from tests.simulation.campaign import made_up, trace


@pytest.fixture(autouse=True)
def made_up_worlds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(command_line, "simulate", made_up.good)
    monkeypatch.setattr(command_line, "FOLDER", tmp_path)
    monkeypatch.chdir(tmp_path)


def _run(*words: str) -> int:
    return command_line.main(["--workers", "2", *words])


def test_a_good_run_ends_well_and_leaves_its_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--seeds", "0-5", "--report", str(tmp_path / "REPORT.json")) == 0
    told = json.loads((tmp_path / "REPORT.json").read_text(encoding="utf-8"))
    assert (told["seeds"], told["orders"], told["good"]) == ("0-5", 24, True)
    assert "Nothing was violated" in capsys.readouterr().out
    assert "| 6 (seeds 0-5)" in (tmp_path / "REPORT.md").read_text(encoding="utf-8")


def test_a_violation_is_an_error_with_the_line_that_replays_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command_line, "simulate", made_up.violating)
    assert _run("--seeds", "0-5") == 1
    said = capsys.readouterr().out
    assert "\n    python -m tests.simulation --replay 3 --rate 0.02\n" in said
    assert "I4, made small: python -m tests.simulation --replay traces/I4-seed-3.json" in said
    assert trace.read(tmp_path / "traces" / "I4-seed-3.json").overrides["shoppers"] == 1


def test_runs_that_resume_add_up(tmp_path: Path) -> None:
    report = tmp_path / "REPORT.json"
    _run("--seeds", "0-2", "--resume")
    _run("--seeds", "0-5", "--resume", "--report", str(report))
    assert json.loads(report.read_text(encoding="utf-8"))["orders"] == 24


def test_a_run_that_never_meets_most_faults_fails() -> None:
    assert _run("--seeds", "0-49") == 1


def test_a_level_lives_as_many_worlds_as_its_budget_is_for_and_says_how_many(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _run("--level", "test", "--cpu-seconds", "1", "--no-shrink")
    assert "The budget of 1 CPU seconds was spent after 5" in capsys.readouterr().out


def test_a_story_is_told_and_its_end_is_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("--replay", "3") == 0
    monkeypatch.setattr(command_line, "simulate", made_up.violating)
    assert _run("--replay", "3", "--about", "order_01ABCDE") == 1
    assert "✗ I4" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["--seeds", "5-1"], ["--level", "none"], ["--seeds", "1", "--replay", "1"]])
def test_what_makes_no_sense_is_refused(words: list[str]) -> None:
    with pytest.raises(SystemExit):
        _run(*words)
