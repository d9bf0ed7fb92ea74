"""Locations: the places that hold stock, and the rules of their one directory."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from shared.errors import Invalid, NotFound, Refused

LOCATIONS_MAX = 50  # kept in one item that checkout reads first; 60 lines × 50 places are 30 batch reads at the worst


class TooManyLocations(Refused):
    """The directory is full; a location is never removed, since its movements stay."""

    code = "too_many_locations"

    def __init__(self) -> None:
        super().__init__(f"There may be {LOCATIONS_MAX} locations.")


class UnknownLocation(Invalid):
    """The shop has no location of this id."""

    code = "unknown_location"

    def __init__(self, param: str) -> None:
        super().__init__("No such location.", param=param)


@dataclass(frozen=True)
class Location:
    """A place that holds stock. Orders are served from the active ones, the lowest `priority` first."""

    id: str
    name: str
    country: str  # ISO 3166-1 alpha-2
    priority: int
    is_active: bool
    version: int = 1


@dataclass(frozen=True)
class Directory:
    """All locations of the shop. version 0: none was ever written."""

    locations: tuple[Location, ...] = ()
    version: int = 0

    def find(self, location_id: str) -> Location:
        """The location of this id. Raises NotFound."""
        found = next((each for each in self.locations if each.id == location_id), None)
        if found is None:
            raise NotFound("location")
        return found

    def with_new(self, location: Location) -> "Directory":
        """The directory with one more. Raises TooManyLocations."""
        if len(self.locations) >= LOCATIONS_MAX:
            raise TooManyLocations
        return Directory(in_order([*self.locations, location]), self.version + 1)

    def with_changed(self, location_id: str, changes: dict[str, Any]) -> "Directory":
        """The directory with one location changed. changes: some of its fields. Raises NotFound."""
        before = self.find(location_id)
        after = replace(before, **changes, version=before.version + 1)
        kept = [each for each in self.locations if each.id != location_id]
        return Directory(in_order([*kept, after]), self.version + 1)


def in_order(locations: Iterable[Location]) -> tuple[Location, ...]:
    """As they are asked for stock: by priority, then by age."""
    return tuple(sorted(locations, key=lambda each: (each.priority, each.id)))


def require_location(location_id: str, locations: Iterable[Location], param: str = "location_id") -> None:
    """Raises UnknownLocation where none of these, active or not, has the id. param: what named it."""
    if all(each.id != location_id for each in locations):
        raise UnknownLocation(param)
