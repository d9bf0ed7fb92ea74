"""Exchange what the pool of customers gave for a session of ours. Who comes for the first time becomes a customer.

Whoever was imported with an address is taken in by the first who signs in with it and has verified it.
"""

from functools import partial

from functions.customers import store
from functions.customers.by_email import Waiting, waiting_for
from functions.customers.consent import Channel, Consent, ConsentRecord
from functions.customers.consent_record import decision, withdrawals
from functions.customers.customer import Customer, new_customer
from functions.customers.identity import Identity, customer_id_of, identity_of
from functions.customers.inputs import SignIn
from functions.customers.merging import ErasureAsked, Merge, TooManyMerged, claimed, merged_books
from functions.customers.views import SessionView, session_view
from shared import clock, ids, telemetry
from shared.dynamo import Write, commit, fetch, retry_stale
from shared.http import Reply, Request
from shared.http.session import NotSignedIn


def start_session(body: SignIn, request: Request) -> Reply[SessionView]:
    """A new session. Its answer is not kept: who asks again gets another one. Raises NotSignedIn or Unavailable."""
    who = identity_of(body.access_token, request.now)
    customer_id = customer_id_of(who.sub)

    def attempt(known_as: str | None) -> SessionView:
        known, sessions, waiting = fetch(
            store.found(customer_id), store.sessions(customer_id), waiting_for(known_as, request)
        )
        if known and known.merged_into:
            raise NotSignedIn
        session = sessions.begun(ids.new_id("ses"), who.signed_in_at, request.now)
        withdrawn = _for_another_address(known, who, request) if known else ()
        customer = _told(known, withdrawn, who, request) if known else _new(customer_id, who, request)
        if customer != known or waiting.customer:
            saved = _claimed(known, customer, waiting, request) if waiting.customer else store.save_customer(customer)
            commit(*saved, *map(store.add_consent, withdrawn), *waiting.writes)
        return session_view(session)

    try:
        view = retry_stale(partial(attempt, who.email if who.email_verified else None))
    except (ErasureAsked, TooManyMerged):  # whoever waits is left to be forgotten, or to staff
        view = retry_stale(partial(attempt, None))
    reply = Reply(view, 201)
    telemetry.note("session_begun", customer_id=customer_id)
    return reply


def _claimed(known: Customer | None, customer: Customer, waiting: Waiting, request: Request) -> tuple[Write, ...]:
    """The customer with all that was imported for them, and nobody who waits any more. Raises TooManyMerged."""
    assert waiting.customer is not None
    goes = waiting.customer
    book, others = fetch(store.address_book(customer.id), store.address_book(goes.id))

    def proof(consent: Consent) -> ConsentRecord:
        return decision(customer.id, (consent.channel, consent.purpose), request)

    whole, gone, ended = claimed(customer, goes, request.now, proof)
    whole = whole.model_copy(update={"version": known.version + 1 if known else 1})
    merge = Merge(stays=customer.id, goes=goes.id, begun_at=clock.stamp(request.now))
    telemetry.count("CustomersClaimed")
    return (
        *store.save_with_book(whole, book, merged_books(book, others)),
        *store.save_claimed(goes, gone, others, request.now),
        *map(store.add_consent, ended),
        *store.begin_merge(merge),
    )


def _new(customer_id: str, who: Identity, request: Request) -> Customer:
    telemetry.count("CustomersCreated")
    return new_customer(customer_id, who.sub, who.email, request.now, email_verified=who.email_verified)


def _told(known: Customer, withdrawn: tuple[ConsentRecord, ...], who: Identity, request: Request) -> Customer:
    """With the address that the pool knows by now: it alone can say that it is theirs."""
    return known.readdressed(who.email, withdrawn, request.now, email_verified=who.email_verified)


def _for_another_address(known: Customer, who: Identity, request: Request) -> tuple[ConsentRecord, ...]:
    """What they agreed to for the address that they had before ends with it: nobody asked at the new one."""
    if (known.email or "").casefold() == who.email.casefold():
        return ()
    return withdrawals(known, Channel.EMAIL, request)
