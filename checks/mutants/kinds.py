"""Mutations: every small change of a source that could be somebody's slip, as a span and what stands there instead.

A mutant is the text with one span changed, so everything around it, comments too, stays as it is.
"""

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

Change = tuple[ast.AST, str]  # a node, and the text that takes its place

BOUNDS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}


SEPARATOR = " · "  # of the parts of a mutant's name, whose first is its path
SPEAKING_MIN = 20  # characters: a shorter span says nothing of where it is
TYPES = {"Callable", "Iterator", "dict", "frozenset", "list", "set", "tuple", "type"}  # `Annotated` holds bounds


@dataclass(frozen=True)
class Mutation:
    """What becomes of a file. start, end: of the span, in UTF-8 bytes. name: what it is called in the reasons."""

    path: str
    line: int
    kind: str
    before: str
    after: str
    start: int
    end: int
    name: str = ""

    def applied(self, text: str) -> str:
        """The mutant's text."""
        raw = text.encode()
        return (raw[: self.start] + self.after.encode() + raw[self.end :]).decode()


def mutations(path: str, text: str) -> list[Mutation]:
    """All there are of this file, in the order of its lines. Each still parses."""
    tree, starts = ast.parse(text), _line_starts(text)
    found = []
    for node in _code(tree):
        for kind, changes in KINDS.items():
            for at, after in changes(node):
                start, end = _span(at, starts)
                before = text.encode()[start:end].decode()
                mutation = Mutation(path, at.lineno, kind, before, after, start, end)  # type: ignore[attr-defined]
                if before != after and _parses(mutation.applied(text)):
                    found.append(mutation)
    return _named(sorted(found, key=lambda each: (each.start, each.end, each.kind, each.after)), text)


def path_of(name: str) -> str:
    """The source that the mutant of this name is of."""
    return name.split(SEPARATOR, maxsplit=1)[0]


def _named(found: list[Mutation], text: str) -> list[Mutation]:
    """Each is found again as long as its line reads the same, wherever it stands: `path · kind · before → after`.

    A short span, such as a number, says its line too; what is there several times is counted.
    """
    lines, times = text.splitlines(), Counter[str]()
    named = []
    for each in found:
        words = [each.path, each.kind, f"{_short(each.before)} → {_short(each.after)}"]
        if len(each.before) < SPEAKING_MIN:
            words.append(lines[each.line - 1].strip())
        name = SEPARATOR.join(words)
        times[name] += 1
        named.append(replace(each, name=name if times[name] == 1 else f"{name} ({times[name]})"))
    return named


def _bounds(node: ast.AST) -> Iterator[Change]:
    """`<` ⇄ `<=`, `>` ⇄ `>=`, `==` ⇄ `!=`."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in BOUNDS:
        changed = copy.deepcopy(node)
        changed.ops[0] = BOUNDS[type(node.ops[0])]()
        yield node, _grouped(changed)


def _and_or(node: ast.AST) -> Iterator[Change]:
    """`and` ⇄ `or`."""
    if isinstance(node, ast.BoolOp):
        changed = copy.deepcopy(node)
        changed.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield node, _grouped(changed)


def _negated(node: ast.AST) -> Iterator[Change]:
    """The condition of an `if`, an expression or a loop turned round."""
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        yield node.test, f"(not ({ast.unparse(node.test)}))"


def _swapped(node: ast.AST) -> Iterator[Change]:
    """Two arguments beside one another change places."""
    if isinstance(node, ast.Call) and not any(isinstance(each, ast.Starred) for each in node.args):
        for place in range(len(node.args) - 1):
            changed = copy.deepcopy(node)
            changed.args[place], changed.args[place + 1] = changed.args[place + 1], changed.args[place]
            yield node, ast.unparse(changed)


def _dropped(node: ast.AST) -> Iterator[Change]:
    """A named argument is left out."""
    if isinstance(node, ast.Call):
        for place, each in enumerate(node.keywords):
            if each.arg:
                changed = copy.deepcopy(node)
                del changed.keywords[place]
                yield node, ast.unparse(changed)


def _removed(node: ast.AST) -> Iterator[Change]:
    """A statement that gives nothing, only does something, is gone: a call, a raise, an assignment to a part."""
    is_call = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    if is_call or isinstance(node, ast.Raise | ast.AugAssign):
        yield node, "pass"


def _constant(node: ast.AST) -> Iterator[Change]:
    """A whole number is one more; True ⇄ False."""
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield node, str(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield node, str(node.value + 1)


def _unstaged(node: ast.AST) -> Iterator[Change]:
    """A part of what is staged together is left out: an element of a tuple, or an argument of `commit`."""
    if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load) and len(node.elts) > 1:
        for place in range(len(node.elts)):
            changed = copy.deepcopy(node)
            del changed.elts[place]
            yield node, _grouped(changed)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "commit":
        for place in range(len(node.args)):
            call = copy.deepcopy(node)
            del call.args[place]
            yield node, ast.unparse(call)


KINDS: dict[str, Callable[[ast.AST], Iterator[Change]]] = {
    "bound": _bounds,
    "and/or": _and_or,
    "negated": _negated,
    "swapped": _swapped,
    "dropped": _dropped,
    "removed": _removed,
    "constant": _constant,
    "unstaged": _unstaged,
}


def _code(tree: ast.Module) -> Iterator[ast.AST]:
    """Every node that runs: what annotations and imports say is for readers and checkers."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id in TYPES:
            continue
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list"):
                continue
            children = value if isinstance(value, list) else [value]
            waiting += [each for each in children if isinstance(each, ast.AST) and not isinstance(each, ast.JoinedStr)]


def _grouped(node: ast.expr) -> str:
    text = ast.unparse(node)
    return text if text.startswith("(") and isinstance(node, ast.Tuple) else f"({text})"


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for line in text.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def _span(node: ast.AST, starts: list[int]) -> tuple[int, int]:
    at: ast.expr = node  # type: ignore[assignment]
    return starts[at.lineno - 1] + at.col_offset, starts[(at.end_lineno or 0) - 1] + (at.end_col_offset or 0)


def _short(text: str) -> str:
    return " ".join(text.split())
