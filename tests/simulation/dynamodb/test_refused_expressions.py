"""Expressions that the real DynamoDB refuses are refused here, with its words."""

import pytest

from tests.simulation.dynamodb import NotSupported
from tests.simulation.dynamodb.asked import KEY, ONE, A, Asked, put_if, queried, updated
from tests.simulation.dynamodb.kit import THINGS, Shop, key
from tests.simulation.dynamodb.reserved_words import RESERVED

REFUSED: tuple[tuple[str, Asked], ...] = (
    ("reserved keyword; reserved keyword: status", updated("SET status = :one", ONE)),
    ("reserved keyword; reserved keyword: Data", put_if("Data = :one", ONE)),
    ("unused in expressions: keys: {#n}", put_if("n = :one", ONE, ExpressionAttributeNames={"#n": "n"})),
    ("unused in expressions: keys: {:two}", put_if("n = :one", ONE | {":two": {"N": "2"}})),
    ("name used in the document path is not defined; attribute name: #n", put_if("#n = :one", ONE)),
    ("value used in expression is not defined; attribute value: :two", put_if("n = :two", ONE)),
    ("ExpressionAttributeValues must not be empty", put_if("n = :two", ExpressionAttributeValues={})),
    (
        "can only be specified when using expressions",
        ("PutItem", {"Item": KEY, "ExpressionAttributeNames": {"#n": "n"}}),
    ),
    ("The expression can not be empty", put_if("")),
    ("Syntax error", put_if("n = ")),
    ("Syntax error", put_if("_n = :one", ONE)),
    ("redundant parentheses", put_if("((n = :one))", ONE)),
    ("Invalid function name; function: foo", put_if("foo(n)")),
    ("too many operators", put_if(" OR ".join(["n = :one"] * 151), ONE)),
    ("Expression size has exceeded the maximum", put_if("n = :one" + " " * 4096, ONE)),
    ("operator or function: <, operand type: BOOL", put_if("n < :one", {":one": {"BOOL": True}})),
    ("upper bound to be greater than or equal", put_if("n BETWEEN :two AND :one", ONE | {":two": {"N": "2"}})),
    ("same data type for lower and upper bounds", put_if("n BETWEEN :one AND :a", ONE | A)),
    ("provided with too many operands", put_if(f"n IN ({', '.join([':one'] * 100)})", ONE)),
    ("refers to an attribute that does not exist in the item", updated("SET absent = absent + :one", ONE)),
    ("refers to an attribute that does not exist in the item", updated("SET n = absent")),
    ("operand in the update expression has an incorrect data type", updated("SET n = s + :one", ONE)),
    ("operand in the update expression has an incorrect data type", updated("ADD s :one", ONE)),
    ("operator or function: +, operand type: S", updated("SET n = n + :a", A)),
    ("operator or function: ADD, operand type: S", updated("ADD n :a", A)),
    ("Two document paths overlap", updated("SET m = :one, m.a = :one", ONE)),
    ("Two document paths overlap", updated("SET n = :one REMOVE n", ONE)),
    ("Two document paths conflict", updated("SET m.a = :one, m[0] = :one", ONE)),
    ("document path provided in the update expression is invalid", updated("SET absent.a = :one", ONE)),
    ("document path provided in the update expression is invalid", updated("REMOVE absent.a")),
    ('"SET" section can only be used once', updated("SET n = :one SET m = :one", ONE)),
    ("Cannot update attribute pk. This attribute is part of the key", updated("SET pk = :one", ONE)),
    ("Cannot update attribute sk. This attribute is part of the key", updated("REMOVE sk")),
    ("Attempting to store more than 38 significant digits", updated("ADD n :long", {":long": {"N": "0." + "1" * 38}})),
    ("Query condition missed key schema element: pk", queried("sk = :a", A)),
    ("Query key condition not supported", queried("pk > :a", A)),
    ("Query condition missed key schema element: sk", queried("pk = :a AND n = :a", A)),
    ("only contain one condition per key", queried("pk = :a AND pk = :a", A)),
    ("Invalid operator used in KeyConditionExpression: OR", queried("pk = :a OR sk = :a", A)),
    ("Condition parameter type does not match schema type", queried("pk = :one", ONE)),
    ("non-primary key attributes: Primary key attribute: sk", queried("pk = :a", A, FilterExpression="sk <> :a")),
    ("does not have the specified index: nowhere", queried("pk = :a", A, IndexName="nowhere")),
    ("Consistent reads are not supported", queried("pk = :a", A, IndexName="owned", ConsistentRead=True)),
    ("greater than or equal to 1", queried("pk = :a", A, Limit=0)),
    ("outside query boundaries", queried("pk = :a", A, ExclusiveStartKey=key("b", "1"))),
    ("does not match the range key predicate", queried("pk = :a AND sk > :a", A, ExclusiveStartKey=key("a", "1"))),
    ("The provided starting key is invalid", queried("pk = :a", A, ExclusiveStartKey={"pk": {"S": "a"}})),
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


def test_it_refuses_each_reserved_word_in_whatever_case(shop: Shop) -> None:
    for word in sorted(RESERVED):
        for written in (word, word.lower(), word.title()):
            operation, request = updated(f"SET {written} = :one", ONE)
            assert f"keyword: {written}" in shop.refused(operation, **request).message


NOT_HERE: tuple[Asked, ...] = (
    put_if("contains(s, :a)", A),
    put_if("n = s"),
    put_if(":one = n", ONE),
    updated("DELETE s :one", ONE),
    updated("SET n = (n + :one)", ONE),
    queried(":a = pk", A),
)


@pytest.mark.parametrize("asked", NOT_HERE, ids=str)
def test_it_says_loudly_which_expressions_it_does_not_know(shop: Shop, asked: Asked) -> None:
    operation, request = asked
    with pytest.raises(NotSupported):
        shop.call(operation, **request)
