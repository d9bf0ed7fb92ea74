"""Key conditions: one partition, and maybe a range of its sort keys; compiled once."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.simulation.dynamodb import checks
from tests.simulation.dynamodb.errors import NotSupported, Wire, invalid
from tests.simulation.dynamodb.lexer import END, Tokens
from tests.simulation.dynamodb.operands import Operand, Scope

COMPARISONS = ("=", "<", "<=", ">", ">=")
ROLE = "KeyConditionExpression"


@dataclass(frozen=True)
class Part:
    """A claim on one attribute: (name, "BETWEEN", (":low", ":high")) and the like."""

    attribute: str
    sign: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Range:
    """The sort keys from `low` to `high`; None is no bound."""

    low: str | None = None
    high: str | None = None
    with_low: bool = True
    with_high: bool = True

    def holds(self, sort: str) -> bool:
        """Whether this sort key is in it."""
        above = self.low is None or (sort >= self.low if self.with_low else sort > self.low)
        return above and (self.high is None or (sort <= self.high if self.with_high else sort < self.high))


ALL = Range()


def compile_key_condition(tokens: Tokens, scope: Scope) -> tuple[Part, ...]:
    """The parts of the expression, one or two. Raises AwsError where it is none."""
    parts, _ = _parts(tokens, scope)
    if tokens.next is not END:
        raise tokens.wrong()
    if len({part.attribute for part in parts}) < len(parts):
        raise invalid("KeyConditionExpressions must only contain one condition per key")
    return tuple(parts)


def _parts(tokens: Tokens, scope: Scope) -> tuple[list[Part], bool]:
    """With whether they are nothing but something in parentheses."""
    parts, is_bare = _group(tokens, scope)
    while tokens.takes("AND"):
        parts, is_bare = parts + _group(tokens, scope)[0], False
    if tokens.next.text.upper() == "OR":
        raise invalid(f"Invalid operator used in {ROLE}: OR")
    return parts, is_bare


def _group(tokens: Tokens, scope: Scope) -> tuple[list[Part], bool]:
    if tokens.next.text.upper() == "NOT":
        raise invalid(f"Invalid operator used in {ROLE}: NOT")
    if not tokens.takes("("):
        return [_part(tokens, scope)], False
    parts, is_bare = _parts(tokens, scope)
    tokens.take_sign(")")
    if is_bare:
        raise tokens.refuse("The expression has redundant parentheses;")
    return parts, True


def _part(tokens: Tokens, scope: Scope) -> Part:
    if tokens.next.kind == "word" and tokens.after_next.text == "(":
        return _function(tokens, scope)
    left = scope.path_or_value(tokens)
    sign = tokens.takes(*COMPARISONS, "<>", "BETWEEN", "IN")
    if sign is None:
        raise tokens.wrong()
    if sign in ("<>", "IN"):
        raise invalid(f"Invalid operator used in {ROLE}: {sign}")
    right = scope.path_or_value(tokens)
    if sign == "BETWEEN":
        return _between(left, right, tokens, scope)
    if left.value:
        raise NotSupported(f"a {ROLE} with the value in front")
    return Part(_attribute(left), sign, (_value(right),))


def _function(tokens: Tokens, scope: Scope) -> Part:
    name = tokens.take().text
    if name != "begins_with":
        raise invalid(f"Invalid operator used in {ROLE}: {name}")
    tokens.take_sign("(")
    left = scope.path_or_value(tokens)
    tokens.take_sign(",")
    right = scope.path_or_value(tokens)
    tokens.take_sign(")")
    scope.checks.append(checks.is_string(ROLE, name, right))
    return Part(_attribute(left), name, (_value(right),))


def _between(left: Operand, low: Operand, tokens: Tokens, scope: Scope) -> Part:
    if not tokens.takes("AND"):
        raise tokens.wrong()
    bounds = _value(low), _value(scope.path_or_value(tokens))
    scope.checks.append(checks.in_order(ROLE, *bounds))
    return Part(_attribute(left), "BETWEEN", bounds)


def _attribute(operand: Operand) -> str:
    if not operand.path:
        raise invalid(f"Invalid {ROLE}: No key attribute named")
    if len(operand.path) > 1:
        raise invalid(f"{ROLE}s cannot have conditions on nested attributes")
    return str(operand.path[0])


def _value(operand: Operand) -> str:
    if not operand.value:
        raise invalid(f"Invalid {ROLE}: Attributes are compared with values only")
    return operand.value


def range_of(part: Part, values: Wire) -> Range:
    """The sort keys that a claim on the sort key leaves. Its values are strings."""
    first = values[part.values[0]]["S"]
    return RANGES[part.sign](first, values[part.values[-1]]["S"])


RANGES: dict[str, Callable[[str, str], Range]] = {
    "=": lambda first, _: Range(first, first),
    "<": lambda first, _: Range(None, first, with_high=False),
    "<=": lambda first, _: Range(None, first),
    ">": lambda first, _: Range(first, None, with_low=False),
    ">=": lambda first, _: Range(first, None),
    "BETWEEN": Range,
    "begins_with": lambda first, _: Range(first, _after(first), with_high=False),
}


def _after(prefix: str) -> str | None:
    """The first string after all that start so; None where every later one does."""
    stem = prefix.rstrip("\U0010ffff")
    return stem[:-1] + chr(ord(stem[-1]) + 1) if stem else None
