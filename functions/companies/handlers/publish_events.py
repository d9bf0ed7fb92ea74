"""Hands what companies say over to the bus."""

from functions.companies.table import SPEC
from shared.lambdas import publisher

handler = publisher(SPEC)
