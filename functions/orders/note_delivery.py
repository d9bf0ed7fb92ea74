"""A parcel has arrived, or was turned round: the order's lines have come as far as its parcels."""

from collections import Counter

from events import FulfillmentDelivered, FulfillmentReturned
from functions import fulfillment
from functions.orders import store
from shared.dynamo import commit, fetch
from shared.queue import News


def note_delivery(event: FulfillmentDelivered | FulfillmentReturned, news: News) -> None:
    """Count the delivered units on the order's lines anew.

    The parcels say what is true by now, so the news may come in any order. They are read after the order, and the order
    is written by everybody who has counted, also where the count is as before: whoever counted older parcels, and is
    late with it, finds that the order has moved on.
    """
    (whole,) = fetch(store.order_of_nobody(event.order_id))
    arrived: Counter[str] = Counter()
    for parcel in fulfillment.fulfillments_of(event.order_id):
        if parcel.status is fulfillment.Status.DELIVERED:
            arrived.update(dict(parcel.items))
    more = {line.id: arrived[line.id] - line.delivered for line in whole.order.lines}
    commit(*store.save_order(whole.order.delivered(more, news.now)), news.heard)
