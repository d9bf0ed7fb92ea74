"""What a table's stream tells, and what time to live removes."""

from tests.simulation.dynamodb import StreamRecord
from tests.simulation.dynamodb.kit import LISTED, NOON, THINGS, Shop, item, key, put


def _heard(shop: Shop) -> list[StreamRecord]:
    records: list[StreamRecord] = []
    shop.db.on_change = records.append
    return records


def test_each_change_is_told_with_what_was_and_what_is(shop: Shop) -> None:
    records = _heard(shop)
    shop.put("a", "1", n=1)
    shop.put("a", "1", n=2)
    shop.call("DeleteItem", Key=key("a", "1"))
    assert [(record.kind, record.old, record.new) for record in records] == [
        ("INSERT", None, item("a", "1", n=1)),
        ("MODIFY", item("a", "1", n=1), item("a", "1", n=2)),
        ("REMOVE", item("a", "1", n=2), None),
    ]
    assert [record.sequence for record in records] == [1, 2, 3]


def test_what_changes_nothing_is_not_told(shop: Shop) -> None:
    shop.put("a", "1", n=1, version=3)
    records = _heard(shop)
    shop.put("a", "1", version=3, n=1)
    shop.call("DeleteItem", Key=key("a", "2"))
    shop.call("UpdateItem", Key=key("a", "1"), UpdateExpression="REMOVE absent")
    shop.refused("PutItem", Item=item("a", "1"), ConditionExpression="attribute_not_exists(pk)")
    assert records == []


def test_a_table_without_a_stream_tells_nothing(shop: Shop) -> None:
    records = _heard(shop)
    shop.call("PutItem", TableName="plain", Item=item("a", "1"))
    assert records == []


def test_a_transaction_is_told_in_its_order_when_all_of_it_is_there(shop: Shop) -> None:
    seen: list[tuple[str, int]] = []
    shop.db.on_change = lambda record: seen.append((record.key[1], len(shop.db.items(THINGS))))
    shop.call("TransactWriteItems", TransactItems=[put("a", "2"), put("a", "1"), put("a", "3")])
    assert seen == [("2", 3), ("1", 3), ("3", 3)]


def test_a_record_is_what_a_lambda_gets(shop: Shop) -> None:
    records = _heard(shop)
    shop.put("a", "1", n=1)
    event = records[0].as_event()
    assert event["eventName"] == "INSERT"
    assert event["eventSource"] == "aws:dynamodb"
    assert event["dynamodb"]["Keys"] == key("a", "1")
    assert event["dynamodb"]["NewImage"] == item("a", "1", n=1)
    assert "OldImage" not in event["dynamodb"]
    assert event["dynamodb"]["ApproximateCreationDateTime"] == NOON
    assert event["dynamodb"]["StreamViewType"] == "NEW_AND_OLD_IMAGES"


def test_time_to_live_removes_what_is_over_when_it_comes_round_and_says_so(shop: Shop) -> None:
    shop.put("a", "over", ttl=int(NOON) + 10, list="L")
    shop.put("a", "later", ttl=int(NOON) + 20)
    shop.put("a", "long past", ttl=int(NOON) - 5 * 366 * 86_400)
    shop.put("a", "no time", ttl="tomorrow")
    shop.put("a", "put off", ttl=int(NOON) + 10)
    shop.put("a", "put off", ttl=int(NOON) + 30)
    records = _heard(shop)
    shop.clock.now += 15
    assert shop.get("a", "over") is not None
    assert shop.db.remove_expired() == 1
    assert {sk for _, sk in shop.db.items(THINGS)} == {"later", "long past", "no time", "put off"}
    assert shop.listed("L", LISTED) == []
    event = records[0].as_event()
    assert event["eventName"] == "REMOVE"
    assert event["userIdentity"] == {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
    shop.clock.now += 86_400
    assert shop.db.remove_expired() == 2
    assert shop.db.remove_expired() == 0


def test_what_a_customer_deletes_names_nobody(shop: Shop) -> None:
    shop.put("a", "1")
    records = _heard(shop)
    shop.call("DeleteItem", Key=key("a", "1"))
    assert "userIdentity" not in records[0].as_event()
