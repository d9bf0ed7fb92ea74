"""What is typed at `make run`: what makes no sense is told in one sentence, before anything is fetched or started."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from local.paths import ROOT
from local.wishes import PORT, Wishes


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["--port", "abc"], "STOREWRIGHT_PORT is a number from 1024 to 65535, not 'abc'."),
        (["--port", "80"], "STOREWRIGHT_PORT is a number from 1024 to 65535, not '80'."),
        (["--port", "70000"], "STOREWRIGHT_PORT is a number from 1024 to 65535, not '70000'."),
        (["--port", "-1"], "STOREWRIGHT_PORT is a number from 1024 to 65535, not '-1'."),
        (["--demo", "toys"], "There is no demo 'toys'; DEMO is one of: none, shop."),
        (["--keep", "perhaps"], "KEEP is 1 or 0, not 'perhaps'."),
    ],
)
def test_a_wrong_wish_is_told_in_one_sentence(typed: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        Wishes(None).parse_args(typed)
    assert ended.value.code != 0
    assert capsys.readouterr().err == told + "\n"


def test_what_is_not_said_is_the_usual() -> None:
    wanted = Wishes(None).parse_args(["--port", "", "--keep", ""])
    assert (wanted.port, wanted.demo, wanted.keep) == (PORT, "none", False)


def make(folder: Path, *words: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    """`make` with our Makefile in a folder where nothing was fetched yet."""
    for file in ("Makefile", "package-lock.json"):
        shutil.copy(ROOT / file, folder)
    for part in ("local", "requirements"):
        shutil.copytree(ROOT / part, folder / part, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    env = {"PATH": path or os.environ["PATH"], "HOME": str(folder)}
    return subprocess.run(["make", *words], cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "words", [("run", "STOREWRIGHT_PORT=abc"), ("run", "DEMO=toys"), ("replay", "FILE=nowhere.csv")]
)
def test_make_tells_it_before_it_fetches_anything(tmp_path: Path, words: tuple[str, ...]) -> None:
    ended = make(tmp_path, *words, f"PYTHON={sys.executable}")
    assert ended.returncode != 0
    assert len([line for line in ended.stderr.splitlines() if not line.startswith("make")]) == 1
    assert not (tmp_path / ".venv").exists()


def test_a_python_that_is_too_old_is_told_in_one_sentence(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\ncase "$1" in --version) echo Python 3.9.6;; *) exit 0;; esac\n')
    old.chmod(0o755)
    for goal in ("run", "test", "check"):
        ended = make(tmp_path, goal, path=f"{tmp_path}:{os.environ['PATH']}")
        assert ended.returncode != 0
        [told] = [line for line in ended.stderr.splitlines() if not line.startswith("make")]
        assert told == (
            "Storewright needs Python 3.11 or newer, and `python3` is Python 3.9.6. "
            f"Name another one: make {goal} PYTHON=python3.12"
        )
        assert not (tmp_path / ".venv").exists()
