"""What is kept of a customer beside the profile, for a copy of it all."""

from functions.customers import store
from functions.customers.views import ConsentRecordView, OwnAddressView, consent_record_view, own_address_view
from shared.address import SeenAddress, seen_address
from shared.dynamo import fetch

CONSENTS_MAX = 250  # more than there can be: GRANTS_MAX, and as often taken back


def addresses_as_own(customer_id: str) -> list[OwnAddressView]:
    """The customer's addresses, for themselves."""
    (book,) = fetch(store.address_book(customer_id))
    return [own_address_view(book, each.id) for each in book.addresses]


def shown_addresses(customer_id: str) -> list[SeenAddress]:
    """The customer's addresses, for staff."""
    (book,) = fetch(store.address_book(customer_id))
    return [seen_address(each.address) for each in book.addresses]


def shown_consents(customer_id: str) -> list[ConsentRecordView]:
    """What the customer agreed to and took back, oldest first."""
    return [consent_record_view(record) for record in store.consents_of(customer_id, CONSENTS_MAX, None)[0]]
