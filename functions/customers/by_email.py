"""Who has an e-mail address: an account for which the pool knows that, or else who was imported with it.

An imported customer has no user in the pool. Its id is made of the address's keyed hash: imported twice, it is the same
one, and the first verified sign-in with the address finds it there, by nothing but the address.

Whom a sign-in makes lies under an id that an import cannot know. So both touch the address's own row: a sign-in that
makes an address somebody's marks it anew, and an import holds in its commit that it is as it was when it looked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from functions.customers import store
from functions.customers.customer import Customer
from functions.customers.found_by import email_of, keys_for
from functions.customers.table import SPEC, address_mark_key, customer_key, customer_of
from shared import clock, ids
from shared.dynamo import ABSENT, Item, Read, Write, check, fetch, update
from shared.http import Request
from shared.people import Key, key_found, key_place

MARKED = timedelta(days=1)  # a mark is for who is looking right now


@dataclass(frozen=True)
class Place:
    """Where who has the address is, or is to be. is_erased: who was there was forgotten."""

    customer_id: str
    customer: Customer | None
    key: Key | None
    unchanged: tuple[Write, ...]  # for the commit that puts somebody there: nobody else got the address meanwhile

    @property
    def is_erased(self) -> bool:
        """Whether who was there was forgotten; a key that is destroyed stays so."""
        return self.customer is None and self.key is not None and self.key.bits is None


@dataclass(frozen=True)
class Waiting:
    """Who was imported with an address, until it is known whose it is.

    writes: for the commit that makes it somebody's. Raises Stale where somebody was imported meanwhile.
    """

    customer: Customer | None
    writes: tuple[Write, ...]


def place_of(email: str) -> Place:
    """Who has the address."""
    keys = _keys(email)
    marks, there = fetch(_marks(keys), _imported(keys))
    for each in store.customers_under(keys):
        if each.has_account and not each.merged_into and email_of(email) in map(email_of, each.verified_emails):
            return Place(each.id, each, each.key, ())
    held = tuple(_held(key, mark) for key, mark in zip(keys, marks, strict=True))
    known = next((each for each in there if each[1] or each[2]), there[0])
    return Place(*known, held)


def waiting_for(email: str | None, request: Request) -> Read[Waiting]:
    """Who waits for whoever has this address; nobody, where it is None: not known to be theirs."""
    keys = _keys(email) if email else []
    read = _imported(keys)

    def parse(items: list[Item | None]) -> Waiting:
        there = read.parse(items)
        waits = (each for _, each, _ in there if each and not each.merged_into)
        held = (check(SPEC, customer_key(free), ABSENT) for free, each, _ in there if each is None)
        return Waiting(next(waits, None), (*(_marked(key, request) for key in keys), *held))

    return read.into(parse)


def _keys(email: str) -> list[str]:
    return keys_for("email", email_of(email))


def imported_ids(keys: Sequence[str]) -> list[str]:
    """Whom an import makes of an address. keys: its keyed hashes."""
    return [ids.derived_id("cus", "imported", key) for key in keys]


def _imported(keys: Sequence[str]) -> Read[list[tuple[str, Customer | None, Key | None]]]:
    """Who was imported with the address: their id, they, and the key of what is theirs, each if there is any."""
    them = imported_ids(keys)

    def parse(items: list[Item | None]) -> list[tuple[str, Customer | None, Key | None]]:
        pairs = zip(them, items[: len(them)], items[len(them) :], strict=True)
        return [(each, customer_of(item, key) if item else None, key_found(each, key)) for each, item, key in pairs]

    return Read(SPEC, tuple(map(customer_key, them)), parse, beside=tuple(map(key_place, them)))


def _marks(keys: Sequence[str]) -> Read[list[str | None]]:
    def parse(items: list[Item | None]) -> list[str | None]:
        return [each["mark"] if each else None for each in items]

    return Read(SPEC, tuple(map(address_mark_key, keys)), parse)


def _marked(key: str, request: Request) -> Write:
    names = {"#mark": "mark", "#ttl": "ttl"}
    values = {":mark": request.id, ":ttl": clock.epoch(request.now + MARKED)}
    expression = "SET #mark = :mark, #ttl = :ttl"
    return update(SPEC, address_mark_key(key), expression, condition="", names=names, values=values)


def _held(key: str, mark: str | None) -> Write:
    if mark is None:
        return check(SPEC, address_mark_key(key), ABSENT)
    return check(SPEC, address_mark_key(key), "#mark = :mark", names={"#mark": "mark"}, values={":mark": mark})
