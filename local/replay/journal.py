"""The journal: what a replay has done in a shop, line by line, so that it goes on where it was cut off.

It only saves work and remembers decisions. What was done is in the shop, under idempotency keys: a replay without its
journal asks again and gets the first answers.
"""

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class Journal:
    """One file's replay in one shop. May be written to by many threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self.variants: dict[str, str] = {}  # ids by SKU
        self.labels: dict[str, str] = {}  # of products by id, as the table shows them
        self.received: set[str] = set()  # deliveries in stock, by their first SKU
        self.orders: dict[str, str] = {}  # ids of placed orders by invoice
        self.days: set[str] = set()  # on which they were placed, UTC
        self.finished: set[str] = set()  # invoices whose orders were shipped, or canceled
        self.refunded: set[str] = set()  # names of refunds
        self.matched: dict[int, str] = {}  # invoices by the lines of cancellations
        for entry in _entries(path):
            self._take(entry)

    def product(self, product_id: str, label: str, variants: Mapping[str, str]) -> None:
        """A product is in the catalog. variants: ids by SKU."""
        self._note({"product": product_id, "label": label, "variants": dict(variants)})

    def receipt(self, first_sku: str) -> None:
        """A delivery is in stock."""
        self._note({"received": first_sku})

    def order(self, invoice: str, order_id: str, placed_at: str) -> None:
        """An order was placed."""
        self._note({"order": order_id, "invoice": invoice, "placed_at": placed_at})

    def finish(self, invoice: str) -> None:
        """An order was shipped, or canceled."""
        self._note({"finished": invoice})

    def refund(self, name: str) -> None:
        """A refund was asked for."""
        self._note({"refunded": name})

    def match(self, matched: Mapping[int, str]) -> None:
        """Cancellations' lines have found their orders, for good."""
        news = {number: invoice for number, invoice in matched.items() if number not in self.matched}
        if news:
            self._note({"matched": news})

    def _note(self, entry: dict[str, Any]) -> None:
        with self._lock:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a") as file:
                file.write(json.dumps(entry) + "\n")
            self._take(json.loads(json.dumps(entry)))

    def _take(self, entry: dict[str, Any]) -> None:
        match entry:
            case {"product": product_id, "label": label, "variants": variants}:
                self.labels[product_id] = label
                self.variants |= variants
            case {"received": first_sku}:
                self.received.add(first_sku)
            case {"order": order_id, "invoice": invoice, "placed_at": placed_at}:
                self.orders[invoice] = order_id
                self.days.add(placed_at[:10])
            case {"finished": invoice}:
                self.finished.add(invoice)
            case {"refunded": which}:
                self.refunded.add(which)
            case {"matched": matched}:
                self.matched |= {int(number): invoice for number, invoice in matched.items()}


def _entries(path: Path) -> list[dict[str, Any]]:
    """The entries so far; a last line that was cut off is dropped, and what it said is done again."""
    entries: list[dict[str, Any]] = []
    if path.exists():
        whole, _, rest = path.read_text().rpartition("\n")
        entries = [json.loads(line) for line in whole.splitlines()]
        if rest:
            path.write_text(whole + "\n" if whole else "")
    return entries
