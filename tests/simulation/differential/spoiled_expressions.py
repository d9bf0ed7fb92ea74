"""Mistakes in expressions, and in what comes with them."""

from random import Random

from tests.simulation.differential.spoilers import part, spoiler
from tests.simulation.differential.wrong_expressions import BAD_CONDITIONS, BAD_KEY_CONDITIONS, BAD_UPDATES, VALUES
from tests.simulation.dynamodb.errors import Wire
from tests.simulation.dynamodb.reserved_words import RESERVED

EXPRESSIONS = ("ConditionExpression", "UpdateExpression", "KeyConditionExpression", "FilterExpression")


def _replace(found: Wire, expression: str, text: str) -> None:
    for member in (*EXPRESSIONS, "ExpressionAttributeNames", "ExpressionAttributeValues"):
        found.pop(member, None)
    found[expression] = text
    used = {name: value for name, value in VALUES.items() if name in text}
    if used:
        found["ExpressionAttributeValues"] = used
    if found.get("ReturnValues", "").startswith("UPDATED"):
        del found["ReturnValues"]


@spoiler
def bad_condition(random: Random, operation: str, request: Wire) -> bool:
    found = part(random, operation, request, "Item", "Key")
    if not found or operation == "GetItem" or "UpdateExpression" in found:
        return False
    _replace(found, "ConditionExpression", random.choice(BAD_CONDITIONS))
    return True


@spoiler
def bad_update(random: Random, operation: str, request: Wire) -> bool:
    found = part(random, operation, request, "UpdateExpression")
    if found:
        _replace(found, "UpdateExpression", random.choice(BAD_UPDATES))
    return bool(found)


@spoiler
def bad_key_condition(random: Random, operation: str, request: Wire) -> bool:
    found = part(random, operation, request, "KeyConditionExpression")
    if found:
        found.pop("IndexName", None)
        found.pop("ExclusiveStartKey", None)
        _replace(found, "KeyConditionExpression", random.choice(BAD_KEY_CONDITIONS))
    return bool(found)


@spoiler
def reserved_word(random: Random, operation: str, request: Wire) -> bool:
    """Any of the whole list, in any expression."""
    word = random.choice(sorted(RESERVED))
    word = random.choice((word, word.lower(), word.title()))
    found = part(random, operation, request, *EXPRESSIONS)
    if found and "UpdateExpression" in found:
        _replace(found, "UpdateExpression", f"SET {word} = :bad")
    elif found and "ConditionExpression" in found:
        _replace(found, "ConditionExpression", f"{word} = :bad")
    elif found:
        found["FilterExpression"] = f"{word} <> {next(iter(found['ExpressionAttributeValues']))}"
    return bool(found)


@spoiler
def unused_name(random: Random, operation: str, request: Wire) -> bool:
    found = part(random, operation, request, *EXPRESSIONS)
    if found:
        found.setdefault("ExpressionAttributeNames", {})["#unused"] = "n"
    return bool(found)


@spoiler
def unused_value(random: Random, operation: str, request: Wire) -> bool:
    found = part(random, operation, request, *EXPRESSIONS)
    if found:
        found.setdefault("ExpressionAttributeValues", {})[":unused"] = {"S": "x"}
    return bool(found)


@spoiler
def undefined_name(random: Random, operation: str, request: Wire) -> bool:
    found = part(random, operation, request, "ExpressionAttributeNames")
    if found:
        found["ExpressionAttributeNames"].popitem()
    return bool(found and found["ExpressionAttributeNames"])


@spoiler
def undefined_value(random: Random, operation: str, request: Wire) -> bool:
    found = part(random, operation, request, "ExpressionAttributeValues")
    if found:
        found["ExpressionAttributeValues"].popitem()
    return bool(found and found["ExpressionAttributeValues"])


@spoiler
def names_or_values_of_no_expression(random: Random, operation: str, request: Wire) -> bool:
    found = part(random, operation, request, "Item", "Key")
    if not found or operation == "GetItem" or any(member in found for member in EXPRESSIONS):
        return False
    if random.random() < 0.5:
        found["ExpressionAttributeNames"] = {"#n": "n"}
    else:
        found["ExpressionAttributeValues"] = {":v": {"N": "1"}}
    return True


@spoiler
def no_names_or_values(random: Random, operation: str, request: Wire) -> bool:
    found = part(random, operation, request, *EXPRESSIONS)
    if not found:
        return False
    member = random.choice(("ExpressionAttributeNames", "ExpressionAttributeValues"))
    if member in found:
        return False
    found[member] = {}
    return True


@spoiler
def names_without_their_sign(random: Random, operation: str, request: Wire) -> bool:
    found = part(random, operation, request, *EXPRESSIONS)
    if found and random.random() < 0.5:
        found.setdefault("ExpressionAttributeNames", {})["n"] = "n"
    elif found:
        found.setdefault("ExpressionAttributeValues", {})["v"] = {"N": "1"}
    return bool(found)


@spoiler
def wrong_answer_on_failure(random: Random, operation: str, request: Wire) -> bool:
    found = part(random, operation, request, "ConditionExpression")
    if found:
        found["ReturnValuesOnConditionCheckFailure"] = "ALL_NEW"
    return bool(found)


@spoiler
def unknown_index(random: Random, operation: str, request: Wire) -> bool:
    request["IndexName"] = "nowhere"
    return operation == "Query"


@spoiler
def consistent_index(random: Random, operation: str, request: Wire) -> bool:
    request["ConsistentRead"] = True
    return "IndexName" in request


@spoiler
def filter_on_a_key(random: Random, operation: str, request: Wire) -> bool:
    if operation != "Query" or "FilterExpression" in request:
        return False
    name = random.choice(("pk", "sk") if "IndexName" not in request else ("pk", "listed_as", "sort"))
    request["FilterExpression"] = f"attribute_exists({name})"
    return True


@spoiler
def wrong_start(random: Random, operation: str, request: Wire) -> bool:
    """To go on from a key of another partition, of another form, or outside of what the query asks for."""
    partition, sort = {"S": random.choice(("a", "b", "L"))}, {"S": random.choice(("", "0", "2", "x"))}
    start: Wire = {"pk": partition, "sk": sort}
    wrong = (
        start,
        {"pk": partition},
        start | {"n": {"N": "1"}},
        start | {"sk": {"N": "1"}},
        start | {"flat": partition},
    )
    request["ExclusiveStartKey"] = random.choice(wrong)
    return (
        operation == "Query" and request.get("IndexName") != "flat"
    )  # in which every start is good, and none is alike
