"""Idempotency keys and switched-on faults at the Stripe double: what a shop must survive."""

import threading
from typing import Any

import pytest
import stripe

from local.stripe_double import StripeDouble

DAY_S = 86_400


@pytest.fixture
def api(double: StripeDouble) -> Any:
    return stripe.StripeClient("sk_test_shop", base_addresses={"api": double.url}, max_network_retries=0).v1


def an_intent(api: Any, key: str | None = "key_1", amount: int = 2_000, **params: Any) -> Any:
    options = {} if key is None else {"idempotency_key": key}
    return api.payment_intents.create(params={"amount": amount, "currency": "usd", **params}, options=options)


def intents(double: StripeDouble) -> int:
    return len(double.control("state")["payment_intents"])


def test_the_same_key_and_parameters_give_the_same_answer_and_one_effect(double: StripeDouble, api: Any) -> None:
    first, second = an_intent(api), an_intent(api)
    assert first.id == second.id
    assert second.last_response.headers["Idempotent-Replayed"] == "true"
    assert second.last_response.headers["Original-Request"] == first.last_response.headers["Request-Id"]
    assert first.last_response.body == second.last_response.body
    assert intents(double) == 1
    assert double.control("calls")["executed"] == {"payment_intents.create": 1}


def test_a_key_cannot_be_used_for_other_parameters_or_another_path(api: Any) -> None:
    an_intent(api)
    with pytest.raises(stripe.IdempotencyError, match="same parameters") as other_parameters:
        an_intent(api, amount=2_001)
    with pytest.raises(stripe.IdempotencyError, match="same endpoint"):
        api.customers.create(options={"idempotency_key": "key_1"})
    assert other_parameters.value.http_status == 400


def test_a_key_is_forgotten_after_a_day(double: StripeDouble, api: Any) -> None:
    first = an_intent(api)
    double.control("clock", {"advance_s": DAY_S - 60})
    assert an_intent(api).id == first.id
    double.control("clock", {"advance_s": 61})
    assert an_intent(api).id != first.id


def test_what_was_refused_before_execution_is_not_saved(double: StripeDouble, api: Any) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        an_intent(api, amount=1)
    assert an_intent(api).status == "requires_payment_method"
    assert double.control("state")["idempotency_keys"]["key_1"]["status"] == 200


def test_a_decline_is_saved_and_replayed(double: StripeDouble, api: Any) -> None:
    never = {"enabled": True, "allow_redirects": "never"}
    for _ in range(2):
        with pytest.raises(stripe.CardError) as declined:
            an_intent(api, payment_method="pm_card_chargeDeclined", confirm=True, automatic_payment_methods=never)
    assert declined.value.headers is not None
    assert declined.value.headers["Idempotent-Replayed"] == "true"
    assert len(double.control("state")["charges"]) == 1


def test_a_key_in_a_get_means_nothing(double: StripeDouble, api: Any) -> None:
    intent = an_intent(api)
    assert api.payment_intents.retrieve(intent.id, options={"idempotency_key": "key_1"}).id == intent.id
    assert api.payment_intents.retrieve(intent.id, options={"idempotency_key": "key_2"}).id == intent.id
    assert set(double.control("state")["idempotency_keys"]) == {"key_1"}


def test_a_lost_response_hides_an_effect_that_a_retry_with_the_key_finds(double: StripeDouble, api: Any) -> None:
    double.control("faults", {"call": "payment_intents.create", "fault": "lost_response"})
    with pytest.raises(stripe.APIConnectionError):
        an_intent(api)
    assert intents(double) == 1
    assert an_intent(api).id in double.control("state")["payment_intents"]
    assert intents(double) == 1


def test_without_a_key_a_lost_response_means_a_second_effect(double: StripeDouble, api: Any) -> None:
    double.control("faults", {"call": "payment_intents.create", "fault": "lost_response"})
    with pytest.raises(stripe.APIConnectionError):
        an_intent(api, key=None)
    an_intent(api, key=None)
    assert intents(double) == 2


def test_a_lost_request_has_no_effect(double: StripeDouble, api: Any) -> None:
    double.control("faults", {"call": "payment_intents.*", "fault": "lost_request"})
    with pytest.raises(stripe.APIConnectionError):
        an_intent(api)
    assert intents(double) == 0
    assert double.control("calls")["log"][-1]["status"] is None


@pytest.mark.parametrize("effect", [True, False])
def test_a_500_is_saved_under_the_key_with_or_without_its_effect(double: StripeDouble, api: Any, effect: bool) -> None:
    double.control("faults", {"call": "payment_intents.create", "fault": "error_500", "effect": effect})
    for _ in range(2):
        with pytest.raises(stripe.APIError) as failed:
            an_intent(api)
        assert failed.value.http_status == 500
    assert failed.value.headers is not None
    assert failed.value.headers["Stripe-Should-Retry"] == "false"
    assert failed.value.headers["Idempotent-Replayed"] == "true"
    assert intents(double) == int(effect)
    assert an_intent(api, key="key_2").id


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ({"fault": "error_429"}, 429, "rate_limit"),
        ({"fault": "error_429", "code": "lock_timeout"}, 429, "lock_timeout"),
        ({"fault": "error_409"}, 409, "idempotency_key_in_use"),
        ({"fault": "down", "times": 1}, 503, None),
    ],
)
def test_an_answer_before_execution_leaves_the_key_free(
    double: StripeDouble, api: Any, fault: dict[str, Any], status: int, code: str | None
) -> None:
    double.control("faults", fault)
    with pytest.raises(stripe.StripeError) as refused:
        an_intent(api)
    assert (refused.value.http_status, refused.value.error and refused.value.error.code) == (status, code)
    assert intents(double) == 0
    assert an_intent(api).id


def test_the_sdk_retries_a_lock_timeout_by_itself(double: StripeDouble) -> None:
    double.control("faults", {"call": "payment_intents.create", "fault": "error_429", "code": "lock_timeout"})
    client = stripe.StripeClient("sk_test_shop", base_addresses={"api": double.url}, max_network_retries=1)
    assert client.v1.payment_intents.create(params={"amount": 2_000, "currency": "usd"}).id
    assert double.control("calls")["received"]["payment_intents.create"] == 2


def test_down_lasts_until_it_is_switched_off(double: StripeDouble, api: Any) -> None:
    fault = double.control("faults", {"fault": "down"})
    for _ in range(3):
        with pytest.raises(stripe.APIError):
            an_intent(api)
    assert double.control("faults")["faults"][0]["struck"] == 3
    double.control(f"faults/{fault['id']}", method="DELETE")
    assert an_intent(api).id


def test_a_fault_may_skip_calls_before_it_strikes(double: StripeDouble, api: Any) -> None:
    double.control("faults", {"call": "payment_intents.create", "fault": "lost_request", "after": 1, "times": 2})
    results = []
    for number in range(4):
        try:
            results.append(bool(an_intent(api, key=f"key_{number}")))
        except stripe.APIConnectionError:
            results.append(False)
    assert results == [True, False, False, True]


def test_while_the_first_call_runs_its_key_is_in_use(double: StripeDouble, api: Any) -> None:
    double.control("faults", {"call": "payment_intents.create", "fault": "slow", "slow_s": 0.5})
    made: list[str] = []
    first = threading.Thread(target=lambda: made.append(an_intent(api).id))
    first.start()
    while not double.control("calls")["faulted"]:
        first.join(0.01)
    with pytest.raises(stripe.APIError) as refused:
        an_intent(api)
    assert refused.value.error is not None  # the SDK keeps the code of a 409 in here only
    assert (refused.value.http_status, refused.value.error.code) == (409, "idempotency_key_in_use")
    first.join()
    assert an_intent(api).id == made[0]
    assert intents(double) == 1


def test_many_calls_with_one_key_at_once_have_one_effect(double: StripeDouble, api: Any) -> None:
    statuses: list[int | None] = []

    def call() -> None:
        try:
            statuses.append(an_intent(api).last_response.code)
        except stripe.APIError as error:
            statuses.append(error.http_status)

    threads = [threading.Thread(target=call) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) <= {200, 409}
    assert intents(double) == 1


@pytest.mark.parametrize(
    "wish",
    [{"fault": "earthquake"}, {"fault": "slow", "seconds": 3}, {"fault": "slow", "slow_s": 1e9}, {"call": "refunds.*"}],
)
def test_a_fault_that_makes_no_sense_is_refused(double: StripeDouble, wish: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"must be|unknown"):
        double.control("faults", wish)


def test_a_500_hides_a_decline_too(double: StripeDouble, api: Any) -> None:
    never = {"enabled": True, "allow_redirects": "never"}
    double.control("faults", {"call": "payment_intents.create", "fault": "error_500"})
    with pytest.raises(stripe.APIError) as failed:
        an_intent(api, payment_method="pm_card_chargeDeclined", confirm=True, automatic_payment_methods=never)
    assert failed.value.http_status == 500
    assert [charge["status"] for charge in double.control("state/charges")["charges"].values()] == ["failed"]
