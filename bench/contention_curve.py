"""`python -m bench.contention_curve [--write]`: orders a second while 1 to 64 clients buy the same, or each its own.

The real handlers on the simulation's DynamoDB and its made-up clock, with one thing added that emulators do not have: a
transaction holds its items for as long as it takes, and whoever else writes one of them meanwhile is refused with
TransactionConflict, as AWS's guide says. So the curve shows what retries make of a hot item, and nothing of a machine's
speed: the same on every machine, to the last order.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.costs.calm import CalmShop, calm_shop
from bench.costs.markdown import table
from bench.costs.order import ADDRESS, Goods, open_shop, receipt
from tests.simulation.calls import Service
from tests.simulation.dynamodb import conflict
from tests.simulation.gateway import Client
from tests.simulation.loop import current

PAGE = Path(__file__).parent / "CONTENTION.md"
MARK = "## Many clients on one variant\n"  # from here on the page is written by this

CLIENTS = (1, 4, 16, 64)
ORDERS = 256  # a measurement
HELD_S = 0.010  # by a transaction, of its items; an assumption: what a small one takes inside a region
UNITS = 10_000  # of each variant, for nobody is to go without


@dataclass(frozen=True)
class Point:
    """What so many clients came to. per_s: orders a second of the made-up clock."""

    clients: int
    per_s: float
    committed: int
    conflicts: int  # transactions refused because another held an item
    refused: Mapping[str, int]  # answers that are no order, by their code
    slowest_s: float  # of a completion, as its client waits


class Contended:
    """A database whose transactions hold their items. conflicts: how many were refused."""

    def __init__(self, effect: Service) -> None:
        self._effect = effect
        self._held: set[tuple[str, str, str]] = set()
        self.conflicts = 0

    def __call__(self, operation: str, request: Mapping[str, Any]) -> Any:
        """The call, in its time."""
        keys = set(_written(operation, request))
        if keys & self._held:
            self.conflicts += 1
            raise conflict(dict(request))
        process = current()
        if operation != "TransactWriteItems" or process is None:
            return self._effect(operation, request)
        self._held |= keys
        try:
            process.wait(HELD_S)
            return self._effect(operation, request)
        finally:
            self._held -= keys


def curve(*, hot: bool) -> list[Point]:
    """A point for each number of clients. hot: all want the same variant, else each has one of its own."""
    return [point(clients, hot=hot) for clients in CLIENTS]


def point(clients: int, *, hot: bool) -> Point:
    """What so many clients come to."""
    with calm_shop() as shop:
        goods = open_shop(shop, 1 if hot else clients)
        units = [receipt(goods, variant, UNITS) for variant in goods.variants]
        for start in range(0, len(units), 30):
            shop.admin("POST", "/admin/inventory/receipts", {"items": units[start : start + 30]})
        shop.rest()
        calls = shop.world.calls
        contended = Contended(calls.services["dynamodb"])
        calls.services = {**calls.services, "dynamodb": contended}
        return _measured(shop, goods, clients, contended)


def _measured(shop: CalmShop, goods: Goods, clients: int, contended: Contended) -> Point:
    loop, codes, took = shop.world.loop, Counter[str](), list[float]()
    left = iter(range(ORDERS))

    def life(number: int) -> None:
        variant = goods.variants[number % len(goods.variants)]
        for order in left:
            client = Client(shop.world, f"shopper {number} of {order}")  # one address has a limit of unpaid orders
            cart = _cart(client, variant, goods.option)
            began = loop.now
            codes[_completed(client, cart, f"key-of-{number}-and-{order}")] += 1
            took.append(loop.now - began)

    started = loop.now
    for number in range(clients):
        shop.world.spawn(f"client {number}", lambda number=number: life(number))  # type: ignore[misc]
    while len(took) < ORDERS:
        shop.wait(0.1)
    per_s = codes["order"] / (loop.now - started)
    committed = codes.pop("order")
    return Point(clients, per_s, committed, contended.conflicts, dict(codes), max(took))


def _cart(client: Client, variant: str, option: str) -> Any:
    body = {
        "currency": "USD",
        "country": "US",
        "items": [{"variant_id": variant}],
        "email": "jane@example.com",
        "shipping_address": ADDRESS,
        "shipping_option": {"id": option},
    }
    answer = client.ask("POST", "/store/carts", body)
    assert answer
    return answer[1]


def _completed(client: Client, cart: Any, key: str) -> str:
    body = {"expected_total": cart["total"], "payment": {"provider": "stripe"}}
    headers = {"Cart_Token": cart["token"], "Idempotency_Key": key}
    answer = client.ask("POST", f"/store/carts/{cart['id']}/complete", body, **headers)
    assert answer
    return "order" if answer[0] == 201 else str(answer[1]["error"]["code"])


def _written(operation: str, request: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(table, pk, sk) of each item that a call writes."""
    if operation == "TransactWriteItems":
        writes = [next(iter(each.values())) for each in request["TransactItems"]]
    elif operation == "BatchWriteItem":
        tables = request["RequestItems"].items()
        writes = [{"TableName": table, **next(iter(each.values()))} for table, all_ in tables for each in all_]
    else:
        writes = [request] if operation in ("PutItem", "UpdateItem", "DeleteItem") else []
    for write in writes:
        key = write.get("Item") or write["Key"]
        yield write["TableName"], key["pk"]["S"], key["sk"]["S"]


def main(arguments: list[str]) -> int:
    """Measure both curves and print or write the part of the page. Fails where an order was not made."""
    hot, many = curve(hot=True), curve(hot=False)
    text = _text(hot, many)
    if "--write" in arguments:
        above = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
        PAGE.write_text(above.rstrip() + "\n\n" + text, encoding="utf-8")
    else:
        print(text)
    return int(any(point.refused for point in (*hot, *many)))


def _text(hot: list[Point], many: list[Point]) -> str:
    rows = [
        [str(cold.clients), *_cells(warm, hot[0]), *_cells(cold, hot[0])] for warm, cold in zip(hot, many, strict=True)
    ]
    what = ("orders/s ÷ 1 client", "orders", "refused", "conflicts an order", "slowest")
    head = ["clients", *(f"one variant: {each}" for each in what), *(f"each its own: {each}" for each in what)]
    return TEXT.format(
        mark=MARK,
        orders=ORDERS,
        held=HELD_S * 1000,
        table=table(head, rows),
        most=1 / HELD_S,
        share=hot[-1].per_s * HELD_S,
    )


def _cells(point: Point, alone: Point) -> list[str]:
    refused = sum(point.refused.values())
    conflicts = f"{point.conflicts / ORDERS:.1f}"
    return [
        f"{point.per_s / alone.per_s:.1f}",
        str(point.committed),
        str(refused),
        conflicts,
        f"{point.slowest_s:.1f} s",
    ]


TEXT = """\
{mark}
{orders} orders by 1 to 64 clients, each making a cart and completing it, one after the other: of one variant that all
want, and of a variant for each. Here a transaction holds its items for {held:g} ms, and who else writes one of them
meanwhile is refused with `TransactionConflict`, as in DynamoDB; no emulator does that. Time is the simulation's, so the
figures are the same on every machine.

{table}

An item takes at most {most:.0f} such transactions a second; the rush comes to {share:.0%} of that. Nobody is turned
away while there is stock, and the unlucky wait for seconds. A variant that sells faster needs its stock at several
locations: each is an item of its own. Run it: `python -m bench.contention_curve --write`.
"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
