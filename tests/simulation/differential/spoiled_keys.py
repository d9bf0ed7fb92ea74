"""Mistakes in keys and items."""

from random import Random

from tests.simulation.differential.spoilers import item, keyed, part, parts, spoiler
from tests.simulation.dynamodb.errors import Wire

WRONG_NUMBERS = ("", "abc", "1e126", "1E-131", "9" * 39, "0." + "1" * 39, "NaN", " 1", "1_0", "0x1", "Infinity")
INDEX_KEYS = ("listed", "listed_as", "owner", "sort", "flat", "unsent", "unsent_at")


def _change_key(change: dict[str, Wire]) -> None:
    """For each name a mistake that gives a key such an attribute."""
    for name, attributes in change.items():

        def make(random: Random, operation: str, request: Wire, attributes: Wire = attributes) -> bool:
            found = keyed(random, operation, request)
            if found is None or not _can_be_undone(operation, request, found) or _is_indexed(operation, request, found):
                return False
            found.update(attributes)
            for name in INDEX_KEYS:  # made of the key that it had: no two items may have one place
                found.pop(name, None)
            return True

        make.__name__ = name
        spoiler(make)


_change_key(
    {
        "empty_partition_key": {"pk": {"S": ""}},
        "empty_sort_key": {"sk": {"S": ""}},
        "number_as_key": {"sk": {"N": "1"}},
        "null_as_key": {"pk": {"NULL": True}},
        "partition_key_too_long": {"pk": {"S": "x" * 2049}},
        "partition_key_as_long_as_may_be": {"pk": {"S": "x" * 2048}},
        "sort_key_too_long": {"sk": {"S": "é" * 513}},
        "sort_key_as_long_as_may_be": {"sk": {"S": "é" * 512}},
    }
)


@spoiler
def missing_key(random: Random, operation: str, request: Wire) -> bool:
    found = keyed(random, operation, request)
    if found is None or not _can_be_undone(operation, request, found):
        return False
    del found[random.choice(("pk", "sk"))]
    return True


def _is_indexed(operation: str, request: Wire, found: Wire) -> bool:
    """Whether it is the key of an update that puts the item into an index, at a place made of that key."""
    updates = [each for each in parts(operation, request) if each.get("Key") is found and "UpdateExpression" in each]
    return any(name in str(each) for each in updates for name in INDEX_KEYS)


def _can_be_undone(operation: str, request: Wire, found: Wire) -> bool:
    """Whether the emulator makes no item of it: in a transaction it takes keys that it then refuses to delete."""
    made = [each[action] for each in request.get("TransactItems", ()) for action in ("Put", "Update") if action in each]
    return all(found is not write.get("Key") and found is not write.get("Item") for write in made)


@spoiler
def more_than_a_key(random: Random, operation: str, request: Wire) -> bool:
    found = part(random, operation, request, "Key")
    if found:
        found["Key"]["n"] = {"N": "1"}
    return bool(found)


@spoiler
def wrong_index_key(random: Random, operation: str, request: Wire) -> bool:
    found = item(random, operation, request)
    if found is None or "plain" in str(request):
        return False
    wrong: Wire = random.choice(({"N": "1"}, {"NULL": True}, {"L": []}, {"S": ""}, {"S": "x" * 2049}, {"BOOL": False}))
    found[random.choice(INDEX_KEYS)] = wrong
    return True


@spoiler
def wrong_number(random: Random, operation: str, request: Wire) -> bool:
    found = item(random, operation, request)
    if found is not None:
        number = {"N": random.choice(WRONG_NUMBERS)}
        found["n"] = random.choice((number, {"L": [number]}, {"M": {"a": number}}))
    return found is not None


@spoiler
def null_that_is_false(random: Random, operation: str, request: Wire) -> bool:
    found = item(random, operation, request)
    if found is not None:
        found["note"] = {"NULL": False}
    return found is not None


@spoiler
def nameless_attribute(random: Random, operation: str, request: Wire) -> bool:
    found = item(random, operation, request)
    if found is not None:
        found[random.choice(("", "m"))] = {"M": {"": {"S": "x"}}}
    return found is not None


@spoiler
def nested_too_deep(random: Random, operation: str, request: Wire) -> bool:
    found = item(random, operation, request)
    if found is not None:
        value: Wire = {"S": "x"}
        for _ in range(random.choice((31, 32, 33, 40))):
            value = random.choice(({"L": [value]}, {"M": {"a": value}}))
        found["m"] = value
    return found is not None


@spoiler
def item_too_large(random: Random, operation: str, request: Wire) -> bool:
    found = item(random, operation, request)
    if found is None or random.random() < 0.8:
        return False
    rest = sum(len(name) + len(str(value)) for name, value in found.items())  # more than its bytes
    found["long"] = {"S": "x" * (409_600 + random.choice((0, -rest)))}
    return True
