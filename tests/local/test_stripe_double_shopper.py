"""What a shopper does at the Stripe double: types a card, is declined, authenticates, waits for the bank."""

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

import pytest
import stripe

from local.stripe_double import StripeDouble
from tests.local.intents import BACK, an_intent, paid

DAY_S = 86_400


def as_client(double: StripeDouble, path: str, key: str = "pk_test_shop", **fields: str) -> tuple[int, Any]:
    """What a shopper's own client sends and gets."""
    data = urllib.parse.urlencode(fields).encode() if fields else None
    request = urllib.request.Request(double.url + path, data, {"Authorization": f"Bearer {key}"})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def said(double: StripeDouble) -> list[str]:
    return [event["type"] for event in double.control("state")["events"].values()]


def test_a_shopper_confirms_with_the_client_secret_and_sees_no_more_than_stripe_shows(
    double: StripeDouble, intents: Any
) -> None:
    intent = an_intent(intents, metadata={"order_id": "order_1"})
    status, seen = as_client(
        double,
        f"/v1/payment_intents/{intent.id}/confirm",
        client_secret=intent.client_secret,
        payment_method="pm_card_visa",
    )
    assert (status, seen["status"]) == (200, "succeeded")
    assert not {"metadata", "latest_charge", "customer"} & set(seen)
    done = intents.retrieve(intent.id)
    assert (done.status, done.amount_received) == ("succeeded", 2_000)
    assert said(double) == ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"]


def test_a_shopper_may_type_a_card_number(double: StripeDouble, intents: Any) -> None:
    intent = an_intent(intents)
    fields = {
        "client_secret": intent.client_secret,
        "payment_method_data[type]": "card",
        "payment_method_data[card][number]": "4000 0000 0000 9995",
        "payment_method_data[card][exp_month]": "12",
        "payment_method_data[card][exp_year]": "2040",
        "payment_method_data[card][cvc]": "123",
    }
    status, seen = as_client(double, f"/v1/payment_intents/{intent.id}/confirm", **fields)
    assert (status, seen["error"]["decline_code"]) == (402, "insufficient_funds")
    assert "4000000000009995" not in json.dumps(double.control("state"))


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("number", "4242424242424241", "incorrect_number"),
        ("exp_month", "13", "invalid_expiry_month"),
        ("exp_year", "2020", "invalid_expiry_year"),
        ("cvc", "99", "invalid_cvc"),
    ],
)
def test_card_details_that_cannot_be_right_are_a_402(
    double: StripeDouble, intents: Any, field: str, value: str, code: str
) -> None:
    intent = an_intent(intents)
    card = {"number": "4242424242424242", "exp_month": "12", "exp_year": "2040", "cvc": "123", field: value}
    fields = {f"payment_method_data[card][{name}]": typed for name, typed in card.items()}
    status, seen = as_client(
        double, f"/v1/payment_intents/{intent.id}/confirm", client_secret=intent.client_secret, **fields
    )
    assert (status, seen["error"]["code"], seen["error"]["type"]) == (402, code, "card_error")


def test_a_wrong_client_secret_or_a_publishable_key_elsewhere_is_refused(double: StripeDouble, intents: Any) -> None:
    intent = an_intent(intents)
    path = f"/v1/payment_intents/{intent.id}"
    status, seen = as_client(double, f"{path}/confirm", client_secret="guess", payment_method="pm_card_visa")
    assert (status, seen["error"]["code"]) == (400, "payment_intent_invalid_parameter")
    status, seen = as_client(double, f"{path}/cancel", cancellation_reason="abandoned")
    assert (status, seen["error"]["code"]) == (401, "secret_key_required")


@pytest.mark.parametrize(
    ("card", "code", "decline_code"),
    [
        ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card"),
        ("pm_card_visa_chargeDeclinedStolenCard", "card_declined", "stolen_card"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"),
        ("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc"),
        ("pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error"),
    ],
)
def test_a_declined_card_is_a_402_that_carries_the_intent(
    double: StripeDouble, intents: Any, card: str, code: str, decline_code: str
) -> None:
    with pytest.raises(stripe.CardError) as caught:
        paid(intents, card)
    error: Any = caught.value.error
    assert (caught.value.http_status, error.code, error.decline_code) == (402, code, decline_code)
    assert error.payment_intent.status == "requires_payment_method"
    intent = intents.retrieve(error.payment_intent.id, params={"expand": ["latest_charge"]})
    assert intent.last_payment_error.decline_code == decline_code
    assert (intent.latest_charge.status, intent.latest_charge.failure_code) == ("failed", code)
    assert said(double)[1:] == ["charge.failed", "payment_intent.payment_failed"]


def test_after_a_decline_the_same_intent_takes_another_card(intents: Any) -> None:
    intent = an_intent(intents)
    with pytest.raises(stripe.CardError):
        intents.confirm(intent.id, params={"payment_method": "pm_card_chargeDeclined", "return_url": BACK})
    done = intents.confirm(intent.id, params={"payment_method": "pm_card_visa", "return_url": BACK})
    assert (done.status, done.last_payment_error) == ("succeeded", None)


def test_a_card_that_asks_for_authentication_succeeds_when_the_shopper_completes_it(
    double: StripeDouble, intents: Any
) -> None:
    intent = paid(intents, "pm_card_authenticationRequired")
    assert (intent.status, intent.next_action.type) == ("requires_action", "redirect_to_url")
    assert intent.next_action.redirect_to_url.return_url == BACK
    double.control(f"payment_intents/{intent.id}/authenticate", {"outcome": "succeed"})
    assert intents.retrieve(intent.id).status == "succeeded"
    assert "payment_intent.requires_action" in said(double)


def test_a_failed_authentication_asks_for_another_payment_method(double: StripeDouble, intents: Any) -> None:
    intent = paid(intents, "pm_card_threeDSecure2Required")
    double.control(f"payment_intents/{intent.id}/authenticate", {"outcome": "fail"})
    after = intents.retrieve(intent.id)
    assert (after.status, after.latest_charge) == ("requires_payment_method", None)
    assert after.last_payment_error.code == "payment_intent_authentication_failure"


def test_an_authenticated_card_may_still_be_declined(double: StripeDouble, intents: Any) -> None:
    intent = paid(intents, "pm_card_threeDSecureRequiredChargeDeclined")
    double.control(f"payment_intents/{intent.id}/authenticate", {"outcome": "succeed"})
    assert intents.retrieve(intent.id).last_payment_error.decline_code == "generic_decline"


def test_nobody_is_there_to_authenticate_off_session(intents: Any) -> None:
    with pytest.raises(stripe.CardError) as caught:
        paid(intents, "pm_card_authenticationRequired", off_session=True)
    assert caught.value.code == "authentication_required"


def test_a_person_may_authenticate_in_a_browser_and_is_sent_back(double: StripeDouble, intents: Any) -> None:
    intent = paid(intents, "pm_card_authenticationRequired")
    url = intent.next_action.redirect_to_url.url
    with urllib.request.urlopen(url) as page:
        assert "3-D Secure" in page.read().decode()

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_args: Any) -> None:
            return None

    with pytest.raises(urllib.error.HTTPError) as redirected:
        urllib.request.build_opener(Stay).open(url, b"outcome=succeed")
    redirected.value.close()
    assert redirected.value.headers["Location"].startswith(f"{BACK}?payment_intent={intent.id}")
    assert intents.retrieve(intent.id).status == "succeeded"


def test_a_bank_debit_is_processing_until_the_bank_answers(double: StripeDouble, intents: Any) -> None:
    good, bad = paid(intents, "pm_usBankAccount_success"), paid(intents, "pm_usBankAccount_insufficientFunds")
    assert (good.status, bad.status) == ("processing", "processing")
    double.control("clock", {"advance_s": 61})
    assert intents.retrieve(good.id).status == "succeeded"
    assert intents.retrieve(bad.id).status == "requires_payment_method"


def test_a_debit_that_never_ends_is_settled_or_canceled_by_hand(double: StripeDouble, intents: Any) -> None:
    settled, canceled = (paid(intents, "pm_usBankAccount_processing") for _ in range(2))
    double.control("clock", {"advance_s": 30 * DAY_S})
    double.control(f"payment_intents/{settled.id}/settle", {"outcome": "succeed"})
    assert intents.retrieve(settled.id).status == "succeeded"
    assert intents.cancel(canceled.id).status == "canceled"
