"""Hands what customers say over to the bus."""

from functions.customers.table import SPEC
from shared.lambdas import publisher

handler = publisher(SPEC)
