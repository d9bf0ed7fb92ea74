"""Which test shows which fault: collected from the tests, written to `docs/FAULTS.md` by `make generate`."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.fault_list import KNOWN, OPEN, SHOWN_BY

FILE = "docs/FAULTS.md"
MARK = re.compile(r"FAULTS (\d+(?:, \d+)*)")
HEAD = """# Faults, and the tests that show what happens then

Generated from the tests. Each test below brings its fault about and looks at what came of it; a fault that no test
shows is at the end, with the reason.

| # | fault | shown by |
|--:|---|---|
"""
OPEN_HEAD = """
## Open

| # | fault | why |
|--:|---|---|
"""


def shown(root: Path) -> dict[int, list[tuple[str, str]]]:
    """For each number the tests that name it, as (path below the project, name); the name is empty for a whole file."""
    found: dict[int, list[tuple[str, str]]] = {}
    for file in sorted((root / "tests").rglob("test_*.py")):
        for name, number in _marks(file.read_text(encoding="utf-8")):
            found.setdefault(number, []).append((file.relative_to(root).as_posix(), name))
    for number, tests in SHOWN_BY.items():
        for test in tests:
            path, _, name = test.partition("::")
            found.setdefault(number, []).append((f"tests/{path}", name))
    return {number: sorted(set(tests)) for number, tests in sorted(found.items())}


def generate(root: Path) -> dict[str, str]:
    """The table, by its path in the project."""
    by = shown(root)
    lines = [f"| {n} | {_cell(KNOWN[n])} | {'<br>'.join(map(_link, tests))} |" for n, tests in by.items() if n in KNOWN]
    left = [
        f"| {number} | {_cell(fault)} | {_cell(OPEN[number])} |" for number, fault in KNOWN.items() if number not in by
    ]
    return {FILE: HEAD + "\n".join(lines) + "\n" + OPEN_HEAD + "\n".join(left) + "\n"}


@cache
def _marks(source: str) -> tuple[tuple[str, int], ...]:
    """The tests of a source with the numbers they name, and the source itself where its docstring does."""
    if not MARK.search(source):
        return ()
    tree = ast.parse(source)
    return tuple(
        (name, int(number))
        for name, text in _docstrings(tree)
        for mark in MARK.finditer(text or "")
        for number in mark[1].split(", ")
    )


def _docstrings(tree: ast.Module) -> Iterator[tuple[str, str | None]]:
    yield "", ast.get_docstring(tree)
    places: list[ast.Module | ast.ClassDef] = [tree, *(node for node in tree.body if isinstance(node, ast.ClassDef))]
    for place in places:
        for node in place.body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield node.name, ast.get_docstring(node)


def _link(test: tuple[str, str]) -> str:
    path, name = test
    shown_as = name.removeprefix("test_").replace("_", " ") or "all of " + path.removeprefix("tests/")
    return f"[{shown_as}](../{path})"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace(">", "&gt;")
