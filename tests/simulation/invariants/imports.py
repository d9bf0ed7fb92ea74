"""I20, I23 of what was imported: each person is one customer, has all of theirs once, and nobody else has any of it."""

from typing import TYPE_CHECKING, Any

from functions.customers.table import address_book_of, customer_of
from shared.people import key_place
from tests.simulation.importing import STREET
from tests.simulation.invariants.books import Books

if TYPE_CHECKING:
    from tests.simulation.world import World

NOBODY_S = ""  # the user of who has no account


def check(world: "World", books: Books) -> None:
    """Once all is at rest."""
    items, keys = books.tables["customers"], books.tables["people"]
    customers = [
        customer_of(item, keys.get(key_place(item["id"])[1:])) for (_, sk), item in items.items() if sk == "CUSTOMER"
    ]
    living = [each for each in customers if not each.merged_into]
    imported = _is_whole(world, books)
    for email in world.imported:
        of_whom = [each for each in living if each.email == email and (each.email_verified or not each.has_account)]
        world.expect(len(of_whom) <= 1, "I20", f"{email} is {len(of_whom)} customers")
        strangers = [each for each in living if each.email == email and each not in of_whom]
        for each in strangers:
            world.expect(not each.last_name and not each.tags, "I20", f"{each.id} got what {email} has not proven")
            world.happened["unproven and left alone"] += 1
        for each in of_whom:
            where = (f"CUSTOMER#{each.id}", "ADDRESSES")
            book = address_book_of(each.id, items.get(where), keys.get(key_place(each.id)[1:]))
            streets = [kept.address.address1 for kept in book.addresses if STREET in kept.address.address1]
            world.expect(len(streets) <= 1, "I23", f"{each.id} has an imported address {len(streets)} times")
            proofs = _proofs(items, each)
            world.expect(len(proofs) <= 1, "I23", f"{each.id} agreed {len(proofs)} times by one file")
            world.happened["imported and signed in"] += each.has_account and bool(each.merged_from)
            if not each.has_account or each.merged_from:  # who came by a file alone, or was taken in
                world.expect(bool(each.last_name and streets), "I23", f"{each.id} lost what was imported")
                world.expect(each.accepts_marketing and bool(proofs), "I23", f"{each.id} lost what they agreed to")
        if imported and email not in world.forgotten.values():
            world.expect(bool(of_whom), "I23", f"{email} was imported and is nobody")
            world.happened["imported"] += 1


def _is_whole(world: "World", books: Books) -> bool:
    """Whether some import of the file came to its end."""
    jobs = [item for (_, sk), item in books.tables["jobs"].items() if sk == "JOB"]
    return any(job["kind"] == "customer_import" and job["status"] == "done" for job in jobs)


def _proofs(items: Any, customer: Any) -> list[Any]:
    """The records of the customer, and those that are still on their way from who they were."""
    of = {f"CUSTOMER#{each}" for each in (customer.id, *customer.merged_from)}
    return [item for (pk, sk), item in items.items() if pk in of and sk.startswith("CONSENT#")]
