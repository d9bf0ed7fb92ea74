"""Search: what shoppers find by words. Nobody calls it; it hears what changed, and asks the catalog how it is."""

from functions.search.published import INDEXES_KEPT

__all__ = ["INDEXES_KEPT"]
