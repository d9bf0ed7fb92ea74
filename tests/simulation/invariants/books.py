"""All that the shop has stored, as plain values, sorted by what it is."""

from collections import defaultdict
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from infra.domains import DOMAINS
from shared import clock
from shared.dynamo.values import from_wire
from shared.table import TableSpec

if TYPE_CHECKING:
    from tests.simulation.world import World

Item = dict[str, Any]
CLOCKS_APART_S = 10.0  # two clocks, each five seconds wrong at the most
SPECS: dict[str, TableSpec] = {domain.name: domain.table for domain in DOMAINS if domain.table}


def is_order(pk: str, sk: str) -> bool:
    """Whether it is an order; a number's row, which finds one, is none."""
    return sk == "ORDER" and pk.startswith("ORDER#")


class Books:
    """Reads every item once."""

    def __init__(self, world: "World") -> None:
        self.tables: dict[str, dict[tuple[str, str], Item]] = {
            name: {key: from_wire(item) for key, item in world.db.items(spec).items()} for name, spec in SPECS.items()
        }

    @cached_property
    def orders(self) -> dict[str, Item]:
        """The changing part of each order, by its id."""
        return {item["id"]: item for (pk, sk), item in self.tables["orders"].items() if is_order(pk, sk)}

    @cached_property
    def carts(self) -> dict[str, Item]:
        """Each cart, by its id; which one is a customer's own stands beside them."""
        found = self.tables["orders"].items()
        return {item["id"]: item for (pk, sk), item in found if sk == "CART" and pk.startswith("CART#")}

    @cached_property
    def sold(self) -> dict[str, Item]:
        """The unchanging part of each order, by its id."""
        return {item["order_id"]: item for (_, sk), item in self.tables["orders"].items() if sk == "SOLD"}

    @cached_property
    def accounts(self) -> dict[str, Item]:
        """The account of each order."""
        return {item["order_id"]: item for (_, sk), item in self.tables["payments"].items() if sk == "ACCOUNT"}

    @cached_property
    def payments(self) -> dict[str, list[Item]]:
        """The payments of each order."""
        return self._by_order("PAYMENT#")

    @cached_property
    def refunds(self) -> dict[str, list[Item]]:
        """The refunds of each order."""
        return self._by_order("REFUND#")

    @cached_property
    def ledger(self) -> dict[str, list[Item]]:
        """The ledger's entries of each order."""
        return self._by_order("LEDGER#")

    def _by_order(self, kind: str) -> dict[str, list[Item]]:
        found = defaultdict(list)
        for (pk, sk), item in self.tables["payments"].items():
            if sk.startswith(kind) and pk.startswith("ORDER#"):
                found[item["order_id"]].append(item)
        return found

    @cached_property
    def levels(self) -> dict[tuple[str, str], Item]:
        """Each level, by (variant, location)."""
        return {
            (item["variant_id"], item["location_id"]): item
            for (pk, sk), item in self.tables["inventory"].items()
            if pk.startswith("VARIANT#") and sk.startswith("LEVEL#")
        }

    @cached_property
    def reservations(self) -> dict[str, Item]:
        """Each order's reservation."""
        return {item["order_id"]: item for (_, sk), item in self.tables["inventory"].items() if sk == "RESERVATION"}

    @cached_property
    def movements(self) -> list[Item]:
        """The lines of the stock book."""
        return [item for (_, sk), item in self.tables["inventory"].items() if sk.startswith("MOVE#")]

    @cached_property
    def parcels(self) -> dict[str, list[Item]]:
        """The fulfillments of each order."""
        found = defaultdict(list)
        for item in self.tables["fulfillment"].values():
            if str(item.get("id", "")).startswith("ful_"):
                found[item["order_id"]].append(item)
        return found

    @cached_property
    def expired_at(self) -> dict[str, datetime]:
        """When each order that expired did."""
        news = (event for _, event in self.said if event["type"] == "order.expired")
        return {event["data"]["order_id"]: clock.parse(event["created_at"]) for event in news}

    @cached_property
    def said(self) -> list[tuple[str, Item]]:
        """Every event row, with the domain that said it."""
        return [
            (name, item)
            for name, items in self.tables.items()
            for (_, sk), item in items.items()
            if sk.startswith("EVENT#")
        ]
