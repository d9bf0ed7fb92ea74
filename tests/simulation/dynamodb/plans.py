"""Expressions with their names, compiled once and kept: a request finds its own by its text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from tests.simulation.dynamodb.conditions import Condition, compile_condition
from tests.simulation.dynamodb.errors import Wire, invalid
from tests.simulation.dynamodb.key_conditions import Part, compile_key_condition
from tests.simulation.dynamodb.lexer import Tokens
from tests.simulation.dynamodb.operands import Check, Scope
from tests.simulation.dynamodb.updates import Update, compile_update
from tests.simulation.dynamodb.values import accept_values

KEPT_MAX = 20_000  # a shop has some hundred expressions; a test that makes them up, any number
NO_VALUES: Wire = {}
NO_NAMES: Mapping[str, str] = {}
ROLES = ("ConditionExpression", "UpdateExpression", "KeyConditionExpression", "FilterExpression")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Plan:
    """The expressions of a request, ready to run on an item and the request's values."""

    condition: Condition | None
    update: Update | None
    keys: tuple[Part, ...]
    filter: Condition | None
    filtered: frozenset[str]  # the attributes that the filter looks at
    values: dict[str, str]  # those that it wants, with the role of the expression that does
    checks: tuple[Check, ...]
    key_touched: str | None  # the attribute of the table's key that an update names, which is refused


_plans: dict[Any, Plan] = {}


def plan_of(request: Wire) -> tuple[Plan | None, Wire]:
    """What the request's expressions say, None where it has none, and its values as DynamoDB keeps them.

    Raises AwsError where an expression is none, uses what is not there, or leaves unused what is.
    """
    get = request.get
    names = get("ExpressionAttributeNames")
    condition, update = get("ConditionExpression"), get("UpdateExpression")
    keys, filtered = get("KeyConditionExpression"), get("FilterExpression")
    wanted = (condition, update, keys, filtered, None if names is None else tuple(names.items()))
    plan = _plans.get(wanted)
    if plan is None:
        if wanted[:4] == (None, None, None, None):
            _refuse_leftovers(request)
            return None, NO_VALUES
        plan = _kept(wanted, names)
    return plan, _values(plan, get("ExpressionAttributeValues"))


def _kept(wanted: Any, names: Mapping[str, str] | None) -> Plan:
    if len(_plans) >= KEPT_MAX:
        _plans.clear()
    plan = _plans[wanted] = _compile(wanted, names)
    return plan


def _refuse_leftovers(request: Wire) -> None:
    for member in ("ExpressionAttributeNames", "ExpressionAttributeValues"):
        if member in request:
            raise invalid(f"{member} can only be specified when using expressions")


def _compile(wanted: Any, names: Mapping[str, str] | None) -> Plan:
    condition, update, keys, filtered, _ = wanted
    _check_names(names)
    scope = Scope(names or NO_NAMES)
    found_keys = _compiled(compile_key_condition, keys, "KeyConditionExpression", scope)
    inner = Scope(scope.names, scope.used_names, scope.used_values, scope.checks)
    plan = Plan(
        keys=found_keys or (),
        filter=_compiled(compile_condition, filtered, "FilterExpression", inner),
        filtered=frozenset(inner.looked_at),
        update=_compiled(compile_update, update, "UpdateExpression", scope),
        condition=_compiled(compile_condition, condition, "ConditionExpression", scope),
        values=scope.used_values,
        checks=tuple(scope.checks),
        key_touched=None,
    )
    if plan.update:
        touched = next((path[0] for path in plan.update.paths if path[0] in ("pk", "sk")), None)
        plan = replace(plan, key_touched=touched)
    unused = [name for name in names or () if name not in scope.used_names]
    if unused:
        raise _unused("ExpressionAttributeNames", unused)
    return plan


def _compiled(how: Callable[[Tokens, Scope], T], text: str | None, role: str, scope: Scope) -> T | None:
    return None if text is None else how(Tokens(text, role), scope)


def _check_names(names: Mapping[str, str] | None) -> None:
    if names is None:
        return
    if not names:
        raise invalid("ExpressionAttributeNames must not be empty")
    for name in names:
        if name[:1] != "#" or len(name) < 2:
            raise invalid(f'ExpressionAttributeNames contains invalid key: Syntax error; key: "{name}"')


def _values(plan: Plan, values: Wire | None) -> Wire:
    if values is None:
        if plan.values:
            raise _undefined(plan, NO_VALUES)
        return NO_VALUES
    if not values:
        raise invalid("ExpressionAttributeValues must not be empty")
    if values.keys() != plan.values.keys():
        raise _wrong_values(plan, values)
    kept = accept_values(values)
    for check in plan.checks:
        check(kept)
    return kept


def _wrong_values(plan: Plan, values: Wire) -> Exception:
    for name in values:
        if name[:1] != ":" or len(name) < 2:
            return invalid(f'ExpressionAttributeValues contains invalid key: Syntax error; key: "{name}"')
    if plan.values.keys() - values.keys():
        return _undefined(plan, values)
    return _unused("ExpressionAttributeValues", [name for name in values if name not in plan.values])


def _undefined(plan: Plan, values: Wire) -> Exception:
    name, role = next((name, role) for name, role in plan.values.items() if name not in values)
    why = "An expression attribute value used in expression is not defined; attribute value: "
    return invalid(f"Invalid {role}: {why}{name}")


def _unused(member: str, unused: list[str]) -> Exception:
    return invalid(f"Value provided in {member} unused in expressions: keys: {{{', '.join(unused)}}}")
