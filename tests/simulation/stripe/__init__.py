"""Stripe inside a simulation: the double's own rules on the virtual clock, and the real SDK in front of them."""

from tests.simulation.stripe.books import Book
from tests.simulation.stripe.lost import Lost
from tests.simulation.stripe.sdk import install
from tests.simulation.stripe.simulated import SimulatedStripe

__all__ = ["Book", "Lost", "SimulatedStripe", "install"]
