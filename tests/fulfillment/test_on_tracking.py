"""What becomes of a carrier's report: applied, ignored, or set aside until its parcel is recorded."""

import itertools
from typing import Any

import pytest

from functions.fulfillment import NewTracking, fulfillments_of
from functions.fulfillment.table import SPEC
from shared.aws import client
from shared.dynamo import Item
from shared.outbox import history
from tests.fulfillment.builders import (
    NUMBER,
    ORDER,
    UPS,
    a_body,
    a_ful,
    everything,
    hear,
    new_order,
    post_webhook,
    said,
    ship_a_parcel,
)
from tests.world import Clock

pytestmark = pytest.mark.usefixtures("world")


def report(status: str, carrier: str = "ups", number: str = NUMBER) -> Item:
    """Post a report, and give the news of it."""
    event_id = f"{number}-{status}"
    post_webhook(a_body(status=status, tracking_number=number, event_id=event_id), carrier)
    (news,) = history(SPEC, f"CARRIER_EVENT#{carrier}#{event_id}")
    return news


def outcomes() -> dict[str, str]:
    return {item["tracking_status"]: item["outcome"] for item in everything() if item["sk"] == "RECEIVED"}


def state(order_id: str = ORDER) -> tuple[str, str, str | None]:
    (parcel,) = fulfillments_of(order_id)
    return parcel.status.value, parcel.tracking_status.value, parcel.delivered_at


def test_a_report_moves_its_parcel() -> None:
    ship_a_parcel()
    assert hear(report("in_transit")) == []
    assert state() == ("shipped", "in_transit", None)
    assert outcomes() == {"in_transit": "applied"}


def test_delivered_is_noted_and_said_once() -> None:
    ship_a_parcel()
    news = report("delivered")
    hear(news, news)
    hear(news)
    assert state() == ("delivered", "delivered", "2026-11-22T11:00:00.000Z")
    (delivered,) = said("fulfillment.delivered")
    assert (delivered["aggregate"]["version"], delivered["causation_id"]) == (2, news["id"])


def test_a_report_from_behind_is_ignored() -> None:
    ship_a_parcel()
    hear(report("delivered"), report("in_transit"))
    assert state()[1] == "delivered"
    assert outcomes() == {"delivered": "applied", "in_transit": "ignored"}


def test_numbers_are_known_in_any_case() -> None:
    ship_a_parcel()
    hear(report("in_transit", number=NUMBER.lower()))
    assert state()[1] == "in_transit"


def test_a_report_on_a_number_nobody_knows_is_quarantined_and_done() -> None:
    assert hear(report("in_transit")) == []
    assert outcomes() == {"in_transit": "quarantined"}


def test_another_carriers_report_does_not_touch_the_parcel() -> None:
    ship_a_parcel()
    hear(report("delivered", carrier="dhl"))
    assert state() == ("shipped", "unknown", None)


def test_delivered_before_shipped_is_applied_once_the_parcel_is_recorded() -> None:
    hear(report("delivered"), report("in_transit"))
    ship_a_parcel()
    assert state()[0] == "shipped"
    (shipped,) = said("fulfillment.shipped")
    hear(shipped)
    hear(shipped)
    assert state() == ("delivered", "delivered", "2026-11-22T11:00:00.000Z")
    assert len(said("fulfillment.delivered")) == 1


def test_a_parcel_recorded_while_its_report_is_set_aside_gets_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    news, dynamodb = report("delivered"), client("dynamodb")
    write = dynamodb.transact_write_items

    def write_after_the_shipment(**request: Any) -> Any:
        monkeypatch.setattr(dynamodb, "transact_write_items", write)
        ship_a_parcel()
        return write(**request)

    monkeypatch.setattr(dynamodb, "transact_write_items", write_after_the_shipment)
    assert hear(news) == []
    assert (state()[0], outcomes()) == ("delivered", {"delivered": "applied"})


def test_a_parcel_that_was_never_early_hears_of_its_shipping_without_effect() -> None:
    ship_a_parcel(a_ful(1))
    ship_a_parcel(a_ful(2), None)
    before = fulfillments_of(ORDER)
    assert hear(*said("fulfillment.shipped")) == []
    assert fulfillments_of(ORDER) == before


def test_a_report_of_the_numbers_last_parcel_is_not_taken_for_this_one(world: Clock) -> None:
    hear(report("delivered"))
    world.advance(days=31)
    ship_a_parcel()
    hear(*said("fulfillment.shipped"))
    assert state() == ("shipped", "unknown", None)


def test_an_old_early_report_does_not_stand_in_the_way_of_a_new_one(world: Clock) -> None:
    hear(report("delivered"))
    world.advance(days=31)
    hear(report("in_transit"))
    ship_a_parcel()
    hear(*said("fulfillment.shipped"))
    assert state()[1] == "in_transit"


def test_reports_and_the_shipment_in_any_order_end_the_same() -> None:
    ends = set()
    for i, steps in enumerate(itertools.permutations(["in_transit", "delivered", "SHIP"])):
        order_id, number = new_order(), f"N{i}"
        for step in steps:
            if step == "SHIP":
                ship_a_parcel(a_ful(i), NewTracking(company="ups", number=number), order_id)
            else:
                hear(report(step, number=number))
        hear(history_of(a_ful(i))[1])
        said_delivered = [each for each in history_of(a_ful(i)) if each["type"] == "fulfillment.delivered"]
        ends.add((*state(order_id), len(said_delivered)))
    assert ends == {("delivered", "delivered", "2026-11-22T11:00:00.000Z", 1)}


def history_of(fulfillment_id: str) -> list[Item]:
    return list(history(SPEC, f"FULFILLMENT#{fulfillment_id}"))


def test_a_reused_number_reports_to_its_new_parcel(world: Clock) -> None:
    ship_a_parcel(a_ful(1), UPS, ORDER)
    hear(report("delivered"))
    world.advance(days=366)
    second = new_order()
    ship_a_parcel(a_ful(2), UPS, second)
    hear(report("in_transit"))
    assert state(ORDER)[1] == "delivered"
    assert state(second)[1] == "in_transit"
