"""Picks: from which locations an order's goods are to come."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from functions.inventory.level import InsufficientStock, Levels
from functions.inventory.location import Location, in_order
from shared.errors import Refused

PICKS_MAX = 80  # one write each; the other 20 of a transaction are the order, its cart, events, payment and so on


class TooScattered(Refused):
    """There is enough, but in so many places that it cannot be set aside at once."""

    code = "stock_too_scattered"

    def __init__(self) -> None:
        super().__init__(f"The order would have to be picked at more than {PICKS_MAX} shelves; order less at once.")


@dataclass(frozen=True)
class Pick:
    """So many units of a variant from a location. consumed: how many of them have shipped."""

    variant_id: str
    location_id: str
    quantity: int
    consumed: int = 0

    @property
    def open(self) -> int:
        """Units that are set aside and have not shipped."""
        return self.quantity - self.consumed


def plan_picks(demand: Mapping[str, int], levels: Levels, locations: Sequence[Location]) -> tuple[Pick, ...]:
    """Where to take an order's goods from: all from one location if one can, else as few parcels as that allows.

    demand: units by variant, each ≥ 1. A line goes to the first location that can serve it whole; one that none can
    serve whole is split, the fullest shelves first. Raises InsufficientStock with every short variant, or TooScattered.
    """
    places = [each.id for each in in_order(locations) if each.is_active]
    short = [
        {"variant_id": variant, "requested": wanted, "available": levels.available(variant)}
        for variant, wanted in demand.items()
        if levels.available(variant) < wanted
    ]
    if short:
        raise InsufficientStock(short)
    whole = next((each for each in places if all(levels.at(v, each) >= n for v, n in demand.items())), None)
    if whole:
        return tuple(Pick(variant, whole, wanted) for variant, wanted in demand.items())
    picks = tuple(pick for variant, wanted in demand.items() for pick in _line(variant, wanted, levels, places))
    if len(picks) > PICKS_MAX:
        raise TooScattered
    return picks


def _line(variant: str, wanted: int, levels: Levels, places: Sequence[str]) -> Iterator[Pick]:
    """The picks of one line, of which there is enough."""
    whole = next((each for each in places if levels.at(variant, each) >= wanted), None)
    if whole:
        yield Pick(variant, whole, wanted)
        return
    for place in sorted(places, key=lambda each: -levels.at(variant, each)):  # stable: equal shelves by priority
        taken = min(wanted, levels.at(variant, place))
        if taken > 0:
            yield Pick(variant, place, taken)
            wanted -= taken
