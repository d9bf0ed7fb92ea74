"""Trying a mutant: in a copy of the tree, against the tests of its domain that run it, then the simulated shop."""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from checks.mutants import reach
from checks.mutants.kinds import Mutation

ROOT = Path(__file__).parents[2]
COPIED = ("bench", "checks", "docs", "events", "functions", "infra", "local", "shared", "tests", "letters")
TESTS_S = 600.0  # a domain's tests take one to two minutes on a calm machine, twice that while what they run is noted
SLOWER = 5  # a mutant whose tests take so many times what they took, and START_S, will never end
START_S = 30.0
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
    for file in ROOT.iterdir():
        if file.is_file():
            shutil.copy(file, to)
    return to


def tests_of(path: str) -> str:
    """The folder of tests of a source's domain: `functions/orders/…` has `tests/orders`, `shared/…` `tests/shared`.

    The API's document is tested where it is made.
    """
    if path.startswith("shared/http/openapi"):
        return "tests/generate"
    first, second, *_ = path.split("/")
    return f"tests/{second if first == 'functions' else first}"


def tried(tree: Path, mutation: Mutation, notes: reach.Notes, seeds_pass: Callable[[], bool]) -> str:
    """What notices the mutant. The copy is as it was afterwards.

    notes: what its domain's tests run. seeds_pass: whether the simulation holds as the tree is.
    """
    text = (tree / mutation.path).read_text(encoding="utf-8")
    tests = reach.tests_that_run(notes, mutation.path, reach.function_at(text, mutation.line))
    longest_s = START_S + SLOWER * sum(notes[test][0] for test in tests)
    if tests and not _passes_with(mutation, tree, (*TESTS, *tests), longest_s):
        return KILLED_BY_TESTS
    if seeds_pass() and not _passes_with(mutation, tree, SEEDS, SEEDS_S):
        return KILLED_BY_SEEDS
    return SURVIVED


def noted(tree: Path, folder: str, keep: Path) -> reach.Notes | None:
    """What this folder's tests run, by running them. None where one fails as it is: every mutant would seem noticed.

    keep: a file; what is known of tests that have not changed, nor anything they stand on, is taken from there.
    """
    before = json.loads(keep.read_text(encoding="utf-8")) if keep.exists() else {}
    digests = _digests(tree, folder)
    same = {file for file, digest in digests.items() if before.get("digests", {}).get(file) == digest}
    notes = {test: note for test, note in before.get("notes", {}).items() if test.partition("::")[0] in same}
    asked = sorted(digests.keys() - same)
    if asked:
        file = keep.with_suffix(".new")
        how = {reach.NOTES: str(file.resolve())}
        if not _passes(tree, (*TESTS, "-p", reach.__name__, *asked), TESTS_S, how):
            return None
        notes |= json.loads(file.read_text(encoding="utf-8"))
        keep.write_text(json.dumps({"digests": digests, "notes": notes}), encoding="utf-8")
    return notes


def seeds_hold(tree: Path) -> bool:
    """Whether the simulation passes as the tree is."""
    return _passes(tree, SEEDS, SEEDS_S)


def _digests(tree: Path, folder: str) -> dict[str, str]:
    """Of each file of tests: a digest of it and of all that is no test."""
    below = hashlib.sha256()
    for file in sorted(tree.rglob("*.py")):
        if not file.name.startswith("test_") and file.relative_to(tree).parts[0] not in ("bench", "checks"):
            below.update(file.read_bytes())
    files = {file.relative_to(tree).as_posix(): file for file in sorted((tree / folder).rglob("test_*.py"))}
    return {name: hashlib.sha256(below.digest() + file.read_bytes()).hexdigest() for name, file in files.items()}


def _passes_with(mutation: Mutation, tree: Path, arguments: tuple[str, ...], timeout_s: float) -> bool:
    """Whether it passes with the mutant in the place of the source."""
    file = tree / mutation.path
    text = file.read_text(encoding="utf-8")
    _put(file, mutation.applied(text))
    try:
        return _passes(tree, arguments, timeout_s)
    finally:
        _put(file, text)


def _put(file: Path, text: str) -> None:
    """Python takes a compiled module for good where second and size are the same, so that one goes."""
    file.write_text(text, encoding="utf-8")
    Path(importlib.util.cache_from_source(str(file))).unlink(missing_ok=True)


def _passes(tree: Path, arguments: tuple[str, ...], timeout_s: float, how: dict[str, str] | None = None) -> bool:
    """One that does not end in time has been noticed."""
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, *arguments]
    try:
        ran = subprocess.run(
            command, cwd=tree, env=compiled | (how or {}), capture_output=True, timeout=timeout_s, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return ran.returncode == 0
