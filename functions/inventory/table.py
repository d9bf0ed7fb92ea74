"""The inventory's table: its keys, and items ⇄ models.

| entity | pk | sk | written |
|---|---|---|---|
| directory of locations | `LOCATIONS` | `LOCATIONS` | whole, by version |
| a variant's registration | `VARIANT#<variant>` | `STOCK` | put-if-absent; its SKU may be renamed |
| a SKU's owner | `SKU#<in capitals>` | `STOCK` | put-if-absent, or where its holder gives it up: one variant's |
| level | `VARIANT#<variant>` | `LEVEL#<location>` | moved by ADD under conditions; thresholds whole, by version |
| what is available, for lists | `VARIANT#<variant>` | `AVAILABLE` | by the watcher, a location at a time |
| whether a level is low, for lists | `VARIANT#<variant>` | `LOW#<location>` | by the watcher, where that changes |
| reservation | `RESERVATION#<order>` | `RESERVATION` | whole, by version |
| movement | `MOVES#<variant>` | `MOVE#<movement>` | once |
| news of a movement | `MOVEMENT#<movement>` | `EVENT#…` | once, by the outbox |
| news of a level | `LEVEL#<variant>#<location>` | `EVENT#<level's version>…` | once, by the outbox |
| request | `IDEM#…` | `IDEM` | once |

Access patterns: the locations · levels of variants at locations · the reservation of an order: by key. Levels of a
variant, movements of a variant (newest first): by partition. All levels or those of a location, and of either those
that are low; all movements; the reservations that still hold something: index `listing`. Movements of a location:
index `located`.
"""

from dataclasses import asdict
from datetime import datetime

from functions.inventory.level import Level
from functions.inventory.lifecycle import Status
from functions.inventory.location import Directory, Location, in_order
from functions.inventory.movement import Kind, Movement
from functions.inventory.picks import Pick
from functions.inventory.reservations import Reservation
from shared import clock
from shared.dynamo import Item
from shared.table import Index, TableSpec

LISTING = Index("listing", partition="listed", sort="listed_as", keys_only=True)
LOCATED = Index("located", partition="located", sort="listed_as", keys_only=True)

LEVELS = "LEVEL"  # partitions of `listing`
LOW = "LOW"
MOVEMENTS = "MOVEMENT"
RESERVATIONS = "RESERVATION"

LOCATIONS_KEY = ("LOCATIONS", "LOCATIONS")


def as_it_was(item: Item) -> Item:
    """Step 1 to 2: nothing changes, but the watcher sees a level that is rewritten, and lists it where it is low."""
    return item


SPEC = TableSpec("inventory", indexes=(LISTING, LOCATED), upgrades=(as_it_was,))


def stock_key(variant_id: str) -> tuple[str, str]:
    """A variant's registration."""
    return f"VARIANT#{variant_id}", "STOCK"


def sku_key(sku: str) -> tuple[str, str]:
    """Whose the SKU is, in whatever letters it is typed."""
    return f"SKU#{sku.upper()}", "STOCK"


def level_key(variant_id: str, location_id: str) -> tuple[str, str]:
    """A variant at a location."""
    return f"VARIANT#{variant_id}", f"LEVEL#{location_id}"


def available_key(variant_id: str) -> tuple[str, str]:
    """What is available of a variant at each location, in one item."""
    return f"VARIANT#{variant_id}", "AVAILABLE"


def available_fields(location_id: str) -> tuple[str, str]:
    """The attributes of a location in that item: the units, and the version of the level they are from."""
    return f"at:{location_id}", f"of:{location_id}"


def low_item(level: Level) -> Item:
    """Whether the level is low: if so, it is in the index of those. of: the version of the level that says it."""
    listing = level_listing(level.variant_id, level.location_id) | {"listed": LOW} if level.is_low else {}
    return {"pk": f"VARIANT#{level.variant_id}", "sk": f"LOW#{level.location_id}", "of": level.version, **listing}


def is_level(key: Item) -> bool:
    """Whether the item of this key is a level."""
    return str(key["pk"]).startswith("VARIANT#") and str(key["sk"]).startswith("LEVEL#")


def level_listing(variant_id: str, location_id: str) -> Item:
    """What puts a level into the index: by location, then variant."""
    return {"listed": LEVELS, "listed_as": f"{location_id}#{variant_id}"}


def reservation_key(order_id: str) -> tuple[str, str]:
    """An order's reservation."""
    return f"RESERVATION#{order_id}", "RESERVATION"


def moves_pk(variant_id: str) -> str:
    """A variant's movements."""
    return f"MOVES#{variant_id}"


def move_sk(movement_id: str) -> str:
    """A movement among its variant's."""
    return f"MOVE#{movement_id}"


def movement_pk(movement_id: str) -> str:
    """The news of one movement."""
    return f"MOVEMENT#{movement_id}"


def level_news_pk(variant_id: str, location_id: str) -> str:
    """The news of one level."""
    return f"LEVEL#{variant_id}#{location_id}"


def _keyed(key: tuple[str, str], fields: Item) -> Item:
    return {"pk": key[0], "sk": key[1], **fields}


def directory_item(directory: Directory) -> Item:
    """The locations, as they are stored."""
    return _keyed(
        LOCATIONS_KEY, {"version": directory.version, "locations": [asdict(each) for each in directory.locations]}
    )


def directory_of(item: Item | None) -> Directory:
    """The locations, in the order they are asked; none where none were ever made."""
    if item is None:
        return Directory()
    return Directory(in_order(Location(**each) for each in item["locations"]), item["version"])


def stock_item(variant_id: str, sku: str, now: datetime) -> Item:
    """A variant's registration."""
    fields = {"variant_id": variant_id, "sku": sku, "version": 1, "tracked_since": clock.stamp(now)}
    return _keyed(stock_key(variant_id), fields)


def sku_item(variant_id: str, sku: str) -> Item:
    """Whose the SKU is."""
    return _keyed(sku_key(sku), {"variant_id": variant_id, "sku": sku})


def level_item(level: Level) -> Item:
    """A level, as it is stored."""
    key = level_key(level.variant_id, level.location_id)
    return _keyed(key, asdict(level) | level_listing(level.variant_id, level.location_id))


def level_of(item: Item) -> Level:
    """The level that an item holds."""
    return Level(**{name: item[name] for name in Level.__dataclass_fields__})


def reservation_item(reservation: Reservation) -> Item:
    """A reservation, as it is stored."""
    fields = asdict(reservation) | {
        "status": reservation.status.value,
        "until": clock.stamp(reservation.until),
        "updated_at": clock.stamp(reservation.updated_at),
    }
    listing = {"listed": RESERVATIONS, "listed_as": reservation.order_id} if reservation.is_live else {}
    return _keyed(reservation_key(reservation.order_id), fields | listing)


def reservation_of(item: Item) -> Reservation:
    """The reservation that an item holds."""
    return Reservation(
        order_id=item["order_id"],
        status=Status(item["status"]),
        until=clock.parse(item["until"]),
        picks=tuple(Pick(**pick) for pick in item["picks"]),
        version=item["version"],
        updated_at=clock.parse(item["updated_at"]),
    )


def movement_item(movement: Movement) -> Item:
    """A movement, as it is stored; its id sorts it by time."""
    fields = asdict(movement) | {"kind": movement.kind.value, "created_at": clock.stamp(movement.created_at)}
    listing = {"listed": MOVEMENTS, "listed_as": movement.id, "located": movement.location_id}
    return _keyed((moves_pk(movement.variant_id), move_sk(movement.id)), fields | listing)


def movement_of(item: Item) -> Movement:
    """The movement that an item holds."""
    fields = {name: item[name] for name in Movement.__dataclass_fields__}
    return Movement(**fields | {"kind": Kind(item["kind"]), "created_at": clock.parse(item["created_at"])})
