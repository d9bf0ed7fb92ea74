"""Giving money back at the Stripe double: never more than was taken, and sometimes it fails later."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import stripe

from local.stripe_double import StripeDouble


def paid(api: Any, card: str = "pm_card_visa", **params: Any) -> Any:
    never = {"enabled": True, "allow_redirects": "never"}
    given = {"amount": 2_000, "currency": "usd", "payment_method": card, "confirm": True, **params}
    return api.payment_intents.create(params={"automatic_payment_methods": never, **given})


def said(double: StripeDouble) -> list[str]:
    return [event["type"] for event in double.control("state")["events"].values()]


def test_a_refund_without_an_amount_gives_everything_back(double: StripeDouble, api: Any) -> None:
    intent = paid(api)
    params = {"payment_intent": intent.id, "reason": "requested_by_customer", "metadata": {"refund_id": "ref_1"}}
    refund = api.refunds.create(params={**params, "expand": ["balance_transaction"]})
    assert refund.id.startswith("re_")
    assert (refund.amount, refund.status, refund.metadata["refund_id"]) == (2_000, "succeeded", "ref_1")
    assert (refund.balance_transaction.amount, refund.balance_transaction.fee) == (-2_000, 0)
    charge = api.charges.retrieve(intent.latest_charge)
    assert (charge.refunded, charge.amount_refunded) == (True, 2_000)
    assert said(double)[-2:] == ["refund.created", "charge.refunded"]


def test_partial_refunds_stop_at_what_is_left(api: Any) -> None:
    charge = paid(api).latest_charge
    api.refunds.create(params={"charge": charge, "amount": 1_500})
    with pytest.raises(
        stripe.InvalidRequestError, match=r"greater than unrefunded amount on charge \(\$5.00\)"
    ) as more:
        api.refunds.create(params={"charge": charge, "amount": 501})
    assert more.value.param == "amount"
    api.refunds.create(params={"charge": charge})
    with pytest.raises(stripe.InvalidRequestError) as nothing_left:
        api.refunds.create(params={"charge": charge})
    assert nothing_left.value.code == "charge_already_refunded"


def test_of_a_partial_capture_only_what_was_taken_can_be_refunded(api: Any) -> None:
    held = paid(api, capture_method="manual")
    with pytest.raises(stripe.InvalidRequestError) as nothing_taken:
        api.refunds.create(params={"payment_intent": held.id})
    assert nothing_taken.value.code == "charge_not_refundable"
    api.payment_intents.capture(held.id, params={"amount_to_capture": 1_200})
    with pytest.raises(stripe.InvalidRequestError, match=r"12\.00"):
        api.refunds.create(params={"payment_intent": held.id, "amount": 1_201})
    assert api.refunds.create(params={"payment_intent": held.id}).amount == 1_200


def test_many_refunds_at_once_never_add_up_to_more_than_was_taken(api: Any) -> None:
    charge = paid(api).latest_charge

    def refund(_: int) -> int:
        try:
            return int(api.refunds.create(params={"charge": charge, "amount": 300}).amount)
        except stripe.InvalidRequestError:
            return 0

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(refund, range(16))) == 1_800


def test_a_refund_to_some_cards_fails_later_and_the_money_returns(double: StripeDouble, api: Any) -> None:
    intent = paid(api, "pm_card_refundFail")
    refund = api.refunds.create(params={"payment_intent": intent.id})
    assert refund.status == "succeeded"
    double.control("clock", {"advance_s": 61})
    failed = api.refunds.retrieve(refund.id, params={"expand": ["failure_balance_transaction"]})
    assert (failed.status, failed.failure_reason) == ("failed", "expired_or_canceled_card")
    assert failed.failure_balance_transaction.amount == 2_000
    assert api.charges.retrieve(intent.latest_charge).amount_refunded == 0
    assert {"refund.failed", "refund.updated"} <= set(said(double))


def test_a_pending_refund_ends_when_the_bank_answers(double: StripeDouble, api: Any) -> None:
    waits, by_hand = (paid(api, "pm_card_pendingRefund") for _ in range(2))
    first, second = (api.refunds.create(params={"payment_intent": intent.id}) for intent in (waits, by_hand))
    assert (first.status, second.status) == ("pending", "pending")
    double.control(f"refunds/{second.id}/settle", {"outcome": "fail", "failure_reason": "declined"})
    double.control("clock", {"advance_s": 61})
    assert api.refunds.retrieve(first.id).status == "succeeded"
    assert api.refunds.retrieve(second.id).failure_reason == "declined"


def test_refunds_are_listed_by_charge_and_by_intent(api: Any) -> None:
    intent, other = paid(api), paid(api)
    mine = [api.refunds.create(params={"payment_intent": intent.id, "amount": 100}).id for _ in range(2)]
    api.refunds.create(params={"payment_intent": other.id})
    for params in ({"payment_intent": intent.id}, {"charge": intent.latest_charge}):
        assert [refund.id for refund in api.refunds.list(params=params).data] == mine[::-1]
    charge = api.charges.retrieve(intent.latest_charge, params={"expand": ["refunds"]})
    assert [refund.id for refund in charge.refunds.data] == mine[::-1]


def test_the_balance_adds_up_over_charges_refunds_and_failures(double: StripeDouble, api: Any) -> None:
    paid(api, capture_method="automatic")
    api.refunds.create(params={"payment_intent": paid(api, "pm_card_refundFail", capture_method="automatic").id})
    double.control("clock", {"advance_s": 61})
    rows = api.balance_transactions.list().data
    assert sorted(row.type for row in rows) == ["charge", "charge", "refund", "refund_failure"]
    assert sum(row.net for row in rows) == 2 * (2_000 - 88)
