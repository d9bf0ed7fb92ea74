"""How checkouts are answered is counted: 5xx is a broken promise, a no is an answer."""

from collections import Counter

import pytest

from functions.orders.count_checkout import counted_checkout
from functions.payments import PaymentUnavailable
from shared import telemetry
from shared.errors import NotFound, RateLimited, Stale
from shared.idempotency import Replay
from shared.reply import KeptReply


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    words: Counter[str] = Counter()
    monkeypatch.setattr(telemetry, "count", lambda word: words.update([word]))
    return words


@pytest.mark.parametrize("answer", [NotFound(), Stale(), RateLimited("carts", 1), Replay(KeptReply({}))], ids=repr)
def test_a_no_and_a_kept_answer_are_answers(counted: Counter[str], answer: Exception) -> None:
    with pytest.raises(type(answer)), counted_checkout():
        raise answer
    assert counted == {"CheckoutsAsked": 1}


@pytest.mark.parametrize("fault", [PaymentUnavailable(), KeyError("total")], ids=repr)
def test_503_and_500_break_the_promise(counted: Counter[str], fault: Exception) -> None:
    with pytest.raises(type(fault)), counted_checkout():
        raise fault
    assert counted == {"CheckoutsAsked": 1, "CheckoutsFailed": 1}


def test_a_checkout_that_succeeds_is_counted_once(counted: Counter[str]) -> None:
    with counted_checkout():
        pass
    assert counted == {"CheckoutsAsked": 1}
