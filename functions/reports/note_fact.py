"""Note a fact that reports count, in the same commit as that we heard it."""

from events import FulfillmentReturned, OrderCanceled, OrderPlaced
from functions.reports import store
from functions.reports.fact import Counted, Fact
from shared import telemetry
from shared.dynamo import commit, fetch
from shared.queue import News


def note_fact(event: Counted, news: News) -> None:
    """Keep the fact under the day it happened. Its day is marked where the closing of that day may miss it."""
    if isinstance(event, OrderCanceled) and not event.was_placed:
        return  # nothing was sold, so nothing is lost
    if isinstance(event, FulfillmentReturned) and not event.was_delivered:
        return  # it was never counted as delivered
    fact = Fact(news.id, news.created_at, event)
    is_late = fact.day < news.now.date()
    commit(*store.keep(fact, is_open_end=is_late or not _has_sale(fact)), news.heard)
    telemetry.count("FactsKept")


def _has_sale(fact: Fact) -> bool:
    """Whether the sale that the fact refers to was heard; its news may still be on the way."""
    if isinstance(fact.event, OrderPlaced):
        return True
    (found,) = fetch(store.sales([fact.order_id]))
    return bool(found)
