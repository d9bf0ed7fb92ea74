"""What becomes of an order: paid, expired, canceled, shipped, refunded, in whichever order the news come."""

from itertools import permutations
from typing import Any

import pytest

from tests.in_process import ALL_SCOPES, InProcessShop
from tests.orders.story import Story


@pytest.fixture
def story(shop: InProcessShop) -> Story:
    """A pending order."""
    return Story(shop)


def test_a_paid_order_is_placed_numbered_and_booked(story: Story) -> None:
    order = story.paid().order
    assert (order["status"], order["payment_status"], order["number"]) == ("placed", "paid", 1)
    assert (order["reserved_until"], order["captured_total"]) == (None, 5642)
    assert story.is_balanced()


def test_every_message_three_times_changes_nothing_more(story: Story, shop: InProcessShop) -> None:
    """FAULTS 29, 30, 42"""
    shop.pay(story.completed)
    shop.pump(times=3)
    story.ship()
    shop.pump(times=3)
    before = story.order
    for _, envelope in list(shop.heard):
        shop.deliver(envelope)
    assert story.order == before
    assert before["version"] == 3
    assert shop.levels(story.variant_id)[0]["on_hand"] == 8


def test_an_order_nobody_pays_expires_and_frees_its_stock(story: Story, shop: InProcessShop) -> None:
    order = story.overdue().order
    assert order["status"] == "expired"
    assert shop.available(story.variant_id) == 10
    shop.pump()
    (intent,) = shop.double.control("state")["payment_intents"].values()
    assert intent["status"] == "canceled"
    assert story.order["payment_status"] == "voided"


def test_an_order_that_is_paid_in_time_does_not_expire(story: Story) -> None:
    assert story.paid().overdue().order["status"] == "placed"


def test_money_that_comes_late_goes_back_once(story: Story, shop: InProcessShop) -> None:
    """FAULTS 63"""
    shop.pay(story.completed)  # and Stripe's news is on its way
    story.overdue()
    shop.pump(times=2)
    order = story.order
    assert (order["status"], order["payment_status"]) == ("expired", "refunded")
    assert [refund["amount"] for refund in story.stripe_refunds()] == [5642]
    assert story.is_balanced()
    assert shop.available(story.variant_id) == 10


def test_a_placed_order_is_canceled_its_money_and_its_stock_go_back(story: Story, shop: InProcessShop) -> None:
    """FAULTS 64, 66"""
    status, body, _ = story.paid().cancel()
    assert (status, body["status"], body["cancel_reason"]) == (200, "canceled", "customer"), body
    shop.pump(times=2)
    assert story.order["payment_status"] == "refunded"
    assert len(story.stripe_refunds()) == 1
    assert shop.available(story.variant_id) == 10
    assert story.is_balanced()


@pytest.mark.parametrize("asked", [5642, 4000])
def test_what_staff_had_asked_for_goes_back_also_where_it_is_refused_after_the_cancellation(
    story: Story, shop: InProcessShop, asked: int
) -> None:
    """FAULTS 64, 67: of a refund under way a part was sent from the processor's dashboard."""
    story.paid().refund(amount=asked)
    assert story.cancel()[0] == 200
    story.refund_in_dashboard(1200)
    shop.pump(times=2)
    assert sum(refund["amount"] for refund in story.stripe_refunds()) == 5642
    assert story.order["payment_status"] == "refunded"
    assert story.is_balanced()


def test_a_refused_refund_of_an_order_that_lives_is_left_to_staff(story: Story, shop: InProcessShop) -> None:
    story.paid().refund(amount=5642)
    story.refund_in_dashboard(1200)
    shop.pump(times=2)
    assert [refund["amount"] for refund in story.stripe_refunds()] == [1200]
    assert story.order["payment_status"] == "partially_refunded"


def test_a_pending_order_is_canceled_and_its_payment_called_off(story: Story, shop: InProcessShop) -> None:
    assert story.cancel()[1]["status"] == "canceled"
    shop.pump()
    assert shop.pay(story.completed)["error"]["code"] == "payment_intent_unexpected_state"
    assert shop.available(story.variant_id) == 10


def test_a_payment_that_beats_a_cancellation_comes_back(story: Story, shop: InProcessShop) -> None:
    """FAULTS 64"""
    shop.pay(story.completed)
    assert story.cancel()[1]["status"] == "canceled"
    shop.pump()
    assert (story.order["status"], story.order["payment_status"]) == ("canceled", "refunded")


def test_an_order_ships_in_parts_and_arrives(story: Story, shop: InProcessShop) -> None:
    story.paid()
    status, parcel, _ = story.ship(1, "1Z1")
    assert (status, parcel["status"]) == (201, "shipped"), parcel
    assert story.order["fulfillment_status"] == "partially_shipped"
    assert story.ship(1, "1Z2")[0] == 201
    (level,) = shop.levels(story.variant_id)
    assert (level["on_hand"], level["reserved"], level["available"]) == (8, 0, 8)
    status, body, _ = story.ship(1, "1Z3")
    assert (status, body["error"]["code"], body["error"]["details"]["left"]) == (409, "quantity_exceeds_left", 0)


def test_an_unpaid_order_does_not_ship(story: Story) -> None:
    status, body, _ = story.ship()
    assert (status, body["error"]["code"]) == (409, "wrong_state")
    assert body["error"]["message"] == "The order is pending; nothing of it can be shipped."


def test_a_shipment_sent_twice_is_one_parcel(story: Story, shop: InProcessShop) -> None:
    story.paid()
    first, second = story.ship(Idempotency_Key="k"), story.ship(Idempotency_Key="k")
    assert first[:2] == second[:2]
    assert shop.levels(story.variant_id)[0]["on_hand"] == 8


def test_what_has_shipped_cannot_be_canceled(story: Story) -> None:
    """FAULTS 88"""
    story.paid().ship(1)
    status, body, _ = story.cancel()
    assert (status, body["error"]["code"]) == (409, "already_shipped")


def test_refunds_of_single_units_add_up_to_the_line(story: Story, shop: InProcessShop) -> None:
    """FAULTS 71"""
    story.paid()
    one = {"items": [{"line_item_id": story.line, "quantity": 1}]}
    amounts = [story.refund(**one)[1]["amount"], story.refund(**one, shipping_amount=644)[1]["amount"]]
    assert sum(amounts) == 5642
    status, body, _ = story.refund(**one)
    assert (status, body["error"]["code"]) == (409, "quantity_exceeds_left")
    shop.pump()
    assert story.order["payment_status"] == "refunded"


def test_no_more_goes_back_than_came(story: Story) -> None:
    """FAULTS 67"""
    story.paid()
    assert story.refund(amount=5000)[0] == 201
    status, body, _ = story.refund(amount=643)
    assert (status, body["error"]["code"]) == (409, "refund_exceeds_captured")
    assert story.refund(amount=642)[0] == 201


def test_a_refund_of_an_unpaid_order_is_refused(story: Story) -> None:
    assert story.refund(amount=1)[1]["error"]["code"] == "refund_exceeds_captured"
    assert story.refund()[1]["error"]["code"] == "nothing_to_refund"


def test_the_timeline_tells_the_story_in_order(story: Story, shop: InProcessShop) -> None:
    story.paid()
    shop.clock.advance(minutes=1)
    story.ship()
    _, timeline, _ = shop.admin("GET", f"/admin/orders/{story.id}/timeline")
    told = [entry["type"] for entry in timeline["data"]]
    assert set(told[:3]) == {"order.pending", "payment.captured", "order.placed"}  # the clock stood still for these
    assert set(told[3:]) == {"fulfillment.created", "fulfillment.shipped"}


def test_the_news_of_an_order_in_any_order_end_the_same(shop: InProcessShop) -> None:
    """FAULTS 32"""
    endings = set()
    for order_of_events in permutations(range(3)):
        story = Story(shop)
        seen = shop.webhooks_seen
        shop.pay(story.completed, "pm_card_visa_chargeDeclined")
        shop.pay(story.completed)
        events = sorted(shop.double.control("state")["events"].values(), key=lambda each: each["created"])[seen:]
        told = [e for e in events if e["type"].startswith("payment_intent.") and story.id in str(e)]
        for i in order_of_events:
            if i < len(told):
                shop.webhook(told[i])
            shop.webhooks_seen = len(events) + seen
            shop.pump()
        endings.add((story.order["status"], story.order["payment_status"], story.order["captured_total"]))
    assert endings == {("placed", "paid", 5642)}


def test_the_list_of_orders_pages_through_all_of_them(shop: InProcessShop) -> None:
    stories = [Story(shop) for _ in range(3)]
    stories[0].paid()
    seen: list[str] = []
    cursor = ""
    while True:
        status, page, _ = shop.admin("GET", f"/admin/orders?limit=2{cursor}")
        assert status == 200, page
        seen += [order["id"] for order in page["data"]]
        if not page["has_more"]:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert sorted(seen) == sorted(each.id for each in stories)
    _, placed, _ = shop.admin("GET", "/admin/orders?status=placed")
    assert [order["id"] for order in placed["data"]] == [stories[0].id]
    status, body, _ = shop.admin("GET", "/admin/orders?status=placed&cursor=abc.def")
    assert (status, body["error"]["code"]) == (400, "invalid_cursor")


def without(scope: str) -> str:
    """All scopes but this one."""
    return " ".join(each for each in ALL_SCOPES.split() if each != scope)


def test_money_goes_back_only_for_a_key_that_may_send_it(story: Story) -> None:
    """FAULTS 90: a cancel that refunds is a refund; checked before anything changes."""
    story.paid()
    path, body = f"/admin/orders/{story.id}/cancel", {"reason": "customer"}
    status, answer, _ = story.shop.admin("POST", path, body, scopes=without("payments:write"))
    assert (status, answer["error"]["details"]) == (403, {"scope": "payments:write"})
    assert story.order["status"] == "placed"
    assert story.shop.available(story.variant_id) == 8
    refund = {"order_id": story.id, "amount": 1}
    assert story.shop.admin("POST", "/admin/refunds", refund, scopes=without("payments:write"))[0] == 403
    status, answer, _ = story.shop.admin("POST", path, body, scopes="orders:write payments:write")
    assert (status, answer["status"]) == (200, "canceled")


@pytest.mark.parametrize("case", ["unpaid", "kept money", "money that is back already"])
def test_a_cancel_that_sends_no_money_asks_for_no_more_than_orders(story: Story, case: str) -> None:
    body: dict[str, Any] = {"reason": "customer"}
    if case != "unpaid":
        story.paid()
    if case == "kept money":
        body["refund"] = False
    if case == "money that is back already":
        story.refund(amount=story.order["total"])
        story.shop.pump()
    status, answer, _ = story.shop.admin("POST", f"/admin/orders/{story.id}/cancel", body, scopes="orders:write")
    assert (status, answer["status"]) == (200, "canceled")


def test_goods_leave_only_for_a_key_that_may_ship_and_its_name_is_in_the_book(story: Story) -> None:
    """FAULTS 90; who did it: every movement names the caller."""
    story.paid()
    body = {
        "location_id": story.place,
        "items": [{"line_item_id": story.line, "quantity": 2}],
        "tracking": {"company": "ups", "number": "1Z1"},
    }
    path = f"/admin/orders/{story.id}/fulfillments"
    assert story.shop.admin("POST", path, body, scopes=without("fulfillment:write"))[0] == 403
    assert story.shop.admin("POST", path, body, scopes="fulfillment:write")[0] == 201
    moves = story.shop.admin("GET", f"/admin/inventory/movements?variant_id={story.variant_id}")[1]["data"]
    assert [each["by"] for each in moves if each["kind"] == "sale"] == ["key_TEST"]
