"""Hears the Stripe events that were kept, and applies them."""

from events import StripeEventReceived
from functions.payments.hear_stripe import hear_stripe
from functions.payments.table import SPEC
from shared.queue import queue_handler

handler = queue_handler(SPEC, "payments.on_stripe_event", {StripeEventReceived: hear_stripe})
