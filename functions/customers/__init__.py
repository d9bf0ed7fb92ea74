"""Customers: shoppers with an account. The public face: whether a session still counts, and who somebody is."""

from functions.customers.store import signed_in, verified_email

__all__ = ["signed_in", "verified_email"]
