"""Publishes what fulfillment says: woken by the table's stream, and by the clock to sweep up."""

from functions.fulfillment.table import SPEC
from shared.lambdas import publisher

handler = publisher(SPEC)
