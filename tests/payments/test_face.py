"""What orders get of payments: the rows of a first commit, the ledger of a sale, views, and a cheap import."""

import subprocess
import sys

import pytest

from functions import payments
from functions.payments import NotChargeable
from functions.payments.table import SPEC
from shared import clock
from shared.dynamo import commit, fetch
from shared.errors import Stale
from shared.ids import new_id
from tests.payments.till import Till


def test_opening_a_payment_is_three_rows(till: Till) -> None:
    _, writes = payments.open_payment(new_id("order"), new_id("pay"), 100, "USD", clock.now())
    assert [write.key[1].partition("#")[0] for write in writes] == ["ACCOUNT", "PAYMENT", "POINTER"]


def test_the_key_for_stripe_is_stored_before_stripe_is_called(till: Till) -> None:
    payment = till.open()
    assert till.payment.idempotency_key == payment.id
    assert till.at_stripe("payment_intents") == []


def test_an_order_has_one_account(till: Till) -> None:
    till.open()
    _, writes = payments.open_payment(till.order_id, new_id("pay"), 100, "USD", clock.now())
    with pytest.raises(Stale):
        commit(*writes)


def test_what_cannot_be_charged_is_refused_before_anything_is_written(till: Till) -> None:
    with pytest.raises(NotChargeable):
        payments.open_payment(new_id("order"), new_id("pay"), 0, "USD", clock.now())


def test_an_order_with_nothing_to_pay_is_paid(till: Till) -> None:
    order_id = new_id("order")
    commit(*payments.open_free_account(order_id, "USD"))
    (account,) = fetch(payments.account(order_id))
    assert payments.payment_status(account, is_open=True) == "paid"
    assert payments.payments_of(order_id) == []


def test_accounts_of_many_orders_come_in_one_read(till: Till) -> None:
    first, second = till.open().order_id, till.open().order_id
    (found,) = fetch(payments.accounts([first, second, new_id("order"), first]))
    assert sorted(found) == sorted([first, second])


def test_a_sale_is_posted_once_and_reversed_once(till: Till) -> None:
    till.open()
    for post in (payments.post_sale, payments.reverse_sale):
        writes = post(till.order_id, revenue=4000, tax=600, shipping=400, currency="USD", now=clock.now())
        commit(*writes)
        with pytest.raises(Stale):
            commit(*writes)
    assert {entry.key for entry in payments.ledger_of(till.order_id)} == {"sale", "sale_reversal"}


def test_remembering_the_reference_is_one_write(till: Till) -> None:
    payment = till.open()
    started = payments.start_payment(payment, flow="payment_intent", deadline_s=6)
    assert len(payments.note_started(payment, started, clock.now())) == 1


def test_another_reference_is_not_written_over_the_first(till: Till) -> None:
    payment = till.open()
    till.start(payment)
    other = payments.Started("pi_other", "secret", "requires_payment_method")
    with pytest.raises(Stale):
        commit(*payments.note_started(payment, other, clock.now()))


def test_an_order_whose_payment_is_settled_has_nothing_to_void(till: Till) -> None:
    payment = till.paid()
    assert payments.request_void([payment], clock.now()) == ()


def test_the_history_tells_what_payments_and_refunds_said(till: Till) -> None:
    till.paid()
    till.refund(100)
    till.settle()
    told = [event["type"] for event in payments.history(till.order_id)]
    assert told == ["payment.captured", "refund.requested", "refund.succeeded"]


def test_importing_the_face_loads_neither_stripe_nor_a_handler() -> None:
    unwanted = ["stripe", "functions.payments.handlers"]
    code = f"import functions.payments, sys; print([name for name in {unwanted} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_the_table_speaks_and_has_one_index_of_its_own() -> None:
    assert [index.name for index in SPEC.all_indexes] == ["unsettled", "unsent"]


def test_staff_see_a_payment_and_an_orders_payments(till: Till) -> None:
    payment = till.paid(5000)
    status, body = till.admin(f"/admin/payments/{payment.id}")
    assert (status, body) == (200, payments.payment_view(till.payment).model_dump())
    assert body == {
        "id": payment.id,
        "order_id": till.order_id,
        "provider": "stripe",
        "provider_reference": payment.provider_reference,
        "amount": 5000,
        "currency": "USD",
        "status": "captured",
        "capture_method": "automatic",
        "amount_capturable": 0,
        "amount_captured": 5000,
        "amount_refunded": 0,
        "is_processing": False,
        "declines": 0,
        "last_error": None,
    }
    assert till.admin("/admin/payments", order_id=till.order_id) == (
        200,
        {"data": [body], "has_more": False, "next_cursor": None},
    )


REFUSED = [
    ({"path": "/admin/payments/pay_01ARZ3NDEKTSV4RRFFQ69G5FAV"}, 404, "not_found"),
    ({"path": "/admin/payments/%00"}, 404, "not_found"),
    ({"path": "/admin/payments/pay_1", "scopes": "orders:read"}, 403, "forbidden"),
    ({"path": "/admin/payments", "scopes": ""}, 403, "forbidden"),
    ({"path": "/admin/payments"}, 400, "invalid_parameter"),
    ({"path": "/admin/payments", "order_id": "order_1"}, 400, "invalid_parameter"),
    ({"path": "/admin/payments", "order_id": "order_01ARZ3NDEKTSV4RRFFQ69G5FAV", "x": "y"}, 400, "invalid_parameter"),
    (
        {"path": "/admin/payments", "order_id": "order_01ARZ3NDEKTSV4RRFFQ69G5FAV", "cursor": "x"},
        400,
        "invalid_cursor",
    ),
]


@pytest.mark.parametrize(("how", "status", "code"), REFUSED)
def test_what_staff_may_not_see_is_a_documented_error(till: Till, how: dict[str, str], status: int, code: str) -> None:
    answer = till.admin(**how)
    assert (answer[0], answer[1]["error"]["code"]) == (status, code)


def test_an_order_without_payments_has_an_empty_list(till: Till) -> None:
    status, body = till.admin("/admin/payments", order_id=new_id("order"))
    assert (status, body["data"]) == (200, [])
