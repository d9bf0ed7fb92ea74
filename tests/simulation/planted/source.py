"""The parts of a module's source that can be changed while it runs, and which of them differ in two versions."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.simulation.planted.bug import NotPlantable


@dataclass(frozen=True)
class Parts:
    """A module's functions and methods, and what else it or its classes name; a nested function is its outer one's."""

    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)  # by dotted name: `Claim.settle`
    constants: dict[str, ast.stmt] = field(default_factory=dict)  # imports too: a bug may bring one along
    in_classes: dict[str, ast.stmt] = field(default_factory=dict)

    def signature(self, name: str) -> str:
        """The arguments of a function, defaults included."""
        return ast.dump(self.functions[name].args)


@dataclass(frozen=True)
class Difference:
    """What the second of two versions changes, and what it adds."""

    functions: tuple[str, ...]
    new_functions: tuple[str, ...]
    constants: tuple[str, ...]


def parts_of(source: str) -> Parts:
    """The parts of a module."""
    parts = Parts()
    for statement in ast.parse(source).body:
        _sort(statement, "", parts)
    return parts


def _sort(statement: ast.stmt, inside: str, parts: Parts) -> None:
    match statement:
        case ast.FunctionDef():  # of several under one name, overloads, the last is the one that runs
            parts.functions[inside + statement.name] = statement
        case ast.ClassDef():
            for each in statement.body:
                _sort(each, f"{inside}{statement.name}.", parts)
        case _:
            found = parts.in_classes if inside else parts.constants
            found.update({inside + name: statement for name in _names(statement)})


def _names(statement: ast.stmt) -> Iterator[str]:
    """What a statement binds."""
    match statement:
        case ast.Assign(targets=targets):
            yield from (each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name))
        case ast.AnnAssign(target=ast.Name() as target):
            yield target.id
        case ast.Import() | ast.ImportFrom():
            yield from (each.asname or each.name.partition(".")[0] for each in statement.names)


def difference(before: Parts, after: Parts) -> Difference:
    """What is different. Raises NotPlantable for nothing, and for what cannot be changed in code that runs."""
    functions = _changed(before.functions, after.functions)
    old = tuple(name for name in functions if name in before.functions)
    new = tuple(name for name in functions if name not in before.functions)
    constants = _changed(before.constants, after.constants)
    of_classes = [*_changed(before.in_classes, after.in_classes), *(name for name in new if "." in name)]
    if of_classes:
        raise NotPlantable(f"a class that is made already cannot have another {of_classes[0]}")
    if not functions and not constants:
        raise NotPlantable("the change changes nothing that runs")
    return Difference(old, new, constants)


def _changed(before: Mapping[str, ast.stmt], after: Mapping[str, ast.stmt]) -> tuple[str, ...]:
    same = {name: ast.dump(statement) for name, statement in before.items()}
    return tuple(name for name, statement in after.items() if ast.dump(statement) != same.get(name))
