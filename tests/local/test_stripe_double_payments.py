"""A PaymentIntent's life at the Stripe double, lived through the official SDK."""

from typing import Any

import pytest
import stripe

from local.stripe_double import StripeDouble
from local.stripe_double.lifecycle import TRANSITIONS, Status, move
from tests.local.intents import BACK, an_intent, paid


def test_a_new_intent_waits_for_a_payment_method(intents: Any) -> None:
    intent = an_intent(intents, metadata={"order_id": "order_1"}, description="Order 1")
    assert intent.id.startswith("pi_")
    assert (intent.status, intent.amount_received, intent.livemode) == ("requires_payment_method", 0, False)
    assert intent.client_secret.startswith(f"{intent.id}_secret_")
    assert intent.metadata["order_id"] == "order_1"
    assert intent.capture_method == "automatic_async"


def test_an_intent_with_a_payment_method_waits_for_confirmation(intents: Any) -> None:
    intent = an_intent(intents, payment_method="pm_card_visa")
    assert intent.status == "requires_confirmation"
    assert intent.payment_method.startswith("pm_")
    assert intent.payment_method != "pm_card_visa"


@pytest.mark.parametrize(
    ("act", "params"),
    [("confirm", {"return_url": BACK}), ("cancel", {}), ("capture", {}), ("update", {"amount": 1_000})],
)
def test_what_succeeded_is_not_confirmed_again_canceled_captured_or_repriced(
    intents: Any, act: str, params: dict[str, Any]
) -> None:
    done = paid(intents)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        getattr(intents, act)(done.id, params=params)
    assert refused.value.code == "payment_intent_unexpected_state"
    error: Any = refused.value.error
    assert error.payment_intent.id == done.id


def test_metadata_may_change_after_success(intents: Any) -> None:
    done = paid(intents)
    assert intents.update(done.id, params={"metadata": {"note": "kept"}}).metadata["note"] == "kept"


def test_an_update_changes_the_amount_and_merges_metadata(intents: Any) -> None:
    intent = an_intent(intents, metadata={"a": "1", "b": "2"})
    changed = intents.update(intent.id, params={"amount": 2_500, "metadata": {"a": "", "c": "3"}})
    assert (changed.amount, changed.metadata.to_dict()) == (2_500, {"b": "2", "c": "3"})


def test_confirming_from_a_server_needs_a_return_url_or_no_redirects(intents: Any) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="return_url"):
        an_intent(intents, payment_method="pm_card_visa", confirm=True)
    never = {"enabled": True, "allow_redirects": "never"}
    intent = an_intent(intents, payment_method="pm_card_visa", confirm=True, automatic_payment_methods=never)
    assert intent.status == "succeeded"


def test_search_finds_by_metadata_and_status_but_not_at_once_when_it_lags(double: StripeDouble, intents: Any) -> None:
    double.control("settings", {"search_lag_s": 60})
    wanted = paid(intents, metadata={"order_id": "order_7"})
    an_intent(intents, metadata={"order_id": "order_7"})
    an_intent(intents, metadata={"order_id": "order_8"})
    query = {"query": "metadata['order_id']:'order_7' AND status:'succeeded'"}
    assert intents.search(params=query).data == []
    double.control("clock", {"advance_s": 62})
    assert [intent.id for intent in intents.search(params=query).data] == [wanted.id]
    assert len(intents.search(params={"query": "-status:'succeeded'"}).data) == 2
    with pytest.raises(stripe.InvalidRequestError, match="unable to parse"):
        intents.search(params={"query": "colour:'red'"})


@pytest.mark.parametrize(
    ("amount", "currency", "code"),
    [
        (49, "usd", "amount_too_small"),
        (100_000_000, "usd", "amount_too_large"),
        (1_001, "kwd", "invalid_charge_amount"),
    ],
)
def test_amounts_stripe_would_not_charge_are_refused(intents: Any, amount: int, currency: str, code: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        an_intent(intents, amount=amount, currency=currency)
    assert refused.value.code == code


@pytest.mark.parametrize("before", list(Status))
@pytest.mark.parametrize("after", list(Status))
def test_only_the_moves_of_the_table_are_possible(before: Status, after: Status) -> None:
    intent = {"status": before.value}
    if after is before or after in TRANSITIONS[before]:
        move(intent, after)
        assert intent["status"] == after
    else:
        with pytest.raises(ValueError, match="cannot go"):
            move(intent, after)
