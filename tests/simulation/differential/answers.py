"""Answers in a form in which the same ones are equal, from the simulation's DynamoDB and from an emulator."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.simulation.differential.emulators import Emulator
from tests.simulation.dynamodb import AwsError, DynamoDB
from tests.simulation.dynamodb.errors import Wire


@dataclass(frozen=True)
class Answer:
    """code: of the error, None where there is none. body: what is compared besides. message: for people."""

    code: str | None
    body: Wire
    message: str = ""

    def is_as(self, other: "Answer") -> bool:
        """Whether both say the same."""
        return self.code == other.code and self.body == other.body


def ours(db: DynamoDB, operation: str, request: Wire) -> Answer:
    """What the simulation's DynamoDB says."""
    try:
        return Answer(None, _plain(operation, request, db.call(operation, request)))
    except AwsError as error:
        return _refused(error.code, error.message, error.fields)


def theirs(emulator: Emulator, operation: str, request: Wire) -> Answer:
    """What an emulator says."""
    is_done, body = emulator.call(operation, request)
    if is_done:
        return Answer(None, _plain(operation, request, body))
    message = body.get("message") or body.get("Message") or ""
    return _refused(body["__type"].rpartition("#")[2], message, body)


def _refused(code: str, message: str, fields: Wire) -> Answer:
    reasons = fields.get("CancellationReasons", [])
    told = "; ".join(reason["Message"] for reason in reasons if reason.get("Message"))
    body = {
        "reasons": [{"Code": each["Code"], "Item": each.get("Item")} for each in reasons],
        "item": fields.get("Item"),
    }
    return Answer(code, body, told or message)


def _plain(operation: str, request: Wire, answer: Wire) -> Wire:
    plain = dict(answer)
    if "ConsumedCapacity" in plain:
        capacity = plain.pop("ConsumedCapacity")
        plain["units"] = dict(map(_units, capacity if isinstance(capacity, list) else [capacity]))
    if operation == "BatchGetItem":  # in no order
        plain["Responses"] = {table: sorted(items, key=str) for table, items in plain["Responses"].items() if items}
    if request.get("IndexName") == "flat" or operation == "Scan":  # has no sort key; has no order
        plain["Items"] = sorted(plain["Items"], key=_key)
    return plain


def _key(item: Wire) -> tuple[str, str]:
    return item["pk"]["S"], item["sk"]["S"]


def _units(capacity: Wire) -> tuple[str, Wire]:
    """A table's units in all, and those of its indexes where they are told."""
    indexes = {name: each["CapacityUnits"] for name, each in capacity.get("GlobalSecondaryIndexes", {}).items()}
    return capacity["TableName"], {"all": capacity["CapacityUnits"], "indexes": indexes}


def differences(one: Any, other: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Where two bodies differ: the place, and what stands there in each."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted(one.keys() | other.keys(), key=str):
            yield from differences(one.get(name), other.get(name), f"{path}.{name}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for place, (mine, yours) in enumerate(zip(one, other, strict=True)):
            yield from differences(mine, yours, f"{path}[{place}]")
    elif one != other:
        yield path, one, other
