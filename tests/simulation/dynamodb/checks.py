"""What DynamoDB looks at in an expression before it looks at any item: operands of the wrong kind, or of no sense."""

from tests.simulation.dynamodb.comparisons import less
from tests.simulation.dynamodb.errors import AwsError, Wire, invalid
from tests.simulation.dynamodb.lexer import Tokens
from tests.simulation.dynamodb.operands import Check, Operand, kind_of

ORDERED = ("S", "N")


def is_path(tokens: Tokens, name: str, operand: Operand) -> None:
    """Only an attribute may exist or not."""
    if not operand.path:
        raise tokens.refuse(f"Operator or function requires a document path; operator or function: {name}")


def wrong_count(tokens: Tokens, name: str, count: int) -> AwsError:
    """The refusal of a function with so many operands."""
    why = "Incorrect number of operands for operator or function; operator or function: "
    return tokens.refuse(f"{why}{name}, number of operands: {count}")


def wrong_type(role: str, name: str, kind: str) -> AwsError:
    """The refusal of a value of this type with this operator."""
    why = "Incorrect operand type for operator or function; operator or function: "
    return invalid(f"Invalid {role}: {why}{name}, operand type: {kind}")


def has_order(role: str, name: str, operand: Operand) -> Check:
    """Only strings and numbers are more or less than others."""
    return _of_kind(role, name, operand, ORDERED)


def is_string(role: str, name: str, operand: Operand) -> Check:
    """Only strings begin with something."""
    return _of_kind(role, name, operand, ("S",))


def is_number(role: str, name: str, operand: Operand) -> Check:
    """Only numbers are added."""
    return _of_kind(role, name, operand, ("N",))


def is_list(role: str, name: str, operand: Operand) -> Check:
    """Only lists are appended."""
    return _of_kind(role, name, operand, ("L",))


def _of_kind(role: str, name: str, operand: Operand, kinds: tuple[str, ...]) -> Check:
    value = operand.value or ""

    def check(values: Wire) -> None:
        kind = kind_of(values[value])
        if kind not in kinds:
            raise wrong_type(role, name, kind)

    return check


def in_order(role: str, low: str, high: str) -> Check:
    """BETWEEN's bounds are of one type, and the second one is not below the first."""

    def check(values: Wire) -> None:
        below, above = values[low], values[high]
        told = f"lower bound operand: {_shown(below)}, upper bound operand: {_shown(above)}"
        if kind_of(below) != kind_of(above):
            why = "The BETWEEN operator requires same data type for lower and upper bounds; "
            raise invalid(f"Invalid {role}: {why}{told}")
        if less(above, below):
            why = "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
            raise invalid(f"Invalid {role}: {why}{told}")

    return check


def _shown(value: Wire) -> str:
    ((kind, raw),) = value.items()
    return f"AttributeValue: {{{kind}:{raw}}}"
