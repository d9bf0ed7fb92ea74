"""What an update does at a path: items are never changed, so whatever lies on the way to it is made anew."""

from itertools import pairwise
from typing import Any

from tests.simulation.dynamodb.errors import Wire, invalid
from tests.simulation.dynamodb.operands import Path

WRONG_TYPE = "An operand in the update expression has an incorrect data type"
NOT_THERE = "The provided expression refers to an attribute that does not exist in the item"
NO_SUCH_PLACE = "The document path provided in the update expression is invalid for update"


def put_at(item: Wire, path: Path, value: Wire) -> None:
    """Set what is at the path. Changes the item itself, and copies of what is below it."""
    holder, step = _holder(item, path)
    if isinstance(holder, list):
        position = int(step)
        holder[position : position + 1] = [value]  # past the end it is appended
    else:
        holder[step] = value


def remove_at(item: Wire, path: Path) -> None:
    """Remove what is at the path, if anything is."""
    holder, step = _holder(item, path)
    if isinstance(holder, list):
        del holder[int(step) : int(step) + 1]
    else:
        holder.pop(step, None)


def _holder(item: Wire, path: Path) -> tuple[Any, Any]:
    """The fresh copy of the map or list that holds the last step."""
    holder: Any = item
    for at, after in pairwise(path):
        kind = "M" if isinstance(after, str) else "L"
        inner = _member(holder, at)
        if inner is None or kind not in inner:
            raise invalid(NO_SUCH_PLACE)
        fresh = dict(inner["M"]) if kind == "M" else list(inner["L"])
        holder[at] = {kind: fresh}
        holder = fresh
    return holder, path[-1]


def _member(holder: Any, at: Any) -> Wire | None:
    if isinstance(holder, list):
        return holder[at] if at < len(holder) else None
    found: Wire | None = holder.get(at)
    return found
