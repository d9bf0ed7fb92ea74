"""Customers: shoppers with an account. The public face: whether a session still counts, and who somebody is."""

from functions.customers.consent import EmailNotVerified
from functions.customers.forget import forget_customer, sign_out_customer
from functions.customers.store import is_known, signed_in, verified_email

__all__ = ["EmailNotVerified", "forget_customer", "is_known", "sign_out_customer", "signed_in", "verified_email"]
