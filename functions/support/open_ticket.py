"""Open a ticket: a shopper asks, or staff write down what somebody asked, or begin."""

from collections.abc import Mapping

from events import TicketCreated
from functions import orders
from functions.support import store
from functions.support.lifecycle import Status
from functions.support.ticket import Author, Channel, Message, Ticket
from functions.support.views import NewStaffTicket, NewTicket, StoreTicketView, TicketView, store_view, ticket_view
from shared import clock, ids, limits, telemetry
from shared.dynamo import Read, Write, commit, fetch
from shared.errors import Invalid
from shared.http import LeftOut, Reply, Request
from shared.http.guest import bound_to, token_for
from shared.http.locale import first_locale
from shared.settings import Settings, read_settings

BEGINS_AS = {Author.CUSTOMER: Status.OPEN, Author.STAFF: Status.PENDING}


class UnknownOrder(Invalid):
    """A ticket cannot be about an order that is not there."""

    code = "unknown_order"

    def __init__(self) -> None:
        super().__init__("There is no such order.", param="order_id")


class TicketLimits(Settings):
    """How many tickets one address may open, and how many may be opened for one mailbox: each is written to."""

    tickets_per_hour: int = 20
    tickets_per_mailbox_a_day: int = 10


def ask(body: NewTicket, request: Request) -> Reply[StoreTicketView]:
    """A shopper's ticket, and the token that opens it. Raises RateLimited, or NotFound where the order is another's."""
    if body.order_id:
        bound_to(body.order_id, request.headers, request.now)
    fetch(request.claim.read)
    ticket, first = _begun(body, Channel.WEB, Author.CUSTOMER, None, request)
    if ticket.locale is None:
        ticket = ticket.model_copy(update={"locale": first_locale(request.headers.get("accept-language", ""))})
    token = token_for(ticket.id, request.now)
    left_out = LeftOut({"token": token}, {"ticket_id": ticket.id, "made_at": clock.stamp(request.now)})
    reply = Reply(store_view(ticket, token), 201, version=ticket.version, left_out=left_out)
    writes = store.create_ticket(ticket, first, _created(ticket, first))
    commit(*writes, *_counted(body.email, request), *request.claim.settle(reply))
    telemetry.count("TicketsOpened")
    return reply


def token_again(recipe: Mapping[str, str]) -> dict[str, str]:
    """The token that a kept answer leaves out, signed anew as of then."""
    return {"token": token_for(recipe["ticket_id"], clock.parse(recipe["made_at"]))}


def open_ticket(body: NewStaffTicket, request: Request) -> Reply[TicketView]:
    """A ticket that staff open. What they say goes out to who it is for; what somebody told them waits for them.

    Raises UnknownOrder.
    """
    _, is_known = fetch(request.claim.read, about(body.order_id))
    if not is_known:
        raise UnknownOrder
    by = request.principal if body.author is Author.STAFF else None
    ticket, first = _begun(body, Channel.STAFF, body.author, by, request)
    details = {"priority": body.priority, "assignee_id": body.assignee_id, "tags": tuple(dict.fromkeys(body.tags))}
    ticket = ticket.model_copy(update=details)
    shown = ticket_view(ticket)
    reply = Reply(request.seen(shown), 201, version=ticket.version)
    settled = request.settle(reply, on=ticket.id, after=shown)
    commit(*store.create_ticket(ticket, first, _created(ticket, first)), *settled)
    telemetry.count("TicketsOpened")
    return reply


def about(order_id: str | None) -> Read[bool]:
    """Whether there is the order that a ticket shall be about; there need be none."""
    return orders.are_there(*filter(None, [order_id]))


def _counted(email: str, request: Request) -> tuple[Write, ...]:
    most = read_settings(TicketLimits)
    per_address = limits.Limit("tickets", most.tickets_per_hour, limits.HOUR_S)
    per_mailbox = limits.Limit("tickets_per_mailbox", most.tickets_per_mailbox_a_day, limits.DAY_S)
    return (
        limits.counting(per_address, request.address, request.now),
        limits.counting(per_mailbox, limits.mailbox(email), request.now),
    )


def _begun(
    body: NewTicket, channel: Channel, author: Author, by: str | None, request: Request
) -> tuple[Ticket, Message]:
    moment = clock.stamp(request.now)
    ticket = Ticket(
        id=ids.new_id("tkt", request.now),
        number=store.next_number(),
        status=BEGINS_AS[author],
        channel=channel,
        subject=body.subject,
        email=body.email,
        order_id=body.order_id,
        locale=body.locale,
        messages=1,
        created_at=moment,
        updated_at=moment,
    )
    first = Message(ids.new_id("msg", request.now), ticket.id, 1, author, by, body.body, False, moment)
    return ticket, first


def _created(ticket: Ticket, first: Message) -> TicketCreated:
    return TicketCreated(ticket_id=ticket.id, order_id=ticket.order_id, message_id=first.id, by=first.author.value)
