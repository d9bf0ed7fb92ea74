"""Hands what orders say over to the bus."""

from functions.orders.table import SPEC
from shared.lambdas import publisher

handler = publisher(SPEC)
