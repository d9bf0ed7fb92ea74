"""A made-up change of what is stored: orders of the release before are read, listed, told and go on everywhere."""

from typing import Any

import pytest

from functions.orders.table import BY_TIME, SPEC
from shared.aws import client
from shared.dynamo import Item, query_all
from shared.dynamo.values import from_wire, to_wire
from shared.migration import migrate
from shared.table import SCHEMA_VERSION
from tests.in_process import InProcessShop
from tests.orders.story import Story

NEW = {"status": "state", "lines": "positions", "total": "sum", "correlation_id": "request"}  # and what it was before
OLD = {old: new for new, old in NEW.items()}
KINDS = ("ORDER", "EVENT#")


def renamed(item: Item, names: dict[str, str]) -> Item:
    return {names.get(name, name): value for name, value in item.items()}


def with_new_names(item: Item) -> Item:
    """The step: whatever is no order and no event stays as it is."""
    return renamed(item, OLD) if item["sk"].startswith(KINDS) else item


class Upgraded(Story):
    """A shop whose orders were written by the release before, and by this one since."""

    def by_the_release_before(self) -> None:
        """Write every order and event as it stood before the change."""
        dynamodb = client("dynamodb")
        for wire in dynamodb.scan(TableName=SPEC.physical_name)["Items"]:
            item = from_wire(wire)
            if item["sk"].startswith(KINDS):
                older = {**renamed(item, NEW), SCHEMA_VERSION: 1}
                dynamodb.put_item(TableName=SPEC.physical_name, Item=to_wire(older))

    def stored(self) -> Item:
        """The order as it stands in the table."""
        key = to_wire({"pk": f"ORDER#{self.id}", "sk": "ORDER"})
        return from_wire(client("dynamodb").get_item(TableName=SPEC.physical_name, Key=key)["Item"])

    def seen(self) -> list[Any]:
        """The order wherever somebody reads it."""
        headers = {"Order_Token": self.completed["order_token"]}
        by_shopper = self.shop.call("GET", f"/store/orders/{self.id}", **headers)
        staff = [f"/{self.id}", "", "?status=placed", f"?email={self.order['email']}", f"/{self.id}/timeline"]
        return [by_shopper[:2], *(self.shop.admin("GET", f"/admin/orders{path}")[:2] for path in staff)]


@pytest.fixture
def story(shop: InProcessShop, monkeypatch: pytest.MonkeyPatch) -> Upgraded:
    """A placed order."""
    story = Upgraded(shop).paid()
    monkeypatch.setitem(vars(SPEC), "upgrades", (with_new_names,))
    assert isinstance(story, Upgraded)
    return story


def test_it_is_read_everywhere_as_it_was(story: Upgraded) -> None:
    before = story.seen()
    story.by_the_release_before()
    assert story.stored()["state"] == "placed"
    assert story.seen() == before
    assert {status for status, _ in before} == {200}


def test_it_goes_on(story: Upgraded) -> None:
    story.by_the_release_before()
    assert story.ship(1)[0] == 201
    story.shop.pump()
    assert (story.stored()["status"], story.stored()[SCHEMA_VERSION]) == ("placed", 2)
    story.by_the_release_before()
    assert story.refund_units(1)[0] == 201
    story.shop.pump()
    assert story.order["payment_status"] == "partially_refunded"


def test_one_that_nobody_pays_expires(shop: InProcessShop, monkeypatch: pytest.MonkeyPatch) -> None:
    story = Upgraded(shop)
    monkeypatch.setitem(vars(SPEC), "upgrades", (with_new_names,))
    story.by_the_release_before()
    story.overdue()
    assert story.order["status"] == "expired"


def test_what_it_says_is_published_in_todays_shape(shop: InProcessShop, monkeypatch: pytest.MonkeyPatch) -> None:
    story = Upgraded(shop)
    (said,) = [row for table, row in shop.unsent() if table is SPEC]
    monkeypatch.setitem(vars(SPEC), "upgrades", (with_new_names,))
    story.by_the_release_before()
    stream = {"eventName": "INSERT", "dynamodb": {"NewImage": to_wire({**renamed(said, NEW), SCHEMA_VERSION: 1})}}
    shop.run("orders.publish_events", {"Records": [stream]})
    assert not [row for table, row in shop.unsent() if table is SPEC]
    story.by_the_release_before()
    shop.pump()
    assert story.order["status"] == "pending"


def test_a_migration_leaves_the_shop_as_it_was(story: Upgraded) -> None:
    story.shop.pump()
    before = story.seen()
    story.by_the_release_before()
    assert migrate(SPEC).after is None
    assert story.stored()["status"] == "placed"
    assert story.seen() == before
    (listed,) = query_all(SPEC, "order", index=BY_TIME)
    assert listed["pk"] == f"ORDER#{story.id}"
    assert story.cancel()[0] == 200
