"""Keys, items and requests that the real DynamoDB refuses are refused here."""

import pytest

from tests.simulation.dynamodb import NotSupported
from tests.simulation.dynamodb.asked import KEY, ONE, Asked, put_with, updated
from tests.simulation.dynamodb.errors import Wire
from tests.simulation.dynamodb.kit import THINGS, Shop, item, key, put


def _nested(levels: int) -> Wire:
    value: Wire = {"S": "x"}
    for _ in range(levels):
        value = {"L": [value]}
    return value


REFUSED: tuple[tuple[str, Asked], ...] = (
    ("Attempting to store more than 38 significant digits", put_with(n={"N": "1" * 39})),
    ("Number overflow", put_with(n={"N": "1E+126"})),
    ("Number underflow", put_with(n={"N": "1E-131"})),
    ("cannot be converted to a numeric value", put_with(n={"N": "NaN"})),
    ("Null attribute value types must have the value of true", put_with(n={"NULL": False})),
    ("Nesting Levels have exceeded supported limits", put_with(n=_nested(32))),
    ("Empty attribute name", put_with(m={"M": {"": {"S": "x"}}})),
    ("Attribute name is too large", put_with(**{"x" * 65_536: {"S": "x"}})),
    ("more than one datatypes set", put_with(n={"S": "1", "N": "1"})),
    ("Item size has exceeded the maximum allowed size", put_with(x={"S": "x" * 409_595})),
    ("Item size to update has exceeded", updated("SET x = :x", {":x": {"S": "x" * 409_590}})),
    ("Missing the key sk in the item", ("PutItem", {"Item": {"pk": {"S": "a"}}})),
    ("Type mismatch for key sk expected: S actual: N", ("PutItem", {"Item": {"pk": {"S": "a"}, "sk": {"N": "1"}}})),
    ("cannot contain an empty string value. Key: pk", ("PutItem", {"Item": item("", "1")})),
    ("cannot contain an empty string value. Key: sk", ("GetItem", {"Key": key("a", "")})),
    ("Size of hashkey has exceeded the maximum size limit of 2048", ("GetItem", {"Key": key("é" * 1025, "1")})),
    ("Size of rangekey has exceeded the maximum size limit of 1024", ("GetItem", {"Key": key("a", "x" * 1025)})),
    ("key element does not match the schema", ("GetItem", {"Key": {"pk": {"S": "a"}}})),
    ("key element does not match the schema", ("DeleteItem", {"Key": item("a", "1", n=1)})),
    ("Type mismatch for Index Key owner Expected: S Actual: N", put_with(owner={"N": "1"})),
    ("secondary index key is not supported", put_with(owner={"S": ""})),
    (
        "Type mismatch for Index Key owner Expected: S Actual: N",
        updated("SET #o = :one", ONE, ExpressionAttributeNames={"#o": "owner"}),
    ),
    ("Size of rangekey has exceeded", put_with(place={"S": "x" * 1025})),
    ("ReturnValues can only be ALL_OLD or NONE", ("PutItem", {"Item": KEY, "ReturnValues": "ALL_NEW"})),
    ("multiple operations on one item", ("TransactWriteItems", {"TransactItems": [put("a", "1"), put("a", "1")]})),
    ("Member must have length", ("TransactWriteItems", {"TransactItems": [put("a", str(i)) for i in range(101)]})),
    ("Member must have length", ("TransactWriteItems", {"TransactItems": []})),
    (
        "cannot exceed 4 MB",
        ("TransactWriteItems", {"TransactItems": [put("a", str(i), x="x" * 400_000) for i in range(11)]}),
    ),
    ("contains duplicates", ("BatchGetItem", {"RequestItems": {"things": {"Keys": [KEY, KEY]}}})),
    (
        "Too many items requested",
        ("BatchGetItem", {"RequestItems": {"things": {"Keys": [key("a", str(i)) for i in range(101)]}}}),
    ),
    ("contains duplicates", ("BatchWriteItem", {"RequestItems": {"things": [{"DeleteRequest": {"Key": KEY}}] * 2}})),
    (
        "less than or equal to 25",
        ("BatchWriteItem", {"RequestItems": {"things": [{"DeleteRequest": {"Key": KEY}}] * 26}}),
    ),
)


@pytest.mark.parametrize(("words", "asked"), REFUSED)
def test_it_refuses(shop: Shop, words: str, asked: Asked) -> None:
    shop.put("a", "1", n=10**20, s="text", m={"a": 1}, x="x" * 30)
    before = dict(shop.db.items(THINGS))
    operation, request = asked
    error = shop.refused(operation, **request)
    assert (error.code, error.status) == ("ValidationException", 400)
    assert words in error.message
    assert dict(shop.db.items(THINGS)) == before


def test_it_takes_what_is_just_within_the_limits(shop: Shop) -> None:
    names_and_other_values = 2 + 1 + 2 + 1 + 1 + 1 + 20
    shop.put("a", "1", x="x" * (409_600 - names_and_other_values), n=10**38 - 1)
    shop.put("x" * 2048, "y" * 1024)
    shop.call("PutItem", Item=KEY | {"n": _nested(31)})
    shop.call("TransactWriteItems", TransactItems=[put("b", str(i), x="x" * 41_000) for i in range(100)])


NOT_HERE: tuple[Asked, ...] = (
    ("TransactGetItems", {"TransactItems": []}),
    ("GetItem", {"Key": KEY, "ProjectionExpression": "n"}),
    ("Query", {"KeyConditions": {}}),
    ("PutItem", {"Item": KEY | {"x": {"SS": ["a"]}}}),
    ("PutItem", {"Item": KEY | {"x": {"B": "YQ=="}}}),
)


@pytest.mark.parametrize("asked", NOT_HERE, ids=str)
def test_it_says_loudly_what_it_does_not_do(shop: Shop, asked: Asked) -> None:
    operation, request = asked
    with pytest.raises(NotSupported):
        shop.call(operation, **request)
