"""I16: what is true was said, once, and nothing else was."""

from collections import Counter
from typing import TYPE_CHECKING

from tests.simulation.invariants.books import Books, Item

if TYPE_CHECKING:
    from tests.simulation.world import World

STATUS_SAYS = {"expired": "order.expired", "canceled": "order.canceled"}


def check(world: "World", books: Books) -> None:
    """I16: what is true was said, once."""
    said = Counter((event["type"], _about(event)) for _, event in books.said)
    true: Counter[tuple[str, str]] = Counter()
    for order_id, order in books.orders.items():
        true["order.placed", order_id] += order["number"] is not None
        true.update({(STATUS_SAYS[order["status"]], order_id): 1} if order["status"] in STATUS_SAYS else {})
    for refunds in books.refunds.values():
        for refund in refunds:
            sent = refund["status"] == "succeeded" or said["refund.succeeded", refund["id"]]  # it may have come back
            true["refund.succeeded", refund["id"]] += bool(sent)
            true["refund.failed", refund["id"]] += refund["status"] in ("failed", "canceled")
    for payments in books.payments.values():
        true.update(("payment.captured", payment["id"]) for payment in payments if payment["status"] == "captured")
    for parcels in books.parcels.values():
        true.update(("fulfillment.shipped", parcel["id"]) for parcel in parcels)
        for parcel in parcels:  # a late report of an earlier return takes a delivery back
            taken_back = sum(
                event["data"]["was_delivered"]
                for _, event in books.said
                if event["type"] == "fulfillment.returned" and _about(event) == parcel["id"]
            )
            true["fulfillment.delivered", parcel["id"]] += (parcel["status"] == "delivered") + taken_back
            returned = said["fulfillment.returned", parcel["id"]]
            world.expect(parcel["status"] != "returned" or returned > 0, "I16", f"{parcel['id']} came back unsaid")
    types = {event_type for event_type, _ in true}
    wrong = {key for key in true.keys() | said.keys() if key[0] in types and said[key] != true[key]}
    world.expect(not wrong, "I16", f"said {[(key, said[key], true[key]) for key in sorted(wrong)][:2]}")


def _about(event: Item) -> str:
    return str(event["aggregate"]["id"])
