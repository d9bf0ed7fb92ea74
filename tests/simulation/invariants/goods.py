"""I5: goods leave only for money that is there, and what counts as refunded is what refunds that live were for."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.simulation.invariants.books import SPECS, Books, Item

if TYPE_CHECKING:
    from tests.simulation.world import World

Wire = dict[str, Any]
LIVE = ("pending", "succeeded")  # of a refund: its money is on its way back, or has gone


def look(world: "World", pk: str, old: Wire, new: Wire) -> None:
    """Look at a change of an order: where more has shipped, its money was there, and none of it was for those units."""
    before, after = ({line["M"]["id"]["S"]: line["M"] for line in each["lines"]["L"]} for each in (old, new))
    left = [line for name, line in after.items() if _units(line, "shipped") > _units(before[name], "shipped")]
    if not left:
        return
    account = world.db.items(SPECS["payments"])[pk, "ACCOUNT"]
    captured, refundable, due = (_units(account, name) for name in ("captured", "refundable", "due"))
    is_there = captured >= due and (refundable > 0 or due == 0)
    world.expect(is_there, "I5", f"{pk} ships for {due}; {captured} came, of which {refundable} are left")
    for line in left:
        wanted = _units(line, "quantity") - _units(line, "canceled") - _units(line, "refunded")
        shipped = _units(line, "shipped")
        world.expect(shipped <= wanted, "I5", f"{pk} ships {shipped} of a line of which {wanted} were not refunded")


def _units(item: Wire, name: str) -> int:
    return int(item[name]["N"])


def check(world: "World", books: Books) -> None:
    """I18: each order's counters of units, of their worth and of shipping are what its live refunds say."""
    for order_id, order in books.orders.items():
        refunds = [each for each in books.refunds.get(order_id, []) if each["status"] in LIVE]
        units, worth, shipping = _parts(refunds)
        for refund in refunds:
            parts = refund["parts"]
            whole = sum(item["amount"] for item in parts["items"]) + parts["shipping_amount"]
            is_worth = whole in (0, refund["amount"])
            world.expect(is_worth, "I4", f"{refund['id']} sends back {refund['amount']} for parts worth {whole}")
        for line in order["lines"]:
            counted, told = (line["refunded"], line["refunded_total"]), (units[line["id"]], worth[line["id"]])
            world.expect(counted == told, "I18", f"{order_id} counts {counted} refunded, its refunds say {told}")
            sold = next(each for each in books.sold[order_id]["items"] if each["id"] == line["id"])
            world.expect(worth[line["id"]] <= sold["total"], "I4", f"{order_id}: more refunded than a line cost")
        counted = order["shipping_refunded"]
        world.expect(counted == shipping, "I18", f"{order_id} counts {counted} of shipping, its refunds say {shipping}")
        world.expect(shipping <= order["shipping_total"], "I4", f"{order_id}: {shipping} of shipping went back")


def _parts(refunds: list[Item]) -> tuple[Counter[str], Counter[str], int]:
    units: Counter[str] = Counter()
    worth: Counter[str] = Counter()
    for refund in refunds:
        for item in refund["parts"]["items"]:
            units[item["line_item_id"]] += item["quantity"]
            worth[item["line_item_id"]] += item["amount"]
    return units, worth, sum(refund["parts"]["shipping_amount"] for refund in refunds)
