"""Every partition of every index, read on both sides to its end."""

from collections.abc import Iterator

from tests.simulation.differential.emulators import Emulator
from tests.simulation.differential.world import INDEXED, THINGS
from tests.simulation.dynamodb import DynamoDB
from tests.simulation.dynamodb.errors import Wire


def both_indexes(db: DynamoDB, emulator: Emulator) -> Iterator[tuple[Wire, list[Wire], list[Wire]]]:
    """The query of each partition, and the items that are found there on our side and on theirs, by their keys."""
    for index in THINGS.all_indexes:
        for partition in INDEXED:
            request: Wire = {
                "TableName": THINGS.physical_name,
                "IndexName": index.name,
                "KeyConditionExpression": "#partition = :partition",
                "ExpressionAttributeNames": {"#partition": index.partition},
                "ExpressionAttributeValues": {":partition": {"S": partition}},
            }
            found = emulator.all_pages("Query", request)
            yield request, _in_order(db.call("Query", request)["Items"]), _in_order(found)


def _in_order(items: list[Wire]) -> list[Wire]:
    return sorted(items, key=lambda item: (item["pk"]["S"], item["sk"]["S"]))
