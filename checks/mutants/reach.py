"""Which tests run which function: a plugin of pytest that notes it (`-p checks.mutants.reach`), and how to read it.

A test that never runs a function cannot notice a change inside it. What a cache or a shared fixture keeps is noted
for the first test that asked, and other threads are not followed; that makes a mutant seem noticed less, never more.
"""

import ast
import cProfile
import json
import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType

import pytest

NOTES = "MUTANTS_NOTES"  # the variable that names the file where the plugin writes
HERE = f"{Path.cwd()}{os.sep}"
HOUSE = tuple(HERE + folder + os.sep for folder in ("functions", "shared"))
ON_IMPORT = "<module>"

Notes = dict[str, tuple[float, list[str]]]  # by test: how long it took in seconds, and the functions it ran


class _Notebook:
    """What the test under way has run so far, by the profiler of CPython, which costs least."""

    def __init__(self) -> None:
        self.profile = cProfile.Profile(subcalls=False, builtins=False)
        self.pages: dict[str, set[str]] = {}  # by page of tests: what it ran as it was read
        self.tests: Notes = {}

    @contextmanager
    def watch(self) -> Iterator[None]:
        self.profile.clear()
        self.profile.enable()
        try:
            yield
        finally:
            self.profile.disable()

    def close(self, test: str, took_s: float) -> None:
        test = test.partition("[")[0]  # all its cases are one: what stands in the brackets may not go on a command line
        took_before_s, before = self.tests.get(test, (0.0, []))
        ran = self.ran() | self.pages.get(test.partition("::")[0], set())
        self.tests[test] = (took_before_s + took_s, sorted(ran.union(before)))

    def ran(self) -> set[str]:
        codes = [each.code for each in self.profile.getstats() if isinstance(each.code, CodeType)]
        return {f"{each.co_filename.removeprefix(HERE)}:{each.co_qualname}" for each in codes if _is_ours(each)}


def _is_ours(code: CodeType) -> bool:
    return code.co_filename.startswith(HOUSE)


notebook = _Notebook()


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """What a page of tests makes as it is read, all of its tests may look at."""
    if not isinstance(collector, pytest.Module):
        return (yield)
    with notebook.watch():
        report = yield
    notebook.pages.setdefault(collector.nodeid, set()).update(notebook.ran())
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """From the first fixture to the last."""
    with notebook.watch():
        return (yield)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Each test has three: for its fixtures, itself, and what is put away."""
    notebook.close(report.nodeid, report.duration)


def pytest_sessionfinish() -> None:
    """All of it, where the variable says."""
    Path(os.environ[NOTES]).write_text(json.dumps(notebook.tests), encoding="utf-8")


def function_at(text: str, line: int) -> str:
    """The name of the innermost function whose body has this line, as Python qualifies it; else `<module>`.

    What stands in the head of a function runs on import.
    """
    name = ON_IMPORT
    for inner, first, last in _bodies(ast.parse(text), ""):
        if first <= line <= last:
            name = inner  # the outer ones come first
    return name


def _bodies(node: ast.AST, place: str) -> Iterator[tuple[str, int, int]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            first, last = child.body[0].lineno, child.end_lineno or 0
            if first > child.lineno:
                yield place + child.name, first, last
            yield from _bodies(child, f"{place}{child.name}.<locals>.")
        elif isinstance(child, ast.ClassDef):
            yield from _bodies(child, f"{place}{child.name}.")
        else:
            yield from _bodies(child, place)


def tests_that_run(notes: Notes, path: str, function: str) -> list[str]:
    """Quickest first. What runs on import, any test may notice."""
    wanted = f"{path}:{function}"
    found = [(took_s, test) for test, (took_s, ran) in notes.items() if function == ON_IMPORT or wanted in ran]
    return [test for _, test in sorted(found)]
