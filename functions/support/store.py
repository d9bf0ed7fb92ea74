"""Loading and saving tickets, their messages and macros."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from events import Event, TicketForgotten, TicketStatusChanged
from functions.support.lifecycle import Status
from functions.support.macro import MACROS_MAX, Macro, TooManyMacros
from functions.support.table import (
    BY_ASSIGNEE,
    BY_EMAIL,
    BY_ORDER,
    BY_STATUS,
    BY_TIME,
    LISTED,
    MACRO_COUNT_KEY,
    MACROS,
    NUMBER_KEY,
    SPEC,
    macro_item,
    macro_key,
    macro_of,
    message_item,
    message_of,
    ticket_item,
    ticket_key,
    ticket_of,
    ticket_pk,
)
from functions.support.ticket import Message, Ticket
from shared import clock, outbox
from shared.dynamo import (
    Item,
    Key,
    Page,
    Read,
    Write,
    create,
    delete,
    delete_seen,
    fetch,
    one_less,
    one_more,
    query,
    query_all,
    query_kept,
    replace,
    required,
    take_number,
)
from shared.errors import NotFound
from shared.people import Key as PersonalKey
from shared.people import destroy_key, key_place, new_key
from shared.signing import pseudonyms
from shared.table import Index

LATEST = 10  # messages a page, where one is looked for that was written just now
OF_AN_EMAIL_MAX = 500  # tickets that are looked through for one address; who has more is no shopper

Where = tuple[Index, str]


def ticket(ticket_id: str) -> Read[Ticket]:
    """The ticket. Raises NotFound."""

    def parse(items: list[Item | None]) -> Ticket:
        stored, key = items
        if stored is None:
            raise NotFound("ticket")
        return ticket_of(stored, key)

    return Read(SPEC, (ticket_key(ticket_id),), parse, beside=(key_place(ticket_id),))


def message_of_id(ticket: Ticket, message_id: str) -> Message | None:
    """One message of a ticket by its own id, None where there is no such. Looked for from the newest on."""
    said = query_all(SPEC, ticket_pk(ticket.id), sort=("begins_with", "MESSAGE#"), newest_first=True, limit=LATEST)
    return next((message_of(item, ticket.key) for item in said if item["id"] == message_id), None)


def messages_of(
    ticket: Ticket, limit: int, after: Key | None, *, is_shown: Callable[[Message], bool]
) -> tuple[list[Message], Page]:
    """A page of the messages that are to be shown, oldest first."""

    def keep(items: list[Item]) -> list[Message | None]:
        found = [message_of(item, ticket.key) for item in items]
        return [each if is_shown(each) else None for each in found]

    return query_kept(SPEC, ticket_pk(ticket.id), keep=keep, limit=limit, after=after, sort=("begins_with", "MESSAGE#"))


def all_messages(ticket: Ticket) -> list[Message]:
    """Everything that was said and noted, oldest first."""
    said = query_all(SPEC, ticket_pk(ticket.id), sort=("begins_with", "MESSAGE#"))
    return [message_of(item, ticket.key) for item in said]


def next_number() -> int:
    """What the next ticket is called."""
    return take_number(SPEC, NUMBER_KEY)


def create_ticket(new: Ticket, first: Message, *says: Event) -> tuple[Write, ...]:
    """A new ticket with its first message, and its news."""
    key, kept = new_key(new.id)
    item, _ = _item(new.model_copy(update={"key": key}))
    return (create(SPEC, item), create(SPEC, message_item(first, key)), kept, *_news(new, *says))


def save_ticket(before: Ticket, after: Ticket, *says: Event, said: Message | None = None) -> tuple[Write, ...]:
    """The next version of a ticket over the one that was read, with its news; that of its status comes by itself.

    said: a message that is not there yet.
    """
    if after.status is not before.status:
        moved = TicketStatusChanged(ticket_id=after.id, was=before.status.value, status=after.status.value)
        says = (*says, moved)
    key, kept = (after.key, ()) if after.key else _first_key(after.id)
    item, _ = _item(after.model_copy(update={"key": key}))
    message = (create(SPEC, message_item(said, key)),) if said else ()
    return (replace(SPEC, item, seen=before.version), *message, *kept, *_news(after, *says))


def all_tickets() -> Where:
    """Where all tickets are listed."""
    return BY_TIME, LISTED


def tickets_in(status: Status) -> Where:
    """Where the tickets of a status are listed."""
    return BY_STATUS, status.value


def tickets_of_assignee(assignee_id: str) -> Where:
    """Where somebody's tickets are listed."""
    return BY_ASSIGNEE, assignee_id


def tickets_of_order(order_id: str) -> Where:
    """Where the tickets about an order are listed."""
    return BY_ORDER, order_id


def page_of_tickets(
    where: Where, is_wanted: Callable[[Ticket], bool], limit: int, after: Key | None
) -> tuple[list[Ticket], Page]:
    """The wanted tickets that are listed there, as they stand now, the last changed first."""
    index, partition = where

    def keep(items: list[Item]) -> list[Ticket | None]:
        return [each if each and is_wanted(each) else None for each in _tickets(items)]

    return query_kept(SPEC, partition, keep=keep, index=index, limit=limit, after=after, newest_first=True)


def tickets_of_email(email: str) -> list[Ticket]:
    """All of an address, the last changed first. During a rotation they are found under either key."""
    keys = email_keys(email)
    pages = (query(SPEC, key, index=BY_EMAIL, newest_first=True, limit=OF_AN_EMAIL_MAX).items for key in keys)
    found = [each for page in pages for each in _tickets(page) if each]
    return sorted(found, key=lambda each: (each.updated_at, each.id), reverse=True)


def listed(where: Where) -> list[Ticket]:
    """All tickets that are listed there, as they stand now. A stale list."""
    index, partition = where
    return [ticket for ticket in _tickets(query_all(SPEC, partition, index=index)) if ticket]


def tickets_of_email_key(email_key: str) -> Where:
    """Where the tickets of an address are listed."""
    return BY_EMAIL, email_key


def some_messages(ticket_id: str, limit: int) -> list[Key]:
    """Where some of the ticket's messages are."""
    page = query(SPEC, ticket_pk(ticket_id), sort=("begins_with", "MESSAGE#"), limit=limit)
    return [{"pk": item["pk"], "sk": item["sk"]} for item in page.items]


def delete_message(where: Key) -> Write:
    """The message is gone. Has no condition: done again, it changes nothing."""
    return delete(SPEC, (where["pk"], where["sk"]), condition="")


def forget_ticket(seen: Ticket, now: datetime) -> tuple[Write, ...]:
    """The ticket as it stays: that there was one, when, and about which order."""
    after = seen.forgotten(now)
    item, _ = _item(after)
    news = _news(after, TicketForgotten(ticket_id=after.id))
    return (replace(SPEC, item, seen=seen.version), destroy_key(seen.id, now), *news)


def solved_before(moment: datetime) -> Iterator[str]:
    """Ids of tickets that stand there as solved, and were last changed before. A stale list: decide by the ticket."""
    solved = query_all(SPEC, Status.SOLVED.value, index=BY_STATUS, sort=("<=", clock.stamp(moment)))
    return (item["pk"].removeprefix("TICKET#") for item in solved)


def macro(macro_id: str) -> Read[Macro]:
    """The macro. Raises NotFound."""
    return required(SPEC, macro_key(macro_id), macro_of, "macro")


def macros(limit: int, after: Key | None) -> tuple[list[Macro], Page]:
    """A page of the macros, oldest first."""
    page = query(SPEC, MACROS, sort=("begins_with", "MACRO#"), limit=limit, after=after)
    return list(map(macro_of, page.items)), page


def create_macro(new: Macro) -> tuple[Write, ...]:
    """A new macro. The commit raises TooManyMacros."""
    counted = one_more(SPEC, MACRO_COUNT_KEY, MACROS_MAX, refusal=lambda _: TooManyMacros())
    return (create(SPEC, macro_item(new)), counted)


def save_macro(changed: Macro) -> Write:
    """The next version of a macro over the one that was read."""
    return replace(SPEC, macro_item(changed), seen=changed.version - 1)


def delete_macro(seen: Macro) -> tuple[Write, ...]:
    """The macro goes, as it was seen."""
    return (delete_seen(SPEC, macro_key(seen.id), seen=seen.version), one_less(SPEC, MACRO_COUNT_KEY))


def _first_key(ticket_id: str) -> tuple[PersonalKey, tuple[Write, ...]]:
    """Of a ticket that was kept before there were keys."""
    key, kept = new_key(ticket_id)
    return key, (kept,)


def _item(ticket: Ticket) -> tuple[Item, tuple[Write, ...]]:
    return ticket_item(ticket, email_keys(ticket.email)[0] if ticket.email else None)


def email_keys(email: str) -> list[str]:
    """What tickets of this address are found by: one key, and during a rotation the one before."""
    return pseudonyms("ticket_email", email.casefold())


def _tickets(items: Iterable[Item]) -> list[Ticket | None]:
    places = tuple((item["pk"], item["sk"]) for item in items)
    if not places:
        return []

    def parse(found: list[Item | None]) -> list[Ticket | None]:
        pairs = zip(found[: len(places)], found[len(places) :], strict=True)
        return [ticket_of(stored, key) if stored else None for stored, key in pairs]

    beside = tuple(key_place(pk.removeprefix("TICKET#")) for pk, _ in places)
    (tickets,) = fetch(Read(SPEC, places, parse, beside=beside))
    return tickets


def _news(changed: Ticket, *says: Event) -> tuple[Write, ...]:
    aggregate = outbox.Aggregate("ticket", changed.id, changed.version)
    return outbox.say(SPEC, ticket_pk(changed.id), aggregate, *says, now=clock.parse(changed.updated_at))
