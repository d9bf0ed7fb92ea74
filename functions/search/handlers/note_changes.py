"""Hears what changes in the catalog and on the shelves, and notes it for the next build of the index."""

from events import InventoryAdjusted, LevelLow, LevelRestored, ProductUpdated
from functions.search.note_change import note_product, note_stock
from functions.search.table import SPEC
from shared.queue import queue_handler

handler = queue_handler(
    SPEC,
    "search.note_changes",
    {
        ProductUpdated: note_product,
        InventoryAdjusted: note_stock,
        LevelLow: note_stock,
        LevelRestored: note_stock,
    },
)
