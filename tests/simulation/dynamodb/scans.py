"""Scan: a table, or one of the segments that it is walked in beside each other, page by page."""

from bisect import bisect_right
from collections.abc import Iterator
from zlib import crc32

from tests.simulation.dynamodb.capacity import read_units, shown_in, told
from tests.simulation.dynamodb.errors import Wire, invalid
from tests.simulation.dynamodb.indexes import Key
from tests.simulation.dynamodb.keys import key_of
from tests.simulation.dynamodb.limits import PAGE_BYTES_MAX
from tests.simulation.dynamodb.plans import plan_of
from tests.simulation.dynamodb.queries import answered, most_of
from tests.simulation.dynamodb.selections import TABLE_KEYS
from tests.simulation.dynamodb.state import State, only
from tests.simulation.dynamodb.tables import Table
from tests.simulation.dynamodb.values import size_of

SCAN = frozenset(
    {
        "TableName",
        "FilterExpression",
        "ExpressionAttributeNames",
        "ExpressionAttributeValues",
        "ConsistentRead",
        "Limit",
        "ExclusiveStartKey",
        "Segment",
        "TotalSegments",
        "ReturnConsumedCapacity",
    }
)
SEGMENTS_MAX = 1_000_000
HASHES = 2**32  # partitions lie in the order of their hash; a segment is a stretch of it
ONE = "1 validation error detected: Value at"


def scan(state: State, request: Wire) -> Wire:
    """A page of items in no order that means anything, and where the next one starts unless this one met the end."""
    only(request, SCAN, "Scan")
    how = shown_in(request)
    plan, values = plan_of(request)
    table = state.table(request["TableName"])
    segment, segments = _segment(request)
    start = _start(request, segment, segments)
    moment = None if request.get("ConsistentRead") is True else state.moment_read()
    most = most_of(state, request)
    items: list[Wire] = []
    total = 0
    last: Key | None = None
    for key, item in _walk(table, segment, segments, start, moment):
        items.append(item)
        total += table.sizes.get(key, 0) if moment is None else size_of(item)
        if len(items) == most or total >= PAGE_BYTES_MAX:
            last = key
            break
    answer = answered(items, plan, values)
    if last is not None:
        answer["LastEvaluatedKey"] = {name: {"S": value} for name, value in zip(TABLE_KEYS, last, strict=True)}
    spent = state.costs(table.name)
    spent.reads += read_units(total, request.get("ConsistentRead") is True)
    if how:
        answer["ConsumedCapacity"] = told(table.name, spent, how)
    return answer


def _segment(request: Wire) -> tuple[int, int]:
    """Which of how many. Raises AwsError where that cannot be asked for."""
    segment, segments = request.get("Segment"), request.get("TotalSegments")
    if segment is None and segments is None:
        return 0, 1
    for name, other, value in (("Segment", "TotalSegments", segments), ("TotalSegments", "Segment", segment)):
        if value is None:
            why = (
                f"The {other} parameter is required but was not present in the request when parameter {name} is present"
            )
            raise invalid(why)
    assert segment is not None
    assert segments is not None
    if not 1 <= segments <= SEGMENTS_MAX:
        why = "Member must have value greater than or equal to 1 and less than or equal to 1000000"
        raise invalid(f"{ONE} 'totalSegments' failed to satisfy constraint: {why}")
    if segment < 0:
        why = "Member must have value greater than or equal to 0"
        raise invalid(f"{ONE} 'segment' failed to satisfy constraint: {why}")
    if segment >= segments:
        told_so = f"Segment: {segment} is not less than TotalSegments: {segments}"
        raise invalid(f"The Segment parameter is zero-based and must be less than parameter TotalSegments: {told_so}")
    return int(segment), int(segments)


def _start(request: Wire, segment: int, segments: int) -> Key | None:
    """The key that it goes on after. Raises AwsError for one of another segment."""
    if "ExclusiveStartKey" not in request:
        return None
    key = key_of(request["ExclusiveStartKey"])
    if _segment_of(key[0], segments) != segment:
        why = "Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment."
        raise invalid(f"The provided starting key is invalid: {why} TotalSegments: {segments}, Segment: {segment}")
    return key


def _segment_of(pk: str, segments: int) -> int:
    return _hash(pk) * segments // HASHES


def _hash(pk: str) -> int:
    return crc32(pk.encode())


def _walk(
    table: Table, segment: int, segments: int, start: Key | None, moment: float | None
) -> Iterator[tuple[Key, Wire]]:
    """The segment's items behind a key, as they are, or were at a moment."""
    partitions = table.sorts.keys() if moment is None else table.sorts.keys() | table.history.partitions()
    here = sorted((_hash(pk), pk) for pk in partitions if _segment_of(pk, segments) == segment)
    behind = (_hash(start[0]), start[0]) if start else (-1, "")
    for place in here:
        if place < behind:
            continue
        pk = place[1]
        sorts, changed = (table.sorts[pk], {}) if moment is None else table.all_as_of(pk, moment)
        first = bisect_right(sorts, start[1]) if start and place == behind else 0
        for sk in sorts[first:]:
            yield (pk, sk), changed.get(sk) or table.items[pk, sk]
