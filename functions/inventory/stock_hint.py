"""What shoppers may know of the stock: whether there is any; how much only where the shop's setting says so."""

from dataclasses import dataclass
from typing import Literal

from shared.settings import Settings, read_settings

LOW_AT = 5  # units and fewer: worth a word to whoever hesitates

Stock = Literal["in_stock", "low", "out"]


class StockSettings(Settings):
    """shows_stock: whether shoppers see numbers. Competitors read them, too."""

    shows_stock: bool = False


@dataclass(frozen=True)
class StockHint:
    """is_enough: whether all that is wanted could be had now. available: None where numbers are not shown."""

    stock: Stock
    is_enough: bool
    available: int | None


def stock_hint(available: int, wanted: int = 1) -> StockHint:
    """The hint for somebody who wants so many of what is available."""
    stock: Stock = "out" if available <= 0 else "low" if available <= max(LOW_AT, wanted - 1) else "in_stock"
    shown = max(available, 0) if read_settings(StockSettings).shows_stock else None
    return StockHint(stock, available >= wanted, shown)
