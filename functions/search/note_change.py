"""Note that a product, or the stock of a variant, is another now; the next build asks the catalog how it is."""

from events import InventoryAdjusted, LevelLow, LevelRestored, ProductUpdated
from functions.search import store
from shared import clock
from shared.dynamo import commit
from shared.queue import News

OfStock = InventoryAdjusted | LevelLow | LevelRestored


def note_product(event: ProductUpdated, news: News) -> None:
    """Its prices too: whatever changes of a product is told by this event besides its own."""
    _note(event.product_id, news)


def note_stock(event: OfStock, news: News) -> None:
    """What is in stock ranks before what is not."""
    _note(event.variant_id, news)


def _note(thing: str, news: News) -> None:
    commit(*store.note([thing], clock.stamp(news.now)), news.heard)
