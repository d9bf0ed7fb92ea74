"""Hands what privacy says over to the bus."""

from functions.privacy.table import SPEC
from shared.lambdas import publisher

handler = publisher(SPEC)
