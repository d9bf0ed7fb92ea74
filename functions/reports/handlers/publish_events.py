"""Puts what reports say on the bus."""

from functions.reports.table import SPEC
from shared.lambdas import publisher

handler = publisher(SPEC)
