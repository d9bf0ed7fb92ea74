"""Planting a bug in the running code, and taking it out again without a trace.

The changed source is run beside the real module, and what differs is moved over: a function gets the other code and
stays the object that it is, so that everybody who imported it by name runs the bug too; a constant is set in its module
and wherever it was imported. Lambdas' entry points are modules that are run anew for each container: there the whole
source is swapped, and warm containers are forgotten.
"""

import ast
import importlib
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from tests.simulation import lambdas
from tests.simulation.planted.bug import ROOT, Bug, NotPlantable, source_of
from tests.simulation.planted.source import difference, parts_of

OURS = ("functions.", "shared.", "events.", "infra.")  # modules that may hold a constant of ours


@contextmanager
def planted(bug: Bug) -> Iterator[None]:
    """Everything runs with the bug until the block ends. Raises NotPlantable, and then has changed nothing."""
    with ExitStack() as undo:
        lambdas.forget_containers()
        undo.callback(lambdas.forget_containers)
        for file, changed in bug.changed().items():
            swap = _swap_handler if "/handlers/" in file else _swap_parts
            swap(file, changed, undo)
        yield


def _swap_handler(file: str, changed: str, undo: ExitStack) -> None:
    name = _module_name(file)
    _, domain, _, handler = name.split(".")
    code = _compiled(file, changed)
    real = lambdas._code

    @cache
    def code_of(function: str) -> tuple[str, CodeType]:
        return (name, code) if function == f"{domain}.{handler}" else real(function)

    _set(lambdas, "_code", code_of, undo)


def _swap_parts(file: str, changed: str, undo: ExitStack) -> None:
    module = importlib.import_module(_module_name(file))
    before, after = parts_of(source_of(file)), parts_of(changed)
    differs = difference(before, after)
    beside = ModuleType(module.__name__)
    beside.__file__, beside.__package__ = module.__file__, module.__package__
    exec(_compiled(file, changed), vars(beside))
    for name in differs.functions:
        has_other_defaults = before.signature(name) != after.signature(name)
        _swap_code(_function(module, name), _function(beside, name), has_other_defaults, undo)
    for name in differs.new_functions:
        other = _function(beside, name)
        _set(module, name, FunctionType(other.__code__, vars(module), name, other.__defaults__), undo)
    for name in differs.constants:
        _set_everywhere(module, name, vars(beside)[name], undo)


def _module_name(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _compiled(file: str, changed: str) -> CodeType:
    return compile(changed, str(ROOT / file), "exec", dont_inherit=True)


def _swap_code(mine: FunctionType, other: FunctionType, has_other_defaults: bool, undo: ExitStack) -> None:
    if mine.__code__.co_freevars != other.__code__.co_freevars:
        raise NotPlantable(f"{mine.__qualname__} would close over other names")
    for name in ("__code__", *(("__defaults__", "__kwdefaults__") if has_other_defaults else ())):
        undo.callback(setattr, mine, name, getattr(mine, name))
        setattr(mine, name, getattr(other, name))


def _set_everywhere(module: ModuleType, name: str, value: Any, undo: ExitStack) -> None:
    """In its module, and in those that import it from there, under the name it has with them."""
    _set(module, name, value, undo)
    for holder in [each for key, each in sys.modules.items() if key.startswith(OURS) and each.__file__]:
        for alias in _imports(str(holder.__file__)).get((module.__name__, name), ()):
            _set(holder, alias, value, undo)


@cache
def _imports(path: str) -> dict[tuple[str, str], list[str]]:
    """What a module's file imports, by (module, name): its names for it."""
    found: dict[tuple[str, str], list[str]] = {}
    for statement in ast.walk(ast.parse(Path(path).read_text(encoding="utf-8"))):
        if isinstance(statement, ast.ImportFrom) and statement.module:
            for each in statement.names:
                found.setdefault((statement.module, each.name), []).append(each.asname or each.name)
    return found


def _set(owner: ModuleType, name: str, value: Any, undo: ExitStack) -> None:
    if name in vars(owner):
        undo.callback(setattr, owner, name, vars(owner)[name])
    else:
        undo.callback(delattr, owner, name)
    setattr(owner, name, value)


def _function(module: ModuleType, dotted: str) -> FunctionType:
    """The plain function, out of whatever its decorators made of it."""
    found: Any = module
    for name in dotted.split("."):
        found = vars(found)[name]
    while (inner := _inner(found)) is not None:
        found = inner
    if not isinstance(found, FunctionType):
        raise NotPlantable(f"{dotted} is no function whose code could be swapped")
    return found


def _inner(decorated: Any) -> Any:
    """What a static or class method, a property, a cached property, a cache or a context manager is made of."""
    names = ("__wrapped__", "__func__", "fget", "func")
    return next((inner for name in names if (inner := getattr(decorated, name, None)) is not None), None)
