"""Change records, as a table's stream with new and old images has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.simulation.dynamodb.errors import Wire
from tests.simulation.dynamodb.indexes import Key
from tests.simulation.dynamodb.tables import Table

STARTED = "2026-11-22T12:00:00.000"  # a stream's label
BY_TTL = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}


@dataclass(frozen=True, slots=True)
class StreamRecord:
    """One change of one item. table: the spec's name. at: seconds since the epoch. kind: INSERT, MODIFY or REMOVE."""

    table: str
    kind: str
    key: Key
    old: Wire | None
    new: Wire | None
    sequence: int
    at: float
    user: Mapping[str, str] | None = None  # who removed it, where its time to live did

    def as_event(self) -> dict[str, Any]:
        """The record as a Lambda gets it, one of the event's `Records`."""
        images = {"OldImage": self.old, "NewImage": self.new}
        return {
            "eventID": f"{self.sequence:032x}",
            "eventName": self.kind,
            "eventVersion": "1.1",
            "eventSource": "aws:dynamodb",
            "awsRegion": "eu-west-1",
            "dynamodb": {
                "ApproximateCreationDateTime": int(self.at),
                "Keys": {"pk": {"S": self.key[0]}, "sk": {"S": self.key[1]}},
                **{name: image for name, image in images.items() if image is not None},
                "SequenceNumber": f"{self.sequence:021d}",
                "StreamViewType": "NEW_AND_OLD_IMAGES",
            },
            "eventSourceARN": f"arn:aws:dynamodb:eu-west-1:123456789012:table/{self.table}/stream/{STARTED}",
            **({"userIdentity": dict(self.user)} if self.user else {}),
        }


def record(table: Table, key: Key, images: tuple[Wire | None, Wire | None], sequence: int, at: float) -> StreamRecord:
    """The record of a change that is already made."""
    old, new = images
    kind = "INSERT" if old is None else "REMOVE" if new is None else "MODIFY"
    return StreamRecord(table.spec.name, kind, key, old, new, sequence, at)
