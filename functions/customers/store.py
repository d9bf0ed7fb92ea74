"""Loading and saving customers."""

from events import CustomerChanged, CustomerCreated, Event
from functions.customers.customer import Customer
from functions.customers.sessions import Sessions
from functions.customers.table import (
    SPEC,
    customer_item,
    customer_key,
    customer_of,
    customer_pk,
    sessions_item,
    sessions_key,
    sessions_of,
)
from shared import clock, outbox
from shared.dynamo import Item, Read, Write, replace
from shared.errors import NotFound
from shared.http import Request


def found(customer_id: str) -> Read[Customer | None]:
    """The customer, None where there is none."""
    return Read(SPEC, (customer_key(customer_id),), lambda items: customer_of(items[0]) if items[0] else None)


def customer(customer_id: str) -> Read[Customer]:
    """The customer. Raises NotFound."""

    def parse(items: list[Item | None]) -> Customer:
        if items[0] is None:
            raise NotFound("customer")
        return customer_of(items[0])

    return Read(SPEC, (customer_key(customer_id),), parse)


def save_customer(changed: Customer) -> tuple[Write, ...]:
    """The next version of a customer over the one that was read, with its news."""
    about: dict[str, str] = {"customer_id": changed.id}
    said: Event = CustomerCreated(**about) if changed.version == 1 else CustomerChanged(**about)
    aggregate = outbox.Aggregate("customer", changed.id, changed.version)
    news = outbox.say(SPEC, customer_pk(changed.id), aggregate, said, now=clock.parse(changed.updated_at))
    return (replace(SPEC, customer_item(changed), seen=changed.version - 1), *news)


def sessions(customer_id: str) -> Read[Sessions]:
    """Which of the customer's sessions were ended."""
    return Read(SPEC, (sessions_key(customer_id),), lambda items: sessions_of(customer_id, items[0]))


def save_sessions(changed: Sessions) -> Write:
    """The next version of a customer's sessions over the one that was read."""
    return replace(SPEC, sessions_item(changed), seen=changed.version - 1)


def verified_email(customer_id: str) -> Read[str | None]:
    """The customer's e-mail address, if the pool knows that it is theirs. Raises NotFound."""
    read = customer(customer_id)

    def parse(items: list[Item | None]) -> str | None:
        found = read.parse(items)
        return found.email if found.email_verified else None

    return Read(SPEC, read.keys, parse)


def signed_in(request: Request) -> Read[None]:
    """Put it first into the fetch of what a customer's session opens. Raises NotSignedIn where it was ended.

    It reads nothing where no session is used.
    """
    session = request.session
    if session is None:
        return Read(SPEC, (), lambda _: None)
    read = sessions(session.customer_id)
    return Read(SPEC, read.keys, lambda items: read.parse(items).require(session))
