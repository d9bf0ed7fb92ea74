"""Customers: shoppers with an account. The public face: whether a session still counts, and who somebody is."""

from functions.customers.address_book import UnknownAddress
from functions.customers.consent import EmailNotVerified
from functions.customers.copies import addresses_as_own, shown_addresses, shown_consents
from functions.customers.forget import forget_customer, sign_out_customer
from functions.customers.store import (
    is_known,
    kept_addresses,
    names,
    profile,
    shown,
    signed_in,
    still_there,
    verified_email,
)
from functions.customers.views import ConsentRecordView, CustomerView, OwnAddressView, ProfileView

__all__ = [
    "ConsentRecordView",
    "CustomerView",
    "EmailNotVerified",
    "OwnAddressView",
    "ProfileView",
    "UnknownAddress",
    "addresses_as_own",
    "forget_customer",
    "is_known",
    "kept_addresses",
    "names",
    "profile",
    "shown",
    "shown_addresses",
    "shown_consents",
    "sign_out_customer",
    "signed_in",
    "still_there",
    "verified_email",
]
