"""Many things, some at a time: what a service takes at once has an end."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(many: Iterable[T], most: int) -> Iterator[list[T]]:
    """These in their order, `most` at a time, the last perhaps fewer; taken as they are asked for."""
    left = iter(many)
    while some := list(islice(left, most)):
        yield some
