"""A Python of a version is found wherever developers keep theirs, and one that does not work is passed over."""

import subprocess
import sys
from pathlib import Path

import pytest

from infra import interpreter
from infra.bundle import LAMBDA, ROOT
from infra.interpreter import find_python

VERSION = "3.99"


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing on it: `bin` is its PATH, `pyenv` where pyenv keeps its versions."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin" / "python3"))
    return tmp_path


def script(path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def test_none_is_found_where_none_is() -> None:
    assert find_python(VERSION) is None


def test_the_running_one_needs_no_search() -> None:
    assert find_python(f"{sys.version_info.major}.{sys.version_info.minor}") == sys.executable


def test_one_on_the_path_is_found(machine: Path) -> None:
    there = script(machine / "bin" / f"python{VERSION}", f"echo {VERSION}")
    assert find_python(VERSION) == there


def test_pyenv_s_name_for_a_version_that_is_not_chosen_leads_to_the_version(machine: Path) -> None:
    script(machine / "bin" / f"python{VERSION}", "exit 127")
    script(machine / f"pyenv/versions/{VERSION}.9/bin/python", f"echo {VERSION}")
    newest = script(machine / f"pyenv/versions/{VERSION}.10/bin/python", f"echo {VERSION}")
    assert find_python(VERSION) == newest


def test_one_of_uv_s_is_found_and_nothing_downloaded(machine: Path) -> None:
    kept = script(machine / "uv" / "python", f"echo {VERSION}")
    script(machine / "bin" / "uv", f'case "$*" in *--no-python-downloads*) echo {kept};; esac')
    assert find_python(VERSION) == kept


def test_one_that_lacks_a_part_is_passed_over(machine: Path) -> None:
    script(machine / "bin" / f"python{VERSION}", "echo No module named ssl >&2; exit 1")
    assert find_python(VERSION) is None


def test_make_asks_the_same_page_for_the_lambdas_python() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"python3 {Path(interpreter.__file__).relative_to(ROOT)} {LAMBDA.python} " in makefile


def test_the_page_says_it_on_a_line_or_fails(machine: Path) -> None:
    there = script(machine / "bin" / f"python{VERSION}", f"echo {VERSION}")
    command = [sys.base_prefix + "/bin/python3", interpreter.__file__]
    assert subprocess.run([*command, VERSION], capture_output=True, text=True, check=True).stdout == f"{there}\n"
    assert subprocess.run([*command, "3.98"], capture_output=True, check=False).returncode == 1
