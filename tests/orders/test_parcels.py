"""An order's parcels: sent with a number, with a shared one or without, arriving, or coming back."""

import json
from typing import Any

import pytest

from functions.orders import note_delivery
from shared import clock
from shared.dynamo import commit
from tests.in_process import InProcessShop
from tests.orders.story import Story
from tests.world import sign_as_carrier


@pytest.fixture
def story(shop: InProcessShop) -> Story:
    """A placed order for two units."""
    return Story(shop).paid()


def ship(story: Story, quantity: int = 2, **differing: Any) -> tuple[int, Any]:
    body = {"location_id": story.place, "items": [{"line_item_id": story.line, "quantity": quantity}], **differing}
    status, answer, _ = story.shop.admin("POST", f"/admin/orders/{story.id}/fulfillments", body)
    return status, answer


def report(shop: InProcessShop, number: str, status: str, hour: int) -> None:
    told = {"event_id": f"{number}-{status}-{hour}", "tracking_number": number, "status": status}
    raw = json.dumps({**told, "occurred_at": f"2026-11-22T{hour:02d}:00:00Z"})
    answer = shop.call(
        "POST", "/webhooks/carriers/ups", raw, Carrier_Signature=sign_as_carrier(raw.encode(), clock.now())
    )
    assert answer[0] == 200, answer
    shop.pump()


@pytest.mark.parametrize("differing", [{}, {"tracking": None}])
def test_a_letter_ships_without_tracking_and_staff_deliver_it(story: Story, differing: dict[str, Any]) -> None:
    status, parcel = ship(story, **differing)
    assert (status, parcel["tracking"], parcel["status"]) == (201, None, "shipped")
    assert story.shop.admin("POST", f"/admin/fulfillments/{parcel['id']}/deliver")[1]["status"] == "delivered"
    story.shop.pump()
    assert story.order["fulfillment_status"] == "delivered"


def test_two_orders_in_one_parcel_arrive_together(story: Story, shop: InProcessShop) -> None:
    other = Story(shop).paid()
    assert ship(story, tracking={"company": "ups", "number": "1Z 999"})[0] == 201
    assert ship(other, tracking={"company": "ups", "number": "1z999"})[0] == 201
    report(shop, "1Z-999", "delivered", 11)
    assert (story.order["fulfillment_status"], other.order["fulfillment_status"]) == ("delivered", "delivered")


def test_one_order_may_have_a_number_twice(story: Story, shop: InProcessShop) -> None:
    for _ in range(2):
        assert ship(story, 1, tracking={"company": "ups", "number": "1Z1"})[0] == 201
    report(shop, "1Z1", "delivered", 11)
    assert story.order["fulfillment_status"] == "delivered"


def test_who_counted_before_a_parcel_turned_round_does_not_have_the_last_word(
    story: Story, shop: InProcessShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Delivered is counted, and before that is kept, an older report says that it had turned round before."""
    assert ship(story, tracking={"company": "ups", "number": "1Z1"})[0] == 201
    meanwhile = [lambda: report(shop, "1Z1", "return_to_sender", 10)]

    def late(*writes: Any) -> None:
        while meanwhile:
            meanwhile.pop()()
        commit(*writes)

    monkeypatch.setattr(note_delivery, "commit", late)
    report(shop, "1Z1", "delivered", 11)
    assert (story.order["fulfillment_status"], story.order["items"][0]["delivered_quantity"]) == ("shipped", 0)


def test_what_came_back_is_not_delivered(story: Story, shop: InProcessShop) -> None:
    ship(story, tracking={"company": "ups", "number": "1Z1"})
    report(shop, "1Z1", "return_to_sender", 9)
    report(shop, "1Z1", "delivered", 10)
    assert story.order["fulfillment_status"] == "shipped"
    _, timeline, _ = shop.admin("GET", f"/admin/orders/{story.id}/timeline")
    told = [entry["type"] for entry in timeline["data"]]
    assert (told.count("fulfillment.returned"), told.count("fulfillment.delivered")) == (1, 0)


def test_a_delivery_that_was_the_senders_is_taken_off_the_lines(story: Story, shop: InProcessShop) -> None:
    ship(story, 1, tracking={"company": "ups", "number": "1Z1"})
    ship(story, 1, tracking={"company": "ups", "number": "1Z2"})
    report(shop, "1Z1", "delivered", 10)
    report(shop, "1Z2", "delivered", 10)
    assert story.order["fulfillment_status"] == "delivered"
    report(shop, "1Z1", "return_to_sender", 9)
    assert story.order["fulfillment_status"] == "partially_delivered"
    _, sales, _ = shop.admin("GET", "/admin/reports/sales?from=2026-11-22&to=2026-11-22")
    assert sales["data"][0]["units_delivered"] == 1


def test_a_location_that_is_not_there_is_named(story: Story) -> None:
    before = story.order
    status, body = ship(story, location_id="loc_NONE")
    assert (status, body["error"]["code"], body["error"]["param"]) == (422, "unknown_location", "location_id")
    assert story.order == before


def test_a_closed_location_ships_what_is_there(story: Story, shop: InProcessShop) -> None:
    assert shop.admin("PATCH", f"/admin/locations/{story.place}", {"is_active": False})[0] == 200
    assert ship(story)[0] == 201


def test_what_a_count_did_not_find_is_refused_and_nothing_ships(story: Story, shop: InProcessShop) -> None:
    item = {"variant_id": story.variant_id, "location_id": story.place, "delta": -9, "reason": "count"}
    status, booked, _ = shop.admin("POST", "/admin/inventory/adjustments", {"items": [item]})
    assert (status, booked["shortfalls"][0]["order_ids"]) == (201, [story.id])
    status, body = ship(story)
    assert (status, body["error"]["code"]) == (409, "insufficient_stock")
    assert body["error"]["details"]["items"][0]["available"] == 1
    assert ship(story, 1)[0] == 201


def test_who_shipped_is_in_the_parcel_and_in_the_book(story: Story, shop: InProcessShop) -> None:
    _, parcel = ship(story)
    assert parcel["by"].startswith("key_")
    _, book, _ = shop.admin("GET", f"/admin/inventory/movements?variant_id={story.variant_id}")
    assert [(row["by"], row["reference"]) for row in book["data"] if row["kind"] == "sale"] == [
        (parcel["by"], parcel["id"])
    ]
