"""Puts what support says on the bus."""

from functions.support.table import SPEC
from shared.lambdas import publisher

handler = publisher(SPEC)
