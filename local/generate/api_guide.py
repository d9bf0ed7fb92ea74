"""The tables in `docs/api.md`: what each scope can cost, and the code of every documented problem in the code."""

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import functions
import shared
from shared.errors import Problem

FILE = "docs/api.md"
STAKES = "tests/security/stakes.tsv"
SCOPES_HEAD = "| scope | what a key with it can cost |\n|---|---|\n"
CODES_HEAD = "| `code` | status | `type` | when |\n|---|---|---|---|\n"
_SENTENCE = re.compile(r".+?[.!?](?=\s|$)")


def generate(root: Path) -> dict[str, str]:
    guide = root / FILE
    if not guide.exists():  # a tree of tests
        return {}
    text = guide.read_text(encoding="utf-8")
    return {FILE: _between("codes", codes(), _between("scopes", scopes(root), text))}


def scopes(root: Path) -> str:
    """A row a scope."""
    _, *lines = (root / STAKES).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return SCOPES_HEAD + "".join(f"| `{scope}` | {cost} |\n" for scope, _, cost in rows)


def codes() -> str:
    """A row a code and status, by code; where several problems share them, a sentence of each."""
    rows: dict[tuple[str, int, str], list[str]] = {}
    for problem in problems():
        said = rows.setdefault((problem.code, problem.status, problem.type), [])
        sentence = _when(problem)
        said += [sentence] if sentence not in said else []
    lines = [
        f"| `{code}` | {status} | `{kind}` | {' Or: '.join(said)} |\n"
        for (code, status, kind), said in sorted(rows.items())
    ]
    return CODES_HEAD + "".join(lines)


def problems() -> list[type[Problem]]:
    """Every class of documented problem in `functions/` and `shared/`, by where it stands."""
    for package in (functions, shared):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    ours = (each for each in _descendants(Problem) if each.__module__.startswith(("functions.", "shared.")))
    return sorted(ours, key=lambda each: (each.__module__, each.__qualname__))


def _descendants(of: type[Problem]) -> Iterator[type[Problem]]:
    for each in of.__subclasses__():
        yield each
        yield from _descendants(each)


def _when(problem: type[Problem]) -> str:
    """The first sentence of its docstring."""
    text = " ".join((problem.__doc__ or "").split())
    found = _SENTENCE.match(text)
    return (found[0] if found else text).replace("|", "\\|")


def _between(name: str, table: str, text: str) -> str:
    """The text with the table between the marks of this name."""
    marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    return marked.sub(lambda match: match[1] + table + match[2], text)
