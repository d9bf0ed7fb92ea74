"""What must hold once the shop is at rest: the simulation's invariants, looked at in the shop in process."""

from collections import Counter
from types import SimpleNamespace
from typing import Any

from shared.aws import client
from shared.table import TableSpec
from tests.in_process import InProcessShop
from tests.simulation.invariants import counted, events, goods, jobs, money, orders, said, stock
from tests.simulation.invariants.books import Books
from tests.simulation.stripe.books import Book, book_of
from tests.upgrade.release import BUCKET, TABLES, Release, all_items

CHECKS = (money.check, stock.check, orders.check, events.check, said.check, counted.check, goods.check, jobs.check)


class Standing:
    """As much of the simulation's world as they look at. Make it before the shop goes on: it counts the mails."""

    def __init__(self, shop: InProcessShop, release: Release) -> None:
        self._shop = shop
        self.violations: list[str] = []
        self.happened: Counter[str] = Counter()
        self.received: Counter[tuple[str, str]] = Counter()
        for each in release.held["received"]:
            self.received[each["variant_id"], each["location_id"]] += each["quantity"]
        sent = [item["id"] for item in all_items(TABLES["notifications"]) if item.get("status") == "sent"]
        self.mail = SimpleNamespace(sent=[{"Tags": [{"Name": "mail_id", "Value": mail_id}]} for mail_id in sent])
        client("ses").meta.events.register(
            "provide-client-params.ses.SendEmail", lambda params, **_: self.mail.sent.append(params)
        )
        self.db = self
        self.stripe = SimpleNamespace(books=self._at_stripe)
        self.kept: set[str] = set()  # orders whose money staff keep
        self.plumbing = SimpleNamespace(dead=[])
        self.faults = SimpleNamespace(made=Counter())

    def expect(self, holds: bool, invariant: str, otherwise: str) -> None:
        """Note a violation where it does not hold."""
        self.violations += [] if holds else [f"{invariant}: {otherwise}"]

    def items(self, table: TableSpec) -> dict[tuple[str, str], Any]:
        """As DynamoDB has them."""
        pages = client("dynamodb").get_paginator("scan").paginate(TableName=table.physical_name)
        return {(item["pk"]["S"], item["sk"]["S"]): item for page in pages for item in page["Items"]}

    @property
    def loop(self) -> Any:
        """The time."""
        return SimpleNamespace(now=self._shop.clock.seconds())

    @property
    def files(self) -> Any:
        """The reports, by their keys."""
        keys = [each["Key"] for each in client("s3").list_objects_v2(Bucket=BUCKET).get("Contents", [])]
        return SimpleNamespace(
            objects={key: client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read() for key in keys}
        )

    def _at_stripe(self) -> dict[str, Book]:
        world = self._shop.double._world
        return {name: book_of(world, intent) for name, intent in world.tables["payment_intents"].items()}


def violations(standing: Standing) -> list[str]:
    """What does not hold."""
    world: Any = standing
    books = Books(world)
    for check in CHECKS:
        check(world, books)
    assert len(books.tables) == len(TABLES)
    return standing.violations
