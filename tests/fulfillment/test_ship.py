"""Shipping a parcel, as orders has it done."""

import pytest

from functions.fulfillment import (
    FulfillmentView,
    NewTracking,
    TrackingNumberTaken,
    fulfillments_of,
    history,
    orders_tracked,
)
from shared.errors import Stale
from tests.fulfillment.builders import (
    FULFILLMENT,
    LINE,
    LOCATION,
    ORDER,
    a_body,
    a_ful,
    everything,
    hear,
    post_webhook,
    said,
    ship_a_parcel,
    staff,
)
from tests.world import Clock

pytestmark = pytest.mark.usefixtures("world")


def test_a_shipped_parcel_is_found_by_its_order() -> None:
    first, second = ship_a_parcel(a_ful(1)), ship_a_parcel(a_ful(2), NewTracking(company="ups", number="2Z"))
    assert fulfillments_of(ORDER) == [first, second]
    assert fulfillments_of("order_01JD0000000000000000000002") == []


def test_it_says_created_then_shipped() -> None:
    ship_a_parcel()
    created, shipped = said()
    lines = [{"line_item_id": LINE, "quantity": 2}]
    assert (created["type"], shipped["type"]) == ("fulfillment.created", "fulfillment.shipped")
    assert created["data"] == {
        "fulfillment_id": FULFILLMENT,
        "order_id": ORDER,
        "location_id": LOCATION,
        "items": lines,
    }
    assert shipped["data"]["notify_customer"] is True
    assert shipped["aggregate"] == {"type": "fulfillment", "id": FULFILLMENT, "version": 1}


def test_the_history_of_an_order_is_that_of_its_parcels() -> None:
    ship_a_parcel(a_ful(1), None)
    ship_a_parcel(a_ful(2), None)
    ship_a_parcel(a_ful(3), None, "order_01JD0000000000000000000002")
    told = [(event["type"], event["aggregate"]["id"]) for event in history(ORDER)]
    assert told == [(f"fulfillment.{what}", a_ful(i)) for i in (1, 2) for what in ("created", "shipped")]


@pytest.mark.parametrize("order_id", [ORDER, "order_01JD0000000000000000000002"])
def test_fulfillments_that_share_a_parcel_share_its_number(order_id: str) -> None:
    ship_a_parcel(a_ful(1))
    ship_a_parcel(a_ful(2), NewTracking(company="ups", number="1z 999 aa1 01 2345 6784"), order_id)
    (number,) = [item for item in everything() if item["sk"] == "NUMBER"]
    assert [(each["fulfillment_id"], each["order_id"]) for each in number["parcels"]] == [
        (a_ful(1), ORDER),
        (a_ful(2), order_id),
    ]


def test_orders_are_found_by_the_number_on_their_parcels_whoever_carries_them() -> None:
    other, typed = "order_01JD0000000000000000000002", "1z 999 aa1 01 2345 6784"
    ship_a_parcel(a_ful(1))
    ship_a_parcel(a_ful(2))
    ship_a_parcel(a_ful(3), NewTracking(company="dhl", number=typed), other)
    assert orders_tracked(typed) == [ORDER, other]
    assert orders_tracked("2Z") == []


@pytest.mark.parametrize("end", ["delivered", "return_to_sender"])
def test_the_number_of_a_parcel_that_arrived_days_ago_is_mistyped(world: Clock, end: str) -> None:
    ship_a_parcel(a_ful(1))
    post_webhook(a_body(status=end))
    hear(*said("carrier.event_received"))
    ship_a_parcel(a_ful(2))
    world.advance(days=2)
    before = everything()
    with pytest.raises(TrackingNumberTaken) as refused:
        ship_a_parcel(a_ful(3))
    assert refused.value.code == "tracking_number_taken"
    assert everything() == before


def test_parcels_recorded_long_after_their_arrival_share_their_number(world: Clock) -> None:
    post_webhook(a_body(status="delivered"))
    hear(*said("carrier.event_received"))
    world.advance(days=3)
    ship_a_parcel(a_ful(1))
    ship_a_parcel(a_ful(2))
    hear(*said("fulfillment.shipped"))
    assert [parcel.status for parcel in fulfillments_of(ORDER)] == ["delivered", "delivered"]


def test_another_carrier_may_use_the_same_number() -> None:
    ship_a_parcel(a_ful(1), NewTracking(company="ups", number="123"))
    ship_a_parcel(a_ful(2), NewTracking(company="dhl", number="123"))
    assert len(fulfillments_of(ORDER)) == 2


def test_parcels_may_be_sent_without_tracking() -> None:
    ship_a_parcel(a_ful(1), None)
    ship_a_parcel(a_ful(2), None)
    assert [parcel.tracking for parcel in fulfillments_of(ORDER)] == [None, None]


def test_a_number_may_be_used_again_after_a_year(world: Clock) -> None:
    ship_a_parcel(a_ful(1))
    post_webhook(a_body(status="delivered"))
    hear(*said("carrier.event_received"))
    world.advance(days=366)
    for number in (2, 3):
        ship_a_parcel(a_ful(number))
    hear(*said("fulfillment.shipped"))
    assert [parcel.status for parcel in fulfillments_of(ORDER)] == ["delivered", "shipped", "shipped"]


def test_a_fulfillment_is_made_once() -> None:
    ship_a_parcel(tracking=None)
    with pytest.raises(Stale):
        ship_a_parcel(tracking=None)


def test_staff_see_a_parcel_by_its_id_and_by_its_order() -> None:
    parcel = ship_a_parcel()
    one = staff("GET", f"/admin/fulfillments/{FULFILLMENT}")
    assert one["statusCode"] == 200
    assert one["headers"]["ETag"].startswith('"1-')
    assert one["body"] == FulfillmentView.of(parcel).model_dump_json()
    listed = staff("GET", "/admin/fulfillments", query={"order_id": ORDER})
    assert listed["body"] == f'{{"data":[{one["body"]}],"has_more":false,"next_cursor":null}}'


def test_a_parcel_that_is_not_there_is_not_found() -> None:
    for fulfillment_id in (FULFILLMENT, "ful_1", "x", ORDER):
        assert staff("GET", f"/admin/fulfillments/{fulfillment_id}")["statusCode"] == 404


def test_a_list_needs_its_order_and_the_scope() -> None:
    assert staff("GET", "/admin/fulfillments")["statusCode"] == 400
    assert staff("GET", "/admin/fulfillments", query={"order_id": "x"})["statusCode"] == 400
    query = {"order_id": ORDER}
    assert staff("GET", "/admin/fulfillments", scopes="fulfillment:write", query=query)["statusCode"] == 403
