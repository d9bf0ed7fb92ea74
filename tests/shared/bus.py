"""A domain that makes things and says so, and a bus that takes what is said or does not."""

import json
from typing import Any, ClassVar

from shared import clock
from shared.dynamo import Item, query_all
from shared.dynamo.values import to_wire
from shared.event import Event
from shared.lambdas import publisher
from shared.outbox import SHARDS, Aggregate, say
from shared.table import UNSENT
from tests.shared.things import THINGS
from tests.wire import ok


class ThingMade(Event):
    type: ClassVar[str] = "thing.made"
    thing_id: str
    note: str = ""


class Bus:
    """What was put on the bus, and how it answers: which entries of the next calls it refuses."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.sizes: list[int] = []
        self.refuses: Any = lambda detail: False

    def answer(self, params: dict[str, Any], **_: Any) -> Any:
        entries = json.loads(params["body"])["Entries"]
        self.sizes.append(len(entries))
        results: list[dict[str, str]] = []
        for entry in entries:
            detail = json.loads(entry["Detail"])
            assert (entry["Source"], entry["DetailType"]) == ("storewright", detail["type"])
            if self.refuses(detail):
                results.append({"ErrorCode": "InternalFailure", "ErrorMessage": "canned"})
            else:
                self.taken.append(detail)
                results.append({"EventId": "e"})
        failed = sum("ErrorCode" in result for result in results)
        return ok(FailedEntryCount=failed, Entries=results)


def made(n: int, version: int = 1, note: str = "") -> tuple[Any, ...]:
    aggregate = Aggregate("thing", f"thing_{n}", version)
    return say(THINGS, f"THING#{n}", aggregate, ThingMade(thing_id=f"thing_{n}", note=note), now=clock.now())


def stream_of(*rows: Item, name: str = "INSERT") -> dict[str, Any]:
    return {"Records": [{"eventName": name, "dynamodb": {"NewImage": to_wire(row)}} for row in rows]}


def unsent() -> list[Item]:
    return [row for each in range(SHARDS) for row in query_all(THINGS, str(each), index=UNSENT)]


publish = publisher(THINGS)
