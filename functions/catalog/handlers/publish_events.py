"""Puts what the catalog says on the bus."""

from functions.catalog.table import SPEC
from shared.lambdas import publisher

handler = publisher(SPEC)
