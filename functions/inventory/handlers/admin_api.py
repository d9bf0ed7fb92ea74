"""The Lambda behind `/admin/locations` and `/admin/inventory`: what staff and their systems do with stock."""

from functions.inventory import store
from functions.inventory.adjust_stock import adjust_stock
from functions.inventory.change_level import change_level
from functions.inventory.change_location import change_location
from functions.inventory.create_location import create_location
from functions.inventory.list_levels import list_levels
from functions.inventory.list_movements import list_movements
from functions.inventory.receive_stock import receive_stock
from functions.inventory.table import SPEC
from functions.inventory.views import (
    LevelChanges,
    LevelView,
    LocationChanges,
    LocationView,
    MovementQuery,
    MovementsView,
    MovementView,
    NewAdjustment,
    NewLocation,
    NewReceipt,
    StockQuery,
    location_view,
)
from shared.dynamo import fetch
from shared.http import Api, Listed, Reply, Request

api = Api("inventory", SPEC)


@api.get("/admin/locations", scope="inventory:read")
def get_locations(request: Request) -> Reply[Listed[LocationView]]:
    """All locations, active or not, in the order they are asked for stock; there are few enough for one page."""
    (locations,) = fetch(store.locations())
    return Reply(Listed[LocationView](data=[location_view(each) for each in locations]))


@api.post("/admin/locations", action="location.create", status=201, scope="inventory:write")
def post_location(request: Request, body: NewLocation) -> Reply[LocationView]:
    """Open a location."""
    return create_location(request, body)


@api.patch("/admin/locations/<location_id>", action="location.update", scope="inventory:write")
def patch_location(request: Request, body: LocationChanges, location_id: str) -> Reply[LocationView]:
    """Rename, rank, close or reopen a location."""
    return change_location(request, location_id, body)


@api.post(
    "/admin/inventory/receipts", action="stock.receive", status=201, scope="inventory:write", is_key_required=True
)
def post_receipt(request: Request, body: NewReceipt) -> Reply[MovementsView]:
    """Book a delivery."""
    return receive_stock(request, body)


@api.post(
    "/admin/inventory/adjustments", action="stock.adjust", status=201, scope="inventory:write", is_key_required=True
)
def post_adjustment(request: Request, body: NewAdjustment) -> Reply[MovementsView]:
    """Book what was counted, found, lost or broken."""
    return adjust_stock(request, body)


@api.patch("/admin/inventory/levels/<variant_id>/<location_id>", action="level.update", scope="inventory:write")
def patch_level(request: Request, body: LevelChanges, variant_id: str, location_id: str) -> Reply[LevelView]:
    """Set a level's thresholds."""
    return change_level(request, variant_id, location_id, body)


@api.get("/admin/inventory/levels", scope="inventory:read")
def get_levels(request: Request, query: StockQuery) -> Reply[Listed[LevelView]]:
    """List levels."""
    return list_levels(request, query)


@api.get("/admin/inventory/movements", scope="inventory:read")
def get_movements(request: Request, query: MovementQuery) -> Reply[Listed[MovementView]]:
    """List movements, newest first."""
    return list_movements(request, query)


handler = api.handler
