"""A double that starts with another one's memory is that one, going on."""

import json
from typing import Any

import pytest
import stripe

from local.stripe_double import StripeDouble
from tests.local.intents import paid


def sdk(double: StripeDouble) -> Any:
    return stripe.StripeClient("sk_test_shop", base_addresses={"api": double.url}).v1


def test_what_was_paid_is_found_refunded_and_not_paid_twice(double: StripeDouble, api: Any) -> None:
    key = {"idempotency_key": "order-1"}
    never = {"enabled": True, "allow_redirects": "never"}
    params = {"amount": 2_000, "currency": "usd", "automatic_payment_methods": never}
    made = api.payment_intents.create(params=params, options=key)
    done = paid(api.payment_intents)
    api.refunds.create(params={"payment_intent": done.id, "amount": 500})
    double.control("clock", {"advance_s": 3600})
    memory = json.loads(json.dumps(double.control("memory")))
    with StripeDouble(memory=memory) as again:
        new = sdk(again)
        assert new.payment_intents.create(params=params, options=key).id == made.id
        assert new.payment_intents.retrieve(done.id).status == "succeeded"
        with pytest.raises(stripe.InvalidRequestError, match=r"unrefunded amount on charge \(\$15.00\)"):
            new.refunds.create(params={"payment_intent": done.id, "amount": 1_501})
        assert new.payment_intents.confirm(made.id, params={"payment_method": "pm_card_visa"}).status == "succeeded"
        assert again.control("clock")["shift_s"] == 3600


def test_a_memory_is_the_same_after_another_life(double: StripeDouble, api: Any) -> None:
    paid(api.payment_intents, "pm_card_refundFail")
    memory = json.loads(json.dumps(double.control("memory")))
    with StripeDouble(memory=memory) as again:
        assert json.loads(json.dumps(again.control("memory"))) == memory
