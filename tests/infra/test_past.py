"""A table of the local cloud is restored as it was at a moment, whatever came later."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.ministack import MiniStack, ministack
from local.past import CHANGES_MAX, Past
from shared.dynamo.values import from_wire, to_wire

TABLE = "things"


@pytest.fixture(scope="module")
def cloud() -> Iterator[MiniStack]:
    with ministack() as cloud:
        yield cloud


@pytest.fixture
def dynamodb(cloud: MiniStack) -> Iterator[Any]:
    """With a table whose recovery is on."""
    client = cloud.client("dynamodb")
    client.create_table(
        TableName=TABLE,
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
        BillingMode="PAY_PER_REQUEST",
    )
    switched(client, is_on=True)
    yield client
    for name in client.list_tables()["TableNames"]:
        client.delete_table(TableName=name)


def switched(client: Any, *, is_on: bool) -> None:
    client.update_continuous_backups(
        TableName=TABLE, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": is_on}
    )


def a(name: str, **more: Any) -> dict[str, Any]:
    return {"pk": name, "sk": "s", **more}


def held(client: Any, table: str) -> dict[str, Any]:
    found = [from_wire(each) for each in client.scan(TableName=table)["Items"]]
    return {item["pk"]: item for item in found}


def a_full_second() -> datetime:
    """Now, to the second, after all that was done and before all that will be."""
    time.sleep(1 - time.time() % 1)
    moment = datetime.now(UTC).replace(microsecond=0)
    time.sleep(0.01)
    return moment


def restored(client: Any, moment: datetime, name: str = "again") -> dict[str, Any]:
    client.restore_table_to_point_in_time(SourceTableName=TABLE, TargetTableName=name, RestoreDateTime=moment)
    return held(client, name)


def test_what_was_put_changed_and_removed_since_is_as_it_was(dynamodb: Any) -> None:
    for name in ("kept", "changed", "removed", "replaced"):
        dynamodb.put_item(TableName=TABLE, Item=to_wire(a(name, n=1)))
    then, moment = held(dynamodb, TABLE), a_full_second()
    for number in (2, 3):
        dynamodb.update_item(
            TableName=TABLE,
            Key=to_wire(a("changed")),
            UpdateExpression="SET n = :n",
            ExpressionAttributeValues=to_wire({":n": number}),
        )
    dynamodb.delete_item(TableName=TABLE, Key=to_wire(a("removed")))
    transacted = [
        {"Put": {"TableName": TABLE, "Item": to_wire(a("new"))}},
        {"Delete": {"TableName": TABLE, "Key": to_wire(a("replaced"))}},
    ]
    dynamodb.transact_write_items(TransactItems=transacted)
    dynamodb.put_item(TableName=TABLE, Item=to_wire(a("replaced", m=1)))
    now = held(dynamodb, TABLE)

    assert restored(dynamodb, moment) == then != now
    assert restored(dynamodb, a_full_second(), "now") == held(dynamodb, TABLE) == now


def test_a_moment_that_cannot_be_had_is_refused(dynamodb: Any) -> None:
    told = dynamodb.describe_continuous_backups(TableName=TABLE)["ContinuousBackupsDescription"]
    since = told["PointInTimeRecoveryDescription"]["EarliestRestorableDateTime"]
    for moment in (since - timedelta(seconds=2), datetime.now(UTC) + timedelta(seconds=10)):
        with pytest.raises(ClientError, match="InvalidRestoreTimeException"):
            restored(dynamodb, moment)
    switched(dynamodb, is_on=False)
    with pytest.raises(ClientError, match="PointInTimeRecoveryUnavailableException"):
        restored(dynamodb, a_full_second())
    assert dynamodb.list_tables()["TableNames"] == [TABLE]


def test_a_long_past_is_forgotten_from_its_beginning() -> None:
    past = Past(since=0)
    for moment in range(1, CHANGES_MAX + 4):
        past.note(moment, "p", "s", {"n": moment})
    assert (past.since, len(past.changes)) == (3, CHANGES_MAX)
    items: dict[Any, dict[Any, Any]] = {"p": {"s": {"n": CHANGES_MAX + 4}}, "q": {}}
    past.undo(items, 3)
    assert items == {"p": {"s": {"n": 4}}}
