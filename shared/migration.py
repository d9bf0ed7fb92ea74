"""Migration: a table's items brought into the shape of this release, a chunk at a time, while the shop goes on.

Reading upgrades older items anyway, so nothing waits for a migration but the release that takes something away. A
chunk may be done twice, beside another one, or again after it died.
"""

from dataclasses import dataclass
from typing import Any, cast

from shared.dynamo import Item, Key
from shared.dynamo.calls import ask
from shared.dynamo.older import rewrite
from shared.dynamo.values import from_wire, to_wire
from shared.errors import Unavailable
from shared.table import SCHEMA_VERSION, TableSpec

LOOKED_MAX = 500  # items a chunk; all rewritten, one after the other, some five seconds
TRIES = 10  # for an item that is written each time just before it would be rewritten


@dataclass(frozen=True)
class Chunk:
    """What became of a chunk, and after which key the next one begins; None at the end of the segment."""

    looked: int
    rewritten: int
    after: Key | None


def migrate(
    table: TableSpec, after: Key | None = None, *, segment: int = 0, segments: int = 1, looked_max: int = LOOKED_MAX
) -> Chunk:
    """Look through the next items of a segment of the table, and rewrite those that an earlier release wrote.

    segment, segments: which part of how many that may be walked beside each other. Raises Unavailable where the
    database does not answer, or an item is never left alone: the same chunk may then be tried again.
    """
    request: dict[str, Any] = {
        "TableName": table.physical_name,
        "ConsistentRead": True,
        "Limit": looked_max,
        "Segment": segment,
        "TotalSegments": segments,
        "FilterExpression": "attribute_not_exists(#schema) OR #schema < :schema",
        "ExpressionAttributeNames": {"#schema": SCHEMA_VERSION},
        "ExpressionAttributeValues": to_wire({":schema": table.schema_version}),
    }
    if after:
        request["ExclusiveStartKey"] = to_wire(cast(Item, after))
    answer = ask("scan", **request)
    rewritten = sum(_migrated(table, from_wire(wire)) for wire in answer["Items"])
    end = answer.get("LastEvaluatedKey")
    return Chunk(answer["ScannedCount"], rewritten, from_wire(end) if end else None)


def _migrated(table: TableSpec, found: Item) -> bool:
    """Whether this rewrote the item; somebody else may have, or it may be gone."""
    key = to_wire({"pk": found["pk"], "sk": found["sk"]})
    for _ in range(TRIES):
        if not table.is_older(found):
            return False
        if rewrite(table, found):
            return True
        answer = ask("get_item", TableName=table.physical_name, Key=key, ConsistentRead=True)
        if "Item" not in answer:
            return False
        found = from_wire(answer["Item"])
    raise Unavailable("An item is never left alone; try again.")
