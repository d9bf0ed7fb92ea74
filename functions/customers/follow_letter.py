"""What a letter's link does: it confirms a consent, or takes it back. Nobody needs to be signed in for it."""

from functions.customers import store
from functions.customers.consent import ConsentRecord, Standing
from functions.customers.consent_link import confirmed_by, unsubscribed_by
from functions.customers.consent_record import decision
from functions.customers.customer import Customer
from functions.customers.inputs import ConsentConfirmation, LetterLink
from functions.customers.unsubscribe_page import asks, done, require_one_click
from functions.customers.views import ConsentView, consent_view
from shared import telemetry
from shared.dynamo import commit, fetch, retry_stale
from shared.errors import Refused
from shared.http import Reply, Request


class ConsentNotPending(Refused):
    """It was taken back or asked for anew since the letter, or whoever agreed is gone."""

    code = "consent_not_pending"

    def __init__(self) -> None:
        super().__init__("This consent does not wait to be confirmed any more.")


def confirm_consent(body: ConsentConfirmation, request: Request) -> Reply[ConsentView]:
    """The consent counts from now on; a link that is opened twice is no mistake.

    Raises InvalidLink, ConsentNotPending or TooManyConsents.
    """
    customer_id, record_id = confirmed_by(body.token, request.now)

    def attempt() -> Reply[ConsentView]:
        (customer,) = fetch(store.found(customer_id))
        stands = customer.waiting_for(record_id) if customer else None
        if customer is None or stands is None:
            raise ConsentNotPending
        what = stands.channel, stands.purpose
        if stands.is_pending:
            record = decision(customer_id, what, request, is_granted=True, confirms_id=record_id)
            customer = _decided(customer, record, request)
            telemetry.count("ConsentsConfirmed")
        return Reply(consent_view(customer, *what))

    return retry_stale(attempt)


def show_unsubscribe(query: LetterLink, request: Request) -> Reply[str]:
    """A page that asks. Nothing changes: whoever looks through mail for harm opens every link. Raises InvalidLink."""
    return asks(unsubscribed_by(query.token, request.now).language)


def unsubscribe(query: LetterLink, request: Request) -> Reply[str]:
    """The consent is taken back; where there is none, that is as well. Raises InvalidLink or NotOneClick."""
    what = unsubscribed_by(query.token, request.now)
    require_one_click(request.raw, request.headers.get("content-type", ""))

    def attempt() -> None:
        (customer,) = fetch(store.found(what.customer_id))
        if customer is None or customer.standing(what.channel, what.purpose) in (Standing.NONE, Standing.WITHDRAWN):
            return
        _decided(customer, decision(customer.id, (what.channel, what.purpose), request), request)
        telemetry.count("Unsubscribed")

    retry_stale(attempt)
    return done(what.language)


def _decided(customer: Customer, record: ConsentRecord, request: Request) -> Customer:
    after = customer.decided(record, request.now)
    commit(*store.save_customer(after), store.add_consent(record))
    telemetry.note("consent_decided", customer_id=after.id, status=after.standing(record.channel, record.purpose))
    return after
