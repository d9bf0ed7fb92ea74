"""What staff do with tickets and macros: `/admin/tickets`, `/admin/ticket_macros`."""

from functions.support import change_macros, store
from functions.support.change_ticket import change_ticket
from functions.support.list_tickets import list_tickets
from functions.support.open_ticket import open_ticket
from functions.support.table import SPEC
from functions.support.views import (
    DeletedMacro,
    MacroChanges,
    MacroView,
    MessageView,
    NewMacro,
    NewMessage,
    NewStaffTicket,
    TicketChanges,
    TicketQuery,
    TicketView,
    macro_view,
    message_view,
    ticket_view,
)
from functions.support.write_message import write_message
from shared.dynamo import fetch
from shared.http import Api, Listed, PageQuery, Paging, Reply, Request

api = Api("support_admin", SPEC)


@api.get("/admin/tickets", scope="support:read")
def get_tickets(request: Request, query: TicketQuery) -> Reply[Listed[TicketView]]:
    """List tickets, the last changed first: all, or of a status, an assignee, an order, an e-mail address."""
    return list_tickets(query, request)


@api.post("/admin/tickets", action="ticket.create", scope="support:write", status=201)
def create_ticket(request: Request, body: NewStaffTicket) -> Reply[TicketView]:
    """Open a ticket: write to somebody, or note what somebody said (`author` is `customer`)."""
    return open_ticket(body, request)


@api.get("/admin/tickets/<ticket_id>", scope="support:read")
def get_ticket(request: Request, ticket_id: str) -> Reply[TicketView]:
    """Show a ticket."""
    (ticket,) = fetch(store.ticket(ticket_id))
    return Reply(request.seen(ticket_view(ticket)), version=ticket.version)


@api.patch("/admin/tickets/<ticket_id>", action="ticket.update", scope="support:write")
def patch_ticket(request: Request, body: TicketChanges, ticket_id: str) -> Reply[TicketView]:
    """Change a ticket: assign it, solve it, put it on hold, tag it."""
    return change_ticket(ticket_id, body, request)


@api.get("/admin/tickets/<ticket_id>/messages", scope="support:read")
def list_messages(request: Request, query: PageQuery, ticket_id: str) -> Reply[Listed[MessageView]]:
    """List what was written, oldest first, the notes among staff too."""
    paging = Paging(request, query)
    (ticket,) = fetch(store.ticket(ticket_id))
    found, page = store.messages_of(ticket, paging.limit, paging.after, is_shown=lambda _: True)
    return Reply(Listed(data=[message_view(each) for each in found], **paging.next(page)))


@api.post("/admin/tickets/<ticket_id>/messages", action="ticket_message.create", scope="support:write", status=201)
def create_message(request: Request, body: NewMessage, ticket_id: str) -> Reply[MessageView]:
    """Answer who asked, who gets it by e-mail; or note something that only staff see (`is_internal`)."""
    return write_message(ticket_id, body, request)


@api.get("/admin/ticket_macros", scope="support:read")
def list_macros(request: Request, query: PageQuery) -> Reply[Listed[MacroView]]:
    """List the answers that staff give often, oldest first."""
    paging = Paging(request, query)
    found, page = store.macros(paging.limit, paging.after)
    return Reply(Listed(data=[macro_view(each) for each in found], **paging.next(page)))


@api.post("/admin/ticket_macros", action="ticket_macro.create", scope="support:write", status=201)
def create_macro(request: Request, body: NewMacro) -> Reply[MacroView]:
    """Make a macro: an answer, and the status, priority and tags that a ticket gets by it."""
    return change_macros.create_macro(body, request)


@api.patch("/admin/ticket_macros/<macro_id>", action="ticket_macro.update", scope="support:write")
def change_macro(request: Request, body: MacroChanges, macro_id: str) -> Reply[MacroView]:
    """Change a macro. Answers that were given with it stay as they are."""
    return change_macros.change_macro(macro_id, body, request)


@api.delete("/admin/ticket_macros/<macro_id>", action="ticket_macro.delete", scope="support:write")
def delete_macro(request: Request, macro_id: str) -> Reply[DeletedMacro]:
    """Remove a macro."""
    return change_macros.delete_macro(macro_id, request)


handler = api.handler
