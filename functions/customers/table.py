"""The table of customers: its keys, and how an item becomes a model and back.

| entity | pk | sk | says |
|---|---|---|---|
| customer | `CUSTOMER#{customer_id}` | `CUSTOMER` | the profile, and what staff noted |
| sessions | `CUSTOMER#{customer_id}` | `SESSIONS` | which of its sessions were ended |
| event | `CUSTOMER#{customer_id}` | `EVENT#…` | outbox and history |

| question | answered by |
|---|---|
| a customer | its key: the id is made of the user's in the pool |
"""

from functions.customers.customer import Customer
from functions.customers.sessions import Sessions
from shared.dynamo import Item
from shared.table import TableSpec

SPEC = TableSpec("customers")


def customer_pk(customer_id: str) -> str:
    """The partition of all that is known of a customer."""
    return f"CUSTOMER#{customer_id}"


def customer_key(customer_id: str) -> tuple[str, str]:
    """Where the customer is."""
    return (customer_pk(customer_id), "CUSTOMER")


def sessions_key(customer_id: str) -> tuple[str, str]:
    """Where it stands which of the customer's sessions were ended."""
    return (customer_pk(customer_id), "SESSIONS")


def customer_item(customer: Customer) -> Item:
    """The customer as it is stored."""
    pk, sk = customer_key(customer.id)
    return {"pk": pk, "sk": sk, **customer.model_dump(mode="json")}


def customer_of(item: Item) -> Customer:
    """The customer of a stored item."""
    return Customer.model_validate(item)


def sessions_item(sessions: Sessions) -> Item:
    """The sessions as they are stored."""
    pk, sk = sessions_key(sessions.customer_id)
    return {"pk": pk, "sk": sk, **sessions.model_dump(mode="json")}


def sessions_of(customer_id: str, item: Item | None) -> Sessions:
    """The sessions of a stored item; where there is none, none was ended."""
    return Sessions.model_validate(item) if item else Sessions(customer_id=customer_id)
