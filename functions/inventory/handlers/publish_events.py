"""The Lambda that puts the inventory's news on the bus."""

from functions.inventory.table import SPEC
from shared.lambdas import publisher

handler = publisher(SPEC)
