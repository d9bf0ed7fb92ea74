"""Inventory: what is on the shelf and what is promised. This page is all that other domains may use of it.

Registering, and other SKUs: `track`. Asking: `locations`, `require_location`, `levels`, `reservation`, and for pages
`stock_shown`, `stock_hint` and `variant_of`. An order's stock: `plan_picks`, then `reserve` inside `retry_reserving`,
then `extend`, `commit_reservation`, `release`, `consume`. It knows no product and no order beyond their ids.
"""

from functions.inventory.level import InsufficientStock, Level, Levels, StockMoved
from functions.inventory.lifecycle import NotAllowed, Status
from functions.inventory.location import Location, UnknownLocation, require_location
from functions.inventory.picks import PICKS_MAX, Pick, TooScattered, plan_picks
from functions.inventory.reservations import (
    SHIPMENT_SHELVES_MAX,
    NotReserved,
    Reservation,
    ShipmentTooLarge,
)
from functions.inventory.reserve_stock import (
    commit_reservation,
    consume,
    extend,
    release,
    reserve,
    retry_reserving,
)
from functions.inventory.stock_hint import StockHint, stock_hint
from functions.inventory.store import levels, locations, reservation, stock_shown, variant_of
from functions.inventory.track_variants import (
    SkuTaken,
    begin_stock,
    claim_sku,
    forget_stock,
    give_up_sku,
    hand_over_sku,
    rename_stock,
    sku_as_known,
    sku_owners,
    track,
)

__all__ = [
    "PICKS_MAX",
    "SHIPMENT_SHELVES_MAX",
    "InsufficientStock",
    "Level",
    "Levels",
    "Location",
    "NotAllowed",
    "NotReserved",
    "Pick",
    "Reservation",
    "ShipmentTooLarge",
    "SkuTaken",
    "Status",
    "StockHint",
    "StockMoved",
    "TooScattered",
    "UnknownLocation",
    "begin_stock",
    "claim_sku",
    "commit_reservation",
    "consume",
    "extend",
    "forget_stock",
    "give_up_sku",
    "hand_over_sku",
    "levels",
    "locations",
    "plan_picks",
    "release",
    "rename_stock",
    "require_location",
    "reservation",
    "reserve",
    "retry_reserving",
    "sku_as_known",
    "sku_owners",
    "stock_hint",
    "stock_shown",
    "track",
    "variant_of",
]
