"""A small Stripe of our own, for tests and the local cloud. See README.md."""

from local.stripe_double.double import StripeDouble

__all__ = ["StripeDouble"]
