"""Hands what is said of approvals over to the bus."""

from shared.approvals import SPEC
from shared.lambdas import publisher

handler = publisher(SPEC)
