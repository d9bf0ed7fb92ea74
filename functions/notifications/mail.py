"""A mail we owe somebody: of which kind, what it tells of, and when it is tried. It never holds a person's data."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from events import (
    ConsentRequested,
    Event,
    FulfillmentDelivered,
    FulfillmentShipped,
    LevelLow,
    OrderCanceled,
    OrderPending,
    OrderPlaced,
    RefundFailed,
    RefundSucceeded,
    TicketCreated,
    TicketMessageAdded,
)
from functions.notifications.lifecycle import TRANSITIONS, Status
from shared.clock import stamp
from shared.ids import derived_id

TRIES_MAX = 12  # with the pauses below about a day and a half: longer than the mail service was ever away
FIRST_PAUSE = timedelta(minutes=5)  # whoever sends has ended by then, so that no two send the same mail
LONGEST_PAUSE = timedelta(hours=6)
REVIEW_AFTER = timedelta(days=3)  # from the delivery: by then it was unpacked, and is not forgotten
LATE_PAYMENT = "order_expired"  # a refund's reason where the money came after the order had expired

Facts = dict[str, str | int]


class Kind(StrEnum):
    CONFIRMATION_REQUEST = "confirmation_request"  # an order without charge waits until its address is confirmed
    ORDER_CONFIRMATION = "order_confirmation"  # thank you, and what was bought
    SHIPPING_CONFIRMATION = "shipping_confirmation"  # a parcel left, and how to follow it
    REFUND_CONFIRMATION = "refund_confirmation"  # money went back
    LATE_PAYMENT_REFUND = "late_payment_refund"  # the payment came too late, so the money went back
    ORDER_CANCELLATION = "order_cancellation"  # the order will not come
    TICKET_RECEIVED = "ticket_received"  # what they asked has come in
    TICKET_ANSWER = "ticket_answer"  # what the shop says to it
    CONSENT_REQUEST = "consent_request"  # whether it was them who agreed to be written to
    REVIEW_REQUEST = "review_request"  # what they think of what they bought; to who agreed to be asked
    CART_APPROVAL_REQUEST = "cart_approval_request"  # to a company's admins: a buyer asks for their word on a cart
    CART_APPROVAL_DECISION = "cart_approval_decision"  # to the buyer: what an admin said to it
    STOCK_ALERT = "stock_alert"  # to staff: a variant runs out
    REFUND_ALERT = "refund_alert"  # to staff: money could not be given back
    APPROVAL_REQUEST = "approval_request"  # to who may approve: somebody asks for a second person
    APPROVAL_CLOSED = "approval_closed"  # to who asked: approved, declined or too late


@dataclass(frozen=True)
class Mail:
    """Times are RFC 3339."""

    id: str
    kind: Kind
    facts: Facts  # the ids and amounts that it tells of
    status: Status
    tries: int  # begun, the one under way included; 0: it waits for its time
    owed_at: str
    next_try_at: str | None  # None: there will be none
    sent_at: str | None
    version: int

    def tried_again(self, now: datetime) -> "Mail":
        """The mail with another try begun; given up where it has had them all."""
        if self.tries >= TRIES_MAX:
            return self._ended(Status.FAILED)
        tries = self.tries + 1
        pause = min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE)
        return replace(self, tries=tries, next_try_at=stamp(now + pause), version=self.version + 1)

    def sent(self, now: datetime) -> "Mail":
        """The mail, taken by the mail service."""
        return replace(self._ended(Status.SENT), sent_at=stamp(now))

    def dropped(self) -> "Mail":
        """The mail, not to be sent at all."""
        return self._ended(Status.DROPPED)

    def _ended(self, status: Status) -> "Mail":
        if status not in TRANSITIONS[self.status]:
            raise ValueError(f"a mail that is {self.status} cannot become {status}")
        return replace(self, status=status, next_try_at=None, version=self.version + 1)


def owed(event_id: str, kind: Kind, facts: Facts, now: datetime, *, to: str | None = None) -> Mail:
    """The one mail of this kind that this event can cause, with its first try begun; to: one for each of them."""
    mail_id = derived_id("mail", event_id, kind, *([to] if to else []))
    return Mail(mail_id, kind, facts, Status.OWED, 1, stamp(now), stamp(now + FIRST_PAUSE), None, 1)


def owed_later(cause: str, kind: Kind, facts: Facts, at: datetime, now: datetime) -> Mail:
    """The one mail of this kind that this cause can have, to be sent then; nobody has begun to."""
    mail_id = derived_id("mail", cause, kind)
    return Mail(mail_id, kind, facts, Status.OWED, 0, stamp(now), stamp(at), None, 1)


def caused_by(event: Event) -> tuple[Kind, Facts] | None:
    """Which mail an event causes, and what it tells of; None where it causes none."""
    match event:
        case TicketCreated() | TicketMessageAdded():
            return _of_ticket(event)
        case ConsentRequested() | FulfillmentDelivered():
            return _of_consent(event)
        case LevelLow():
            return Kind.STOCK_ALERT, event.model_dump()
        case RefundFailed():
            return Kind.REFUND_ALERT, event.model_dump()
    return _of_order(event)


def _of_order(event: Event) -> tuple[Kind, Facts] | None:
    match event:
        case OrderPending(total=0):
            facts: Facts = {"order_id": event.order_id, "reserved_until": event.reserved_until}
            return Kind.CONFIRMATION_REQUEST, facts
        case OrderPlaced():
            return Kind.ORDER_CONFIRMATION, {"order_id": event.order_id}
        case FulfillmentShipped(notify_customer=True):
            facts = {"order_id": event.order_id, "fulfillment_id": event.fulfillment_id}
            return Kind.SHIPPING_CONFIRMATION, facts
        case RefundSucceeded():
            kind = Kind.LATE_PAYMENT_REFUND if event.reason == LATE_PAYMENT else Kind.REFUND_CONFIRMATION
            return kind, {"order_id": event.order_id, "amount": event.amount, "currency": event.currency}
        case OrderCanceled(was_placed=True):
            return Kind.ORDER_CANCELLATION, {"order_id": event.order_id, "reason": event.reason}
    return None


def _of_consent(event: ConsentRequested | FulfillmentDelivered) -> tuple[Kind, Facts]:
    """What asks for a consent, and what needs one."""
    if isinstance(event, ConsentRequested):
        return Kind.CONSENT_REQUEST, {"customer_id": event.customer_id, "consent_id": event.consent_id}
    return Kind.REVIEW_REQUEST, {"order_id": event.order_id}


def _of_ticket(event: TicketCreated | TicketMessageAdded) -> tuple[Kind, Facts] | None:
    """An answer goes to who asked, and so does the word that a question has come in; a reply needs none."""
    facts: Facts = {"ticket_id": event.ticket_id, "message_id": event.message_id}
    if event.by == "staff":
        return Kind.TICKET_ANSWER, facts
    return (Kind.TICKET_RECEIVED, facts) if isinstance(event, TicketCreated) else None
