"""The table `support`.

| entity | pk | sk | changes |
|---|---|---|---|
| ticket | `TICKET#{ticket_id}` | `TICKET` | its status, whose it is |
| message | `TICKET#{ticket_id}` | `MESSAGE#{number}` | never |
| event | `TICKET#{ticket_id}` | `EVENT#…` | |
| macro | `MACROS` | `MACRO#{macro_id}` | |
| how many macros there are | `MACROS` | `COUNT` | with each that comes or goes |
| link | `TICKET#{ticket_id}` | `HELPDESK` | which ticket of the helpdesk's is its twin, and how far both are alike |
| event heard of | `HELPDESK#{event_id}` | `EVENT#…` | |
| number | `NUMBER` | `NUMBER` | the last ticket's number |
| claim, inbox | `IDEM#…`, `HEARD#…` | `IDEM`, `HEARD` | once |

| question | answered by |
|---|---|
| a ticket; its messages, oldest first | its key; one query |
| tickets, the last changed first: all, or of a status, an assignee, an order, an e-mail | an index each |
| tickets that were solved long ago | index `tickets_by_status` |

An e-mail address stands in its index as a keyed hash.
"""

from functions.support.lifecycle import Status
from functions.support.macro import Macro
from functions.support.ticket import Author, Message, Ticket
from shared import people
from shared.dynamo import Item, Write
from shared.table import Index, TableSpec

BY_TIME = Index("tickets_by_time", partition="listed", sort="updated_at", keys_only=True)
BY_STATUS = Index("tickets_by_status", partition="listed_status", sort="updated_at", keys_only=True)
BY_ASSIGNEE = Index("tickets_by_assignee", partition="assignee_id", sort="updated_at", keys_only=True)
BY_ORDER = Index("tickets_by_order", partition="order_id", sort="updated_at", keys_only=True)
BY_EMAIL = Index("tickets_by_email", partition="email_key", sort="updated_at", keys_only=True)

SPEC = TableSpec("support", indexes=(BY_TIME, BY_STATUS, BY_ASSIGNEE, BY_ORDER, BY_EMAIL))

PERSONAL = ("email", "subject")  # sealed, as is what a message says, under a key of the ticket's own
LISTED = "ticket"  # the one partition of BY_TIME; a large shop has a thousand tickets a day
NUMBER_KEY = ("NUMBER", "NUMBER")
MACROS = "MACROS"
MACRO_COUNT_KEY = (MACROS, "COUNT")


def ticket_pk(ticket_id: str) -> str:
    """The partition of all that is known of a ticket."""
    return f"TICKET#{ticket_id}"


def ticket_key(ticket_id: str) -> tuple[str, str]:
    """Where the ticket is."""
    return (ticket_pk(ticket_id), "TICKET")


def message_key(ticket_id: str, number: int) -> tuple[str, str]:
    """Where a message is, by its number within the ticket."""
    return (ticket_pk(ticket_id), f"MESSAGE#{number:04d}")


def link_key(ticket_id: str) -> tuple[str, str]:
    """Where it stands what is known of a ticket's twin at the helpdesk."""
    return (ticket_pk(ticket_id), "HELPDESK")


def helpdesk_event_pk(event_id: str) -> str:
    """The partition of what the helpdesk told us once, by its own id."""
    return f"HELPDESK#{event_id}"


def macro_key(macro_id: str) -> tuple[str, str]:
    """Where a macro is."""
    return (MACROS, f"MACRO#{macro_id}")


def ticket_item(ticket: Ticket, email_key: str | None) -> tuple[Item, tuple[Write, ...]]:
    """The ticket as it is stored, and the write of its key where it has none yet.

    email_key: what it is found by under its e-mail, if it has one.
    """
    pk, sk = ticket_key(ticket.id)
    listed = {"listed": LISTED, "listed_status": ticket.status.value, "email_key": email_key}
    item = {"pk": pk, "sk": sk, **listed, **ticket.model_dump(mode="json")}
    item = {name: value for name, value in item.items() if value is not None}  # an index's key cannot be null
    return people.seal_item(SPEC, item, PERSONAL, ticket.id, ticket.key)


def ticket_of(item: Item, key_item: Item | None) -> Ticket:
    """The ticket of a stored item and of that of its key."""
    absent = dict.fromkeys(("order_id", "assignee_id", "solved_at"))
    key = people.key_found(item["id"], key_item)
    found = people.open_item(SPEC, item, key)
    return Ticket.model_validate({**absent, **found, "status": Status(item["status"]), "key": key})


def message_item(message: Message, key: people.Key) -> Item:
    """The message as it is stored. key: its ticket's."""
    pk, sk = message_key(message.ticket_id, message.number)
    item = {
        "pk": pk,
        "sk": sk,
        "id": message.id,
        "ticket_id": message.ticket_id,
        "number": message.number,
        "author": message.author.value,
        "by": message.by,
        "body": message.body,
        "is_internal": message.is_internal,
        "created_at": message.created_at,
        **({"helpdesk_id": message.helpdesk_id} if message.helpdesk_id else {}),
    }
    return people.seal_item(SPEC, item, ("body",), message.ticket_id, key)[0]


def message_of(item: Item, key: people.Key | None) -> Message:
    """The message of a stored item. key: its ticket's."""
    item = {"body": "", **people.open_item(SPEC, item, key)}
    return Message(
        id=item["id"],
        ticket_id=item["ticket_id"],
        number=item["number"],
        author=Author(item["author"]),
        by=item["by"],
        body=item["body"],
        is_internal=item["is_internal"],
        created_at=item["created_at"],
        helpdesk_id=item.get("helpdesk_id"),
    )


def macro_item(macro: Macro) -> Item:
    """The macro as it is stored."""
    pk, sk = macro_key(macro.id)
    return {"pk": pk, "sk": sk, **macro.model_dump(mode="json")}


def macro_of(item: Item) -> Macro:
    """The macro of a stored item."""
    return Macro.model_validate(item)
