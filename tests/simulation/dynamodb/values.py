"""Items on the wire: checked, measured and brought into the form that DynamoDB keeps.

A stored item is never changed: what goes in is taken as it is, and what comes out is the stored one itself. So nobody
may change a request once it is sent, or an answer.
"""

from collections.abc import Callable, Collection
from typing import Any

from tests.simulation.dynamodb.errors import NotSupported, Wire, invalid
from tests.simulation.dynamodb.limits import DEPTH_MAX, NAME_BYTES_MAX
from tests.simulation.dynamodb.numbers import canonical, number_bytes

SHORT_NUMBERS: dict[str, int] = {}  # canonical ones of up to five signs, and their bytes
TYPES_NOT_HERE = {"B", "SS", "NS", "BS"}  # the house stores none of these
ONE_TYPE = "must contain exactly one of the supported datatypes"
TOO_DEEP = (
    "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit"
)


class NotCanonical(Exception):
    """Some number within is written otherwise than DynamoDB keeps it."""


def accept(values: Wire) -> tuple[Wire, int]:
    """An item as DynamoDB keeps it, and its size in bytes. Raises AwsError where it cannot be kept."""
    try:
        return values, size_of(values)
    except NotCanonical:
        kept = {name: _kept(value, 0) for name, value in values.items()}
        return kept, size_of(kept)


def accept_values(values: Wire) -> Wire:
    """The values of an expression as DynamoDB keeps them. Raises AwsError where they cannot be kept."""
    try:
        _sizes(values.values(), 0)
    except NotCanonical:
        return {name: _kept(value, 0) for name, value in values.items()}
    return values


def size_of(values: Wire) -> int:
    """The bytes of an item: its names and its values. Raises NotCanonical, or AwsError where a value is none."""
    return _names_size(values) + _sizes(values.values(), 0)


def resized(size: int, before: Wire, after: Wire, names: tuple[str, ...]) -> int:
    """The bytes of an item after a change of these attributes, from those before it. Raises as size_of does."""
    gone = {name: before[name] for name in names if name in before}
    come = {name: after[name] for name in names if name in after}
    return size - size_of(gone) + size_of(come)


def _sizes(values: Collection[Wire], depth: int) -> int:
    """The bytes of values. Strings and numbers, of which there are most, are measured without a further call."""
    if sum(map(len, values)) != len(values):
        raise _malformed(next(value for value in values if len(value) != 1))
    total = 0
    for value in values:
        if "S" in value:
            raw = value["S"]
            total += len(raw) if raw.isascii() else len(raw.encode())
        elif "N" in value:
            raw = value["N"]
            total += SHORT_NUMBERS.get(raw) or _number_size(raw)
        else:
            ((kind, raw),) = value.items()
            if kind not in SIZES:
                raise _malformed(value)
            total += SIZES[kind](raw, depth)
    return total


def _names_size(values: Wire) -> int:
    text = "".join(values)
    size = len(text) if text.isascii() else len(text.encode())
    if "" in values:
        raise invalid("Empty attribute name")
    if size > NAME_BYTES_MAX and any(len(name.encode()) > NAME_BYTES_MAX for name in values):
        raise invalid(f"Attribute name is too large, must be less than {NAME_BYTES_MAX + 1} bytes")
    return size


def _number_size(raw: str) -> int:
    if canonical(raw) != raw:
        raise NotCanonical
    size = number_bytes(raw)
    if len(raw) < 6:
        SHORT_NUMBERS[raw] = size
    return size


def _bool_size(raw: bool, _: int) -> int:
    if not isinstance(raw, bool):
        raise _malformed({"BOOL": raw})
    return 1


def _null_size(raw: bool, _: int) -> int:
    if raw is not True:
        raise invalid(
            "One or more parameter values were invalid: Null attribute value types must have the value of true"
        )
    return 1


def _list_size(raw: list[Wire], depth: int) -> int:
    return 3 + len(raw) + _sizes(raw, _deeper(depth))


def _map_size(raw: Wire, depth: int) -> int:
    return 3 + len(raw) + _names_size(raw) + _sizes(raw.values(), _deeper(depth))


def _deeper(depth: int) -> int:
    if depth >= DEPTH_MAX:
        raise invalid(TOO_DEEP)
    return depth + 1


SIZES: dict[str, Callable[[Any, int], int]] = {
    "BOOL": _bool_size,
    "NULL": _null_size,
    "L": _list_size,
    "M": _map_size,
}


def _malformed(value: Any) -> Exception:
    if isinstance(value, dict) and TYPES_NOT_HERE & value.keys():
        return NotSupported(f"values of the type {', '.join(value)}: the house stores none")
    if value == {}:
        return invalid(f"Supplied AttributeValue is empty, {ONE_TYPE}")
    if isinstance(value, dict) and len(value) > 1:
        return invalid(f"Supplied AttributeValue has more than one datatypes set, {ONE_TYPE}")
    return NotSupported(f"{value!r} is no value that an SDK would send")


def _kept(value: Wire, depth: int) -> Wire:
    """The value with its numbers as DynamoDB writes them."""
    ((kind, raw),) = value.items()
    if kind == "N":
        return {"N": canonical(raw)}
    if kind == "L":
        inner = _deeper(depth)
        return {"L": [_kept(each, inner) for each in raw]}
    if kind == "M":
        inner = _deeper(depth)
        return {"M": {name: _kept(each, inner) for name, each in raw.items()}}
    return value
