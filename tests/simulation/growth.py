"""The shop grows while people are in it: another warehouse, way to ship, product."""

from typing import TYPE_CHECKING

from tests.simulation.wide import make_wide

if TYPE_CHECKING:
    from tests.simulation.staff import Staff

WITHDRAWN = 0.3  # of the new products


def grow(staff: "Staff") -> None:
    """Make one of each. Nothing is sold of them: what matters is that they are made when calls meet faults."""
    staff.post("/admin/locations", {"name": f"Later {staff.keys}", "country": "US"}, "location")
    option = {"title": "Express", "kind": "flat", "countries": ["US"], "amounts": {"USD": 1999}}
    staff.post("/admin/shipping_options", option, "option")
    price = {"currency": "USD", "amount": 4999}
    variant = {"sku": f"LATER-{staff.keys}", "options": {}, "prices": [price], "weight_g": 100}
    answer = staff.post("/admin/products", {"title": "Later", "status": "active", "variants": [variant]}, "product")
    if staff.world.climate.small_commits:
        make_wide(staff)
    if answer and answer[0] == 201:
        staff.world.happened["shop grew"] += 1
        _withdraw(staff, answer[1]["id"])


def _withdraw(staff: "Staff", product_id: str) -> None:
    """Now and then it is taken off sale again at once."""
    if staff.chance.random() < WITHDRAWN:
        staff.client.sure("DELETE", f"/admin/products/{product_id}")
        staff.world.happened["product archived"] += 1
