"""Routes that the script leaves out, such as new ones: each is asked once, with what `tests/security` knows to be good.

It is asked about an order of its own that is paid and of which one parcel is under way, or about a cart that is ready;
where that is refused, about an order that nobody has paid yet.
"""

from collections.abc import Callable
from dataclasses import dataclass
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
            except NotAsked as missing:
                tell(f"{route} has no row: {missing}; give it a `self.note(…)` in bench/costs/script.py.")


def name_of(door: Door) -> str:
    """The route as the table names it, `GET /store/carts/{cart_id}`."""
    return PARAMETER.sub(r"{\1}", door.name)


class NotAsked(LookupError):
    """What a good request lacks, or how it was refused."""


@dataclass
class Shown:
    """What a request may be about. ids: by the names that routes give them; tokens: the guest's whose they are."""

    order: Order
    ids: dict[str, str]
    tokens: dict[str, dict[str, str]]


def _asked(shop: CalmShop, goods: Goods, door: Door) -> dict[str, Run]:
    """The runs that a good request causes. Raises NotAsked where there is none, or it is refused."""
    if door.body and door.name not in GOOD:
        raise NotAsked("tests/security/good_bodies.py has no body for it")
    try:
        return _runs(shop, door, _sold(shop, goods))
    except NotAsked as refused:
        try:
            return _runs(shop, door, _unpaid(shop, goods))
        except NotAsked:
            raise refused from None


def _runs(shop: CalmShop, door: Door, shown: Shown) -> dict[str, Run]:
    try:
        path, query = door.path(shown.ids), urlencode(good_query(door.route.path, shown.ids))
        body = GOOD[door.name](shown.ids)[0] if door.body else None
    except KeyError as missing:
        raise NotAsked(f"nothing in the script's shop is its {missing.args[0]}") from None
    headers = dict(shown.tokens.get(door.route.guest_of or "", {}))
    if door.route.method == "POST":
        headers["Idempotency_Key"] = shop.key()
    client = shop.staff if door.route.scope else shop.shopper
    path += f"?{query}" if query else ""
    answers: list[Any] = []
    runs = shop.runs_of(lambda: answers.append(shop.answered(client, door.route.method, path, body, headers)))
    status, said, _ = answers[0]
    if status >= 400:
        raise NotAsked(f"a good request is answered {status} {said['error']['code']} in the script's shop")
    return {run.cause if run.is_request else f"{run.function} ← {run.cause}": run for run in reversed(runs)}


def _unpaid(shop: CalmShop, goods: Goods) -> Shown:
    order, cart = Order(shop, goods, lines=2), Order(shop, goods, lines=1)
    for work in (order.fill, order.say_where_to, order.complete, cart.fill, cart.say_where_to):
        work()
    ids = {
        "cart_id": cart.cart["id"],
        "line_item_id": cart.cart["items"][0]["id"],
        "order_id": order.id,
        "order_line_id": order.placed["order"]["items"][1]["id"],
        "location_id": goods.location,
        "option_id": goods.option,
        "variant_id": goods.variants[0],
        "product_id": goods.products[0],
        "id_or_handle": goods.products[0],
    }
    tokens = {
        "cart_id": {"Cart_Token": cart.cart["token"]},
        "order_id": {"Order_Token": order.placed["order_token"]},
    }
    return Shown(order, ids, tokens)


def _sold(shop: CalmShop, goods: Goods) -> Shown:
    shown = _unpaid(shop, goods)
    shown.order.pay()
    shop.rest()
    here = f"/admin/orders/{shown.order.id}"
    line = shown.order.placed["order"]["items"][0]["id"]
    parcel = {"location_id": goods.location, "items": [{"line_item_id": line, "quantity": 1}]}
    refund = {"order_id": shown.order.id, "amount": 1}
    shown.ids |= {
        "fulfillment_id": shop.admin("POST", f"{here}/fulfillments", parcel)["id"],
        "refund_id": shop.admin("POST", "/admin/refunds", refund)["id"],
        "payment_id": shop.admin("GET", here)["payments"][0],
    }
    return shown
