"""The shapes that customers take in answers."""

from typing import Annotated, Any, Literal

from functions.customers.address_book import AddressBook
from functions.customers.consent import Channel, ConsentRecord, Purpose, Standing
from functions.customers.customer import Customer
from functions.customers.group import Group
from functions.customers.merging import Merge
from functions.customers.wish_list import WishList
from shared import clock
from shared.address import Address
from shared.http import View
from shared.http.persons import OF_PERSON, Personal
from shared.http.session import Session


class SessionView(View):
    """A session: send its token as Session-Token. It can be renewed while it lasts, up to `renewable_until`."""

    object: Literal["session"] = "session"
    token: str
    customer_id: str
    expires_at: str
    renewable_until: str


class SessionEnded(View):
    """A session that is over."""

    object: Literal["session"] = "session"
    ended: Literal[True] = True


class ProfileView(View):
    """A customer, as they see themselves."""

    id: str
    object: Literal["customer"] = "customer"
    version: int
    email: str
    email_verified: bool
    first_name: str | None
    last_name: str | None
    phone: str | None
    locale: str | None
    accepts_marketing: bool
    created_at: str
    updated_at: str


class OwnAddressView(View):
    """An address that a customer keeps. is_default_shipping, is_default_billing: it is meant where nothing is said."""

    id: str
    object: Literal["customer_address"] = "customer_address"
    version: int
    address: Address
    is_default_shipping: bool
    is_default_billing: bool


class DeletedAddress(View):
    """An address that is gone."""

    id: str
    object: Literal["customer_address"] = "customer_address"
    deleted: Literal[True] = True


class WishView(View):
    """A variant that somebody may want one day."""

    variant_id: str
    added_at: str


class WishListView(View):
    """A customer's wish list, what was put down last first."""

    object: Literal["wish_list"] = "wish_list"
    version: int
    items: list[WishView]


class ConsentView(View):
    """Whether a customer may be written to by a channel for a purpose. decided_at: null where they never said.

    status: `pending` until they have followed the link in the letter that asks whether it was them, or entered the code
    of the text message.
    """

    object: Literal["consent"] = "consent"
    channel: Channel
    purpose: Purpose
    is_granted: bool
    status: Standing
    decided_at: str | None


class ConsentRecordView(View):
    """That a customer agreed, or took it back: the words that they saw, when, and by which route.

    is_pending: a letter or a text message asked whether it was them. confirms_id: the record whose letter's link they
    followed, or whose code they entered.
    """

    id: str
    object: Literal["consent_record"] = "consent_record"
    channel: Channel
    purpose: Purpose
    is_granted: bool
    is_pending: bool
    confirms_id: str | None
    text: str | None
    route: str
    request_id: str
    decided_at: str


class CustomerView(View):
    """A customer, as staff see them. note, tags, group_ids: what staff know of them.

    other_emails: of the accounts that came to this one, each known to be theirs. merged_into: the customer that this
    one is now. has_account: whether they have ever signed in; else they were imported.
    """

    id: str
    object: Literal["customer"] = "customer"
    version: int
    email: Personal
    email_verified: bool
    first_name: Personal
    last_name: Personal
    phone: Personal
    locale: str | None
    accepts_marketing: bool
    note: str
    tags: list[str]
    group_ids: list[str]
    other_emails: Annotated[list[str] | None, OF_PERSON]
    merged_from: list[str]
    merged_into: str | None
    has_account: bool
    created_at: str
    updated_at: str


class MergeView(View):
    """That one customer went into another. status: `moving` while orders, carts and proofs may be on their way."""

    object: Literal["customer_merge"] = "customer_merge"
    customer_id: str
    merged_id: str
    status: Literal["moving", "done"]
    begun_at: str
    done_at: str | None


class GroupView(View):
    """A group of customers."""

    id: str
    object: Literal["customer_group"] = "customer_group"
    version: int
    name: str
    created_at: str
    updated_at: str


class DeletedGroup(View):
    """A group that is gone."""

    id: str
    object: Literal["customer_group"] = "customer_group"
    deleted: Literal[True] = True


def session_view(session: Session) -> SessionView:
    """The session as its shopper's client gets it."""
    return SessionView(
        token=session.token,
        customer_id=session.customer_id,
        expires_at=clock.stamp(session.expires_at),
        renewable_until=clock.stamp(session.renewable_until),
    )


def profile_view(customer: Customer) -> ProfileView:
    """The customer as they see themselves."""
    return ProfileView.model_validate(_fields(customer, ProfileView))


def own_address_view(book: AddressBook, address_id: str) -> OwnAddressView:
    """One address of the book. Raises NotFound."""
    entry = book.entry(address_id)
    return OwnAddressView(
        id=entry.id,
        version=entry.version,
        address=entry.address,
        is_default_shipping=book.default_shipping_id == entry.id,
        is_default_billing=book.default_billing_id == entry.id,
    )


def wish_list_view(found: WishList) -> WishListView:
    """The list as its customer sees it."""
    items = [WishView(variant_id=each.variant_id, added_at=each.added_at) for each in found.wishes]
    return WishListView(version=found.version, items=items)


def consent_view(customer: Customer, channel: Channel, purpose: Purpose) -> ConsentView:
    """How this stands with the customer."""
    found = customer.consent(channel, purpose)
    return ConsentView(
        channel=channel,
        purpose=purpose,
        is_granted=found is not None and found.is_granted,
        status=customer.standing(channel, purpose),
        decided_at=found.decided_at if found else None,
    )


def consent_record_view(record: ConsentRecord) -> ConsentRecordView:
    """The record as staff see it."""
    same = ConsentRecordView.model_fields.keys() - {"object"}
    return ConsentRecordView(**{name: getattr(record, name) for name in same})


def customer_view(customer: Customer) -> CustomerView:
    """The customer as staff see them."""
    return CustomerView.model_validate(_fields(customer, CustomerView))


def merge_view(merge: Merge) -> MergeView:
    """The merge as staff see it."""
    return MergeView(
        customer_id=merge.stays,
        merged_id=merge.goes,
        status="done" if merge.done_at else "moving",
        begun_at=merge.begun_at,
        done_at=merge.done_at,
    )


def group_view(group: Group) -> GroupView:
    """The group as staff see it."""
    return GroupView.model_validate(group.model_dump())


def _fields(customer: Customer, view: type[View]) -> dict[str, Any]:
    wanted = set(view.model_fields) - {"object"}
    told = customer.model_dump(include=wanted)
    return {**told, "has_account": customer.has_account} if "has_account" in wanted else told
