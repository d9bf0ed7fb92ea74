"""A route that the script leaves out is asked all the same, or it is said what the script needs."""

from bench.costs.calm import calm_shop
from bench.costs.causes import routes
from bench.costs.meter import Run
from bench.costs.order import open_shop
from bench.costs.rest import rest_of_routes

LEFT_OUT = (
    "GET /admin/payments",  # needs a query
    "GET /store/orders/{order_id}",  # needs a guest's token
    "PATCH /store/carts/{cart_id}/items/{line_item_id}",  # needs that and a body
    "POST /admin/orders/{order_id}/fulfillments",  # needs a key, and causes more
    "POST /webhooks/stripe",  # needs a signature
)


def test_a_route_without_a_line_in_the_script_is_asked_once() -> None:
    rows = {route: Run("", route) for route in routes() if route not in LEFT_OUT}
    told: list[str] = []
    with calm_shop() as shop:
        rest_of_routes(shop, open_shop(shop, products=2), rows, told.append)
    *reached, refused = LEFT_OUT
    assert {route: rows[route].status for route in reached} == dict(zip(reached, (200, 200, 200, 201), strict=True))
    assert "fulfillment.publish_events ← fulfillment.created + fulfillment.shipped" in rows
    assert refused not in rows
    sentence = (
        "POST /webhooks/stripe has no row: a good request is answered 400 invalid_signature in the script's shop; "
        "give it a `self.note(…)` in bench/costs/script.py."
    )
    assert told == [sentence]
