"""Loading and saving customers."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from events import CustomerChanged, CustomerCreated, Event
from functions.customers.address_book import AddressBook, UnknownAddress
from functions.customers.consent import ConsentRecord
from functions.customers.customer import Customer
from functions.customers.found_by import keys_of
from functions.customers.group import GROUPS_MAX, Group, TooManyGroups, UnknownGroup
from functions.customers.merging import ErasureAsked, Merge
from functions.customers.sessions import Sessions
from functions.customers.table import (
    BY_TIME,
    GROUP_COUNT_KEY,
    GROUPS,
    LISTED,
    MERGES,
    SPEC,
    address_book_item,
    address_book_key,
    address_book_of,
    consent_item,
    consent_of,
    customer_item,
    customer_key,
    customer_of,
    customer_pk,
    erasure_key,
    found_pk,
    group_item,
    group_key,
    group_of,
    import_note_key,
    merge_item,
    merge_key,
    merge_of,
    open_merge_key,
    sessions_item,
    sessions_key,
    sessions_of,
    wish_list_item,
    wish_list_key,
    wish_list_of,
)
from functions.customers.views import CustomerView, ProfileView, customer_view, profile_view
from functions.customers.wish_list import WishList
from shared import clock, outbox
from shared.address import Address
from shared.dynamo import (
    ABSENT,
    PRESENT,
    Item,
    Key,
    Page,
    Read,
    Write,
    check,
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
    update,
)
from shared.errors import NotFound
from shared.http import Request
from shared.people import Key as PersonKey
from shared.people import destroy_key, key_place, new_key

IMPORT_NOTES_KEPT = timedelta(days=30)  # a job is gone on with for a week after it ended
FOUND_MAX = 500  # customers that are looked through for one word; of more, staff name another one beside it


def found(customer_id: str) -> Read[Customer | None]:
    """The customer, None where there is none."""

    def parse(items: list[Item | None]) -> Customer | None:
        stored, key = items
        return customer_of(stored, key) if stored else None

    return Read(SPEC, (customer_key(customer_id),), parse, beside=(key_place(customer_id),))


def customer(customer_id: str) -> Read[Customer]:
    """The customer. Raises NotFound."""
    read = found(customer_id)

    def parse(items: list[Item | None]) -> Customer:
        customer = read.parse(items)
        if customer is None:
            raise NotFound("customer")
        return customer

    return read.into(parse)


def save_customer(changed: Customer, *says: Event) -> tuple[Write, ...]:
    """The next version of a customer over the one that was read, with its news, and what is said besides."""
    about: dict[str, str] = {"customer_id": changed.id}
    said: Event = CustomerCreated(**about) if changed.version == 1 else CustomerChanged(**about)
    aggregate = outbox.Aggregate("customer", changed.id, changed.version)
    news = outbox.say(SPEC, customer_pk(changed.id), aggregate, said, *says, now=clock.parse(changed.updated_at))
    keys = keys_of(changed)
    item, key = customer_item(changed.model_copy(update={"found_by": keys}))
    return (replace(SPEC, item, seen=changed.version - 1), *key, *_found_by(changed, keys), *news)


def save_merged(seen: Customer, gone: Customer, now: datetime) -> tuple[Write, ...]:
    """The customer as they stand once they went into another: nothing finds them, and their key opens nothing."""
    rows = (delete(SPEC, (found_pk(key), seen.id), condition="") for key in seen.found_by)
    kept = (delete(SPEC, key(seen.id), condition="") for key in (address_book_key, wish_list_key))
    nobody = gone.model_copy(update={"found_by": (), "key": None})
    return (*save_customer(nobody), *rows, *kept, destroy_key(seen.id, now))


def save_with_book(changed: Customer, seen: AddressBook, book: AddressBook) -> tuple[Write, ...]:
    """As save_customer, and the addresses, where they are others than were seen: all of it under one key."""
    key, kept = (changed.key, ()) if changed.key else _new_key(changed.id)
    whole = save_customer(changed.model_copy(update={"key": key}))
    if book is seen:
        return (*whole, *kept)
    return (*whole, *kept, *save_address_book(seen, book.model_copy(update={"key": key})))


def _new_key(customer_id: str) -> tuple[PersonKey, tuple[Write, ...]]:
    key, kept = new_key(customer_id)
    return key, (kept,)


def save_claimed(seen: Customer, gone: Customer, book: AddressBook, now: datetime) -> tuple[Write, ...]:
    """As save_merged, where a shopper's sign-in takes somebody in, by which nothing is removed: what they were found by
    is garbage, and no address is left in their book.
    """
    nobody = gone.model_copy(update={"key": None})
    item, _ = address_book_item(AddressBook(customer_id=seen.id, version=book.version + 1))
    emptied = (replace(SPEC, item, seen=book.version),) if book.addresses else ()
    return (*save_customer(nobody), *emptied, destroy_key(seen.id, now))


@dataclass(frozen=True)
class ImportNote:
    """What an import did to a customer, by which row of its file. status: created or changed."""

    job_id: str
    customer_id: str
    row: int
    status: str


def import_note(job_id: str, customer_id: str) -> Read[ImportNote | None]:
    """What this import did to the customer, None where nothing."""

    def parse(items: list[Item | None]) -> ImportNote | None:
        return ImportNote(job_id, customer_id, items[0]["row"], items[0]["status"]) if items[0] else None

    return Read(SPEC, (import_note_key(job_id, customer_id),), parse)


def note_import(note: ImportNote, now: datetime) -> Write:
    """A row of a file has had its effect; it has it once."""
    pk, sk = import_note_key(note.job_id, note.customer_id)
    ttl = clock.epoch(now + IMPORT_NOTES_KEPT)
    return create(SPEC, {"pk": pk, "sk": sk, "row": note.row, "status": note.status, "ttl": ttl})


def ids_of_groups() -> frozenset[str]:
    """The ids of all groups."""
    return frozenset(group_of(item).id for item in query_all(SPEC, GROUPS, sort=("begins_with", "GROUP#")))


def merge(customer_id: str) -> Read[Merge]:
    """Into whom the customer went. Raises NotFound."""
    return required(SPEC, merge_key(customer_id), merge_of, "merge")


def begin_merge(new: Merge) -> tuple[Write, ...]:
    """A merge, of which all is left to move. The commit raises ErasureAsked."""
    there = (create(SPEC, merge_item(key(new.goes), new)) for key in (merge_key, open_merge_key))
    gone = (check(SPEC, erasure_key(each), ABSENT, refusal=lambda _: ErasureAsked()) for each in (new.stays, new.goes))
    return (*there, *gone)


def open_merges() -> Iterator[Merge]:
    """Those of which something may be left to move."""
    return map(merge_of, query_all(SPEC, MERGES))


def end_merge(seen: Merge, now: datetime) -> tuple[Write, ...]:
    """All of it has moved. Has no condition: done again, it changes nothing."""
    done = Merge(seen.stays, seen.goes, seen.begun_at, clock.stamp(now))
    names, values = {"#done_at": "done_at"}, {":now": done.done_at}
    told = update(SPEC, merge_key(seen.goes), "SET #done_at = :now", condition="", names=names, values=values)
    left = (address_book_key(seen.goes), open_merge_key(seen.goes))  # the book is an empty one; see save_claimed
    return (told, *(delete(SPEC, key, condition="") for key in left))


def note_erasure(customer_id: str) -> Write:
    """The customer is to be forgotten. The commit raises Stale where that stands there already."""
    pk, sk = erasure_key(customer_id)
    return create(SPEC, {"pk": pk, "sk": sk})


def wish_list(customer_id: str) -> Read[WishList]:
    """The customer's wish list."""
    return Read(SPEC, (wish_list_key(customer_id),), lambda items: wish_list_of(customer_id, items[0]))


def save_wish_list(changed: WishList) -> Write:
    """The next version of a wish list over the one that was read."""
    return replace(SPEC, wish_list_item(changed), seen=changed.version - 1)


def add_consent(record: ConsentRecord) -> Write:
    """What they said, for good."""
    return create(SPEC, consent_item(record))


def move_consent(record: ConsentRecord, customer_id: str) -> tuple[Write, ...]:
    """The record is this customer's. Has no condition: done again, it changes nothing."""
    item = consent_item(dataclasses.replace(record, customer_id=customer_id))
    told = {name: value for name, value in item.items() if name not in ("pk", "sk")}
    names, values = {f"#{name}": name for name in told}, {f":{name}": value for name, value in told.items()}
    expression = "SET " + ", ".join(f"#{name} = :{name}" for name in told)
    there = update(SPEC, (item["pk"], item["sk"]), expression, condition="", names=names, values=values)
    return (there, delete_consent(record))


def delete_consent(record: ConsentRecord) -> Write:
    """The record is gone. Has no condition: done again, it changes nothing."""
    item = consent_item(record)
    return delete(SPEC, (item["pk"], item["sk"]), condition="")


def consents_of(customer_id: str, limit: int, after: Key | None) -> tuple[list[ConsentRecord], Page]:
    """A page of what the customer agreed to and took back, oldest first."""
    page = query(SPEC, customer_pk(customer_id), sort=("begins_with", "CONSENT#"), limit=limit, after=after)
    return list(map(consent_of, page.items)), page


def page_of_customers(limit: int, after: Key | None) -> tuple[list[Customer], Page]:
    """A page of all customers as they stand now, the newest first."""
    return query_kept(SPEC, LISTED, keep=_customers, index=BY_TIME, limit=limit, after=after, newest_first=True)


def ids_of_customers() -> Iterator[str]:
    """The ids of all customers, oldest first, as they are listed now."""
    for item in query_all(SPEC, LISTED, index=BY_TIME):
        yield item["pk"].removeprefix("CUSTOMER#")


def customers_with_books(customer_ids: Sequence[str]) -> list[tuple[Customer, AddressBook]]:
    """Those of these customers that are there, each with their addresses."""
    customers = fetch(*map(found, customer_ids)) if customer_ids else ()
    books = fetch(*map(address_book, customer_ids)) if customer_ids else ()
    return [(each, book) for each, book in zip(customers, books, strict=True) if each]


def customers_under(keys: Iterable[str]) -> list[Customer]:
    """Those who lie under one of these keyed hashes, the first of them. Some may lie there no longer for a reason."""
    pages = (query(SPEC, found_pk(key), limit=FOUND_MAX).items for key in keys)
    ids = dict.fromkeys(item["sk"] for page in pages for item in page)
    return [each for each in fetch(*map(found, ids)) if each] if ids else []


def group(group_id: str) -> Read[Group]:
    """The group. Raises NotFound."""
    return required(SPEC, group_key(group_id), group_of, "group")


def require_groups(group_ids: Sequence[str]) -> Read[None]:
    """There are these groups. Raises UnknownGroup."""

    def parse(items: list[Item | None]) -> None:
        if None in items:
            raise UnknownGroup(f"group_ids[{items.index(None)}]")

    return Read(SPEC, tuple(map(group_key, group_ids)), parse)


def require_group(group_id: str | None) -> Read[None]:
    """There is this group, or none is asked for. Raises UnknownGroup."""

    def parse(items: list[Item | None]) -> None:
        if None in items:
            raise UnknownGroup("group_id")

    return Read(SPEC, (group_key(group_id),) if group_id else (), parse)


def groups(limit: int, after: Key | None) -> tuple[list[Group], Page]:
    """A page of the groups, oldest first."""
    page = query(SPEC, GROUPS, sort=("begins_with", "GROUP#"), limit=limit, after=after)
    return list(map(group_of, page.items)), page


def create_group(new: Group) -> tuple[Write, ...]:
    """A new group. The commit raises TooManyGroups."""
    counted = one_more(SPEC, GROUP_COUNT_KEY, GROUPS_MAX, refusal=lambda _: TooManyGroups())
    return (create(SPEC, group_item(new)), counted)


def save_group(changed: Group) -> Write:
    """The next version of a group over the one that was read."""
    return replace(SPEC, group_item(changed), seen=changed.version - 1)


def delete_group(seen: Group) -> tuple[Write, ...]:
    """The group goes, as it was seen."""
    return (delete_seen(SPEC, group_key(seen.id), seen=seen.version), one_less(SPEC, GROUP_COUNT_KEY))


def address_book(customer_id: str) -> Read[AddressBook]:
    """The customer's addresses."""
    read = Read(SPEC, (address_book_key(customer_id),), lambda items: items, beside=(key_place(customer_id),))
    return read.into(lambda items: address_book_of(customer_id, *items))


def kept_addresses(customer_id: str | None, wanted: Mapping[str, str]) -> Read[dict[str, Address]]:
    """Addresses of the customer's book, under the names that they are wanted for. wanted: their ids by these names.

    Reads nothing where none is wanted. Raises UnknownAddress, also where nobody is signed in.
    """
    if customer_id is None and wanted:
        raise UnknownAddress(f"{next(iter(wanted))}_id")
    if customer_id is None or not wanted:
        return Read(SPEC, (), lambda _: {})
    read = address_book(customer_id)

    def parse(items: list[Item | None]) -> dict[str, Address]:
        book = {each.id: each.address for each in read.parse(items).addresses}
        for name, address_id in wanted.items():
            if address_id not in book:
                raise UnknownAddress(f"{name}_id")
        return {name: book[address_id] for name, address_id in wanted.items()}

    return read.into(parse)


def save_address_book(seen: AddressBook, changed: AddressBook) -> tuple[Write, ...]:
    """The addresses over those that were read."""
    item, key = address_book_item(changed.model_copy(update={"version": seen.version + 1}))
    return (replace(SPEC, item, seen=seen.version), *key)


def sessions(customer_id: str) -> Read[Sessions]:
    """Which of the customer's sessions were ended."""
    return Read(SPEC, (sessions_key(customer_id),), lambda items: sessions_of(customer_id, items[0]))


def save_sessions(changed: Sessions) -> Write:
    """The next version of a customer's sessions over the one that was read."""
    return replace(SPEC, sessions_item(changed), seen=changed.version - 1)


def verified_emails(customer_id: str) -> Read[list[str]]:
    """The customer's e-mail addresses of which the pool has known that they are theirs. Raises NotFound."""
    read = customer(customer_id)
    return read.into(lambda items: read.parse(items).verified_emails)


def profile(customer_id: str) -> Read[ProfileView]:
    """The customer, as they see themselves. Raises NotFound."""
    read = customer(customer_id)
    return read.into(lambda items: profile_view(read.parse(items)))


def shown(customer_id: str) -> Read[CustomerView]:
    """The customer, as staff see them. Raises NotFound."""
    read = customer(customer_id)
    return read.into(lambda items: customer_view(read.parse(items)))


def names(customer_ids: Sequence[str]) -> Read[dict[str, tuple[str, str | None]]]:
    """Name and e-mail address of those of these customers that are there, by their ids."""
    reads = list(map(found, customer_ids))
    keys = tuple(key for read in reads for key in read.keys)
    beside = tuple(place for read in reads for place in read.beside)

    def parse(items: list[Item | None]) -> dict[str, tuple[str, str | None]]:
        pairs = zip(reads, items[: len(reads)], items[len(reads) :], strict=True)
        known = (read.parse([stored, key]) for read, stored, key in pairs)
        return {each.id: (each.name, each.email) for each in known if each}

    return Read(SPEC, keys, parse, beside)


def still_there(customer_id: str) -> Write:
    """For a commit that needs the customer, who may be forgotten meanwhile. The commit raises NotFound."""
    return check(SPEC, customer_key(customer_id), PRESENT, refusal=lambda _: NotFound("customer"))


def is_known(customer_id: str) -> Read[bool]:
    """Whether there is such a customer; one that went into another is that one now."""
    return found(customer_id).into(lambda items: items[0] is not None and not items[0].get("merged_into"))


def forget(seen: Customer, now: datetime) -> tuple[Write, ...]:
    """The customer is gone, and so is what tells that others went into them."""
    gone = delete_seen(SPEC, customer_key(seen.id), seen=seen.version)
    rows = (delete(SPEC, (found_pk(key), seen.id), condition="") for key in seen.found_by)
    kept = (delete(SPEC, key(seen.id), condition="") for key in (address_book_key, wish_list_key, erasure_key))
    others = (delete(SPEC, key(each), condition="") for each in seen.merged_from for key in (customer_key, merge_key))
    return (gone, *kept, *rows, *others, destroy_key(seen.id, now))


def _customers(items: list[Item]) -> list[Customer | None]:
    ids = [item["pk"].removeprefix("CUSTOMER#") for item in items]
    return list(fetch(*map(found, ids))) if ids else []


def _found_by(changed: Customer, keys: tuple[str, ...]) -> Iterator[Write]:
    """Rows for what is new; those of what is not true any more are garbage from now on: shoppers remove nothing."""
    since, ttl = {":since": changed.updated_at}, {"#ttl": "ttl"}
    for key in sorted({*keys} - {*changed.found_by}):
        row = (found_pk(key), changed.id)
        names = {"#since": "since", **ttl}
        yield update(SPEC, row, "SET #since = :since REMOVE #ttl", condition="", names=names, values=since)
    garbage_at = {":ttl": clock.epoch(clock.parse(changed.updated_at))}
    for key in sorted({*changed.found_by} - {*keys}):
        yield update(SPEC, (found_pk(key), changed.id), "SET #ttl = :ttl", condition="", names=ttl, values=garbage_at)


def signed_in(request: Request) -> Read[None]:
    """Put it first into the fetch of what a customer's session opens. Raises NotSignedIn where it was ended.

    It reads nothing where no session is used.
    """
    session = request.session
    if session is None:
        return Read(SPEC, (), lambda _: None)
    read = sessions(session.customer_id)
    return Read(SPEC, read.keys, lambda items: read.parse(items).require(session))
