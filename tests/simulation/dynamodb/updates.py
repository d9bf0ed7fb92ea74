"""Update expressions, compiled once into Python: `compile_update(tokens, scope).apply(item, values)`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.simulation.dynamodb import checks
from tests.simulation.dynamodb.changes import NOT_THERE, WRONG_TYPE, put_at, remove_at
from tests.simulation.dynamodb.errors import NotSupported, Wire, invalid
from tests.simulation.dynamodb.lexer import END, Tokens
from tests.simulation.dynamodb.numbers import minus, plus
from tests.simulation.dynamodb.operands import Get, Operand, Path, Scope

FUNCTIONS = ("if_not_exists", "list_append")


@dataclass(frozen=True)
class Update:
    """sets: what is to be where, all from the item as it was. removes: what goes, from the back to the front."""

    sets: tuple[tuple[Path, Get], ...]
    removes: tuple[Path, ...]
    names: tuple[str, ...]  # of the attributes that it touches, or touches something in

    def apply(self, item: Wire, values: Wire, is_new: bool) -> Wire:
        """The item that comes of it. is_new: there was none, so that nothing can be removed from it.

        Raises AwsError where types do not fit, or an attribute is missing.
        """
        changed = dict(item)
        found = [(path, get(item, values)) for path, get in self.sets]
        for path, value in found:
            if value is None:
                raise invalid(NOT_THERE)
            if len(path) == 1:
                changed[str(path[0])] = value
            else:
                put_at(changed, path, value)
        for path in () if is_new else self.removes:
            remove_at(changed, path)
        return changed

    @property
    def paths(self) -> list[Path]:
        """Everything it touches."""
        return [path for path, _ in self.sets] + list(self.removes)


def compile_update(tokens: Tokens, scope: Scope) -> Update:
    """The whole expression. Raises AwsError where it is none, or says two things of one attribute."""
    sets: list[tuple[Path, Get]] = []
    removes: list[Path] = []
    seen: set[str] = set()
    while tokens.next is not END:
        section = tokens.takes("SET", "REMOVE", "ADD", "DELETE")
        if section is None:
            raise tokens.wrong()
        if section in seen:
            raise tokens.refuse(f'The "{section}" section can only be used once in an update expression;')
        seen.add(section)
        if section == "DELETE":
            raise NotSupported("DELETE in an update: the house stores no sets")
        if section == "REMOVE":
            removes += _each(tokens, lambda: scope.path(tokens).path or ())
        else:
            one = _set if section == "SET" else _add
            sets += _each(tokens, lambda one=one: one(tokens, scope))  # type: ignore[misc]
    paths = [path for path, _ in sets] + removes
    _no_overlap(tokens, paths)
    return Update(
        sets=tuple(sorted(sets, key=lambda each: _order(each[0]))),
        removes=tuple(sorted(removes, key=_order, reverse=True)),
        names=tuple(dict.fromkeys(str(path[0]) for path in paths)),
    )


def _each(tokens: Tokens, one: Callable[[], object]) -> Iterator:  # type: ignore[type-arg]
    yield one()
    while tokens.takes(","):
        yield one()


def _order(path: Path) -> list[tuple[int, int, str]]:
    """By position within a list, else by name."""
    return [(0, step, "") if isinstance(step, int) else (1, 0, step) for step in path]


def _set(tokens: Tokens, scope: Scope) -> tuple[Path, Get]:
    place = scope.path(tokens)
    tokens.take_sign("=")
    left = _operand(tokens, scope)
    sign = tokens.takes("+", "-")
    if sign is None:
        return place.path or (), left.get
    right = _operand(tokens, scope)
    scope.checks += [checks.is_number(tokens.role, sign, each) for each in (left, right) if each.value]
    return place.path or (), _arithmetic(plus if sign == "+" else minus, left.get, right.get)


def _add(tokens: Tokens, scope: Scope) -> tuple[Path, Get]:
    place, amount = scope.path(tokens), scope.value(tokens)
    scope.checks.append(checks.is_number(tokens.role, "ADD", amount))
    added, of, of_amount = _arithmetic(plus, place.get, amount.get), place.get, amount.get

    def get(item: Wire, values: Wire) -> Wire | None:
        return of_amount(item, values) if of(item, values) is None else added(item, values)

    return place.path or (), get


def _arithmetic(compute: Callable[[str, str], str], of_left: Get, of_right: Get) -> Get:
    def get(item: Wire, values: Wire) -> Wire:
        left, right = of_left(item, values), of_right(item, values)
        if left is None or right is None:
            raise invalid(NOT_THERE)
        try:
            return {"N": compute(left["N"], right["N"])}
        except KeyError:
            raise invalid(WRONG_TYPE) from None

    return get


def _operand(tokens: Tokens, scope: Scope, inside: str = "") -> Operand:
    """inside: the function whose operand it is."""
    if tokens.next.text == "(":
        raise NotSupported("parentheses in an update expression")
    if tokens.next.kind != "word" or tokens.after_next.text != "(":
        return scope.path_or_value(tokens)
    name = tokens.next.text
    if name not in FUNCTIONS:
        raise tokens.refuse(f"Invalid function name; function: {name}")
    if inside and name == "list_append":
        raise tokens.refuse(f"The function is not allowed to be used this way in an expression; function: {name}")
    tokens.take()
    tokens.take_sign("(")
    first = _operand(tokens, scope, name)
    if not tokens.takes(","):
        raise checks.wrong_count(tokens, name, 1)
    second = _operand(tokens, scope, name)
    if tokens.takes(","):
        raise checks.wrong_count(tokens, name, 3)
    tokens.take_sign(")")
    return _if_not_exists(tokens, first, second) if name == "if_not_exists" else _appended(tokens, scope, first, second)


def _if_not_exists(tokens: Tokens, first: Operand, second: Operand) -> Operand:
    checks.is_path(tokens, "if_not_exists", first)
    of, otherwise = first.get, second.get

    def get(item: Wire, values: Wire) -> Wire | None:
        found = of(item, values)
        return otherwise(item, values) if found is None else found

    return Operand(get, first.text)


def _appended(tokens: Tokens, scope: Scope, first: Operand, second: Operand) -> Operand:
    scope.checks += [checks.is_list(tokens.role, "list_append", each) for each in (first, second) if each.value]
    of_first, of_second = first.get, second.get

    def get(item: Wire, values: Wire) -> Wire:
        head, tail = of_first(item, values), of_second(item, values)
        if head is None or tail is None:
            raise invalid(NOT_THERE)
        if "L" not in head or "L" not in tail:
            raise invalid(WRONG_TYPE)
        return {"L": [*head["L"], *tail["L"]]}

    return Operand(get, "list_append")


def _no_overlap(tokens: Tokens, paths: list[Path]) -> None:
    for i, one in enumerate(paths):
        for other in paths[i + 1 :]:
            how = _clash(one, other)
            if how:
                told = f"path one: {_shown(one)}, path two: {_shown(other)}"
                must = "must remove or rewrite one of these paths; "
                raise tokens.refuse(f"Two document paths {how} with each other; {must}{told}")


def _clash(one: Path, other: Path) -> str | None:
    """How two paths do not go together: one holds the other, or they take the same thing for a map and for a list."""
    for step, other_step in zip(one, other, strict=False):
        if step != other_step:
            return "conflict" if isinstance(step, str) != isinstance(other_step, str) else None
    return "overlap"


def _shown(path: Path) -> str:
    return "[" + ", ".join(f"[{step}]" if isinstance(step, int) else step for step in path) + "]"
