"""Condition expressions, compiled once into Python: `compile_condition(tokens, scope)(item, values)`.

An attribute is compared with values that are sent along; that is all the house does. What compares attributes with
one another, and the functions it does not use, are NotSupported.
"""

from collections.abc import Callable

from tests.simulation.dynamodb import checks
from tests.simulation.dynamodb.comparisons import COMPARE, at_most
from tests.simulation.dynamodb.errors import NotSupported, Wire
from tests.simulation.dynamodb.lexer import END, Tokens
from tests.simulation.dynamodb.limits import IN_MAX
from tests.simulation.dynamodb.operands import Get, Operand, Scope

Condition = Callable[[Wire, Wire], bool]  # (item, {} where there is none; values of the request)

EXISTENCE = ("attribute_exists", "attribute_not_exists")
NOT_HERE = ("attribute_type", "begins_with", "contains", "size")
ELSEWHERE = ("if_not_exists", "list_append")


def compile_condition(tokens: Tokens, scope: Scope) -> Condition:
    """The whole expression. Raises AwsError where it is none."""
    condition, _ = _either(tokens, scope)
    if tokens.next is not END:
        raise tokens.wrong()
    return condition


def _either(tokens: Tokens, scope: Scope) -> tuple[Condition, bool]:
    """With whether it is nothing but something in parentheses."""
    condition, is_bare = _both(tokens, scope)
    while tokens.takes("OR"):
        other, _ = _both(tokens, scope)
        condition, is_bare = _or(condition, other), False
    return condition, is_bare


def _both(tokens: Tokens, scope: Scope) -> tuple[Condition, bool]:
    condition, is_bare = _one(tokens, scope)
    while tokens.takes("AND"):
        other, _ = _one(tokens, scope)
        condition, is_bare = _and(condition, other), False
    return condition, is_bare


def _or(left: Condition, right: Condition) -> Condition:
    return lambda item, values: left(item, values) or right(item, values)


def _and(left: Condition, right: Condition) -> Condition:
    return lambda item, values: left(item, values) and right(item, values)


def _one(tokens: Tokens, scope: Scope) -> tuple[Condition, bool]:
    if tokens.takes("NOT"):
        inner, _ = _one(tokens, scope)
        return (lambda item, values: not inner(item, values)), False
    if not tokens.takes("("):
        return _claim(tokens, scope), False
    condition, is_bare = _either(tokens, scope)
    tokens.take_sign(")")
    if is_bare:
        raise tokens.refuse("The expression has redundant parentheses;")
    return condition, True


def _claim(tokens: Tokens, scope: Scope) -> Condition:
    """A comparison, or whether an attribute is there."""
    if _called(tokens):
        return _existence(tokens, scope)
    left = scope.path_or_value(tokens)
    sign = tokens.takes(*COMPARE, "BETWEEN", "IN")
    if sign is None:
        raise tokens.wrong()
    if not left.path:
        raise NotSupported("a comparison with the value in front")
    match sign:
        case "BETWEEN":
            return _between(left, tokens, scope)
        case "IN":
            return _in(left, tokens, scope)
    right = _value(tokens, scope)
    if sign not in ("=", "<>"):
        scope.checks.append(checks.has_order(tokens.role, sign, right))
    return _compared(sign, left, right)


def _called(tokens: Tokens) -> bool:
    """Whether a function comes next. Raises AwsError where it is none, NotSupported where it is none of the house's."""
    name = tokens.next.text
    if tokens.next.kind != "word" or tokens.after_next.text != "(" or name.upper() in ("NOT", "AND", "OR"):
        return False
    if name in NOT_HERE:
        raise NotSupported(f"the function {name} in a condition")
    if name in ELSEWHERE:
        raise tokens.refuse(f"The function is not allowed to be used this way in an expression; function: {name}")
    if name not in EXISTENCE:
        raise tokens.refuse(f"Invalid function name; function: {name}")
    return True


def _existence(tokens: Tokens, scope: Scope) -> Condition:
    name = tokens.take().text
    tokens.take_sign("(")
    operand, count = scope.path_or_value(tokens), 1
    while tokens.takes(","):
        scope.path_or_value(tokens)
        count += 1
    tokens.take_sign(")")
    if count > 1:
        raise checks.wrong_count(tokens, name, count)
    checks.is_path(tokens, name, operand)
    of = operand.get
    if name == "attribute_exists":
        return lambda item, values: of(item, values) is not None
    return lambda item, values: of(item, values) is None


def _value(tokens: Tokens, scope: Scope) -> Operand:
    operand = scope.path_or_value(tokens)
    if operand.path:
        raise NotSupported("two attributes compared with one another")
    return operand


def _compared(sign: str, left: Operand, right: Operand) -> Condition:
    compare, of_left, value = COMPARE[sign], left.get, right.value or ""
    if sign == "=" and left.path and len(left.path) == 1:
        attribute = str(left.path[0])
        return lambda item, values: item.get(attribute) == values[value]
    return lambda item, values: compare(of_left(item, values), values[value])


def _between(operand: Operand, tokens: Tokens, scope: Scope) -> Condition:
    low = _value(tokens, scope)
    if not tokens.takes("AND"):
        raise tokens.wrong()
    high = _value(tokens, scope)
    scope.checks += [checks.has_order(tokens.role, "BETWEEN", each) for each in (low, high)]
    scope.checks.append(checks.in_order(tokens.role, low.value or "", high.value or ""))
    return _within(operand.get, low.get, high.get)


def _within(of: Get, of_low: Get, of_high: Get) -> Condition:
    def claim(item: Wire, values: Wire) -> bool:
        found = of(item, values)
        return at_most(of_low(item, values), found) and at_most(found, of_high(item, values))

    return claim


def _in(operand: Operand, tokens: Tokens, scope: Scope) -> Condition:
    tokens.take_sign("(")
    choices = [_value(tokens, scope)]
    while tokens.takes(","):
        choices.append(_value(tokens, scope))
    tokens.take_sign(")")
    if len(choices) > IN_MAX:
        told = f"number of operands: {len(choices) + 1}"
        raise tokens.refuse(f"The IN operator is provided with too many operands; {told}")
    of, names = operand.get, [choice.value or "" for choice in choices]

    def claim(item: Wire, values: Wire) -> bool:
        found = of(item, values)
        return found is not None and any(found == values[name] for name in names)

    return claim
