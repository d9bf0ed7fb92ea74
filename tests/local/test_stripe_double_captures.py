"""Money that is held before it is taken at the Stripe double, and what Stripe keeps of it."""

from typing import Any

import pytest
import stripe

from local.stripe_double import StripeDouble
from tests.local.intents import paid

DAY_S = 86_400


def said(double: StripeDouble) -> list[str]:
    return [event["type"] for event in double.control("state")["events"].values()]


def test_a_manual_capture_takes_part_and_releases_the_rest(double: StripeDouble, intents: Any) -> None:
    held = paid(intents, capture_method="manual")
    assert (held.status, held.amount_capturable, held.amount_received) == ("requires_capture", 2_000, 0)
    taken = intents.capture(held.id, params={"amount_to_capture": 1_500, "expand": ["latest_charge"]})
    assert (taken.status, taken.amount_capturable, taken.amount_received) == ("succeeded", 0, 1_500)
    charge = taken.latest_charge
    assert (charge.amount_captured, charge.amount_refunded, charge.refunded) == (1_500, 500, False)
    assert said(double)[1:] == [
        "charge.succeeded",
        "payment_intent.amount_capturable_updated",
        "charge.captured",
        "payment_intent.succeeded",
    ]


def test_no_capture_above_what_is_held_and_none_twice(intents: Any) -> None:
    held = paid(intents, capture_method="manual")
    with pytest.raises(stripe.InvalidRequestError) as too_much:
        intents.capture(held.id, params={"amount_to_capture": 2_001})
    assert (too_much.value.code, too_much.value.param) == ("amount_too_large", "amount_to_capture")
    intents.capture(held.id)
    with pytest.raises(stripe.InvalidRequestError) as again:
        intents.capture(held.id)
    assert again.value.code == "payment_intent_unexpected_state"


def test_a_canceled_authorization_is_released(double: StripeDouble, intents: Any) -> None:
    held = paid(intents, capture_method="manual")
    gone = intents.cancel(held.id, params={"cancellation_reason": "requested_by_customer", "expand": ["latest_charge"]})
    assert (gone.status, gone.amount_capturable, gone.latest_charge.refunded) == ("canceled", 0, True)
    assert said(double)[-2:] == ["charge.refunded", "payment_intent.canceled"]


def test_an_authorization_runs_out_after_seven_days(double: StripeDouble, intents: Any) -> None:
    held = paid(intents, capture_method="manual")
    double.control("clock", {"advance_s": 7 * DAY_S - 60})
    assert intents.retrieve(held.id).status == "requires_capture"
    double.control("clock", {"advance_s": 61})
    gone = intents.retrieve(held.id)
    assert (gone.status, gone.cancellation_reason) == ("canceled", "automatic")
    assert "charge.expired" in said(double)


def test_the_fee_is_2_9_percent_and_30_booked_at_once_or_a_little_later(double: StripeDouble, intents: Any) -> None:
    at_once = paid(intents, capture_method="automatic", expand=["latest_charge.balance_transaction"])
    booked = at_once.latest_charge.balance_transaction
    assert (booked.amount, booked.fee, booked.net) == (2_000, 88, 1_912)
    late = paid(intents, expand=["latest_charge"])
    assert late.latest_charge.balance_transaction is None
    double.control("clock", {"advance_s": 61})
    after = intents.retrieve(late.id, params={"expand": ["latest_charge"]})
    assert after.latest_charge.balance_transaction.startswith("txn_")
    assert said(double)[-1] == "charge.updated"
