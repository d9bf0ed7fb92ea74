"""List tickets, the last changed first, as they stand now."""

from functions.support import store
from functions.support.ticket import Ticket
from functions.support.views import TicketQuery, TicketView, ticket_view
from shared.dynamo import Page
from shared.http import Listed, Paging, Reply, Request, persons
from shared.http.paging import cut


def list_tickets(query: TicketQuery, request: Request) -> Reply[Listed[TicketView]]:
    """The page that the query asks for; all of its filters hold.

    Raises BadCursor, or Forbidden for who may not see whose e-mail address it is.
    """
    if query.email:
        request.require_scope(persons.SCOPE)
    paging = Paging(request, query)
    found: list[Ticket]
    page: Page
    if query.email:
        wanted = [each for each in store.tickets_of_email(query.email) if _is_wanted(each, query)]
        found, page = cut(wanted, lambda each: each.id, paging.limit, paging.after)
    else:
        found, page = store.page_of_tickets(
            _where(query), lambda each: _is_wanted(each, query), paging.limit, paging.after
        )
    return Reply(Listed(data=[request.seen(ticket_view(each)) for each in found], **paging.next(page)))


def _where(query: TicketQuery) -> store.Where:
    """The index that has the fewest others."""
    if query.order_id:
        return store.tickets_of_order(query.order_id)
    if query.assignee_id:
        return store.tickets_of_assignee(query.assignee_id)
    return store.tickets_in(query.status) if query.status else store.all_tickets()


def _is_wanted(ticket: Ticket, query: TicketQuery) -> bool:
    return (
        query.status in (None, ticket.status)
        and query.assignee_id in (None, ticket.assignee_id)
        and query.order_id in (None, ticket.order_id)
        and (query.email is None or query.email.casefold() == (ticket.email or "").casefold())
    )
