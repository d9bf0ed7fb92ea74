"""What letters to a customer need: whom to write to, in which language, and whether they want it."""

from dataclasses import dataclass

from functions.customers import store
from functions.customers.consent import Channel, Purpose
from functions.customers.customer import Customer
from shared.dynamo import fetch


@dataclass(frozen=True)
class CustomerForMail:
    """A customer with an address that is known to be theirs. wants: what they agreed to get there."""

    id: str
    email: str
    locale: str | None
    wants: frozenset[Purpose]


@dataclass(frozen=True)
class AskedConsent:
    """A consent that waits for its letter's link. agreed_at: when they agreed."""

    purpose: Purpose
    agreed_at: str


def customer_for_mail(customer_id: str) -> CustomerForMail | None:
    """None where there is nobody (any more), or no address that is known to be theirs."""
    (customer,) = fetch(store.found(customer_id))
    return _for_mail(customer)


def asked_consent(customer_id: str, record_id: str) -> tuple[CustomerForMail, AskedConsent] | None:
    """Whom to ask whether it was them who agreed by this record; None where that waits for nothing any more."""
    (customer,) = fetch(store.found(customer_id))
    person = _for_mail(customer)
    asked = customer.waiting_for(record_id) if customer else None
    if person is None or asked is None or not asked.is_pending:
        return None
    return person, AskedConsent(asked.purpose, asked.decided_at)


def _for_mail(customer: Customer | None) -> CustomerForMail | None:
    if customer is None or customer.email is None or not customer.email_verified:
        return None
    wants = frozenset(purpose for purpose in Purpose if customer.agrees_to(Channel.EMAIL, purpose))
    return CustomerForMail(customer.id, customer.email, customer.locale, wants)
