"""Random values and items, right ones: of every type the shop stores, odd numbers, keys of indexes, long strings."""

from collections.abc import Callable
from random import Random

from tests.simulation.differential.world import INDEXED, a_key
from tests.simulation.dynamodb.errors import Wire

STRINGS = ("", "a", "b", "x", "2026-11-22T12:00:00Z", "ä€", "𝄞", "LINE#1")
NUMBERS = ("0", "1", "2", "-3", "5", "10", "1.0", "1e3", "007", "-0", "0.1", "+5", ".5", "123456789012345678901234567")
USUAL_NUMBERS = ("1", "2", "5")  # which meet often
HUGE = ("9" * 38, "-" + "9" * 38, "1e125", "1E-130", "0.00000000000000000001")
NAMES = ("n", "s", "flag", "m", "l", "note", "status", "version")
LENGTHS = (900, 1000, 1024, 2000, 4050, 5000)  # around what a unit of capacity holds
LONGEST = (300_000, 409_000)  # near an item's limit


def a_value(random: Random, depth: int = 0) -> Wire:
    """Any value."""
    kind = random.choices(
        ("S", "N", "BOOL", "NULL", "L", "M"), (6, 6, 2, 1, 1 if depth < 3 else 0, 1 if depth < 3 else 0)
    )
    match kind[0]:
        case "S":
            return {"S": random.choice(STRINGS)}
        case "N":
            return a_number(random)
        case "BOOL":
            return {"BOOL": random.random() < 0.5}
        case "NULL":
            return {"NULL": True}
        case "L":
            return {"L": [a_value(random, depth + 1) for _ in range(random.randrange(4))]}
        case _:
            return {
                "M": {name: a_value(random, depth + 1) for name in random.sample(("a", "b", "c"), random.randrange(4))}
            }


def a_number(random: Random) -> Wire:
    """A number, seldom one at the end of what there is."""
    return {"N": random.choice(random.choices((USUAL_NUMBERS, NUMBERS, HUGE), (50, 48, 2))[0])}


def usual(random: Random, name: str) -> Wire:
    """A value of the type that an attribute of this name mostly has."""
    if random.random() < 0.08:
        return a_value(random)
    return USUAL[name](random) if name in USUAL else {"NULL": True}


def index_keys(random: Random, key: Wire) -> Wire:
    """What puts an item of this key into indexes. Their sort keys differ, so that their order is one only."""
    place = f"{random.randrange(9)}#{key['pk']['S']}#{key['sk']['S']}"
    names = {"listed": "listed_as", "owner": "sort", "unsent": "unsent_at"}
    found: Wire = {"flat": {"S": random.choice(INDEXED)}} if random.random() < 0.3 else {}
    for partition, sort in names.items():
        if random.random() < 0.4:
            found[partition] = {"S": random.choice(INDEXED)}
        if random.random() < 0.4:
            found[sort] = {"S": place}
    return found


USUAL: dict[str, Callable[[Random], Wire]] = {
    "n": a_number,
    "version": a_number,
    "s": lambda random: {"S": random.choice(STRINGS)},
    "status": lambda random: {"S": random.choice(STRINGS)},
    "flag": lambda random: {"BOOL": random.random() < 0.5},
    "m": lambda random: {"M": {each: a_value(random, 1) for each in ("a", "b") if random.random() < 0.7}},
    "l": lambda random: {"L": [a_value(random, 1) for _ in range(random.randrange(5))]},
}


def an_item(random: Random, key: Wire | None = None) -> Wire:
    """An item of one of the keys, or of this one."""
    key = key or a_key(random)
    item = key | {name: usual(random, name) for name in NAMES if random.random() < 0.5} | index_keys(random, key)
    if random.random() < 0.15:
        item["long"] = {"S": "x" * (random.choice(LENGTHS) + random.randrange(-40, 40))}
    elif random.random() < 0.002:
        item["long"] = {"S": "x" * random.choice(LONGEST)}
    return item
