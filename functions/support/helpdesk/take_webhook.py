"""Take what the helpdesk tells of a ticket of ours: verified over the raw bytes, kept once by its id, answered at once.

What is kept is which ticket it is about. What happened there is asked when the news is heard, so that nothing of it
stands here, and what was overtaken on its way does not count.
"""

import re
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from events import HelpdeskEventReceived
from functions.support.table import SPEC, helpdesk_event_pk
from shared import telemetry
from shared.dynamo import commit
from shared.errors import Invalid
from shared.inbox import AlreadyHeard, heard
from shared.outbox import Aggregate, say
from shared.secret import valid_values
from shared.webhook_signature import BadWebhook, verify_apart

CONSUMER = "support.helpdesk_webhook"
OF_TICKETS = "zen:event-type:ticket."
TICKET_ID = re.compile(r"tkt_[0-9A-HJKMNP-TV-Z]{26}")


class InvalidSignature(Invalid):
    """Not from the helpdesk, changed on the way, or too old."""

    status = 400
    code = "invalid_signature"

    def __init__(self) -> None:
        super().__init__("The webhook's signature is not valid.", param="X-Zendesk-Webhook-Signature")


class UnreadableEvent(Invalid):
    """Signed by the helpdesk, but not an event as we know them."""

    status = 400
    code = "invalid_event"

    def __init__(self) -> None:
        super().__init__("The body is not an event of a ticket.")


class _Detail(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    external_id: str | None = None


class HelpdeskEvent(BaseModel):
    """An event as Zendesk tells it; what is not named here is not looked at."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^[!-~]{1,128}$")]
    type: Annotated[str, StringConstraints(max_length=100)]
    detail: _Detail


Became = Literal["kept", "known", "ignored"]


def take_webhook(raw: bytes, signature: str, signed_at: str, now: datetime) -> Became:
    """Keep the event, if it is about a ticket of ours.

    Raises InvalidSignature or UnreadableEvent, and then writes nothing.
    """
    try:
        verify_apart(raw, signature, signed_at, valid_values("helpdesk_webhook_secret"), now)
    except BadWebhook:
        telemetry.count("HelpdeskSignaturesRefused")
        raise InvalidSignature from None
    try:
        event = HelpdeskEvent.model_validate_json(raw)
    except ValidationError:
        telemetry.count("HelpdeskEventsUnreadable")
        raise UnreadableEvent from None
    ticket_id = event.detail.external_id or ""
    if not event.type.startswith(OF_TICKETS) or not TICKET_ID.fullmatch(ticket_id):
        telemetry.count("HelpdeskEventsIgnored")
        return "ignored"
    news = HelpdeskEventReceived(ticket_id=ticket_id, helpdesk_event_id=event.id)
    said = say(SPEC, helpdesk_event_pk(event.id), Aggregate("helpdesk_event", event.id, 1), news, now=now)
    try:
        commit(heard(SPEC, CONSUMER, event.id, now), *said)
    except AlreadyHeard:
        return "known"
    telemetry.note("helpdesk_event_kept", ticket_id=ticket_id, helpdesk_event_id=event.id)
    telemetry.count("HelpdeskEventsKept")
    return "kept"
