"""Routes that the script leaves out, such as new ones: each is asked once, with what `tests/security` knows to be good.

It is asked about an order of its own that is paid and of which one parcel is under way, or about a cart that is ready.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from bench.costs.calm import CalmShop
from bench.costs.causes import routes
from bench.costs.meter import Run
from bench.costs.order import Goods, Order
from tests.security.doors import PARAMETER, Door, doors
from tests.security.good_bodies import GOOD, good_query

Tell = Callable[[str], None]


def rest_of_routes(shop: CalmShop, goods: Goods, rows: dict[str, Run], tell: Tell) -> None:
    """Add a row for each route that has none. tell: hears of one that could not be asked."""
    for door in doors():
        route = name_of(door)
        if route in routes() and route not in rows:
            try:
                rows |= _asked(shop, goods, door)
            except LookupError as missing:
                tell(f"{route} has no row: {missing}; give it a `self.note(…)` in bench/costs/script.py.")


def name_of(door: Door) -> str:
    """The route as the table names it, `GET /store/carts/{cart_id}`."""
    return PARAMETER.sub(r"{\1}", door.name)


def _asked(shop: CalmShop, goods: Goods, door: Door) -> dict[str, Run]:
    """The runs that a good request causes. Raises LookupError where there is none, or it is refused."""
    ids, tokens = _furnished(shop, goods)
    lacking = [name for name in door.parameters if name not in ids]
    if lacking:
        raise LookupError(f"nothing in the script's shop is its {lacking[0]}")
    if door.body and door.name not in GOOD:
        raise LookupError("tests/security/good_bodies.py has no body for it")
    query = urlencode(good_query(door.route.path, ids))
    body = GOOD[door.name](ids)[0] if door.body else None
    headers = {
        **tokens.get(door.route.guest_of or "", {}),
        **({"Idempotency_Key": shop.key()} if _is_post(door) else {}),
    }
    answers: list[Any] = []
    client = shop.staff if door.route.scope else shop.shopper
    path = door.path(ids) + (f"?{query}" if query else "")
    runs = shop.runs_of(lambda: answers.append(shop.answered(client, door.route.method, path, body, headers)))
    status, said, _ = answers[0]
    if status >= 400:
        raise LookupError(f"a good request is answered {status} {said['error']['code']} in the script's shop")
    return {run.cause if run.is_request else f"{run.function} ← {run.cause}": run for run in reversed(runs)}


def _is_post(door: Door) -> bool:
    return door.route.method == "POST"


def _furnished(shop: CalmShop, goods: Goods) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Ids by the names that routes give them, and the tokens of the guest whose they are."""
    sold, open_cart = Order(shop, goods, lines=2), Order(shop, goods, lines=1)
    for work in (
        sold.fill,
        sold.say_where_to,
        sold.complete,
        sold.pay,
        shop.rest,
        open_cart.fill,
        open_cart.say_where_to,
    ):
        work()
    line = sold.placed["order"]["items"][0]["id"]
    parcel = {"location_id": goods.location, "items": [{"line_item_id": line, "quantity": 1}]}
    shipped = shop.admin("POST", f"/admin/orders/{sold.id}/fulfillments", parcel)
    refund = shop.admin("POST", "/admin/refunds", {"order_id": sold.id, "amount": 1})
    ids = {
        "refund_id": refund["id"],
        "cart_id": open_cart.cart["id"],
        "line_item_id": open_cart.cart["items"][0]["id"],
        "order_id": sold.id,
        "order_line_id": sold.placed["order"]["items"][1]["id"],
        "payment_id": shop.admin("GET", f"/admin/orders/{sold.id}")["payments"][0],
        "fulfillment_id": shipped["id"],
        "location_id": goods.location,
        "option_id": goods.option,
        "variant_id": goods.variants[0],
        "product_id": goods.products[0],
        "id_or_handle": goods.products[0],
    }
    return ids, {
        "cart_id": {"Cart_Token": open_cart.cart["token"]},
        "order_id": {"Order_Token": sold.placed["order_token"]},
    }
