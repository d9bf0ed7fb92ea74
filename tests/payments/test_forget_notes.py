"""What staff noted of why money went back is forgotten with whose order it was; the refund stays."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from functions import payments
from shared import clock
from tests.in_process import InProcessShop, shop


@pytest.fixture
def living(monkeypatch: pytest.MonkeyPatch) -> Iterator[InProcessShop]:
    with shop(monkeypatch) as running:
        yield running


def _refunded(living: InProcessShop, *notes: str) -> str:
    _, done, _ = living.complete(living.a_cart(living.a_variant(), living.a_shipping_option()))
    living.pay(done)
    living.pump()
    for note in notes:
        body = {"order_id": done["order"]["id"], "amount": 100, "reason": "requested_by_customer", "note": note}
        assert living.admin("POST", "/admin/refunds", body, Idempotency_Key=uuid4().hex)[0] == 201
        living.pump()
    return str(done["order"]["id"])


def test_notes_are_forgotten_and_all_else_of_the_refunds_stays(living: InProcessShop) -> None:
    order_id = _refunded(living, "Jane Doe was angry", "")
    before = payments.refunds_of(order_id)
    payments.forget_notes(order_id, clock.now())
    after = payments.refunds_of(order_id)
    assert [each.note for each in after] == ["", ""]
    assert [(each.id, each.amount, each.status) for each in after] == [(b.id, b.amount, b.status) for b in before]
    assert [each.version for each in after] == [each.version + bool(each.note) for each in before]


def test_done_again_it_changes_nothing(living: InProcessShop) -> None:
    order_id = _refunded(living, "Jane Doe was angry")
    payments.forget_notes(order_id, clock.now())
    once = payments.refunds_of(order_id)
    payments.forget_notes(order_id, clock.now())
    assert payments.refunds_of(order_id) == once
