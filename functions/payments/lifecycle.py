"""The states of a payment and of a refund, and the one table of what may become of each."""

from enum import StrEnum


class PaymentStatus(StrEnum):
    """What the processor says of a payment; nobody else decides it."""

    PENDING = "pending"  # asked for; the shopper has not paid yet, or the bank has not answered
    FAILED = "failed"  # the last try was declined; the shopper may try again with another card
    AUTHORIZED = "authorized"  # the money is held for us and may be captured
    CAPTURED = "captured"  # the money is ours
    VOIDED = "voided"  # given up before any money came
    EXPIRED = "expired"  # the processor let the authorization lapse


class RefundStatus(StrEnum):
    """How far the money is on its way back."""

    PENDING = "pending"  # asked for; set aside from what may still be refunded
    SUCCEEDED = "succeeded"  # the processor sent it
    FAILED = "failed"  # it could not be sent, or it came back, even days later
    CANCELED = "canceled"  # the processor was told not to send it


P, R = PaymentStatus, RefundStatus

# Money outranks everything: a payment we took for dead and the processor has captured is captured.
PAYMENT_TRANSITIONS: dict[PaymentStatus, frozenset[PaymentStatus]] = {
    P.PENDING: frozenset({P.FAILED, P.AUTHORIZED, P.CAPTURED, P.VOIDED, P.EXPIRED}),
    P.FAILED: frozenset({P.PENDING, P.AUTHORIZED, P.CAPTURED, P.VOIDED, P.EXPIRED}),
    P.AUTHORIZED: frozenset({P.CAPTURED, P.VOIDED, P.EXPIRED}),
    P.CAPTURED: frozenset(),
    P.VOIDED: frozenset({P.CAPTURED}),
    P.EXPIRED: frozenset({P.CAPTURED}),
}

# A refund that succeeded may still come back: the shopper's bank refuses it days later.
REFUND_TRANSITIONS: dict[RefundStatus, frozenset[RefundStatus]] = {
    R.PENDING: frozenset({R.SUCCEEDED, R.FAILED, R.CANCELED}),
    R.SUCCEEDED: frozenset({R.FAILED, R.CANCELED}),
    R.FAILED: frozenset(),
    R.CANCELED: frozenset(),
}

UNPAID = frozenset({P.PENDING, P.FAILED, P.AUTHORIZED})  # the processor may still have news: the sweeper asks
DEAD = frozenset({P.VOIDED, P.EXPIRED})
RETURNED = frozenset({R.FAILED, R.CANCELED})  # the money is with us again
