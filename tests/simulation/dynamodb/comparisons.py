"""How two values compare: equal whatever they are, less only among strings and among numbers."""

from collections.abc import Callable

from tests.simulation.dynamodb.errors import Wire
from tests.simulation.dynamodb.numbers import is_less

Compare = Callable[[Wire | None, Wire | None], bool]


def _equal(left: Wire | None, right: Wire | None) -> bool:
    return left is not None and left == right


def _unequal(left: Wire | None, right: Wire | None) -> bool:
    """True where an attribute is missing, too."""
    return left is None or left != right


def less(left: Wire | None, right: Wire | None) -> bool:
    """False where the types differ, or have no order. Strings go by their UTF-8 bytes, as Python's order does."""
    if left is None or right is None:
        return False
    if "S" in left and "S" in right:
        return bool(left["S"] < right["S"])
    if "N" in left and "N" in right:
        return is_less(left["N"], right["N"])
    return False


def at_most(left: Wire | None, right: Wire | None) -> bool:
    """Less or, among strings or numbers, equal."""
    if less(left, right):
        return True
    return left is not None and left == right and ("S" in left or "N" in left)


COMPARE: dict[str, Compare] = {
    "=": _equal,
    "<>": _unequal,
    "<": less,
    "<=": at_most,
    ">": lambda left, right: less(right, left),
    ">=": lambda left, right: at_most(right, left),
}
