"""Webhooks of the Stripe double: signed as Stripe signs, retried, in order, and broken on request."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import stripe

from local.stripe_double import StripeDouble
from local.stripe_double.receiver import Delivery, Receiver

SECRET = "whsec_test"
NEVER = {"enabled": True, "allow_redirects": "never"}


@pytest.fixture(scope="module")
def running() -> Iterator[StripeDouble]:
    with StripeDouble(async_delay_s=60) as double:
        yield double


@pytest.fixture
def shop() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def double(running: StripeDouble, shop: Receiver) -> StripeDouble:
    running.control("reset", {})
    running.control("webhooks/endpoint", {"url": shop.url, "secret": SECRET, "backoff_s": 0.02, "max_attempts": 4})
    return running


@pytest.fixture
def api(double: StripeDouble) -> Any:
    return stripe.StripeClient("sk_test_shop", base_addresses={"api": double.url}).v1


def paid(api: Any, **params: Any) -> Any:
    given = {"amount": 2_000, "currency": "usd", "payment_method": "pm_card_visa", "confirm": True, **params}
    return api.payment_intents.create(params={"automatic_payment_methods": NEVER, **given})


def settled(double: StripeDouble) -> bool:
    return bool(double.control("webhooks/wait", {"timeout_s": 5})["settled"])


def event_of(delivery: Delivery) -> Any:
    return json.loads(delivery.body)


def types_about(deliveries: list[Delivery], object_id: str) -> list[str]:
    events = map(event_of, deliveries)
    return [event["type"] for event in events if event["data"]["object"]["id"] == object_id]


def test_the_official_sdk_accepts_the_signature(double: StripeDouble, shop: Receiver, api: Any) -> None:
    options = {"idempotency_key": "key_1"}
    intent = api.payment_intents.create(params={"amount": 2_000, "currency": "usd"}, options=options)
    delivery = shop.wait_for(1)[0]
    event = stripe.Webhook.construct_event(delivery.body, delivery.signature, SECRET)
    assert (event.type, event.object, event.livemode) == ("payment_intent.created", "event", False)
    assert event.data.object["id"] == intent.id
    assert event.api_version == intent.last_response.headers["Stripe-Version"]
    assert event.request is not None
    assert event.request.to_dict() == {
        "id": intent.last_response.headers["Request-Id"],
        "idempotency_key": "key_1",
    }
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(delivery.body + b" ", delivery.signature, SECRET)


def test_an_event_is_a_snapshot_of_its_moment(double: StripeDouble, shop: Receiver, api: Any) -> None:
    intent = paid(api)
    events = [event_of(delivery) for delivery in shop.wait_for(3)]
    statuses = {event["type"]: event["data"]["object"]["status"] for event in events}
    assert statuses["payment_intent.created"] == "requires_confirmation"
    assert statuses["payment_intent.succeeded"] == intent.status == "succeeded"


def test_every_secret_signs_while_one_is_being_rolled(double: StripeDouble, shop: Receiver, api: Any) -> None:
    double.control("webhooks/endpoint", {"url": shop.url, "secrets": ["whsec_new", "whsec_old"]})
    paid(api)
    delivery = shop.wait_for(1)[0]
    for secret in ("whsec_new", "whsec_old"):
        assert stripe.Webhook.construct_event(delivery.body, delivery.signature, secret)


def test_a_delivery_is_retried_until_it_is_accepted_and_its_successors_wait(
    double: StripeDouble, shop: Receiver, api: Any
) -> None:
    shop.statuses.extend([500, 302, 404])
    api.payment_intents.create(params={"amount": 2_000, "currency": "usd"})
    assert settled(double)
    assert len({event_of(delivery)["id"] for delivery in shop.deliveries}) == 1
    verdicts = [row["verdict"] for row in double.control("webhooks/deliveries")["deliveries"]]
    assert verdicts == ["refused", "refused", "refused", "accepted"]
    assert next(iter(double.control("state")["events"].values()))["pending_webhooks"] == 0


def test_an_endpoint_that_never_accepts_is_given_up(double: StripeDouble, shop: Receiver, api: Any) -> None:
    shop.statuses.extend([500] * 4)
    api.payment_intents.create(params={"amount": 2_000, "currency": "usd"})
    assert settled(double)
    assert double.control("webhooks/deliveries")["counts"] == {"refused": 3, "given_up": 1}
    undelivered = api.events.list(params={"delivery_success": False}).data
    assert [event.type for event in undelivered] == ["payment_intent.created"]


def test_nobody_listening_is_a_refused_delivery(double: StripeDouble, api: Any) -> None:
    double.control("webhooks/endpoint", {"url": "http://127.0.0.1:1/", "secret": SECRET, "max_attempts": 1})
    paid(api)
    assert settled(double)
    assert "refused" in double.control("webhooks/deliveries")["deliveries"][0]["response"]["error"].lower()


def test_events_of_one_object_arrive_in_order(double: StripeDouble, shop: Receiver, api: Any) -> None:
    held = [paid(api, capture_method="manual") for _ in range(5)]
    for intent in held:
        api.payment_intents.capture(intent.id)
    assert settled(double)
    for intent in held:
        assert types_about(list(shop.deliveries), intent.id) == [
            "payment_intent.created",
            "payment_intent.amount_capturable_updated",
            "payment_intent.succeeded",
        ]


def test_reordered_events_arrive_newest_first(double: StripeDouble, shop: Receiver, api: Any) -> None:
    double.control("webhooks/faults", {"reorder": True})
    intent = paid(api, capture_method="manual")
    assert settled(double)
    assert types_about(shop.wait_for(3), intent.id) == [
        "payment_intent.amount_capturable_updated",
        "payment_intent.created",
    ]


def test_duplicated_and_dropped_events(double: StripeDouble, shop: Receiver, api: Any) -> None:
    double.control("webhooks/faults", {"drop": 1, "duplicate": 1})
    intent = paid(api)
    assert settled(double)
    types = sorted(event_of(delivery)["type"] for delivery in shop.deliveries)
    assert types == ["charge.succeeded", "charge.succeeded", "payment_intent.succeeded"]
    assert types_about(list(shop.deliveries), intent.id) == ["payment_intent.succeeded"]
    assert double.control("webhooks/deliveries")["counts"]["dropped"] == 1


def test_held_events_wait_for_their_release_or_are_thrown_away(double: StripeDouble, shop: Receiver, api: Any) -> None:
    double.control("webhooks/faults", {"hold": True})
    paid(api)
    assert double.control("webhooks/wait", {})["held"] == 3
    assert not shop.deliveries
    assert double.control("webhooks/release", {}) == {"released": 3}
    assert len(shop.wait_for(3)) == 3
    double.control("webhooks/faults", {"hold": True})
    paid(api)
    double.control("webhooks/release", {"discard": True})
    assert settled(double)
    assert len(shop.deliveries) == 3


def test_held_events_are_released_backwards_under_reorder(double: StripeDouble, shop: Receiver, api: Any) -> None:
    double.control("webhooks/faults", {"hold": True, "reorder": True})
    paid(api)
    double.control("webhooks/release", {})
    assert [event_of(delivery)["type"] for delivery in shop.wait_for(3)] == [
        "payment_intent.succeeded",
        "charge.succeeded",
        "payment_intent.created",
    ]


def test_a_test_may_deliver_any_event_by_hand_as_often_and_as_old_as_it_likes(
    double: StripeDouble, shop: Receiver, api: Any
) -> None:
    double.control("webhooks/faults", {"drop": 100})
    paid(api)
    event = api.events.list(params={"type": "payment_intent.succeeded"}).data[0]
    wish = {"event": event.id, "times": 2, "signed_at_offset_s": -301, "secret": "whsec_other"}
    rows = double.control("webhooks/deliver", wish)["deliveries"]
    assert [row["response"]["status"] for row in rows] == [200, 200]
    late = shop.wait_for(2)[0]
    with pytest.raises(stripe.SignatureVerificationError, match="tolerance"):
        stripe.Webhook.construct_event(late.body, late.signature, "whsec_other")


def test_an_endpoint_may_ask_for_some_types_only(double: StripeDouble, shop: Receiver, api: Any) -> None:
    wanted = ["payment_intent.succeeded", "refund.*"]
    double.control("webhooks/endpoint", {"url": shop.url, "secret": SECRET, "enabled_events": wanted})
    api.refunds.create(params={"payment_intent": paid(api).id})
    assert settled(double)
    told = [event_of(delivery)["type"] for delivery in shop.deliveries]
    assert sorted(told) == ["payment_intent.succeeded", "refund.created"]  # two objects' news come in any order


def test_without_an_endpoint_events_are_only_kept(double: StripeDouble, api: Any) -> None:
    double.control("webhooks/endpoint", method="DELETE")
    paid(api)
    assert [event.type for event in api.events.list().data][::-1] == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
    ]
    assert double.control("webhooks/deliveries")["counts"] == {}


def test_an_endpoint_without_a_secret_or_with_a_strange_url_is_refused(double: StripeDouble) -> None:
    for body in ({"url": "http://127.0.0.1:1/"}, {"url": "file:///etc/passwd", "secret": SECRET}):
        with pytest.raises(Exception, match="must be"):
            double.control("webhooks/endpoint", body)


def test_what_stripe_does_later_happens_by_itself(shop: Receiver) -> None:
    with StripeDouble(webhook_url=shop.url, webhook_secret=SECRET, async_delay_s=0.05) as double:
        paid(stripe.StripeClient("sk_test_shop", base_addresses={"api": double.url}).v1)
        assert event_of(shop.wait_for(4)[-1])["type"] == "charge.updated"
