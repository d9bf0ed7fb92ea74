"""A right request with one mistake in it, of all that there are."""

import json
from random import Random

from tests.simulation.differential import (  # noqa: F401 - they enter their mistakes
    spoiled_expressions,
    spoiled_keys,
    spoiled_shapes,
)
from tests.simulation.differential.spoilers import SPOILERS
from tests.simulation.dynamodb.errors import Wire

OFTEN = {  # those that stand for many, or rarely apply
    "bad_update": 10,
    "bad_condition": 6,
    "bad_key_condition": 6,
    "wrong_index_key": 2,
    "item_too_large": 4,
    "transaction_too_large": 4,
    "no_names_or_values": 3,
    "names_or_values_of_no_expression": 3,
}
TRIES = 30  # some mistakes can be made in few requests only


def spoil(random: Random, operation: str, request: Wire) -> tuple[str, Wire]:
    """The name of the mistake that was made, and the request with it."""
    names = sorted(SPOILERS)
    for _ in range(TRIES):
        (name,) = random.choices(names, [OFTEN.get(each, 1) for each in names])
        changed = json.loads(json.dumps(request))
        if SPOILERS[name](random, operation, changed):
            return name, changed
    return "none", request
