"""A customer agrees to be written to, or takes that back; what they saw and where they said it is kept.

By e-mail it counts once they have followed the link in the letter that asks whether it was them, by text message once
they have entered its code (double opt-in).
"""

from typing import Any

from events import ConsentRequested
from functions.customers import store
from functions.customers.consent import Channel, EmailNotVerified, Purpose, Standing
from functions.customers.consent_record import decision
from functions.customers.customer import Customer
from functions.customers.inputs import Decision
from functions.customers.text_code import require_offered, send_code
from functions.customers.views import ConsentView, consent_view
from shared import telemetry
from shared.dynamo import commit, fetch, retry_stale
from shared.errors import NotFound
from shared.http import Listed, Reply, Request
from shared.settings import Settings, read_settings


class ConsentRules(Settings):
    """Which purposes count by e-mail only once they are confirmed by letter; `infra/stages.py` says what each means."""

    confirm_marketing: bool = True
    confirm_reviews: bool = True


def list_consents(request: Request) -> Reply[Listed[ConsentView]]:
    """What there is to agree to, and how it stands. Raises NotSignedIn or NotFound."""
    _, customer = fetch(store.signed_in(request), store.customer(request.principal))
    pairs = [(channel, purpose) for channel in Channel for purpose in Purpose]
    return Reply(Listed(data=[consent_view(customer, *pair) for pair in pairs]))


def decide_consent(channel: str, purpose: str, body: Decision, request: Request) -> Reply[ConsentView]:
    """How it stands from now on, with a record of it; what stands so already gets none.

    The code is sent before it is written down that they agreed: who has none, since a message cannot be sent, has not
    agreed either. Two who ask at once, and a retry, get the same code.
    Raises NotSignedIn, EmailNotVerified, TooManyConsents, what `send_code` does, or NotFound for what nobody is asked
    for.
    """
    asked, sent = asked_for(channel, purpose), set[int]()

    def attempt() -> Reply[ConsentView]:
        _, customer = fetch(store.signed_in(request), store.customer(request.principal))
        if body.is_granted and asked[0] is Channel.EMAIL and not customer.email_verified:
            raise EmailNotVerified
        if body.is_granted and asked[0] is Channel.SMS:
            require_offered()
        if not _stands(customer, asked, body, request):
            how: dict[str, Any] = _counts(*asked) if body.is_granted else {}
            if body.is_granted and asked[0] is Channel.SMS:
                how["asking"] = customer.grants + 1
            record = decision(customer.id, asked, request, text=body.text, **how)
            before, customer = customer, customer.decided(record, request.now)
            if record.asking and record.asking not in sent:
                send_code(before, asked[1], record.asking, request)
                sent.add(record.asking)
            is_by_letter = record.is_pending and asked[0] is Channel.EMAIL
            says = [ConsentRequested(customer_id=customer.id, consent_id=record.id)] if is_by_letter else []
            commit(*store.save_customer(customer, *says), store.add_consent(record))
            telemetry.note("consent_decided", customer_id=customer.id, status=customer.standing(*asked))
        return Reply(consent_view(customer, *asked))

    return retry_stale(attempt)


def _stands(customer: Customer, asked: tuple[Channel, Purpose], body: Decision, request: Request) -> bool:
    """Whether nothing is to be done: it stands so, or the letter that asks for it is on its way."""
    found = customer.consent(*asked)
    if not body.is_granted:
        return customer.standing(*asked) in (Standing.NONE, Standing.WITHDRAWN)
    return found is not None and (found.is_granted or found.is_asked_since(request.now))


def _counts(channel: Channel, purpose: Purpose) -> dict[str, bool]:
    """Whether what they agree to counts at once; by text message it never does."""
    rules = read_settings(ConsentRules)
    confirmed = {Purpose.MARKETING: rules.confirm_marketing, Purpose.REVIEWS: rules.confirm_reviews}[purpose]
    is_pending = confirmed or channel is Channel.SMS
    return {"is_granted": not is_pending, "is_pending": is_pending}


def asked_for(channel: str, purpose: str) -> tuple[Channel, Purpose]:
    """What is asked for by a path. Raises NotFound."""
    try:
        return Channel(channel), Purpose(purpose)
    except ValueError:
        raise NotFound("consent") from None
