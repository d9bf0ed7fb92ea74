"""The shop's own report of the replay, as books that can be held against those of the file."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from local.replay.figures import Books, Figures
from local.replay.journal import Journal
from local.replay.shop import CURRENCY, Shop

PATIENCE_S = 90  # for the last sales and refunds to be counted; on an idle machine it takes two seconds
GLANCE_S = 1.0
ELSEWHERE = "not in the file"  # sales in pounds that are not the replay's


def settled_books(shop: Shop, journal: Journal, expected: Books, pause: Callable[[float], None] = time.sleep) -> Books:
    """The shop's books once they say what is expected, or as they are when patience ends."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        books = _books(shop, journal)
        if books == expected or time.monotonic() > deadline:
            return books
        pause(GLANCE_S)


def _books(shop: Shop, journal: Journal) -> Books:
    last = today().isoformat()
    days = f"from={min(journal.days, default=last)}&to={last}"
    path = f"/admin/reports/sales?{days}&currency={CURRENCY}&group_by="
    countries, products = shop.staff.get(path + "country"), shop.staff.get(path + "product")
    books = Books(all=_figures(countries["totals"][0]) if countries["totals"] else Figures())
    for row in countries["data"]:
        books.by_country[row["country"]] = _figures(row)
        if row["refunded_total"]:
            books.refunded[row["country"]] = row["refunded_total"]
    for row in products["data"]:
        books.by_product[journal.labels.get(row["product_id"], ELSEWHERE)].add(_figures(row))
    return books


def today() -> date:
    """The day that the shop, which keeps UTC, has."""
    return datetime.now(UTC).date()


def _figures(row: Mapping[str, Any]) -> Figures:
    return Figures(row["orders"], row["lines"], row["units"], row["gross_total"], row["canceled_total"])
