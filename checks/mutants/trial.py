"""Trying a mutant: in a copy of the tree, against the tests of its domain, then a few seeds of the simulated shop."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from checks.mutants.kinds import Mutation

ROOT = Path(__file__).parents[2]
COPIED = ("bench", "checks", "events", "functions", "infra", "local", "shared", "tests", "letters")
TESTS_S = 300.0  # a domain's tests take one minute on a calm machine; a mutant may never end
SEEDS_S = 300.0
KILLED_BY_TESTS, KILLED_BY_SEEDS, SURVIVED = "tests", "simulation", "survived"
TESTS = ("-m", "pytest", "-x", "-q", "-p", "no:cacheprovider")
SEEDS = ("-m", "tests.simulation", "--seeds", "0-4", "--workers", "1", "--no-shrink", "--least-coverage", "0")


def copied(to: Path) -> Path:
    """A fresh copy of what is needed to run tests; the working tree is never touched."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    for name in COPIED:
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("__pycache__"), symlinks=True)
    for file in ROOT.glob("*.*"):
        if file.is_file():
            shutil.copy(file, to)
    return to


def tests_of(path: str) -> str:
    """The folder of tests of a source's domain: `functions/orders/…` has `tests/orders`, `shared/…` `tests/shared`."""
    first, second, *_ = path.split("/")
    return f"tests/{second if first == 'functions' else first}"


def tried(tree: Path, mutation: Mutation, seeds_pass: Callable[[], bool]) -> str:
    """What notices the mutant. The copy is as it was afterwards. seeds_pass: whether the simulation holds as it is."""
    file = tree / mutation.path
    text = file.read_text(encoding="utf-8")
    tests = (*TESTS, tests_of(mutation.path))
    file.write_text(mutation.applied(text), encoding="utf-8")
    try:
        if not _passes(tree, tests, TESTS_S):
            return KILLED_BY_TESTS
    finally:
        file.write_text(text, encoding="utf-8")
    if not seeds_pass():
        return SURVIVED
    file.write_text(mutation.applied(text), encoding="utf-8")
    try:
        return SURVIVED if _passes(tree, SEEDS, SEEDS_S) else KILLED_BY_SEEDS
    finally:
        file.write_text(text, encoding="utf-8")


def unharmed(tree: Path, path: str) -> bool:
    """Whether the tests of this source pass as it is: else every mutant would seem noticed."""
    return _passes(tree, (*TESTS, tests_of(path)), TESTS_S)


def seeds_hold(tree: Path) -> bool:
    """Whether the simulation passes as the tree is."""
    return _passes(tree, SEEDS, SEEDS_S)


def _passes(tree: Path, arguments: tuple[str, ...], timeout_s: float) -> bool:
    """One that does not end in time has been noticed."""
    quiet = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, *arguments]
    try:
        ran = subprocess.run(command, cwd=tree, env=quiet, capture_output=True, timeout=timeout_s, check=False)
    except subprocess.TimeoutExpired:
        return False
    return ran.returncode == 0
