"""The search, deployed: what is made is found within a minute, what is withdrawn is gone, and prices are today's."""

from typing import Any
from urllib.parse import quote
from uuid import uuid4

from tests.journeys.shop import Shop

A_MINUTE_S = 75.0  # the clock's minute, the build, and five seconds until a Lambda looks


def test_a_product_is_found_within_a_minute_and_gone_when_it_is_archived(shop: Shop) -> None:
    word = f"Kettle{uuid4().hex[:8]}"
    variant = {"sku": f"K/{word}", "prices": [{"currency": "USD", "amount": 4500}]}
    body = {"title": f"Copper {word} with lid", "status": "active", "variants": [variant]}
    made = shop.admin("POST", "/admin/products", body)
    assert made.status == 201, made.json
    product = made.json

    def found(q: str) -> list[Any]:
        answer = shop.api.call("GET", f"/store/search?q={quote(q)}")
        return list(answer.json["data"]) if answer.status == 200 else []

    [first] = shop.until("it is found", lambda: found(word), A_MINUTE_S)
    assert first["product"]["id"] == product["id"]
    assert first["highlights"]["title"] == f"Copper <mark>{word}</mark> with lid"
    assert [each["product"]["id"] for each in found(f"k {word}".lower())] == [product["id"]]
    price = {"variants": [{"id": product["variants"][0]["id"], "prices": [{"currency": "USD", "amount": 3900}]}]}
    assert shop.admin("PATCH", f"/admin/products/{product['id']}", price).status == 200
    [cheaper] = found(f"{word} lid")
    assert cheaper["product"]["variants"][0]["prices"] == [{"currency": "USD", "amount": 3900}]
    assert shop.admin("DELETE", f"/admin/products/{product['id']}").status == 200
    assert found(word) == []
