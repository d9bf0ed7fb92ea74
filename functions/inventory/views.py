"""What the inventory's API takes and shows."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from functions.inventory.level import Level
from functions.inventory.location import Location
from functions.inventory.movement import Kind, Movement, Reason
from functions.inventory.shortfalls import Shortfall
from shared import clock
from shared.http import CountryCode, CreatedWithin, Input, OptionalLine, PageQuery, Prose, Quantity, RequiredLine, View
from shared.http.models import QUANTITY_MAX

ENTRIES_MAX = 32  # each may take three of a transaction's 100 writes: its level, its movement, its news; one is the
# claim's, two the audit log's
ADJUSTED_MAX = 24  # one that leaves its shelf short has a fourth
UNITS_MAX = 10**9  # units in a threshold; beyond any shelf
PRIORITY_MAX = 1000  # rank of a location; there are 50


def _moves(delta: int) -> int:
    if delta == 0:
        raise ValueError("must not be zero")
    return delta


Id = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_]+$")]
Priority = Annotated[int, Field(ge=0, le=PRIORITY_MAX)]
Units = Annotated[int, Field(ge=0, le=UNITS_MAX)]
Delta = Annotated[int, Field(ge=-QUANTITY_MAX, le=QUANTITY_MAX), AfterValidator(_moves)]


class NewLocation(Input):
    """A location to open."""

    name: RequiredLine
    country: CountryCode
    priority: Priority = 0
    is_active: bool = True


class LocationChanges(Input):
    """What to change of a location. Only the fields that are sent count; the defaults stand for those that are not."""

    name: RequiredLine = ""
    country: CountryCode = ""
    priority: Priority = 0
    is_active: bool = True


class LocationView(View):
    """A location."""

    id: str
    name: str
    country: str
    priority: int
    is_active: bool
    version: int


class LevelChanges(Input):
    """What to change of a level; only the fields that are sent count. What moves on the shelf is booked, not set."""

    reorder_point: Units = 0
    safety_stock: Units = 0
    incoming: Units = 0


class LevelView(View):
    """A level. available = on_hand − reserved − safety_stock − damaged, or 0 where that is less."""

    variant_id: str
    sku: str
    location_id: str
    on_hand: int
    reserved: int
    available: int
    safety_stock: int
    damaged: int
    incoming: int
    reorder_point: int
    version: int


class ReceivedItem(Input):
    """So many units came in."""

    variant_id: Id
    location_id: Id
    quantity: Quantity


class NewReceipt(Input):
    """A delivery. reference: its number, as the supplier or the shop knows it."""

    items: Annotated[list[ReceivedItem], Field(min_length=1, max_length=ENTRIES_MAX)]
    reference: OptionalLine = None
    note: Prose = ""


class AdjustedItem(Input):
    """So many units more or fewer. For `damaged`, −1 makes one more unfit for sale and +1 one fit again."""

    variant_id: Id
    location_id: Id
    delta: Delta
    reason: Reason
    note: Prose = ""


class NewAdjustment(Input):
    """What somebody counted, found, lost or broke."""

    items: Annotated[list[AdjustedItem], Field(min_length=1, max_length=ADJUSTED_MAX)]


class MovementView(View):
    """A line of the book."""

    id: str
    variant_id: str
    location_id: str
    kind: Kind
    delta: int
    on_hand_delta: int
    reason: Reason | None
    note: str
    reference: str | None
    by: str
    created_at: str


class ShortfallView(View):
    """A shelf that has fewer units, fit for sale, than are set aside there. Its orders newest first; none is canceled.

    has_more: others wait for it too, more than are named.
    """

    variant_id: str
    location_id: str
    short: int
    order_ids: list[str]
    has_more: bool


class MovementsView(View):
    """What was booked, in the order of the request's items, and the shelves that it leaves short."""

    movements: list[MovementView]
    shortfalls: list[ShortfallView]


class StockQuery(PageQuery):
    """Which levels; one is listed where all filters hold. is_low: at or under its reorder point."""

    variant_id: Id | None = None
    location_id: Id | None = None
    is_low: bool | None = None


class MovementQuery(CreatedWithin):
    """Whose movements, and of when."""

    variant_id: Id | None = None
    location_id: Id | None = None


def location_view(location: Location) -> LocationView:
    """A location as the API shows it."""
    return LocationView.model_validate(location, from_attributes=True)


def level_view(level: Level, sku: str) -> LevelView:
    """A level as the API shows it."""
    return LevelView(sku=sku, **vars(level) | {"available": level.for_sale})


def movement_view(movement: Movement) -> MovementView:
    """A movement as the API shows it."""
    return MovementView(**vars(movement) | {"created_at": clock.stamp(movement.created_at)})


def shortfall_view(shortfall: Shortfall) -> ShortfallView:
    """A shortfall as the API shows it."""
    variant_id, location_id = shortfall.shelf
    return ShortfallView(
        variant_id=variant_id,
        location_id=location_id,
        short=shortfall.short,
        order_ids=shortfall.order_ids,
        has_more=shortfall.has_more,
    )
