"""How many writes go into one commit, and which. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TypeVar

from shared import batches
from shared.dynamo.commit import OPERATIONS_MAX

T = TypeVar("T")

writes_max = OPERATIONS_MAX  # of a product's commits; worlds of the simulation have smaller ones


def packed(groups: Iterable[Sequence[T]], room: int) -> Iterator[list[T]]:
    """The groups in their order, as many together as there is room for; one alone where it has more."""
    return (list(chain.from_iterable(some)) for some in batches.packed(groups, room, len))
