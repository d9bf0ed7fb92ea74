"""A customer agrees to be written to, or takes that back; what they saw and where they said it is kept."""

from functions.customers import store
from functions.customers.consent import Channel, ConsentRecord, EmailNotVerified, Purpose
from functions.customers.inputs import Decision
from functions.customers.views import ConsentView, consent_view
from shared import clock, ids, telemetry
from shared.dynamo import commit, fetch, retry_stale
from shared.errors import NotFound
from shared.http import Listed, Reply, Request


def list_consents(request: Request) -> Reply[Listed[ConsentView]]:
    """What there is to agree to, and how it stands. Raises NotSignedIn or NotFound."""
    _, customer = fetch(store.signed_in(request), store.customer(request.principal))
    pairs = [(channel, purpose) for channel in Channel for purpose in Purpose]
    return Reply(Listed(data=[consent_view(customer, *pair) for pair in pairs]))


def decide_consent(channel: str, purpose: str, body: Decision, request: Request) -> Reply[ConsentView]:
    """How it stands from now on, with a record of it; what stands so already gets none.

    Raises NotSignedIn, EmailNotVerified, TooManyConsents, or NotFound for what nobody is asked for.
    """
    asked = _asked(channel, purpose)

    def attempt() -> Reply[ConsentView]:
        _, customer = fetch(store.signed_in(request), store.customer(request.principal))
        if body.is_granted and asked[0] is Channel.EMAIL and not customer.email_verified:
            raise EmailNotVerified
        if customer.agrees_to(*asked) != body.is_granted:
            record = ConsentRecord(
                id=ids.new_id("con", request.now),
                customer_id=customer.id,
                channel=asked[0],
                purpose=asked[1],
                is_granted=body.is_granted,
                text=body.text,
                route=f"{request.method} {request.path}",
                request_id=request.id,
                decided_at=clock.stamp(request.now),
            )
            customer = customer.decided(record, request.now)
            commit(*store.save_customer(customer), store.add_consent(record))
            telemetry.note("consent_decided", customer_id=customer.id, is_granted=body.is_granted)
        return Reply(consent_view(customer, *asked))

    return retry_stale(attempt)


def _asked(channel: str, purpose: str) -> tuple[Channel, Purpose]:
    try:
        return Channel(channel), Purpose(purpose)
    except ValueError:
        raise NotFound("consent") from None
