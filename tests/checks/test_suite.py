"""The parts of `make test` run to their ends, whatever becomes of the others, and where the time went is told."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from checks import dearest, suite
from checks.suite import ROOT, Command, run

SLOW = """
.....
============================= slowest 20 durations =============================
3.40s call     tests/orders/test_cart.py::test_a_cart[with two lines]
12.00s setup    tests/infra/test_plan.py::test_all_is_planned
"""


def saying(words: str, code: int = 0) -> Command:
    return [sys.executable, "-c", f"print({words!r}); raise SystemExit({code})"]


@pytest.fixture
def said() -> list[str]:
    """What is told, sentence by sentence."""
    return []


def test_a_part_that_fails_is_shown_and_the_others_run_all_the_same(tmp_path: Path, said: list[str]) -> None:
    lanes = ({"first": saying("one is wrong", 3), "second": saying("well")}, {"third": saying("well")})
    assert run(lanes, tmp_path, said.append) == 1
    told = "\n".join(said)
    assert "first failed, and said:\none is wrong" in told
    assert "second failed" not in told
    assert re.search(r"^second +held", told, re.MULTILINE)
    assert said[-1] == "\nFailed: first."
    assert "well" in (tmp_path / "test-third.log").read_text()


def test_the_slowest_tests_of_all_parts_are_one_table(tmp_path: Path, said: list[str]) -> None:
    other = "7.00s call     tests/journeys/test_walk.py::test_the_walk"
    assert run(({"unit": saying(SLOW)}, {"journeys": saying(other)}), tmp_path, said.append) == 0
    table = [line.split() for line in said[-2].splitlines()]
    assert table[table.index(["the", "slowest"]) + 1 :] == [
        ["12.0", "s", "setup", "tests/infra/test_plan.py::test_all_is_planned"],
        ["7.0", "s", "call", "tests/journeys/test_walk.py::test_the_walk"],
        ["3.4", "s", "call", "tests/orders/test_cart.py::test_a_cart[with", "two", "lines]"],
    ]


def test_the_cpu_of_a_part_is_that_of_all_it_started(tmp_path: Path, said: list[str]) -> None:
    burns = "import time\nwhile time.process_time() < 0.6: pass"
    starts = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burns!r}])"
    ended = suite.run_part("burns", [sys.executable, "-c", starts], tmp_path / "log")
    assert ended.cpu_s > 0.5


def test_every_part_is_a_target_and_every_page_of_tests_belongs_to_one() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    parts = [part for lane in suite.WHOLE for part in lane]
    assert sorted(parts) == ["check", "journeys", "simulation", "unit"]
    assert all(re.search(rf"^{part}:", makefile, re.MULTILINE) for part in parts)
    assert "--ignore tests/journeys --ignore tests/operate\n" in makefile
    assert "pytest tests/operate tests/journeys\n" in makefile


def test_what_mostly_waits_begins_at_once_beside_what_computes() -> None:
    assert [next(iter(lane)) for lane in suite.WHOLE] == ["journeys", "unit"]


def test_the_tests_of_a_page_run_in_one_process_since_they_share_what_is_dear_to_make(tmp_path: Path) -> None:
    [how] = re.findall(
        r"pytest -p checks.dearest -n auto (--dist \w+ --no-loadscope-reorder) --ignore",
        (ROOT / "Makefile").read_text(),
    )
    text = "import os, pytest\n@pytest.mark.parametrize('n', range(6))\ndef test(n): print(__name__, os.getpid())"
    for page in ("test_one.py", "test_two.py"):
        (tmp_path / page).write_text(text)
    words = [
        "-m",
        "pytest",
        "-n",
        "2",
        *how.split(),
        "-rP",
        "-c",
        "/dev/null",
        "--rootdir",
        str(tmp_path),
        str(tmp_path),
    ]
    ran = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=True)
    where = re.findall(r"^(test_\w+) (\d+)$", ran.stdout, re.MULTILINE)
    assert (len(where), len(set(where))) == (12, 2)


def test_the_dearest_pages_are_there_and_begin_first() -> None:
    assert dearest.unknown() == []
    assert dearest.place("tests/infra/test_alarms.py::test_a") < dearest.place("tests/security/test_b.py::test_c")
    assert dearest.place("tests/shared/test_d.py::test_e") == len(dearest.PAGES)
