"""What payments say. Amounts in minor units of `currency`."""

from typing import ClassVar, Literal

from shared.event import Event


class PaymentCaptured(Event):
    """The money of a payment has arrived at the processor."""

    type: ClassVar[str] = "payment.captured"
    payment_id: str
    order_id: str
    amount: int
    currency: str


class PaymentFailed(Event):
    """An attempt to pay was declined; the shopper may try again while the order waits."""

    type: ClassVar[str] = "payment.failed"
    payment_id: str
    order_id: str
    code: str  # the processor's, such as card_declined


class PaymentVoided(Event):
    """A payment was given up before any money came, by the shop or at the processor; nobody can pay it any more."""

    type: ClassVar[str] = "payment.voided"
    payment_id: str
    order_id: str


class PaymentVoidRequested(Event):
    """A payment is not wanted any more: cancel it at the processor, so that no money comes late."""

    type: ClassVar[str] = "payment.void_requested"
    is_public: ClassVar[bool] = False
    payment_id: str
    order_id: str


class RefundRequested(Event):
    """Money shall go back; the processor has not been asked yet."""

    type: ClassVar[str] = "refund.requested"
    is_public: ClassVar[bool] = False
    refund_id: str
    payment_id: str
    order_id: str


class RefundSucceeded(Event):
    """Money went back to the shopper."""

    type: ClassVar[str] = "refund.succeeded"
    refund_id: str
    payment_id: str
    order_id: str
    amount: int
    currency: str
    reason: str


class RefundFailed(Event):
    """The processor could not give the money back: someone has to look."""

    type: ClassVar[str] = "refund.failed"
    refund_id: str
    payment_id: str
    order_id: str
    amount: int
    currency: str
    reason: str
    code: str


class StripeEventReceived(Event):
    """Stripe told us something, verified and kept; what it means is found out by whoever hears this."""

    type: ClassVar[str] = "stripe.event_received"
    is_public: ClassVar[bool] = False
    stripe_event_id: str
    stripe_type: str  # such as payment_intent.succeeded
    object_type: Literal["payment_intent", "refund", "other"]
    object_id: str  # pi_…, re_…
    payment_id: str | None  # ours, from the object's metadata
    refund_id: str | None
    order_id: str | None
