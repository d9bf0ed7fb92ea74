"""Checkout Sessions at the Stripe double: made by a shop, paid by a shopper, expired by time."""

import urllib.request
from typing import Any

import pytest

from local.stripe_double import StripeDouble

DAY_S = 86_400


def a_session(api: Any, **params: Any) -> Any:
    price = {"currency": "usd", "unit_amount": 1_000, "product_data": {"name": "T-shirt"}}
    given = {
        "mode": "payment",
        "line_items": [{"price_data": price, "quantity": 2}],
        "metadata": {"order_id": "order_1"},
    }
    intent = {"metadata": {"order_id": "order_1"}}
    url = f"{api_url(api)}/_double/health?session={{CHECKOUT_SESSION_ID}}"
    return api.checkout.sessions.create(params={"success_url": url, "payment_intent_data": intent, **given, **params})


def api_url(api: Any) -> str:
    return str(api._requestor._options.base_addresses["api"])


def pay(double: StripeDouble, session: Any, card: str) -> Any:
    return double.control(f"checkout/sessions/{session.id}/pay", {"payment_method": card})


def said(double: StripeDouble) -> list[str]:
    return [event["type"] for event in double.control("state")["events"].values()]


def test_a_session_is_paid_by_the_shopper_and_says_so(double: StripeDouble, api: Any) -> None:
    session = a_session(api)
    assert session.id.startswith("cs_test_")
    assert (session.status, session.payment_status, session.amount_total) == ("open", "unpaid", 2_000)
    assert session.payment_intent is None
    pay(double, session, "pm_card_visa")
    done = api.checkout.sessions.retrieve(session.id, params={"expand": ["payment_intent"]})
    assert (done.status, done.payment_status, done.payment_intent.status) == ("complete", "paid", "succeeded")
    assert done.payment_intent.metadata["order_id"] == "order_1"
    assert said(double)[-2:] == ["payment_intent.succeeded", "checkout.session.completed"]
    assert api.checkout.sessions.line_items.list(session.id).data[0].description == "T-shirt"


def test_a_declined_shopper_may_try_again(double: StripeDouble, api: Any) -> None:
    session = a_session(api)
    first = pay(double, session, "pm_card_chargeDeclined")
    assert (first["session"]["status"], first["payment_intent"]["status"]) == ("open", "requires_payment_method")
    second = pay(double, session, "pm_card_visa")
    assert second["session"]["status"] == "complete"
    assert second["payment_intent"]["id"] == first["payment_intent"]["id"]


def test_a_session_with_a_bank_debit_completes_unpaid_first(double: StripeDouble, api: Any) -> None:
    session = a_session(api)
    assert pay(double, session, "pm_usBankAccount_success")["session"]["payment_status"] == "unpaid"
    double.control("clock", {"advance_s": 61})
    assert api.checkout.sessions.retrieve(session.id).payment_status == "paid"
    assert "checkout.session.async_payment_succeeded" in said(double)


def test_an_open_session_expires_by_hand_or_after_a_day_and_cannot_be_paid_then(double: StripeDouble, api: Any) -> None:
    by_hand, by_time = a_session(api), a_session(api)
    assert api.checkout.sessions.expire(by_hand.id).status == "expired"
    pay(double, by_time, "pm_card_chargeDeclined")
    double.control("clock", {"advance_s": DAY_S + 1})
    late = api.checkout.sessions.retrieve(by_time.id, params={"expand": ["payment_intent"]})
    assert (late.status, late.payment_intent.status) == ("expired", "canceled")
    assert said(double).count("checkout.session.expired") == 2
    with pytest.raises(ValueError, match="expired"):
        pay(double, by_time, "pm_card_visa")


def test_a_person_pays_on_the_page(double: StripeDouble, api: Any) -> None:
    session = a_session(api)
    with urllib.request.urlopen(session.url) as page:
        assert "$20.00" in page.read().decode()
    with urllib.request.urlopen(session.url, b"number=4000000000009995&email=a@shop.example") as page:
        assert "insufficient funds" in page.read().decode()
    with urllib.request.urlopen(session.url, b"number=4242424242424242&email=a@shop.example") as page:
        assert session.id in page.url
    assert api.checkout.sessions.retrieve(session.id).customer_details.email == "a@shop.example"
