"""A mail we owe somebody: of which kind, what it tells of, and when it is tried. It never holds a person's data."""

from collections.abc import Sequence
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
from shared.clock import parse, stamp
from shared.errors import Refused
from shared.ids import derived_id

TRIES_MAX = 12  # with the pauses below about a day and a half: longer than the mail service was ever away
FIRST_PAUSE = timedelta(minutes=5)  # whoever sends has ended by then, so that no two send the same mail
LONGEST_PAUSE = timedelta(hours=6)
REVIEW_AFTER = timedelta(days=3)  # from the delivery: by then it was unpacked, and is not forgotten
AGAIN_MOST = 5  # letters of an order that staff may send again within a day: nobody's inbox is flooded
AGAIN_WITHIN = timedelta(days=1)
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


# What whoever ordered is told of their order. It tells what is so whenever it is sent, and may be sent again.
OF_ORDERS = frozenset(
    [
        Kind.CONFIRMATION_REQUEST,
        Kind.ORDER_CONFIRMATION,
        Kind.SHIPPING_CONFIRMATION,
        Kind.REFUND_CONFIRMATION,
        Kind.LATE_PAYMENT_REFUND,
        Kind.ORDER_CANCELLATION,
    ]
)
TO_STAFF = frozenset([Kind.STOCK_ALERT, Kind.REFUND_ALERT, Kind.APPROVAL_REQUEST, Kind.APPROVAL_CLOSED])


class NotSentAgain(Refused):
    """It needs a consent, an answer within a time, or is not about an order."""

    code = "not_sent_again"

    def __init__(self) -> None:
        super().__init__("A letter of this kind is sent once.")


class StillOwed(Refused):
    """It has not gone out for the first time."""

    code = "still_owed"

    def __init__(self) -> None:
        super().__init__("The letter is on its way and is tried again by itself.")


class SentAgainEnough(Refused):
    """As many letters of an order as may be sent again within a day."""

    code = "sent_again_enough"

    def __init__(self) -> None:
        text = f"Of an order at most {AGAIN_MOST} letters are sent again within a day."
        super().__init__(text, details={"limit": AGAIN_MOST})


@dataclass(frozen=True)
class Mail:
    """Times are RFC 3339. again_of: the id of the one that staff sent again by this; by: who of them."""

    id: str
    kind: Kind
    facts: Facts  # the ids and amounts that it tells of
    status: Status
    tries: int  # begun, the one under way included; 0: it waits for its time
    owed_at: str
    next_try_at: str | None  # None: there will be none
    sent_at: str | None
    version: int
    again_of: str | None = None
    by: str | None = None

    @property
    def order_id(self) -> str | None:
        """The order that it tells its buyer of."""
        return str(self.facts["order_id"]) if self.kind in OF_ORDERS or self.kind is Kind.REVIEW_REQUEST else None

    @property
    def may_go_again(self) -> bool:
        """Whether staff may send it once more."""
        return self.kind in OF_ORDERS and self.status is not Status.OWED

    def again(self, mail_id: str, by: str, now: datetime, others: Sequence["Mail"]) -> "Mail":
        """Another one that tells the same, with its first try begun. others: the order's, this one among them.

        Raises NotSentAgain, StillOwed or SentAgainEnough.
        """
        if self.kind not in OF_ORDERS:
            raise NotSentAgain
        if self.status is Status.OWED:
            raise StillOwed
        lately = [each for each in others if each.again_of and parse(each.owed_at) > now - AGAIN_WITHIN]
        if len(lately) >= AGAIN_MOST:
            raise SentAgainEnough
        begun = (Status.OWED, 1, stamp(now), stamp(now + FIRST_PAUSE), None, 1)
        return Mail(mail_id, self.kind, self.facts, *begun, again_of=self.id, by=by)

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
