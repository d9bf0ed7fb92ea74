"""A call with what both sides said to it, and what can be said of a difference between them."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from tests.simulation.differential.answers import Answer, differences
from tests.simulation.differential.world import LARGE
from tests.simulation.dynamodb.errors import AwsError, Wire
from tests.simulation.dynamodb.numbers import canonical

REFUSED = ("ValidationException", "TransactionCanceledException")
NUMBER = re.compile(r'"N": "([^"]*)"')
LONG = 28  # digits to which Python's decimals are rounded unless it is told otherwise


@dataclass(frozen=True)
class Case:
    """One call and what was said to it."""

    emulator: str
    operation: str
    request: Wire
    ours: Answer
    theirs: Answer


Holds = Callable[[Case], bool]


def all_of(*claims: Holds) -> Holds:
    """Where every one holds."""
    return lambda case: all(claim(case) for claim in claims)


def is_of(*operations: str) -> Holds:
    """Where it was one of these operations."""
    return lambda case: case.operation in operations


def says(code: str) -> Holds:
    """Where the emulator alone refuses, so."""
    return lambda case: case.theirs.code == code and case.ours.code is None


def goes_on(pattern: str) -> Holds:
    """Where DynamoDB refuses for this reason, and the emulator goes on to do it or to fail for a later reason."""
    found = re.compile(pattern)

    def holds(case: Case) -> bool:
        return case.ours.code in REFUSED and bool(found.search(case.ours.message)) and not _is_same(case)

    return holds


def emulator_says(part: str) -> Holds:
    """Where the emulator refuses with such a message."""
    return lambda case: part in case.theirs.message


def _is_same(case: Case) -> bool:
    return case.theirs.code == case.ours.code == "ValidationException"


def differs_only_at(place: str, **values: Any) -> Holds:
    """Where both did it, and differ in that place of the answer only. values: one and other, what stands there."""

    def holds(case: Case) -> bool:
        found = list(differences(case.ours.body, case.theirs.body))
        are_there = all(path.startswith(place) for path, _, _ in found)
        are_these = not values or [(mine, yours) for _, mine, yours in found] == [(values["one"], values["other"])]
        return case.ours.code is None and case.theirs.code is None and are_there and are_these

    return holds


def _found(case: Case) -> list[tuple[str, Any, Any]]:
    """The differences, besides that of an empty UPDATED_OLD: any update may have that one and another."""
    found = differences(case.ours.body, case.theirs.body)
    return [each for each in found if each != (".Attributes", None, {})]


def numbers_are_equal(case: Case) -> bool:
    """Whether the bodies differ in nothing but how numbers are written."""
    found = _found(case)
    return case.ours.code == case.theirs.code and all(
        path.endswith(".N") and _is_equal(mine, yours) for path, mine, yours in found
    )


def _is_equal(mine: Any, yours: Any) -> bool:
    try:
        return mine is not None and yours is not None and Decimal(mine) == Decimal(yours)
    except InvalidOperation:
        return False


def _numbers(case: Case) -> list[str]:
    return NUMBER.findall(json.dumps([case.request, case.ours.body, case.theirs.body]))


def checks_a_long_key(case: Case) -> bool:
    """Whether a transaction checks a condition under a key of about a KB or more."""
    checks = [each["ConditionCheck"]["Key"] for each in case.request["TransactItems"] if "ConditionCheck" in each]
    return any(len(str(key).encode()) > 1000 for key in checks)


def has_token(case: Case) -> bool:
    """Whether it is a transaction with a token."""
    return "ClientRequestToken" in case.request


def has_odd_number(case: Case) -> bool:
    """Whether some number in it is written otherwise than DynamoDB keeps it."""
    return any(_is_odd(number) for number in _numbers(case))


def _is_odd(number: str) -> bool:
    try:
        return canonical(number) != number
    except AwsError:
        return True


def _has_long_number(case: Case) -> bool:
    """Whether some number has more digits than a careless sum keeps."""
    return any(len(number.strip("-0").replace(".", "")) > LONG for number in _numbers(case))


def differs_in_sums(case: Case) -> bool:
    """Whether a sum was refused for its length, or one of long numbers came out otherwise."""
    if case.ours.code:
        return "significant digits" in case.ours.message or "Number overflow" in case.ours.message
    places = [path for path, _, _ in _found(case)]
    return _has_long_number(case) and all(path.endswith(".N") or path.startswith(".units") for path in places)


def differs_in_lists(case: Case) -> bool:
    """Whether lists came out otherwise, and nothing else did."""
    return not case.ours.code and all(".L" in path for path, _, _ in _found(case))


def filters_keys_only(case: Case) -> bool:
    """Whether it is a filter of an index that has keys only."""
    return "FilterExpression" in case.request and case.request.get("IndexName") == "listing" and not case.ours.code


def reads_large_items(case: Case) -> bool:
    """Whether both read pages of the large partition, of different lengths."""
    return {"S": LARGE} in case.request["ExpressionAttributeValues"].values() and not case.ours.code


def touches_lists(case: Case) -> bool:
    """Whether an update sets or removes two elements of lists."""
    texts = [each.get("UpdateExpression", "") for each in _updates(case)]
    return any(text.count("[") > 1 for text in texts)


def _updates(case: Case) -> list[Wire]:
    if case.operation != "TransactWriteItems":
        return [case.request]
    return [write for each in case.request["TransactItems"] for write in each.values()]
