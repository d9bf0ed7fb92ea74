"""What the inventory reads and writes, staged for a fetch or a commit."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from functions.inventory import table
from functions.inventory.level import Change, Level, Levels
from functions.inventory.location import Directory, Location
from functions.inventory.movement import Movement
from functions.inventory.reservations import Reservation
from functions.inventory.table import SPEC
from shared import ids
from shared.dynamo import Item, Read, Write, create, replace, replace_if, update
from shared.dynamo.writes import Refusal
from shared.errors import Stale

LEVELS_SHOWN_MAX = 300  # levels a page reads one by one, in three calls; a page of 20 products has 60 or so


class KnownAlready(Exception):
    """Not an error: the stream has shown us this version of the level, or a later one, before."""


def directory() -> Read[Directory]:
    """All locations, with the version of the whole."""
    return Read(SPEC, (table.LOCATIONS_KEY,), lambda items: table.directory_of(items[0]))


def locations() -> Read[tuple[Location, ...]]:
    """All locations, active or not, in the order they are asked for stock: by priority, then by age."""
    return Read(SPEC, (table.LOCATIONS_KEY,), lambda items: table.directory_of(items[0]).locations)


def levels(variant_ids: Collection[str], locations: Sequence[Location]) -> Read[Levels]:
    """The levels of these variants at the active ones of these locations; nothing there counts as zero."""
    places = [each.id for each in locations if each.is_active]
    shelves = [(variant, place) for variant in dict.fromkeys(variant_ids) for place in places]
    return Read(SPEC, tuple(table.level_key(*shelf) for shelf in shelves), lambda items: _levels(shelves, items))


def _levels(shelves: list[tuple[str, str]], items: list[Item | None]) -> Levels:
    found = zip(shelves, items, strict=True)
    return Levels({shelf: table.level_of(item) if item else Level(*shelf) for shelf, item in found})


def stock_shown(variant_ids: Collection[str], locations: Sequence[Location]) -> Read[Levels]:
    """What may be sold of these variants from the active ones of these locations, for pages: nothing may be decided
    by it.

    A few levels are read as they are. Many would be hundreds of calls: then it is one item a variant, which follows
    its levels by a second or so.
    """
    places = [each.id for each in locations if each.is_active]
    wanted = tuple(dict.fromkeys(variant_ids))
    if len(wanted) * len(places) <= LEVELS_SHOWN_MAX:
        return levels(wanted, locations)

    def parse(items: list[Item | None]) -> Levels:
        shelves = ((v, place, item) for v, item in zip(wanted, items, strict=True) if item for place in places)
        found = ((v, place, item.get(table.available_fields(place)[0])) for v, place, item in shelves)
        return Levels({(v, place): Level(v, place, available=units) for v, place, units in found if units is not None})

    return Read(SPEC, tuple(table.available_key(variant) for variant in wanted), parse)


def note_available(level: Level) -> Write:
    """What is available at a level, for pages. Raises KnownAlready where a later version of the level was noted."""
    units, version = table.available_fields(level.location_id)
    return update(
        SPEC,
        table.available_key(level.variant_id),
        "SET #units = :units, #of = :of",
        condition="attribute_not_exists(#of) OR #of < :of",
        names={"#units": units, "#of": version},
        values={":units": level.available, ":of": level.version},
        refusal=lambda _: KnownAlready(),
    )


def note_low(level: Level) -> Write:
    """Whether the level is low, for lists. Raises KnownAlready where a later version of the level was noted."""
    return replace_if(
        SPEC,
        table.low_item(level),
        "attribute_not_exists(#of) OR #of < :of",
        names={"#of": "of"},
        values={":of": level.version},
        refusal=lambda _: KnownAlready(),
    )


def level(variant_id: str, location_id: str) -> Read[Level]:
    """One level, whether its location is active or not; one never written is at version 0."""
    key = table.level_key(variant_id, location_id)
    return Read(SPEC, (key,), lambda items: table.level_of(items[0]) if items[0] else Level(variant_id, location_id))


def levels_of(shelves: Collection[tuple[str, str]]) -> Read[dict[tuple[str, str], Level]]:
    """These levels by (variant_id, location_id), whether their location is active or not; one never written is at 0."""
    keys = tuple(table.level_key(*shelf) for shelf in shelves)
    return Read(
        SPEC,
        keys,
        lambda items: {
            shelf: table.level_of(item) if item else Level(*shelf) for shelf, item in zip(shelves, items, strict=True)
        },
    )


def movements(keys: Iterable[tuple[str, str]]) -> Read[list[Movement]]:
    """The movements of these keys."""
    return Read(SPEC, tuple(keys), lambda items: [table.movement_of(item) for item in items if item])


def skus(variant_ids: Iterable[str]) -> Read[dict[str, str]]:
    """The SKUs of those of these variants that are registered, by variant."""
    keys = tuple(table.stock_key(variant) for variant in dict.fromkeys(variant_ids))
    return Read(SPEC, keys, lambda items: {item["variant_id"]: item["sku"] for item in items if item})


def variant_of(sku: str) -> Read[str | None]:
    """The id of the variant with this SKU."""
    return Read(SPEC, (table.sku_key(sku),), lambda items: items[0]["variant_id"] if items[0] else None)


def reservation(order_id: str) -> Read[Reservation | None]:
    """What is set aside for an order, None where nothing ever was."""
    key = table.reservation_key(order_id)
    return Read(SPEC, (key,), lambda items: table.reservation_of(items[0]) if items[0] else None)


def reservations(order_ids: Iterable[str]) -> Read[list[Reservation]]:
    """What is set aside for those of these orders for which something ever was."""
    keys = tuple(table.reservation_key(order_id) for order_id in order_ids)
    return Read(SPEC, keys, lambda items: [table.reservation_of(item) for item in items if item])


def save_directory(changed: Directory) -> Write:
    """The next version of the directory. Raises Stale where another was written meanwhile."""
    return replace(SPEC, table.directory_item(changed), seen=changed.version - 1)


def save_level(changed: Level) -> Write:
    """The next version of a level. Raises Stale where it moved meanwhile."""
    return replace(SPEC, table.level_item(changed), seen=changed.version - 1)


def save_reservation(changed: Reservation) -> Write:
    """The next version of a reservation. Raises Stale where another was written meanwhile."""
    return replace(SPEC, table.reservation_item(changed), seen=changed.version - 1)


def save_movements(movements: Iterable[Movement]) -> tuple[Write, ...]:
    """The new lines of the book."""
    return tuple(create(SPEC, table.movement_item(each)) for each in movements)


def new_movement_id(now: datetime) -> str:
    """A movement's id: sorts by `now`."""
    return f"mov_{ids.ulid(now)}"


def move_level(
    variant_id: str,
    location_id: str,
    change: Change,
    refusal: Refusal = lambda _: Stale(),
    *,
    seen: int | None = None,
) -> Write:
    """Move a level's buckets and what is available with them; the first gain makes the level.

    refusal: what to raise where a bucket or what is available would fall below zero. seen: the version that must still
    be the level's; then what is available may fall below zero, since whoever asks knows what that means.
    """
    moves = {
        "on_hand": change.on_hand,
        "reserved": change.reserved,
        "damaged": change.damaged,
        "available": change.available,
    }
    added = moves | {"safety_stock": 0, "incoming": 0, "reorder_point": 0, "version": 1}
    fixed = {"variant_id": variant_id, "location_id": location_id} | table.level_listing(variant_id, location_id)
    falls = {name: -gain for name, gain in moves.items() if gain < 0}
    least = {f":least_{name}": units for name, units in falls.items() if seen is None or name != "available"}
    conditions = [f"#{name.removeprefix(':least_')} >= {name}" for name in least]
    if seen is not None:
        conditions.append("#version = :seen")
        least[":seen"] = seen
    return update(
        SPEC,
        table.level_key(variant_id, location_id),
        f"ADD {_each(added, '#{0} :{0}')} SET {_each(fixed, '#{0} = :{0}')}",
        condition=" AND ".join(conditions),
        names={f"#{name}": name for name in added | fixed},
        values={f":{name}": value for name, value in (added | fixed).items()} | least,
        refusal=refusal,
    )


def _each(fields: Mapping[str, object], form: str) -> str:
    return ", ".join(form.format(name) for name in fields)
