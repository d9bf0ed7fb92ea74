"""Puts what jobs say on the bus."""

from functions.jobs.table import SPEC
from shared.lambdas import publisher

handler = publisher(SPEC)
