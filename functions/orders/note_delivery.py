"""A shipment has arrived: the order's lines have come that far."""

from events import FulfillmentDelivered
from functions.orders import store
from shared.dynamo import commit, fetch
from shared.queue import News


def note_delivery(event: FulfillmentDelivered, news: News) -> None:
    """Count the delivered units on the order's lines."""
    (whole,) = fetch(store.order(event.order_id))
    delivered = whole.order.delivered({item.line_item_id: item.quantity for item in event.items}, news.now)
    commit(*store.save_order(delivered), news.heard)
