"""What failed for good: seen on the page by an owner, tried again there, and gone with its effect."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from infra.operate.place import Place, place_of
from tests.journeys.dashboard.desk import OpenDesk, body_of
from tests.journeys.shop import Shop

ON_PAYMENT = "orders-on_payment"
PUBLISHER = "orders-publish_events"


@pytest.fixture(scope="module")
def place(deployed: Shop, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Where an operator would be."""
    path = tmp_path_factory.mktemp("local") / "endpoints.json"
    path.write_text(json.dumps(asdict(deployed.endpoints)))
    return place_of("local", endpoints=path)


def url(place: Place, *title: str) -> str:
    return str(place.client("sqs").get_queue_url(QueueName=place.names.of(*title))["QueueUrl"])


@pytest.fixture
def broken(place: Place) -> Iterator[None]:
    """Payments are not heard: whoever hears them is switched off, and a message is given up after one try."""
    functions = place.client("lambda")
    [mapping] = functions.list_event_source_mappings(FunctionName=place.names.of(ON_PAYMENT))["EventSourceMappings"]
    functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    yield
    functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)


def dead(shop: Shop) -> int:
    found = shop.admin("GET", "/admin/system")
    assert found.status == 200, found.raw
    return int(found.json["dead_letters"])


def given_up(shop: Shop, place: Place) -> str:
    """The body of the message that says an order is paid, moved to where what failed for good lies."""
    sqs = place.client("sqs")

    def taken() -> Any:
        return sqs.receive_message(QueueUrl=url(place, ON_PAYMENT), WaitTimeSeconds=1).get("Messages")

    [message] = shop.until("the payment is in the queue", taken)
    sqs.send_message(QueueUrl=url(place, ON_PAYMENT, "dlq"), MessageBody=message["Body"])
    sqs.delete_message(QueueUrl=url(place, ON_PAYMENT), ReceiptHandle=message["ReceiptHandle"])
    return str(message["Body"])


@pytest.fixture
def unheard(shop: Shop, option: str, place: Place, broken: None) -> str:
    """The id of an order that is paid, and whose payment was given up before the shop had heard of it."""
    completed = shop.an_order(shop.a_variant(units=3), option)
    shop.pay(completed)
    given_up(shop, place)
    functions = place.client("lambda")
    [mapping] = functions.list_event_source_mappings(FunctionName=place.names.of(ON_PAYMENT))["EventSourceMappings"]
    functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)
    assert shop.order(completed["order"]["id"])["status"] == "pending"
    return str(completed["order"]["id"])


def test_what_failed_is_seen_at_home_tried_again_and_has_its_effect(
    shop: Shop, unheard: str, open_desk: OpenDesk
) -> None:
    desk = open_desk()
    page = desk.page
    desk.go("")
    page.get_by_role("link", name=re.compile("failed message")).click()
    expect(page.get_by_role("heading", name="System", exact=True)).to_be_visible()
    panel = page.get_by_role("region", name=f"Failed for good: {ON_PAYMENT}")
    expect(panel.get_by_role("button", name="payment.captured")).to_be_visible()
    assert not desk.violations()

    panel.get_by_role("button", name="payment.captured").click()
    drawer = page.get_by_role("dialog", name="payment.captured")
    expect(drawer.get_by_text("evt_")).to_be_visible()
    assert not desk.violations()
    with desk.sent("POST", "/redrive") as sent:
        desk.button("Try again", drawer).dblclick()
        desk.told("It is tried again")
    [asked] = sent
    assert len(body_of(asked)["ids"]) == 1
    expect(page.get_by_text("Nothing failed for good")).to_be_visible()  # of no queue: the page chose the loud one
    shop.until_status(unheard, "placed")
    assert dead(shop) == 0

    desk.go(f"orders/{unheard}/show")
    page.get_by_role("link", name="What this order said, event by event").click()
    events = page.get_by_role("region", name="What an object said")
    for type_ in ("order.pending", "payment.captured", "order.placed"):
        expect(events.get_by_text(type_, exact=True)).to_be_visible()
    expect(events.get_by_text("Not yet")).to_have_count(0)
    [entry] = shop.admin("GET", "/admin/audit?action=dead_letters.redrive").json["data"]
    assert (entry["actor"]["type"], entry["object_id"]) == ("staff", "orders/on_payment")


def test_a_poisoned_message_comes_back_and_is_dropped_with_a_reason(
    shop: Shop, place: Place, open_desk: OpenDesk
) -> None:
    sqs, seconds = place.client("sqs"), "VisibilityTimeout"
    queue = url(place, ON_PAYMENT)
    before = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=[seconds])["Attributes"]
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={seconds: "1"})
    try:
        sqs.send_message(QueueUrl=queue, MessageBody="no event of jane@example.com")
        shop.until("it is given up", lambda: dead(shop))
        desk = open_desk()
        page = desk.page
        desk.go("system")
        panel = page.get_by_role("region", name=f"Failed for good: {ON_PAYMENT}")
        expect(panel.get_by_text("Something else")).to_be_visible()
        expect(page.get_by_text("jane@example.com")).to_have_count(0)
        desk.button("Try it again", panel).click()
        desk.told("It is tried again")
        shop.until("it is given up once more", lambda: dead(shop))
    finally:
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={seconds: before[seconds]})
    page.reload()
    panel.get_by_role("checkbox", name="Choose all").check()
    desk.button("Drop", panel).click()
    assert not desk.violations()
    expect(desk.button("Drop", desk.dialog)).to_be_disabled()
    desk.dialog.get_by_label("Reason").click()
    page.get_by_role("option", name="A test").click()
    desk.dialog.get_by_label("Note, kept with it").fill("Sent by hand.")
    desk.button("Drop", desk.dialog).click()
    expect(desk.dialog).to_have_count(0)  # it speaks of what is dropped, too
    desk.told("Dropped")
    assert dead(shop) == 0
    [entry] = shop.admin("GET", "/admin/audit?action=dead_letters.drop").json["data"]
    assert (entry["object_id"], entry["reason"]) == ("orders/on_payment", "test")


def test_a_schedule_is_run_from_the_page(shop: Shop, open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.go("system")
    with desk.sent("POST", f"/schedules/{PUBLISHER}/run") as sent:
        desk.button(f"Run now: {PUBLISHER}").dblclick()
        desk.told("It runs")
    assert len(sent) == 1


def test_who_may_not_see_it_is_offered_nothing_and_told_kindly(shop: Shop, open_desk: OpenDesk) -> None:
    desk = open_desk("support")
    page = desk.page
    desk.go("")
    expect(page.get_by_role("menuitem", name="Orders")).to_be_visible()
    expect(page.get_by_role("menuitem", name="System")).to_have_count(0)
    desk.go("system")
    expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()
    expect(page.get_by_text("your role does not open it")).to_be_visible()


def test_who_may_only_look_is_offered_no_more(shop: Shop, open_desk: OpenDesk) -> None:
    desk = open_desk("read_only")
    desk.go("system")
    expect(desk.page.get_by_role("region", name="By the clock")).to_be_visible()
    expect(desk.page.get_by_role("button", name=re.compile("Run now"))).to_have_count(0)


def test_a_phone_has_room_for_it(shop: Shop, open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = open_desk(viewport={"width": 390, "height": 844})
    desk.go("system")
    expect(desk.page.get_by_role("region", name="Queues")).to_be_visible()
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 390
