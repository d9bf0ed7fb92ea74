"""Many things, some at a time: what a service takes at once has an end."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(many: Iterable[T], most: int) -> Iterator[list[T]]:
    """These in their order, `most` at a time, the last perhaps fewer; taken as they are asked for."""
    left = iter(many)
    while some := list(islice(left, most)):
        yield some


def packed(many: Iterable[T], room: int, weigh: Callable[[T], int]) -> Iterator[list[T]]:
    """These in their order, as many together as there is room for; one alone where it needs more."""
    pack: list[T] = []
    left = room
    for each in many:
        weight = weigh(each)
        if pack and weight > left:
            yield pack
            pack, left = [], room
        pack.append(each)
        left -= weight
    if pack:
        yield pack
