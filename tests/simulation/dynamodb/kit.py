"""A small DynamoDB for its own tests: one table with two indexes and a stream, one without, and a clock by hand."""

from typing import Any

import pytest

from shared.dynamo.values import to_wire
from shared.table import Index, TableSpec
from tests.simulation.dynamodb import AwsError, DynamoDB
from tests.simulation.dynamodb.errors import Wire

OWNED = Index("owned", partition="owner", sort="place")
LISTED = Index("listed", partition="list", keys_only=True)
THINGS = TableSpec("things", indexes=(OWNED, LISTED))
PLAIN = TableSpec("plain", says=False)
NOON = 1_795_348_800.0


class Clock:
    """Seconds since the epoch, moved by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


class Shop:
    """The database with its clock, and shorter ways to ask it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("THINGS_TABLE", "things")
        monkeypatch.setenv("PLAIN_TABLE", "plain")
        self.clock = Clock()
        self.db = DynamoDB([THINGS, PLAIN], self.clock)

    def call(self, operation: str, **request: Any) -> Wire:
        """A call to the table `things`, unless it names its own."""
        of_many = operation.startswith("Batch") or operation == "TransactWriteItems"
        return self.db.call(operation, request if of_many else {"TableName": "things", **request})

    def refused(self, operation: str, **request: Any) -> AwsError:
        """The error of a call that must fail."""
        with pytest.raises(AwsError) as caught:
            self.call(operation, **request)
        return caught.value

    def put(self, pk: str, sk: str, **attributes: Any) -> Wire:
        """Put an item of plain values."""
        return self.call("PutItem", Item=item(pk, sk, **attributes))

    def get(self, pk: str, sk: str, **how: Any) -> Wire | None:
        """The item as it is on the wire, consistently unless it says otherwise."""
        answer = self.call("GetItem", Key=key(pk, sk), **{"ConsistentRead": True, **how})
        found: Wire | None = answer.get("Item")
        return found

    def listed(self, partition: str, index: Index | None = None, **how: Any) -> list[str]:
        """The sort keys of the items in a partition, in the order of the answer."""
        return [found["sk"]["S"] for found in self.query(partition, index, **how)["Items"]]

    def query(self, partition: str, index: Index | None = None, **how: Any) -> Wire:
        """The answer to a query of a whole partition."""
        request: dict[str, Any] = {
            "KeyConditionExpression": "#partition = :partition",
            "ExpressionAttributeNames": {"#partition": index.partition if index else "pk"},
            "ExpressionAttributeValues": to_wire({":partition": partition}),
        }
        if index:
            request["IndexName"] = index.name
        return self.call("Query", **request, **how)

    def units(self, **request: Any) -> tuple[float, float]:
        """(read units, write units) of one call, which is named by `operation`."""
        self.call(**request)
        return self.spent()

    def spent(self) -> tuple[float, float]:
        """(read units, write units) of the last call."""
        return self.db.consumed["things"]


def key(pk: str, sk: str) -> Wire:
    """A key on the wire."""
    return to_wire({"pk": pk, "sk": sk})


def item(pk: str, sk: str, **attributes: Any) -> Wire:
    """An item on the wire, of plain values."""
    return to_wire({"pk": pk, "sk": sk, **attributes})


def put(pk: str, sk: str, condition: str | None = None, **attributes: Any) -> Wire:
    """A put of a transaction."""
    write: Wire = {"TableName": "things", "Item": item(pk, sk, **attributes)}
    if condition:
        write |= {"ConditionExpression": condition, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    return {"Put": write}
