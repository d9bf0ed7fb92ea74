"""Forget a customer: no session goes on, the pool has no account of theirs, and the shop has no profile."""

from datetime import datetime

from functions.customers import store
from shared import directory
from shared.dynamo import commit, fetch, retry_stale

POOL = "customers"
AT_ONCE = 90  # records a commit


def sign_out_customer(customer_id: str, now: datetime) -> None:
    """No session of theirs goes on. Nothing that begins after this is there before it."""

    def attempt() -> None:
        (sessions,) = fetch(store.sessions(customer_id))
        commit(store.save_sessions(sessions.none(now)))

    retry_stale(attempt)


def forget_customer(customer_id: str, now: datetime) -> None:
    """The account goes first: whoever has none cannot come back as the same customer. Raises Unavailable."""

    def attempt() -> None:
        (customer,) = fetch(store.found(customer_id))
        if customer is None:
            return
        if customer.has_account:
            directory.remove(POOL, customer.sub)
        _forget_consents(customer_id)
        commit(*store.forget(customer, now))

    retry_stale(attempt)


def _forget_consents(customer_id: str) -> None:
    """Who is gone agrees to nothing; and the words that they saw are any words."""
    while records := store.consents_of(customer_id, AT_ONCE, None)[0]:
        commit(*map(store.delete_consent, records))
