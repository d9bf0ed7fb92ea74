"""Staff make one account of two that are one person's.

All that is the customers' own moves in one commit, and from then on the other one opens nothing. What is more than a
commit holds, or stands above customers (proofs of consents, orders, carts), is moved by the clock, from wherever it was
left: see `functions/privacy`.
"""

from collections.abc import Iterator
from datetime import datetime

from functions.customers import store
from functions.customers.consent import Consent, ConsentRecord
from functions.customers.inputs import MergeFrom
from functions.customers.merging import (
    Merge,
    MergedAway,
    NoAccount,
    SameCustomer,
    UnknownCustomer,
    merged,
    merged_books,
    merged_wishes,
)
from functions.customers.views import MergeView, customer_view, merge_view
from shared import clock, directory, ids, telemetry
from shared.dynamo import commit, fetch, retry_stale
from shared.http import Reply, Request

POOL = "customers"
AT_ONCE = 45  # records a commit, each put in one place and taken from another


def merge_customers(customer_id: str, body: MergeFrom, request: Request) -> Reply[MergeView]:
    """The merge of the other into this one; asked again, the same.

    Raises NotFound, SameCustomer, UnknownCustomer, MergedAway, NoAccount, TooManyMerged, ErasureAsked or
    VersionConflict.
    """
    other_id = body.from_
    if other_id == customer_id:
        raise SameCustomer

    def attempt() -> Reply[MergeView]:
        stays, goes, _ = fetch(store.customer(customer_id), store.found(other_id), request.claim.read)
        if goes is None:
            raise UnknownCustomer
        if goes.merged_into == customer_id:
            (known,) = fetch(store.merge(other_id))
            return Reply(merge_view(known), 202)
        for each in (stays, goes):
            if each.merged_into:
                raise MergedAway(each.id, each.merged_into)
        if goes.has_account and not stays.has_account:
            raise NoAccount
        request.require_match(stays.version)
        book, others = fetch(store.address_book(customer_id), store.address_book(other_id))
        wishes, more = fetch(store.wish_list(customer_id), store.wish_list(other_id))
        both, wanted = merged_books(book, others), merged_wishes(wishes, more)
        (sessions,) = fetch(store.sessions(other_id))
        whole, gone, ended = merged(stays, goes, request.now, lambda consent: _proof(customer_id, consent, request))
        merge = Merge(stays=customer_id, goes=other_id, begun_at=clock.stamp(request.now))
        reply = Reply(merge_view(merge), 202)
        before, after = customer_view(stays), customer_view(whole)
        commit(
            *store.save_customer(whole),
            *store.save_merged(goes, gone, request.now),
            *(store.save_address_book(book, both) if both is not book else ()),
            *((store.save_wish_list(wanted),) if wanted is not wishes else ()),
            *map(store.add_consent, ended),
            store.save_sessions(sessions.none(request.now)),
            *store.begin_merge(merge),
            *request.settle(reply, on=customer_id, before=before, after=after),
        )
        telemetry.note("customers_merged", customer_id=customer_id, merged_id=other_id)
        telemetry.count("CustomersMerged")
        return reply

    return retry_stale(attempt)


def _proof(customer_id: str, ends: Consent, request: Request) -> ConsentRecord:
    return ConsentRecord(
        id=ids.new_id("con", request.now),
        customer_id=customer_id,
        channel=ends.channel,
        purpose=ends.purpose,
        is_granted=False,
        text=None,
        route=f"{request.method} {request.path}",
        request_id=request.id,
        decided_at=clock.stamp(request.now),
    )


def open_merges() -> Iterator[Merge]:
    """Those of which something may be left to move, the oldest first."""
    return store.open_merges()


def is_merging(customer_id: str) -> bool:
    """Whether something is still on its way to this customer, or from them."""
    return any(customer_id in (each.stays, each.goes) for each in store.open_merges())


def move_consents(merge: Merge) -> bool:
    """The proofs of what the other agreed to are this one's. Gives whether there were any."""
    records, _ = store.consents_of(merge.goes, AT_ONCE, None)
    if records:
        commit(*(write for each in records for write in store.move_consent(each, merge.stays)))
    return bool(records)


def remove_account(merge: Merge) -> None:
    """The pool has no account of the one that went. Raises Unavailable."""
    (gone,) = fetch(store.found(merge.goes))
    if gone is not None and gone.has_account:
        directory.remove(POOL, gone.sub)


def end_merge(merge: Merge, now: datetime) -> None:
    """Nothing of the other is left anywhere."""
    commit(*store.end_merge(merge, now))
