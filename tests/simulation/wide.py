"""A product of several variants that all cost the same at any time: whoever reads it never sees two prices."""

from functools import partial
from typing import TYPE_CHECKING, Any

from tests.simulation.gateway import Client

if TYPE_CHECKING:
    from tests.simulation.staff import Staff

SIZES = ("XS", "S", "M", "L", "XL")
AMOUNTS = (1900, 2900, 3900)
LOOKS = 12
READS = ("/store/products/{0}", "/store/products/{0}/variants", "/admin/products/{0}/variants")


def make_wide(staff: "Staff") -> None:
    """Make one, and change it whole, while somebody looks at it again and again."""
    world, chance, number = staff.world, staff.chance, staff.keys
    body = {
        "title": "Wide",
        "handle": f"wide-{number}",
        "status": "active",
        "options": [{"name": "Size", "values": list(SIZES)}],
        "variants": [{"sku": f"W{number}-{each}", "options": {"Size": each}, **_costs(AMOUNTS[0])} for each in SIZES],
    }
    world.spawn("looker", partial(_look, staff, f"wide-{number}"))
    answer = staff.post("/admin/products", body, "product")
    if not answer or answer[0] != 201:
        return
    world.happened["wide product made"] += 1
    path = f"/admin/products/{answer[1]['id']}"
    for _ in range(2):
        ids = [each["id"] for each in answer[1]["variants"]]
        traded = {ids[0]: f"W{number}-{chance.choice('AB')}", ids[1]: answer[1]["variants"][0]["sku"]}
        costs = _costs(chance.choice(AMOUNTS))
        edits = [{"id": each, **costs, **({"sku": traded[each]} if each in traded else {})} for each in ids]
        world.spawn("looker", partial(_look, staff, answer[1]["id"]))
        world.spawn("buyer", partial(_put_into_carts, staff, ids))
        changed = staff.client.sure("PATCH", path, {"variants": edits})
        if changed and changed[0] == 200:
            world.happened["wide product changed"] += 1
            answer = changed


def _put_into_carts(staff: "Staff", ids: list[str]) -> None:
    """One of each size, which all cost the same; a cart reads each variant by itself."""
    world = staff.world
    body = {"currency": "USD", "country": "US", "items": [{"variant_id": each, "quantity": 1} for each in ids]}
    for number in range(LOOKS):
        world.pause(staff.chance.uniform(0.01, 0.4))
        world.happened["cart wanted"] += 1
        key = f"wide-{ids[0]}-{number}-{world.happened['cart wanted']}"
        answer = Client(world, f"buyer {number}").ask("POST", "/store/carts", body, Idempotency_Key=key)
        if answer and answer[0] == 201:
            prices = {item["unit_price"] for item in answer[1]["items"]}
            world.expect(len(prices) == 1, "I26", f"a cart of {ids[0]} and its like is at {sorted(prices)}")
            world.happened["wide product in a cart"] += 1


def _costs(amount: int) -> dict[str, Any]:
    return {"prices": [{"currency": "USD", "amount": amount}]}


def _look(staff: "Staff", name: str) -> None:
    """All variants at one price, or nothing at all."""
    world = staff.world
    for _ in range(LOOKS):
        world.pause(staff.chance.uniform(0.01, 0.4))
        path = staff.chance.choice(READS if name.startswith("prod_") else READS[:2]).format(name)
        answer = staff.client.ask("GET", path)
        if not answer or answer[0] != 200:
            continue
        shown = answer[1].get("variants", answer[1].get("data", []))
        prices = {price["amount"] for each in shown for price in each["prices"]}
        is_whole = len(shown) == len(SIZES) and len(prices) == 1
        world.expect(is_whole, "I26", f"{path} shows {len(shown)} variants at {sorted(prices)}")
        world.happened["wide product seen"] += 1
