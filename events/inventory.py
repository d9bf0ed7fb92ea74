"""What the inventory says."""

from typing import ClassVar

from shared.event import Event


class InventoryAdjusted(Event):
    """What is on the shelf changed by other than a sale: a receipt, a count, damage."""

    type: ClassVar[str] = "inventory.adjusted"
    movement_id: str
    variant_id: str
    location_id: str
    delta: int
    reason: str


class InventoryShortfall(Event):
    """There is less on a shelf, fit for sale, than is set aside there for orders: not all of them can ship from it.

    short: units too few. order_ids: orders that wait for the shelf, the newest first; has_more: there are others.
    """

    type: ClassVar[str] = "inventory.shortfall"
    variant_id: str
    location_id: str
    short: int
    order_ids: list[str]
    has_more: bool = False


class LevelLow(Event):
    """What may be sold of a variant at a location has sunk to its reorder point or below."""

    type: ClassVar[str] = "inventory.level_low"
    variant_id: str
    sku: str
    location_id: str
    available: int
    reorder_point: int


class LevelRestored(Event):
    """What may be sold has risen above the reorder point again."""

    type: ClassVar[str] = "inventory.level_restored"
    variant_id: str
    sku: str
    location_id: str
    available: int
    reorder_point: int
