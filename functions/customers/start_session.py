"""Exchange what the pool of customers gave for a session of ours. Who comes for the first time becomes a customer."""

from functions.customers import store
from functions.customers.consent import ConsentRecord
from functions.customers.consent_record import decision
from functions.customers.customer import Customer, new_customer
from functions.customers.identity import Identity, customer_id_of, identity_of
from functions.customers.inputs import SignIn
from functions.customers.views import SessionView, session_view
from shared import ids, telemetry
from shared.dynamo import commit, fetch, retry_stale
from shared.http import Reply, Request
from shared.http.session import NotSignedIn


def start_session(body: SignIn, request: Request) -> Reply[SessionView]:
    """A new session. Its answer is not kept: who asks again gets another one. Raises NotSignedIn or Unavailable."""
    who = identity_of(body.access_token, request.now)
    customer_id = customer_id_of(who.sub)

    def attempt() -> SessionView:
        known, sessions = fetch(store.found(customer_id), store.sessions(customer_id))
        if known and known.merged_into:
            raise NotSignedIn
        session = sessions.begun(ids.new_id("ses"), who.signed_in_at, request.now)
        withdrawn = _for_another_address(known, who, request) if known else ()
        customer = _told(known, withdrawn, who, request) if known else _new(customer_id, who, request)
        if customer != known:
            commit(*store.save_customer(customer), *map(store.add_consent, withdrawn))
        return session_view(session)

    reply = Reply(retry_stale(attempt), 201)
    telemetry.note("session_begun", customer_id=customer_id)
    return reply


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
    stood = known.standing_by_email()
    return tuple(decision(known.id, (each.channel, each.purpose), request) for each in stood)
