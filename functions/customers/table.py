"""The table of customers: its keys, and how an item becomes a model and back.

| entity | pk | sk | says |
|---|---|---|---|
| customer | `CUSTOMER#{customer_id}` | `CUSTOMER` | the profile, and what staff noted |
| sessions | `CUSTOMER#{customer_id}` | `SESSIONS` | which of its sessions were ended |
| addresses | `CUSTOMER#{customer_id}` | `ADDRESSES` | those that they keep, and which are meant |
| wish list | `CUSTOMER#{customer_id}` | `WISHES` | the variants on it |
| consent record | `CUSTOMER#{customer_id}` | `CONSENT#{con_…}` | that they agreed or took it back; never changes |
| merge | `CUSTOMER#{customer_id}` | `MERGE` | into whom this customer went, and since when all of theirs is there |
| erasure | `CUSTOMER#{customer_id}` | `ERASURE` | that they are to be forgotten, and so merged with nobody |
| open merge | `MERGES` | `{customer_id}` | the same, while something may be left to move |
| event | `CUSTOMER#{customer_id}` | `EVENT#…` | outbox and history |
| found | `FOUND#{keyed hash}` | `{customer_id}` | that the customer is found by this word, address, phone or group |
| address mark | `ADDRESS#{keyed hash}` | `ADDRESS` | that an e-mail address has just become somebody's |
| import note | `IMPORT#{job_id}` | `{customer_id}` | which row of a file made or changed the customer |
| group | `GROUPS` | `GROUP#{group_id}` | what it is called |
| how many groups there are | `GROUPS` | `COUNT` | with each that comes or goes |
| claim | `IDEM#…` | `IDEM` | once |

| question | answered by |
|---|---|
| a customer | its key: the id is made of the user's in the pool, or of an imported address |
| customers by e-mail, phone, a word of the name, group | the hash's partition, then the customers |
| customers, newest first | index `customers_by_time` |
"""

from dataclasses import asdict

from functions.customers.address_book import AddressBook
from functions.customers.consent import Channel, ConsentRecord, Purpose
from functions.customers.customer import Customer
from functions.customers.group import Group
from functions.customers.merging import Merge
from functions.customers.sessions import Sessions
from functions.customers.wish_list import WishList
from shared import people
from shared.dynamo import Item, Write
from shared.table import Index, TableSpec

BY_TIME = Index("customers_by_time", partition="listed", sort="created_at", keys_only=True)

SPEC = TableSpec("customers", indexes=(BY_TIME,))

LISTED = "customer"  # the one partition of BY_TIME: a thousand new customers a second before it is hot
GROUPS = "GROUPS"
MERGES = "MERGES"
GROUP_COUNT_KEY = (GROUPS, "COUNT")

PERSONAL = (
    "email",
    "other_emails",
    "first_name",
    "last_name",
    "phone",
    "note",
)  # sealed under a key of the customer's own


def customer_pk(customer_id: str) -> str:
    """The partition of all that is known of a customer."""
    return f"CUSTOMER#{customer_id}"


def customer_key(customer_id: str) -> tuple[str, str]:
    """Where the customer is."""
    return (customer_pk(customer_id), "CUSTOMER")


def sessions_key(customer_id: str) -> tuple[str, str]:
    """Where it stands which of the customer's sessions were ended."""
    return (customer_pk(customer_id), "SESSIONS")


def address_book_key(customer_id: str) -> tuple[str, str]:
    """Where the customer's addresses are."""
    return (customer_pk(customer_id), "ADDRESSES")


def address_book_item(book: AddressBook) -> tuple[Item, tuple[Write, ...]]:
    """The addresses as they are stored, and the write of the customer's key where it has none yet."""
    pk, sk = address_book_key(book.customer_id)
    item = {"pk": pk, "sk": sk, **book.model_dump(mode="json")}
    return people.seal_item(SPEC, item, ("addresses",), book.customer_id, book.key)


def address_book_of(customer_id: str, item: Item | None, key_item: Item | None) -> AddressBook:
    """The addresses of a stored item and of the customer's key; where there is none, there are none."""
    key = people.key_found(customer_id, key_item)
    found = people.open_item(SPEC, item, key) if item else {"customer_id": customer_id}
    return AddressBook.model_validate({**found, "key": key})


def merge_key(customer_id: str) -> tuple[str, str]:
    """Where it stands into whom the customer went."""
    return (customer_pk(customer_id), "MERGE")


def open_merge_key(customer_id: str) -> tuple[str, str]:
    """Where it stands that something of the customer, who went into another, may be left to move."""
    return (MERGES, customer_id)


def erasure_key(customer_id: str) -> tuple[str, str]:
    """Where it stands that the customer is to be forgotten."""
    return (customer_pk(customer_id), "ERASURE")


def merge_item(key: tuple[str, str], merge: Merge) -> Item:
    """The merge as it is stored there."""
    pk, sk = key
    return {"pk": pk, "sk": sk, **asdict(merge)}


def merge_of(item: Item) -> Merge:
    """The merge of a stored item."""
    return Merge(**{name: item[name] for name in Merge.__dataclass_fields__})


def wish_list_key(customer_id: str) -> tuple[str, str]:
    """Where the customer's wish list is."""
    return (customer_pk(customer_id), "WISHES")


def wish_list_item(found: WishList) -> Item:
    """The wish list as it is stored."""
    pk, sk = wish_list_key(found.customer_id)
    return {"pk": pk, "sk": sk, **found.model_dump(mode="json")}


def wish_list_of(customer_id: str, item: Item | None) -> WishList:
    """The wish list of a stored item; where there is none, nothing is on it."""
    return WishList.model_validate(item) if item else WishList(customer_id=customer_id)


def consent_item(record: ConsentRecord) -> Item:
    """The record as it is stored."""
    return {"pk": customer_pk(record.customer_id), "sk": f"CONSENT#{record.id}", **asdict(record)}


def consent_of(item: Item) -> ConsentRecord:
    """The record of a stored item."""
    fields = {name: item[name] for name in ConsentRecord.__dataclass_fields__ if name in item}
    return ConsentRecord(**fields | {"channel": Channel(item["channel"]), "purpose": Purpose(item["purpose"])})


def found_pk(key: str) -> str:
    """The partition of those who are found by this. key: a keyed hash."""
    return f"FOUND#{key}"


def address_mark_key(key: str) -> tuple[str, str]:
    """Where an e-mail address is marked when it becomes somebody's. key: its keyed hash."""
    return (f"ADDRESS#{key}", "ADDRESS")


def import_note_key(job_id: str, customer_id: str) -> tuple[str, str]:
    """Where it stands what an import did to a customer."""
    return (f"IMPORT#{job_id}", customer_id)


def group_key(group_id: str) -> tuple[str, str]:
    """Where the group is."""
    return (GROUPS, f"GROUP#{group_id}")


def group_item(group: Group) -> Item:
    """The group as it is stored."""
    pk, sk = group_key(group.id)
    return {"pk": pk, "sk": sk, **group.model_dump(mode="json")}


def group_of(item: Item) -> Group:
    """The group of a stored item."""
    return Group.model_validate(item)


def customer_item(customer: Customer) -> tuple[Item, tuple[Write, ...]]:
    """The customer as it is stored, and the write of its key where it has none yet."""
    pk, sk = customer_key(customer.id)
    item = {"pk": pk, "sk": sk, "listed": LISTED, **customer.model_dump(mode="json")}
    return people.seal_item(SPEC, item, PERSONAL, customer.id, customer.key)


def customer_of(item: Item, key_item: Item | None) -> Customer:
    """The customer of a stored item and of that of its key."""
    key = people.key_found(item["id"], key_item)
    return Customer.model_validate({"email": None, **people.open_item(SPEC, item, key), "key": key})


def sessions_item(sessions: Sessions) -> Item:
    """The sessions as they are stored."""
    pk, sk = sessions_key(sessions.customer_id)
    return {"pk": pk, "sk": sk, **sessions.model_dump(mode="json")}


def sessions_of(customer_id: str, item: Item | None) -> Sessions:
    """The sessions of a stored item; where there is none, none was ended."""
    return Sessions.model_validate(item) if item else Sessions(customer_id=customer_id)
