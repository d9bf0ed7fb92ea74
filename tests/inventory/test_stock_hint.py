"""What shoppers may know of the stock."""

import pytest

from functions.inventory.stock_hint import StockHint, stock_hint


@pytest.mark.parametrize(
    ("available", "wanted", "stock", "is_enough"),
    [
        (-1, 1, "out", False),  # a count found less than is set aside
        (0, 1, "out", False),
        (1, 1, "low", True),
        (5, 1, "low", True),
        (6, 1, "in_stock", True),
        (19, 20, "low", False),  # never in stock where it is not enough
        (20, 20, "in_stock", True),
    ],
)
def test_a_hint_tells_whether_there_is_any_and_enough_and_no_number(
    available: int, wanted: int, stock: str, is_enough: bool
) -> None:
    hint = stock_hint(available, wanted)
    assert (hint.stock, hint.is_enough, hint.available) == (stock, is_enough, None)


@pytest.mark.parametrize(("available", "shown"), [(-1, 0), (0, 0), (7, 7)])
def test_a_shop_that_shows_its_stock_shows_what_may_be_sold(
    monkeypatch: pytest.MonkeyPatch, available: int, shown: int
) -> None:
    monkeypatch.setenv("SHOWS_STOCK", "true")
    assert stock_hint(available) == StockHint("in_stock" if shown else "out", available > 0, shown)
