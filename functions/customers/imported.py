"""What a row of an imported file makes of a customer: of nobody, of one who was imported, of one who has signed in.

Who has signed in has said things of themselves, and what they said stays: a row fills what is empty, and replaces only
what staff know. Of who has not, all that there is came from staff. Pure.
"""

from datetime import datetime
from typing import Any

from functions.customers.address_book import AddressBook
from functions.customers.consent import Channel, Consent, ConsentRecord, Purpose
from functions.customers.customer import Customer, new_customer
from functions.customers.imported_row import ImportedRow
from functions.customers.merging import FILLED
from shared import clock

WHAT = (Channel.EMAIL, Purpose.MARKETING)  # the consent that a row brings along
ROUTE = "imported"  # where they said so, as far as we know; its text is where that is proven
KNOWN_TO_STAFF = ("note", "tags", "group_ids")


def new_imported(customer_id: str, email: str, now: datetime) -> Customer:
    """Nobody whom the pool knows, and whose address nobody has verified."""
    return new_customer(customer_id, "", email, now, email_verified=False)


def with_row(seen: Customer, row: ImportedRow, now: datetime) -> Customer:
    """The customer with what the row says of them. Its version counts whoever saves it; see `next_of`."""
    said = {name: getattr(row, name) for name in FILLED if getattr(row, name)}
    if seen.has_account:
        said = {name: value for name, value in said.items() if not getattr(seen, name)}
    known: dict[str, Any] = {name: getattr(row, name) for name in KNOWN_TO_STAFF if getattr(row, name)}
    return seen.changed(now, **said, **known)


def with_address(seen: AddressBook, row: ImportedRow, address_id: str, *, has_account: bool) -> AddressBook:
    """The addresses with the row's: the first one, or in the place of what was imported before."""
    if row.address is None:
        return seen
    if not seen.addresses:
        return seen.with_address(address_id, row.address)
    replaced = None if has_account else seen.default_shipping_id
    return seen.with_other(replaced, row.address) if replaced else seen


def decision_by(seen: Customer, row: ImportedRow, record_id: str, job_id: str, now: datetime) -> ConsentRecord | None:
    """The proof of what the row decides. It agrees only for who has never said anything, and takes back only what was
    imported: whoever says something of their own is not overruled by a file.
    """
    found = seen.consent(*WHAT)
    grants = row.agreed_at is not None and found is None
    if not grants and not (row.accepts_marketing is False and _is_imported(seen, found)):
        return None
    return ConsentRecord(
        id=record_id,
        customer_id=seen.id,
        channel=WHAT[0],
        purpose=WHAT[1],
        is_granted=grants,
        text=row.consent_source or None,
        route=ROUTE,
        request_id=job_id,
        decided_at=clock.stamp(row.agreed_at if row.agreed_at and grants else now),
    )


def next_of(seen: Customer, changed: Customer, now: datetime) -> Customer:
    """The next version over the one that was seen, however many changes it took."""
    return changed.model_copy(update={"version": seen.version + 1, "updated_at": clock.stamp(now)})


def _is_imported(seen: Customer, found: Consent | None) -> bool:
    return found is not None and found.is_granted and not seen.has_account
