"""All that the shop keeps of one person, in one answer: for the person, and for staff who answer one's letter."""

from functions import companies, customers, orders, support
from functions.privacy.ask_erasure import UnknownPerson
from functions.privacy.views import Copy, CopyQuery, OwnCopy
from shared import clock, telemetry
from shared.dynamo import fetch
from shared.errors import NotFound
from shared.http import Reply, Request

ORDERS_MAX = 200  # and as many carts; of who has more, the lists show the rest
TICKETS_MAX = 50
SCOPES = ("orders:read", "support:read")  # beside that for persons: whoever gets it all might read all of it


class UnknownInQuery(UnknownPerson):
    """As in a body, of a query."""

    status = 400


def show_own_copy(request: Request) -> Reply[OwnCopy]:
    """What is kept of the customer who asks. Raises NotSignedIn."""
    _, profile, emails = fetch(
        customers.signed_in(request), customers.profile(request.principal), customers.verified_emails(request.principal)
    )
    order_ids, cart_ids, ticket_ids = _found(request.principal, emails)
    return Reply(
        OwnCopy(
            profile=profile,
            addresses=customers.addresses_as_own(request.principal),
            consents=customers.shown_consents(request.principal),
            membership=companies.company_of(request.principal),
            orders=orders.orders_as_own(order_ids[:ORDERS_MAX]),
            carts=orders.carts_as_own(cart_ids[:ORDERS_MAX]),
            tickets=support.own_tickets(ticket_ids[:TICKETS_MAX]),
            is_complete=_is_complete(order_ids, cart_ids, ticket_ids),
            created_at=clock.stamp(request.now),
        )
    )


def show_copy(query: CopyQuery, request: Request) -> Reply[Copy]:
    """What is kept of a customer, or of whoever made an order: a guest, or the customer whose it is.

    Raises UnknownInQuery or Forbidden.
    """
    request.require_scopes(SCOPES)
    customer_id, own = query.customer_id, [query.order_id] if query.order_id else []
    customer, emails = None, list[str]()
    try:
        if not customer_id:
            customer_id, email = orders.guest_of(query.order_id or "")
            emails = [email] if email else []
        if customer_id:
            customer, emails = fetch(customers.shown(customer_id), customers.verified_emails(customer_id))
    except NotFound:
        raise UnknownInQuery("customer_id" if query.customer_id else "order_id") from None
    order_ids, cart_ids, ticket_ids = _found(customer_id, emails)
    order_ids = list(dict.fromkeys([*own, *order_ids]))
    telemetry.note("copy_shown", customer_id=customer_id, order_id=query.order_id)
    return Reply(
        Copy(
            customer=customer,
            addresses=customers.shown_addresses(customer_id) if customer_id else [],
            consents=customers.shown_consents(customer_id) if customer_id else [],
            membership=companies.company_of(customer_id) if customer_id else None,
            orders=orders.shown_orders(order_ids[:ORDERS_MAX]),
            carts=orders.shown_carts(cart_ids[:ORDERS_MAX]),
            tickets=support.shown_tickets(ticket_ids[:TICKETS_MAX]),
            is_complete=_is_complete(order_ids, cart_ids, ticket_ids),
            created_at=clock.stamp(request.now),
        )
    )


def _found(customer_id: str | None, emails: list[str]) -> tuple[list[str], list[str], list[str]]:
    order_ids = orders.orders_of_person(customer_id, emails)
    tickets = support.tickets_of_person(emails, order_ids)
    return order_ids, orders.carts_of_person(customer_id, emails), tickets


def _is_complete(order_ids: list[str], cart_ids: list[str], ticket_ids: list[str]) -> bool:
    return max(len(order_ids), len(cart_ids)) <= ORDERS_MAX and len(ticket_ids) <= TICKETS_MAX
