"""What shoppers, banks and staff do at the simulated Stripe, and what its books say of it."""

import pytest
import stripe as sdk

from local.stripe_double.errors import StripeError
from tests.simulation.stripe.conftest import PAYMENT, Shop

MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0


def test_a_good_card_pays_at_once_and_stripe_tells(shop: Shop) -> None:
    intent = shop.pay()
    shop.pass_by(MINUTE)
    (book,) = shop.stripe.books().values()
    assert (intent.status, book.captured, book.captures, book.kept) == ("succeeded", 2_000, 1, 2_000)
    assert book.metadata == PAYMENT["metadata"]
    assert "payment_intent.succeeded" in shop.told()


def test_a_declined_card_leaves_the_payment_open_for_another(shop: Shop) -> None:
    intent = shop.create()
    status, body = shop.stripe.confirm(intent.id, intent.client_secret, "declined")
    assert (status, body["error"]["code"]) == (402, "card_declined")
    assert shop.status(intent).status == "requires_payment_method"
    shop.stripe.confirm(intent.id, intent.client_secret)
    book = shop.stripe.books()[intent.id]
    assert (book.status, book.captures) == ("succeeded", 1)


def test_paying_twice_takes_money_once(shop: Shop) -> None:
    intent = shop.pay()
    status, _ = shop.stripe.confirm(intent.id, intent.client_secret)
    assert status == 400
    assert shop.stripe.books()[intent.id].captured == 2_000


def test_nobody_pays_without_the_client_secret(shop: Shop) -> None:
    intent = shop.create()
    status, _ = shop.stripe.confirm(intent.id, f"{intent.id}_secret_guessed")
    assert status == 400
    assert shop.status(intent).status == "requires_payment_method"


@pytest.mark.parametrize(("succeeds", "end"), [(True, "succeeded"), (False, "requires_payment_method")])
@pytest.mark.parametrize(("method", "meanwhile"), [("3ds", "requires_action"), ("processing", "processing")])
def test_some_payments_end_later(shop: Shop, method: str, meanwhile: str, succeeds: bool, end: str) -> None:
    intent = shop.pay(method, after_s=5 * HOUR, succeeds=succeeds)
    assert intent.status == meanwhile
    shop.pass_by(5 * HOUR - 1)
    assert shop.status(intent).status == meanwhile
    assert not shop.stripe.is_quiet
    shop.pass_by(1)
    assert shop.status(intent).status == end
    assert shop.stripe.books()[intent.id].captured == 2_000 * succeeds


def test_a_challenge_that_is_never_answered_stays(shop: Shop) -> None:
    intent = shop.pay("3ds")
    shop.pass_by(DAY)
    assert shop.status(intent).status == "requires_action"
    assert shop.stripe.is_quiet


def test_a_challenge_answered_after_the_shop_canceled_moves_no_money(shop: Shop) -> None:
    intent = shop.pay("3ds", after_s=MINUTE)
    shop.api.payment_intents.cancel(intent.id)
    shop.pass_by(MINUTE)
    book = shop.stripe.books()[intent.id]
    assert (book.canceled, book.captured) == (True, 0)


def test_a_payment_cannot_be_canceled_once_it_is_paid(shop: Shop) -> None:
    intent = shop.pay()
    with pytest.raises(sdk.InvalidRequestError) as refused:
        shop.api.payment_intents.cancel(intent.id)
    assert refused.value.code == "payment_intent_unexpected_state"


def test_an_authorization_is_held_and_ends_after_a_week(shop: Shop) -> None:
    intent = shop.create(capture_method="manual")
    shop.stripe.confirm(intent.id, intent.client_secret)
    assert shop.stripe.books()[intent.id].captured == 0
    shop.pass_by(7 * DAY)
    assert shop.stripe.books()[intent.id].canceled


def test_refunds_are_partial_and_never_more_than_was_taken(shop: Shop) -> None:
    intent = shop.pay()
    shop.refund(intent, 1_500, "r1")
    shop.refund(intent, 1_500, "r1")
    with pytest.raises(sdk.InvalidRequestError):
        shop.refund(intent, 501, "r2")
    shop.refund(intent, 500, "r3")
    book = shop.stripe.books()[intent.id]
    assert (book.captured, book.refunded, book.kept) == (2_000, 2_000, 0)
    found = shop.api.refunds.list({"payment_intent": intent.id})
    assert [each.amount for each in found.data] == [500, 1_500]


def test_a_refund_that_fails_later_comes_back(shop: Shop) -> None:
    intent = shop.pay()
    shop.stripe.troubles.fail_next_refund(HOUR)
    refund = shop.refund(intent, 700)
    assert shop.stripe.books()[intent.id].refunded == 700
    shop.pass_by(HOUR)
    assert shop.api.refunds.retrieve(refund.id).status == "failed"
    assert shop.stripe.books()[intent.id].refunded == 0
    assert "refund.failed" in shop.told()


def test_staff_refund_and_cancel_in_the_dashboard(shop: Shop) -> None:
    paid, unpaid = shop.pay(), shop.create("k2")
    refund = shop.api.refunds.retrieve(shop.stripe.dashboard_refund(paid.id, 300))
    assert (refund.amount, refund.metadata.to_dict()) == (300, {})
    with pytest.raises(StripeError):
        shop.stripe.dashboard_refund(paid.id, 1_701)
    shop.stripe.dashboard_refund(paid.id)
    shop.stripe.dashboard_cancel(unpaid.id)
    books = shop.stripe.books()
    assert books[paid.id].kept == 0
    assert books[unpaid.id].canceled
