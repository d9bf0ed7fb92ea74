"""Payments: money comes in through Stripe, goes back, stands in the ledger. The face that other domains may call."""

from functions.payments.account import Account, NotPaid, OrderPaymentStatus, payment_status
from functions.payments.card_tries import has_tries_left, require_tries_left
from functions.payments.forget_notes import forget_notes
from functions.payments.lifecycle import PaymentStatus, RefundStatus
from functions.payments.list_refunds import RefundQuery, list_refunds, show_refund
from functions.payments.open_payment import open_free_account, open_payment
from functions.payments.payment import Payment
from functions.payments.post_sale import post_sale, reverse_sale
from functions.payments.refund import Parts, Refund, RefundedItem, RefundExceedsCaptured, RefundReason
from functions.payments.request_refund import (
    CurrencyMismatch,
    UnknownReason,
    request_refund,
    request_refund_of_rest,
    request_refund_up_to,
)
from functions.payments.request_void import request_void
from functions.payments.staged import money_is_there
from functions.payments.start_payment import (
    PaymentClosed,
    PaymentNotAccepted,
    client_secret,
    note_started,
    start_payment,
)
from functions.payments.store import (
    account,
    accounts,
    find_payment,
    find_refund,
    history,
    ledger_of,
    payment,
    payments_of,
    refund,
    refunds_of,
)
from functions.payments.stripe_api import PaymentUnavailable, Started
from functions.payments.stripe_money import NotChargeable, check_charge
from functions.payments.views import PaymentView, RefundView, payment_view, refund_view

__all__ = [
    "Account",
    "CurrencyMismatch",
    "NotChargeable",
    "NotPaid",
    "OrderPaymentStatus",
    "Parts",
    "Payment",
    "PaymentClosed",
    "PaymentNotAccepted",
    "PaymentStatus",
    "PaymentUnavailable",
    "PaymentView",
    "Refund",
    "RefundExceedsCaptured",
    "RefundQuery",
    "RefundReason",
    "RefundStatus",
    "RefundView",
    "RefundedItem",
    "Started",
    "UnknownReason",
    "account",
    "accounts",
    "check_charge",
    "client_secret",
    "find_payment",
    "find_refund",
    "forget_notes",
    "has_tries_left",
    "history",
    "ledger_of",
    "list_refunds",
    "money_is_there",
    "note_started",
    "open_free_account",
    "open_payment",
    "payment",
    "payment_status",
    "payment_view",
    "payments_of",
    "post_sale",
    "refund",
    "refund_view",
    "refunds_of",
    "request_refund",
    "request_refund_of_rest",
    "request_refund_up_to",
    "request_void",
    "require_tries_left",
    "reverse_sale",
    "show_refund",
    "start_payment",
]
