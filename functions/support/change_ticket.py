"""Change a ticket: whose it is, how urgent, what it is about, whether it is solved."""

from functions.support import store
from functions.support.given import given
from functions.support.lifecycle import Status, WrongState
from functions.support.open_ticket import UnknownOrder, about
from functions.support.views import TicketChanges, TicketView, ticket_view
from shared.dynamo import commit, fetch, retry_stale
from shared.http import Reply, Request

NULLABLE = {"order_id", "assignee_id", "locale"}


def change_ticket(ticket_id: str, body: TicketChanges, request: Request) -> Reply[TicketView]:
    """Change what was sent of a ticket that is not closed.

    Raises NotFound, VersionConflict, NotNull, UnknownOrder or WrongState.
    """
    changes = given(body, nullable=NULLABLE)

    def attempt() -> Reply[TicketView]:
        before, is_known = fetch(store.ticket(ticket_id), about(body.order_id))
        if not is_known:
            raise UnknownOrder
        request.require_match(before.version)
        if before.status is Status.CLOSED:
            raise WrongState(before.status)
        is_news = any(getattr(before, name) != value for name, value in changes.items())
        after = before.changed(request.now, **changes) if is_news else before
        was, shown = ticket_view(before), ticket_view(after)
        reply = Reply(request.seen(shown), version=after.version)
        if is_news:
            settled = request.settle(reply, on=ticket_id, before=was, after=shown)
            commit(*store.save_ticket(before, after), *settled)
        return reply

    return retry_stale(attempt)
