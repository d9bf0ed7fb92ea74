"""What becomes of a carrier's report: applied, ignored, or set aside until its parcel is recorded."""

import itertools
from collections import Counter
from typing import Any

import pytest

from functions.fulfillment import NewTracking, TrackingNumberTaken, fulfillments_of
from functions.fulfillment.fulfillment import plain
from functions.fulfillment.number import NUMBER_PARCELS_MAX
from functions.fulfillment.table import SPEC
from shared.aws import client
from shared.dynamo import Item
from shared.outbox import history
from tests.fulfillment.builders import (
    FULFILLMENT,
    LINE,
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


def report(status: str, carrier: str = "ups", number: str = NUMBER, hour: int = 11) -> Item:
    """Post a report, and give the news of it."""
    event_id = f"{plain(number)}-{status}-{hour}"
    told = {"status": status, "tracking_number": number, "occurred_at": f"2026-11-22T{hour:02d}:00:00Z"}
    assert post_webhook(a_body(**told, event_id=event_id), carrier)["statusCode"] == 200
    (news,) = history(SPEC, f"CARRIER_EVENT#{carrier}#{event_id}")
    return news


def parcels() -> list[Item]:
    """Every fulfillment, as it is stored."""
    return sorted((item for item in everything() if item["sk"].startswith("FULFILLMENT#")), key=lambda each: each["id"])


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


@pytest.mark.parametrize("typed", [NUMBER.lower(), f" {NUMBER[:2]} {NUMBER[2:5]}-{NUMBER[5:]} "])
def test_numbers_are_known_however_they_are_typed(typed: str) -> None:
    ship_a_parcel()
    hear(report("in_transit", number=typed))
    ship_a_parcel(a_ful(2), NewTracking(company="ups", number=typed), new_order())
    hear(report("delivered"))
    assert state()[0] == "delivered"
    assert {each["tracking"]["number"] for each in parcels()} == {NUMBER, typed.strip()}
    assert [each["status"] for each in parcels()] == ["delivered", "delivered"]


def test_a_report_moves_every_fulfillment_of_the_number() -> None:
    orders = [ORDER, ORDER, new_order()]
    for i, order_id in enumerate(orders):
        ship_a_parcel(a_ful(i), UPS, order_id)
    hear(report("out_for_delivery"), report("delivered"), report("delivered"))
    assert [(each["status"], each["version"]) for each in parcels()] == [("delivered", 3)] * 3
    assert len(said("fulfillment.delivered")) == 3


def test_a_fulfillment_that_joins_the_parcel_later_knows_what_was_told_before() -> None:
    ship_a_parcel(a_ful(1))
    hear(report("failure", hour=9), report("out_for_delivery", hour=10))
    ship_a_parcel(a_ful(2), UPS, new_order())
    hear(*said("fulfillment.shipped"))
    assert [each["tracking_status"] for each in parcels()] == ["out_for_delivery", "out_for_delivery"]


def test_as_many_as_fit_into_one_commit_share_a_number() -> None:
    for i in range(NUMBER_PARCELS_MAX):
        ship_a_parcel(a_ful(i), UPS, new_order())
    before = len(everything())
    with pytest.raises(TrackingNumberTaken):
        ship_a_parcel(a_ful(99), UPS, new_order())
    assert len(everything()) == before
    assert hear(report("delivered")) == []
    assert {each["status"] for each in parcels()} == {"delivered"}


def test_a_report_that_dies_on_its_way_is_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    ship_a_parcel(a_ful(1))
    ship_a_parcel(a_ful(2), UPS, new_order())
    news, dynamodb = report("delivered"), client("dynamodb")
    with monkeypatch.context() as broken:
        broken.setattr(dynamodb, "transact_write_items", lambda **_: 1 / 0)
        assert hear(news) == ["0"]
    assert [each["status"] for each in parcels()] == ["shipped", "shipped"]
    assert hear(news, news) == []
    assert [each["status"] for each in parcels()] == ["delivered", "delivered"]
    assert len(said("fulfillment.delivered")) == 2


def test_what_comes_back_undelivered_is_said_once_and_its_arrival_is_the_senders() -> None:
    ship_a_parcel()
    news = report("return_to_sender", hour=10)
    hear(report("failure", hour=9), news, news, report("delivered", hour=11))
    assert state() == ("returned", "return_to_sender", None)
    (returned,) = said("fulfillment.returned")
    assert returned["data"] == {
        "fulfillment_id": FULFILLMENT,
        "order_id": ORDER,
        "items": [{"line_item_id": LINE, "quantity": 2}],
        "was_delivered": False,
    }
    assert said("fulfillment.delivered") == []


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


@pytest.mark.parametrize(
    ("reports", "end"),
    [
        (("in_transit", "delivered"), ("delivered", "delivered", "2026-11-22T11:00:00.000Z", 1)),
        (("failure", "out_for_delivery"), ("shipped", "out_for_delivery", None, 0)),
        (("return_to_sender", "delivered"), ("returned", "return_to_sender", None, 0)),
        (("out_for_delivery", "failure"), ("shipped", "failure", None, 0)),
    ],
)
def test_reports_and_the_shipment_in_any_order_end_the_same(reports: tuple[str, str], end: tuple[Any, ...]) -> None:
    ends = set()
    for i, steps in enumerate(itertools.permutations([*reports, "SHIP"])):
        order_id, number = new_order(), f"N{i}"
        for step in steps:
            if step == "SHIP":
                ship_a_parcel(a_ful(i), NewTracking(company="ups", number=number), order_id)
            else:
                hear(report(step, number=number, hour=10 + reports.index(step)))
        hear(history_of(a_ful(i))[1])
        told = Counter(each["type"] for each in history_of(a_ful(i)) if not each["data"].get("was_delivered"))
        taken_back = sum(bool(each["data"].get("was_delivered")) for each in history_of(a_ful(i)))
        ends.add((*state(order_id), told["fulfillment.delivered"] - taken_back))
    assert ends == {end}


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
