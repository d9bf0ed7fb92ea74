"""The SDK calls the simulated Stripe: keys, lost answers and Stripe's own troubles, each seen through the SDK."""

import pytest
import stripe as sdk

from functions.payments import stripe_api
from tests.simulation.stripe.conftest import TIMEOUT_S, Shop

HOUR = 3_600.0


def test_the_same_key_twice_makes_one_payment(shop: Shop) -> None:
    assert shop.create("k1").id == shop.create("k1").id
    assert len(shop.stripe.books()) == 1


def test_other_parameters_under_a_key_are_refused(shop: Shop) -> None:
    shop.create("k1")
    with pytest.raises(sdk.IdempotencyError):
        shop.create("k1", amount=1)


def test_a_key_is_forgotten_after_a_day(shop: Shop) -> None:
    first = shop.create("k1")
    shop.pass_by(23.9 * HOUR)
    assert shop.create("k1").id == first.id
    shop.pass_by(0.2 * HOUR)
    assert shop.create("k1").id != first.id


@pytest.mark.parametrize("lost", ["request", "answer"])
def test_the_sdk_asks_again_with_the_same_key_half_a_second_after_a_loss(shop: Shop, lost: str) -> None:
    shop.lose = [lost]
    intent = shop.create("k1")
    (_, _, first_key, first), (_, _, second_key, second) = shop.wire
    assert first_key == second_key == "k1"
    assert second - first == TIMEOUT_S + 0.5
    assert list(shop.stripe.books()) == [intent.id]


def test_two_losses_are_a_connection_error_and_the_effect_stands(shop: Shop) -> None:
    shop.lose = ["answer", "answer"]
    with pytest.raises(sdk.APIConnectionError):
        shop.create("k1")
    assert list(shop.stripe.books()) == [shop.create("k1").id]


def test_a_fault_of_the_simulation_is_no_network_error(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shop.stripe, "request", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        shop.create()


@pytest.mark.parametrize("effect", [True, False])
def test_a_500_is_kept_under_its_key_and_not_asked_for_again(shop: Shop, effect: bool) -> None:
    shop.stripe.troubles.break_with_cached_500("payment_intents.create", effect=effect)
    for _ in range(2):
        with pytest.raises(sdk.APIError) as failed:
            shop.create("k1")
        assert failed.value.http_status == 500
    assert len(shop.wire) == 2
    assert len(shop.stripe.books()) == effect
    assert shop.create("k2").id in shop.stripe.books()


def test_a_key_in_use_is_refused_twice_and_then_told(shop: Shop) -> None:
    shop.stripe.troubles.refuse("payment_intents.create", "error_409", times=2)
    with pytest.raises(sdk.APIError) as refused:
        shop.create("k1")
    assert refused.value.http_status == 409
    assert shop.create("k1").status == "requires_payment_method"


def test_a_rate_limit_is_told_at_once_and_a_lock_is_tried_again(shop: Shop) -> None:
    shop.stripe.troubles.refuse(why="rate_limit")
    with pytest.raises(sdk.RateLimitError):
        shop.create("k1")
    shop.stripe.troubles.refuse(why="lock_timeout")
    assert shop.create("k1").id in shop.stripe.books()
    assert len(shop.wire) == 3


def test_an_outage_ends_by_itself(shop: Shop) -> None:
    shop.stripe.troubles.go_down(60.0)
    with pytest.raises(sdk.APIError) as failed:
        shop.create("k1")
    assert failed.value.http_status == 503
    shop.pass_by(60.0)
    assert shop.create("k1").id in shop.stripe.books()


def test_a_slow_call_has_its_effect_after_everybody_gave_up(shop: Shop) -> None:
    shop.stripe.troubles.slow_down("payment_intents.create", 30.0)
    with pytest.raises(sdk.APIError) as refused:
        shop.create("k1")
    assert refused.value.http_status == 409  # as the SDK's second try found: the key is in use
    assert not shop.stripe.books()
    assert not shop.stripe.is_quiet
    shop.pass_by(30.0)
    assert list(shop.stripe.books()) == [shop.create("k1").id]
    assert shop.stripe.is_quiet


def test_calm_ends_every_trouble(shop: Shop) -> None:
    shop.stripe.troubles.go_down(600.0)
    shop.stripe.troubles.break_with_cached_500()
    shop.stripe.troubles.slow_down("*", 9.0)
    shop.stripe.calm()
    assert shop.pay().status == "succeeded"
    shop.pass_by(600.0)


def test_what_the_sdk_makes_up_comes_from_the_worlds_chance(shop: Shop) -> None:
    intent = shop.create()
    shop.api.payment_intents.cancel(intent.id)
    *_, (_, path, key, _) = shop.wire
    assert path.endswith("/cancel")
    assert len(key) == 32
    assert int(key, 16) >> 64 != 0


def test_the_payments_domain_has_its_client_back_afterwards(shop: Shop) -> None:
    assert sdk.RequestsClient.__name__ == "<lambda>"
    client = stripe_api._client("sk_test_a", None, 8)
    assert client is stripe_api._client("sk_test_a", None, 8)
