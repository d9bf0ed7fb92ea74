"""Staff give money back: a plain amount, what some units cost, some of the shipping; alone or two at once."""

from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.simulation.staff import Staff

AT_ONCE = 0.4  # of the refunds are asked for by two people
THEN_CANCELED = 0.15  # of the refunds are followed by the order's cancellation


def refund_one(staff: "Staff", orders: list[Any]) -> None:
    """Give some money back for one of these orders; sometimes two people do, or the order is canceled after it."""
    world, chance = staff.world, staff.chance
    if not orders:
        return
    order = chance.choice(orders)
    body = {"order_id": order["id"], **_what(staff, order)}
    if chance.random() < AT_ONCE:
        world.happened["two refunds at once"] += 1
        world.spawn("staff", partial(_refund, staff, body), 0.01)
    _refund(staff, body)
    if chance.random() < THEN_CANCELED:
        staff.cancel(order["id"])
        world.happened["canceled after a refund"] += 1


def _what(staff: "Staff", order: Any) -> dict[str, Any]:
    """A plain amount, or parts; an amount beside parts that is not what they are worth is refused."""
    chance = staff.chance
    line = chance.choice(order["items"])
    items = [{"line_item_id": line["id"], "quantity": chance.randint(1, line["quantity"])}]
    shipping = chance.choice([1, order["shipping_total"] // 2 or 1, order["shipping_total"]])
    plain = chance.choice([1, 500, order["total"] // 2 or 1, order["total"], order["total"] + 1])
    kinds: list[dict[str, Any]] = [
        {"amount": plain},
        {"items": items},
        {"shipping_amount": shipping},
        {"items": items, "shipping_amount": shipping},
        {"items": items, "amount": 1},
    ]
    return chance.choices(kinds, [8, 5, 3, 2, 1])[0]


def _refund(staff: "Staff", body: dict[str, Any]) -> None:
    happened = staff.world.happened
    answer = staff.post("/admin/refunds", body, "refund")
    if answer:
        happened[{201: "refunded", 202: "approval asked for"}.get(answer[0], "refund refused")] += 1
    if answer and answer[0] == 201:
        happened["units refunded"] += "items" in body
        happened["shipping refunded"] += "shipping_amount" in body
        happened["refunded after part had shipped"] += body["order_id"] in staff.shipped_once
