"""`make contention`: 300 buyers for 100 units over 32 connections, carts completed twice at once, and 1 to 64 clients.

On a fresh local cloud. Prints what stands in CONTENTION.md. Carts are made beforehand; what is measured is completing
them.
"""

import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from local.cloud import running_cloud
from tests.journeys.shop import Answer, Shop

BUYERS, UNITS, CONNECTIONS = 300, 100, 32
TWICE = 20  # carts that are completed twice at the same moment
CLIENTS = (1, 4, 16, 64)
ORDERS = 128  # for each number of clients


def main() -> int:
    """Run both, print both, and fail where a unit was sold twice or an order paid twice."""
    with running_cloud(say=print) as endpoints:
        shop = Shop(endpoints)
        option = shop.a_shipping_option()
        outcomes, took_s = last_units(shop, option)
        payments = completed_twice(shop, option)
        shop.warm_up(max(CLIENTS))
        hot = [rate(shop, option, clients, variants=1) for clients in CLIENTS]
        many = [rate(shop, option, clients, variants=clients) for clients in CLIENTS]
    orders = outcomes[201, None]
    refused = outcomes[409, "insufficient_stock"]
    others = sum(outcomes.values()) - orders - refused
    twice = sum(count > 1 for count in payments)
    print(f"\n{BUYERS} buyers, {UNITS} units, {took_s:.0f} s: {orders} orders, {refused} out of stock, {others} others")
    print(f"{TWICE} carts completed twice at once: {twice} orders with two payments")
    print(f"{ORDERS} orders by so many clients: orders a second beside one client, answers that are no order")
    for clients, (of_one, lost), (of_many, gone) in zip(CLIENTS, hot, many, strict=True):
        print(f"| {clients} | {of_one / hot[0][0]:.1f} | {lost} | {of_many / hot[0][0]:.1f} | {gone} |")
    missing = sum(lost for _, lost in (*hot, *many))
    return 0 if (orders, others, twice, missing) == (UNITS, 0, 0, 0) else 1


def last_units(shop: Shop, option: str) -> tuple[Counter[tuple[int, str | None]], float]:
    """How completing ended, by status and code, and how many seconds all of it took."""
    shop.warm_up(CONNECTIONS)
    variant_id = shop.a_variant(units=UNITS)
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        carts = list(pool.map(lambda _: shop.a_cart(variant_id, option), range(BUYERS)))
        started = time.monotonic()
        answers = list(pool.map(shop.complete, carts))
        took_s = time.monotonic() - started
    return Counter((answer.status, answer.code) for answer in answers), took_s


def rate(shop: Shop, option: str, clients: int, *, variants: int) -> tuple[float, int]:
    """Orders a second that so many clients make of so many variants, and how many answers were no order."""
    place = shop.a_location()
    wanted = [shop.a_variant(units=ORDERS, location=place) for _ in range(variants)]
    with ThreadPoolExecutor(clients) as pool:
        carts = list(pool.map(lambda number: shop.a_cart(wanted[number % variants], option), range(ORDERS)))
        started = time.monotonic()
        answers = list(pool.map(shop.complete, carts))
        took_s = time.monotonic() - started
    orders = sum(answer.status == 201 for answer in answers)
    return orders / took_s, ORDERS - orders


def completed_twice(shop: Shop, option: str) -> list[int]:
    """For each cart, how many payments its order has after two completions at once, with two keys."""
    variant_id = shop.a_variant(units=TWICE * 2)
    return [_payments_after_two_clicks(shop, shop.a_cart(variant_id, option)) for _ in range(TWICE)]


def _payments_after_two_clicks(shop: Shop, cart: Any) -> int:
    gate = Barrier(2)

    def click(_: int) -> Answer:
        gate.wait()
        return shop.complete(cart)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(click, range(2)))
    orders = {answer.json["order"]["id"] for answer in answers if answer.status == 201}
    return sum(len(shop.order(order_id)["payments"]) for order_id in orders)


if __name__ == "__main__":
    sys.exit(main())
