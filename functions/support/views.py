"""The shapes that tickets take in requests and answers."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from functions.support.lifecycle import Status
from functions.support.macro import LANGUAGES_MAX, Macro
from functions.support.ticket import BODY_MAX, TAGS_MAX, Author, Channel, Message, Priority, Ticket
from shared.http import Email, Input, OrderId, PageQuery, RequiredLine, View
from shared.http.locale import Locale
from shared.http.persons import Personal
from shared.http.text import Text

Body = Annotated[str, Text(BODY_MAX, is_required=True, is_prose=True)]
Tag = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,40}$")]
Tags = Annotated[list[Tag], Field(max_length=TAGS_MAX)]
Translations = Annotated[dict[Locale, Body], Field(max_length=LANGUAGES_MAX)]
MacroId = Annotated[str, StringConstraints(pattern=r"^mac_[0-9A-Z]{26}$")]
Assignee = Annotated[str, StringConstraints(pattern=r"^(staff|key)_[0-9A-Z]{26}$")]


class NewTicket(Input):
    """What a shopper asks. order_id: what it is about; then the request carries that order's Order-Token, too.

    locale: the language to answer in; left out, what Accept-Language likes best.
    """

    email: Email
    subject: RequiredLine
    body: Body
    order_id: OrderId | None = None
    locale: Locale | None = None


class NewReply(Input):
    """What a shopper writes to a ticket of theirs."""

    body: Body


class NewStaffTicket(NewTicket):
    """A ticket that staff open. author: whose words the body is; `customer` for what somebody said on the phone."""

    author: Author = Author.STAFF
    priority: Priority = Priority.NORMAL
    assignee_id: Assignee | None = None
    tags: Tags = Field(default_factory=list)


class TicketChanges(Input):
    """What shall be different; what is absent stays. assignee_id, order_id and locale may be null: nobody's, none."""

    subject: RequiredLine | None = None
    email: Email | None = None
    status: Literal[Status.OPEN, Status.PENDING, Status.ON_HOLD, Status.SOLVED] | None = None
    priority: Priority | None = None
    order_id: OrderId | None = None
    assignee_id: Assignee | None = None
    locale: Locale | None = None
    tags: Tags | None = None


class NewMessage(Input):
    """What staff write: a body or a macro's. status: what the ticket becomes by an answer; a note changes nothing."""

    body: Body | None = None
    macro_id: MacroId | None = None
    is_internal: bool = False
    status: Literal[Status.OPEN, Status.PENDING, Status.ON_HOLD, Status.SOLVED] | None = None

    @model_validator(mode="after")
    def _require_one(self) -> "NewMessage":
        if (self.body is None) == (self.macro_id is None):
            raise ValueError("must have either a body or a macro_id")
        if self.is_internal and self.status is not None:
            raise ValueError("must have no status where it is internal")
        return self


class TicketQuery(PageQuery):
    """Which tickets; all of the filters hold."""

    status: Status | None = None
    assignee_id: Assignee | None = None
    order_id: OrderId | None = None
    email: Email | None = None


class NewMacro(Input):
    """An answer that staff give often; status, priority and tags are what the ticket gets by it.

    translations: the body in other languages, by locale; a ticket gets that of its language.
    """

    title: RequiredLine
    body: Body
    translations: Translations = Field(default_factory=dict)
    status: Literal[Status.OPEN, Status.PENDING, Status.ON_HOLD, Status.SOLVED] | None = None
    priority: Priority | None = None
    tags: Tags = Field(default_factory=list)


class MacroChanges(Input):
    """What shall be different; what is absent stays. status and priority may be null: the ticket's stay."""

    title: RequiredLine | None = None
    body: Body | None = None
    translations: Translations | None = None
    status: Literal[Status.OPEN, Status.PENDING, Status.ON_HOLD, Status.SOLVED] | None = None
    priority: Priority | None = None
    tags: Tags | None = None


class StoreTicketView(View):
    """A ticket, as who asked sees it. token: opens it, sent as Ticket-Token; only in the answer that made it."""

    id: str
    object: Literal["ticket"] = "ticket"
    number: int
    version: int
    status: Status
    subject: str
    order_id: str | None
    locale: str | None
    created_at: str
    updated_at: str
    token: str | None = None


class StoreMessageView(View):
    """A message, as who asked sees it."""

    id: str
    object: Literal["ticket_message"] = "ticket_message"
    author: Author
    body: str
    created_at: str


class TicketView(View):
    """A ticket, as staff see it; without `customers:read`, email is null. messages: how many, notes included.

    is_sender_proven: of a mail, whether the sender's domain stands for it; null where it came in otherwise.
    """

    id: str
    object: Literal["ticket"] = "ticket"
    number: int
    version: int
    status: Status
    priority: Priority
    channel: Channel
    is_sender_proven: bool | None
    subject: str
    email: Personal
    order_id: str | None
    assignee_id: str | None
    locale: str | None
    tags: list[str]
    messages: int
    created_at: str
    updated_at: str
    solved_at: str | None


class MessageView(View):
    """A message, as staff see it. by: who of the staff wrote it. is_internal: a note that only staff see."""

    id: str
    object: Literal["ticket_message"] = "ticket_message"
    ticket_id: str
    author: Author
    by: str | None
    body: str
    is_internal: bool
    created_at: str


class OwnTicketView(View):
    """A ticket with what was written, for who asked: a hundred messages at the most."""

    ticket: StoreTicketView
    messages: list[StoreMessageView]


class WholeTicketView(View):
    """A ticket with what was written and noted, for staff: a hundred messages at the most."""

    ticket: TicketView
    messages: list[MessageView]


class MacroView(View):
    """A macro."""

    id: str
    object: Literal["ticket_macro"] = "ticket_macro"
    version: int
    title: str
    body: str
    translations: dict[str, str]
    status: Status | None
    priority: Priority | None
    tags: list[str]
    created_at: str
    updated_at: str


class DeletedMacro(View):
    """What is left of a deleted macro."""

    id: str
    object: Literal["ticket_macro"] = "ticket_macro"
    deleted: Literal[True] = True


def store_view(ticket: Ticket, token: str | None = None) -> StoreTicketView:
    """The ticket as who asked sees it."""
    shown = {name: getattr(ticket, name) for name in StoreTicketView.model_fields if name in Ticket.model_fields}
    return StoreTicketView(**shown, token=token)


def ticket_view(ticket: Ticket) -> TicketView:
    """The ticket as staff see it."""
    return TicketView(**ticket.model_dump())


def store_message_view(said: Message) -> StoreMessageView:
    """The message as who asked sees it."""
    return StoreMessageView(id=said.id, author=said.author, body=said.body, created_at=said.created_at)


def message_view(said: Message) -> MessageView:
    """The message as staff see it."""
    return MessageView(
        id=said.id,
        ticket_id=said.ticket_id,
        author=said.author,
        by=said.by,
        body=said.body,
        is_internal=said.is_internal,
        created_at=said.created_at,
    )


def macro_view(macro: Macro) -> MacroView:
    """The macro as staff see it."""
    return MacroView(**macro.model_dump())
