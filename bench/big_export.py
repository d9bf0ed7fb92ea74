"""`python -m bench.big_export`: a hundred thousand orders on the deployed shop, exported by a job; writes EXPORT.md.

The orders are copies of one that was bought, put into the table by themselves; all else is as in an account: the state
machine, its Lambda with its own rights, the files, the link. One run is stopped after a while, and gone on with.
"""

import csv
import io
import sys
import time
import urllib.request
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from local.cloud import running_cloud
from shared import clock, ids
from tests.journeys.shop import Shop

PAGE = Path(__file__).with_name("EXPORT.md")
TABLE = "storewright-local-orders"
BATCH = 25  # DynamoDB's limit a BatchWriteItem
PATIENCE_S = 3600
HEAD = """# An export of many orders

Written by `python -m bench.big_export --write`: the deployed shop on one machine, whose emulator of AWS shares its
processors with the Lambdas. The seconds say nothing of an account, the counts do.

| | |
|---|---|
"""


def main() -> int:
    """Gives the process's exit code."""
    parser = ArgumentParser(prog="python -m bench.big_export", description=__doc__)
    parser.add_argument("--orders", type=int, default=100_000)
    parser.add_argument("--write", action="store_true", help="write EXPORT.md")
    asked = parser.parse_args()
    with running_cloud(say=print) as endpoints:
        figures = measured(Shop(endpoints), asked.orders)
    page = HEAD + "".join(f"| {what} | {value} |\n" for what, value in figures.items())
    sys.stdout.write(page)
    if asked.write:
        PAGE.write_text(page, encoding="utf-8")
    return 0


def measured(shop: Shop, how_many: int) -> dict[str, Any]:
    """What it came to. Raises AssertionError where an order is missing or stands twice."""
    expected = filled(shop, how_many)
    print(f"{len(expected)} orders are there.", flush=True)
    began = time.monotonic()
    job = shop.admin("POST", "/admin/orders/export", {}).json
    half = _until(shop, job["id"], lambda seen: seen["total"] and seen["done"] >= seen["total"] // 3)
    assert half["status"] == "running", half
    stopped = shop.admin("POST", f"/admin/jobs/{job['id']}/cancel").json
    time.sleep(5)
    after = shop.admin("GET", f"/admin/jobs/{job['id']}").json
    resumed = shop.admin("POST", f"/admin/jobs/{job['id']}/resume")
    assert resumed.status == 200, resumed.raw
    done = _until(shop, job["id"], lambda seen: seen["ended_at"])
    seconds = time.monotonic() - began
    with urllib.request.urlopen(done["result_url"]) as answer:
        content = answer.read()
    written = [row["id"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))]
    assert (done["status"], done["done"], done["failed"]) == ("done", len(expected), 0), done
    assert written == expected, (len(written), len(set(written)), len(expected))
    return {
        "orders in the shop": f"{len(expected):,}",
        "of these done when it was stopped": f"{half['done']:,}",
        "done by chunks that were at work when it was stopped, or a look late": f"{after['done'] - stopped['done']:,}",
        "orders in the file, each once and in its order": f"{len(written):,}",
        "size of the file": f"{len(content) / 1e6:.1f} MB",
        "orders a second, with the pause in between": f"{len(expected) / seconds:,.0f}",
    }


def filled(shop: Shop, how_many: int) -> list[str]:
    """Put so many orders into the table beside a bought one: the ids of all, oldest first."""
    variant, option = shop.a_variant(units=5), shop.a_shipping_option()
    bought = str(shop.complete(shop.a_cart(variant, option)).json["order"]["id"])
    table = shop.endpoints.client("dynamodb")
    head, sold = (
        table.get_item(TableName=TABLE, Key={"pk": {"S": f"ORDER#{bought}"}, "sk": {"S": kind}})["Item"]
        for kind in ("ORDER", "SOLD")
    )
    first = clock.parse(head["created_at"]["S"]) - timedelta(days=30)
    made: list[str] = []
    batch: list[dict[str, Any]] = []
    for item in _copies(head, sold, first, how_many - 1, made):
        batch.append({"PutRequest": {"Item": item}})
        if len(batch) == BATCH:
            table.batch_write_item(RequestItems={TABLE: batch})
            batch = []
    if batch:
        table.batch_write_item(RequestItems={TABLE: batch})
    return [*made, bought]


def _copies(
    head: dict[str, Any], sold: dict[str, Any], first: datetime, how_many: int, made: list[str]
) -> Iterator[dict[str, Any]]:
    for number in range(how_many):
        at = first + timedelta(milliseconds=20 * number)
        order_id = ids.new_id("order", at)
        made.append(order_id)
        pk = {"S": f"ORDER#{order_id}"}
        closed = {name: value for name, value in head.items() if name not in ("unpaid", "reserved_until")}
        created = {"S": clock.stamp(at)}
        yield {**closed, "pk": pk, "id": {"S": order_id}, "created_at": created, "status": {"S": "expired"}}
        yield {**sold, "pk": pk, "order_id": {"S": order_id}}


def _until(shop: Shop, job_id: str, is_so: Any) -> Any:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        answer = shop.admin("GET", f"/admin/jobs/{job_id}")
        if answer.status == 200 and (is_so(answer.json) or answer.json["ended_at"]):
            return answer.json
        time.sleep(2)
    raise AssertionError(answer.raw)


if __name__ == "__main__":
    sys.exit(main())
