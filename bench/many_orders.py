"""Many orders at once, without a purchase each: copies of one that was bought, written straight into the table.

What they say of whom is in the open, as items of before personal data was sealed are, which the shop reads as ever.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

from functions.orders.table import SPEC
from local.endpoints import Endpoints
from local.stage import local_stage
from shared import clock, ids
from shared.batches import batched

BATCH = 25  # DynamoDB's most
AT_ONCE = 8
CANCELED_EVERY = 10
STEP = timedelta(minutes=7)
Item = dict[str, Any]  # as DynamoDB's own API has it


def many_orders(shop: Endpoints, count: int) -> None:
    """Write so many copies of an order that was placed; the oldest of them is number 1."""
    database = shop.client("dynamodb")
    table = local_stage().names.of(SPEC.name)
    found = database.scan(TableName=table)["Items"]
    order = next(item for item in found if item["sk"]["S"] == "ORDER" and item["pk"]["S"].startswith("ORDER#"))
    [sold] = [item for item in found if item["pk"] == order["pk"] and item["sk"]["S"] == "SOLD"]
    first = clock.parse(order["created_at"]["S"]) - STEP * (count + 1)

    def write(part: list[Item]) -> None:
        left: Any = {table: [{"PutRequest": {"Item": item}} for item in part]}
        while left:
            left = database.batch_write_item(RequestItems=left).get("UnprocessedItems")

    copies = (item for number in range(1, count + 1) for item in _copy(order, sold, number, first + STEP * number))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in pool.map(write, batched(copies, BATCH)):
            pass


def _copy(order: Item, sold: Item, number: int, at: datetime) -> Iterator[Item]:
    order_id = ids.new_id("order")
    made = deepcopy(order)
    pk = {"S": f"ORDER#{order_id}"}
    moment = {"S": clock.stamp(at)}
    made |= {"pk": pk, "id": {"S": order_id}, "number": {"N": str(number)}, "created_at": moment, "placed_at": moment}
    if number % CANCELED_EVERY == 0:
        made |= {"status": {"S": "canceled"}, "listed_status": {"S": "order#canceled"}, "canceled_at": moment}
        made.pop("to_ship", None)
    what = {name: value for name, value in sold.items() if name != "personal"}
    what |= {"pk": pk, "order_id": {"S": order_id}, "email": {"S": f"buyer.{number}@example.com"}}
    yield made
    yield deepcopy(what)
    yield {"pk": {"S": f"NUMBER#{number}"}, "sk": {"S": "ORDER"}, "order_id": {"S": order_id}}
