"""What shoppers do with tickets: `/store/tickets`."""

from functions.support import store
from functions.support.open_ticket import ask, token_again
from functions.support.table import SPEC
from functions.support.views import (
    NewReply,
    NewTicket,
    StoreMessageView,
    StoreTicketView,
    store_message_view,
    store_view,
)
from functions.support.write_message import reply
from shared.dynamo import fetch
from shared.http import Api, Listed, PageQuery, Paging, Reply, Request

api = Api("support", SPEC)


@api.post("/store/tickets", status=201, again=token_again)
def create_ticket(request: Request, body: NewTicket) -> Reply[StoreTicketView]:
    """Ask the shop something. The answer's `token` opens the ticket: send it back as Ticket-Token.

    About an order: name it as `order_id`, and send its Order-Token along. An Idempotency-Key counts here where it is a
    secret of yours, such as a random UUID.
    """
    return ask(body, request)


@api.get("/store/tickets/<ticket_id>", guest_of="ticket_id")
def get_ticket(request: Request, ticket_id: str) -> Reply[StoreTicketView]:
    """Show the ticket and whom it waits for."""
    (ticket,) = fetch(store.ticket(ticket_id))
    return Reply(store_view(ticket), version=ticket.version)


@api.get("/store/tickets/<ticket_id>/messages", guest_of="ticket_id")
def list_messages(request: Request, query: PageQuery, ticket_id: str) -> Reply[Listed[StoreMessageView]]:
    """List what both sides wrote, oldest first."""
    paging = Paging(request, query)
    (ticket,) = fetch(store.ticket(ticket_id))
    found, page = store.messages_of(ticket, paging.limit, paging.after, is_shown=lambda each: not each.is_internal)
    return Reply(Listed(data=[store_message_view(each) for each in found], **paging.next(page)))


@api.post("/store/tickets/<ticket_id>/messages", status=201, guest_of="ticket_id")
def create_message(request: Request, body: NewReply, ticket_id: str) -> Reply[StoreMessageView]:
    """Write to the ticket. One that was solved is open again; one that is closed takes nothing more."""
    return reply(ticket_id, body, request)


handler = api.handler
