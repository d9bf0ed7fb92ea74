"""Puts what payments say on the bus."""

from functions.payments.table import SPEC
from shared.lambdas import publisher

handler = publisher(SPEC)
