"""Customers: shoppers with an account. The public face: whether a session still counts, and who somebody is."""

from functions.customers.address_book import UnknownAddress
from functions.customers.consent import EmailNotVerified, Purpose
from functions.customers.consent_link import CONFIRM_WITHIN, confirm_token, unsubscribe_token
from functions.customers.copies import addresses_as_own, shown_addresses, shown_consents
from functions.customers.for_mail import AskedConsent, CustomerForMail, asked_consent, customer_for_mail
from functions.customers.forget import forget_customer, sign_out_customer
from functions.customers.merge_customers import (
    end_merge,
    is_merging,
    move_consents,
    open_merges,
    remove_account,
)
from functions.customers.merging import Merge
from functions.customers.store import (
    is_known,
    kept_addresses,
    names,
    note_erasure,
    profile,
    shown,
    signed_in,
    still_there,
    verified_emails,
)
from functions.customers.views import ConsentRecordView, CustomerView, OwnAddressView, ProfileView

__all__ = [
    "CONFIRM_WITHIN",
    "AskedConsent",
    "ConsentRecordView",
    "CustomerForMail",
    "CustomerView",
    "EmailNotVerified",
    "Merge",
    "OwnAddressView",
    "ProfileView",
    "Purpose",
    "UnknownAddress",
    "addresses_as_own",
    "asked_consent",
    "confirm_token",
    "customer_for_mail",
    "end_merge",
    "forget_customer",
    "is_known",
    "is_merging",
    "kept_addresses",
    "move_consents",
    "names",
    "note_erasure",
    "open_merges",
    "profile",
    "remove_account",
    "shown",
    "shown_addresses",
    "shown_consents",
    "sign_out_customer",
    "signed_in",
    "still_there",
    "unsubscribe_token",
    "verified_emails",
]
