"""A customer enters the code of a text message: from then on the consent counts, with a record that names the first."""

from functions.customers import store
from functions.customers.consent import Channel
from functions.customers.consent_record import decision
from functions.customers.decide_consent import asked_for
from functions.customers.follow_letter import ConsentNotPending
from functions.customers.inputs import CodeOfText
from functions.customers.text_code import WrongCode, is_right, require_counts
from functions.customers.views import ConsentView, consent_view
from shared import telemetry
from shared.dynamo import commit, fetch, retry_stale
from shared.errors import NotFound
from shared.http import Reply, Request


def enter_code(channel: str, purpose: str, body: CodeOfText, request: Request) -> Reply[ConsentView]:
    """The consent counts from now on; the right code once more is no mistake. A wrong one is counted.

    Raises NotSignedIn, NotFound, ConsentNotPending, CodeVoid, WrongCode or TooManyConsents.
    """
    what = asked_for(channel, purpose)
    if what[0] is not Channel.SMS:
        raise NotFound("consent")

    def attempt() -> Reply[ConsentView]:
        _, customer = fetch(store.signed_in(request), store.customer(request.principal))
        stands = customer.consent(*what)
        if stands is None or not (stands.is_pending or stands.is_granted):
            raise ConsentNotPending
        if stands.is_pending:
            require_counts(stands, request.now)
        if not is_right(customer, stands, body.code):
            if stands.is_granted:
                raise ConsentNotPending
            tried = customer.tried(stands, request.now)
            commit(*store.save_customer(tried))
            raise WrongCode(stands.tries_left - 1)
        if stands.is_pending:
            how = {"is_granted": True, "confirms_id": stands.record_id, "asking": stands.asking}
            record = decision(customer.id, what, request, **how)
            customer = customer.decided(record, request.now)
            commit(*store.save_customer(customer), store.add_consent(record))
            telemetry.note("consent_decided", customer_id=customer.id, status=customer.standing(*what))
            telemetry.count("ConsentsConfirmed")
        return Reply(consent_view(customer, *what))

    return retry_stale(attempt)
