"""More buyers than units, all at once: exactly as many orders as units, and everybody else is told."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import uuid4

from tests.journeys.shop import Answer, Shop

BUYERS, UNITS, CONNECTIONS = 300, 100, 32


def test_three_hundred_buyers_for_a_hundred_units(shop: Shop, option: str) -> None:
    """FAULTS 11, 79"""
    shop.warm_up(CONNECTIONS)
    variant_id = shop.a_variant(units=UNITS)
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        carts = list(pool.map(lambda _: shop.a_cart(variant_id, option), range(BUYERS)))
        answers = list(pool.map(partial(_in_the_end, shop), carts))
    outcomes = Counter((answer.status, answer.code) for answer in answers)
    assert outcomes == {(201, None): UNITS, (409, "insufficient_stock"): BUYERS - UNITS}
    assert shop.available(variant_id) == 0
    assert len({answer.json["order"]["id"] for answer in answers if answer.status == 201}) == UNITS


def test_fifty_clicks_with_one_key_are_one_order(shop: Shop, option: str) -> None:
    """FAULTS 6"""
    shop.warm_up(50)
    variant_id = shop.a_variant(units=100)
    cart, key = shop.a_cart(variant_id, option), uuid4().hex
    answers = _at_once([partial(shop.in_the_end, partial(shop.complete, cart, key=key))] * 50)
    codes = Counter(answer.code for answer in answers)
    assert set(codes) <= {None, "idempotency_in_progress"}
    assert len({answer.raw for answer in answers if answer.status == 201}) == 1
    assert all("retry-after" in answer.headers for answer in answers if answer.status == 409)
    assert shop.available(variant_id) == 99
    assert _in_the_end(shop, cart, key).raw == next(a.raw for a in answers if a.status == 201)


def test_a_cart_completed_twice_with_two_keys_is_one_order_with_one_payment(shop: Shop, option: str) -> None:
    variant_id = shop.a_variant(units=100)
    for _ in range(20):
        cart = shop.a_cart(variant_id, option)
        answers = _at_once([partial(shop.complete, cart)] * 2)
        assert sorted(answer.status for answer in answers) == [201, 409]
        order = next(answer for answer in answers if answer.status == 201).json["order"]
        assert len(shop.order(order["id"])["payments"]) == 1
    assert shop.available(variant_id) == 80


def test_of_two_admins_on_one_product_the_second_is_told(shop: Shop) -> None:
    """FAULTS 100"""
    variant_id = shop.a_variant(units=0)
    product = next(p for p in _products(shop) if p["variants"][0]["id"] == variant_id)
    path, seen = f"/admin/products/{product['id']}", f'"{product["version"]}"'
    edits = [partial(shop.admin, "PATCH", path, {"title": title}, If_Match=seen) for title in ("One", "Two")]
    answers = _at_once(edits)
    assert sorted((answer.status, answer.code) for answer in answers) == [(200, None), (412, "version_conflict")]


def _in_the_end(shop: Shop, cart: Any, key: str = "") -> Answer:
    """What completing the cart comes to, however often a busy machine has to be asked with the one key."""
    key = key or uuid4().hex
    return shop.in_the_end(partial(shop.complete, cart, key=key), "idempotency_in_progress")


def _products(shop: Shop) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shop.admin("GET", "/admin/products?limit=100").json["data"]
    return found


def _at_once(calls: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """Run the calls in as many threads, let go at the same moment."""
    gate = threading.Barrier(len(calls))

    def run(call: Callable[[], Answer]) -> Answer:
        gate.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
