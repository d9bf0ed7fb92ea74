"""One order from cart to doorstep, over HTTP only, in the order in which the README tells it."""

from datetime import UTC, datetime

from tests.journeys.shop import ADDRESS, Shop


def test_an_order_walks_from_cart_to_doorstep(shop: Shop, option: str) -> None:
    place = shop.a_location()
    variant_id = shop.a_variant(units=10, location=place)

    # 1. a cart, step by step; the totals are the server's
    cart = shop.api.call("POST", "/store/carts", {"currency": "USD", "country": "US"}).json
    path, token = f"/store/carts/{cart['id']}", {"Cart_Token": cart["token"]}
    shop.api.call("POST", f"{path}/items", {"variant_id": variant_id, "quantity": 2}, **token)
    shop.api.call("PUT", f"{path}/email", {"email": "walk@example.com"}, **token)
    shop.api.call("PUT", f"{path}/shipping_address", ADDRESS, **token)
    offered = shop.api.call("GET", f"{path}/shipping_options", **token).json["data"]
    assert option in [each["id"] for each in offered]
    answer = shop.api.call("PUT", f"{path}/shipping_option", {"id": option}, **token)
    assert answer.status == 200, answer.raw
    assert (answer.json["subtotal"], answer.json["total"], answer.json["requirements"]) == (4998, 5642, [])

    # 2. completed: the order is pending, its stock set aside
    completed = shop.complete({**answer.json, "token": cart["token"]}).json
    order_id = completed["order"]["id"]
    assert (completed["order"]["status"], completed["order"]["payment_status"]) == ("pending", "awaiting")
    assert shop.available(variant_id) == 8

    # 3. paid at Stripe; 4. its webhook places the order
    assert shop.pay(completed).json["status"] == "succeeded"
    order = shop.until_status(order_id, "placed")
    assert (order["payment_status"], order["captured_total"], order["number"] is not None) == ("paid", 5642, True)

    # 5. shipped, and delivered when the carrier says so
    number = f"1Z{order_id[-12:]}"
    body = {
        "location_id": place,
        "items": [{"line_item_id": order["items"][0]["id"], "quantity": 2}],
        "tracking": {"company": "ups", "number": number},
    }
    assert shop.admin("POST", f"/admin/orders/{order_id}/fulfillments", body).status == 201
    assert shop.order(order_id)["fulfillment_status"] == "shipped"
    assert shop.carrier_says("ups", number, "delivered").status == 200
    shop.until("delivered", lambda: shop.order(order_id)["fulfillment_status"] == "delivered")

    # 6. the shopper is written to, the sale is counted
    shop.until("confirmation and shipping mail", lambda: len(shop.mails("walk@example.com")) >= 2)
    today = datetime.now(UTC).date().isoformat()
    report = f"/admin/reports/sales?from={today}&to={today}&group_by=variant&currency=USD"
    shop.until("counted", lambda: variant_id in shop.admin("GET", report).raw.decode())

    # the shopper's own view, and the whole story
    seen = shop.api.call("GET", f"/store/orders/{order_id}", Order_Token=completed["order_token"])
    assert seen.json["fulfillment_status"] == "delivered"
    told = [entry["type"] for entry in shop.admin("GET", f"/admin/orders/{order_id}/timeline").json["data"]]
    assert told == [
        "order.pending",
        "payment.captured",
        "order.placed",
        "fulfillment.created",
        "fulfillment.shipped",
        "fulfillment.delivered",
    ]
