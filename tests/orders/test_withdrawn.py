"""A product that is withdrawn while it lies in carts."""

from tests.in_process import InProcessShop


def test_a_cart_shows_no_title_and_no_price_that_a_withdrawn_product_got_since(shop: InProcessShop) -> None:
    variant_id = shop.a_variant()
    cart = shop.a_cart(variant_id, shop.a_shipping_option())
    _, listed, _ = shop.admin("GET", "/admin/products")
    (product,) = listed["data"]
    change = {
        "status": "draft",
        "title": "Secret successor",
        "variants": [{"id": variant_id, "prices": [{"currency": "USD", "amount": 77777}]}],
    }
    assert shop.admin("PATCH", f"/admin/products/{product['id']}", change)[0] == 200
    status, shown, _ = shop.call("GET", f"/store/carts/{cart['id']}", Cart_Token=cart["token"])
    assert status == 200
    assert shown["items"][0]["title"] == cart["items"][0]["title"]
    assert "Secret" not in str(shown)
    assert "77777" not in str(shown)
    assert "variant_unavailable" in [each["code"] for each in shown["requirements"]]
    assert shop.admin("PATCH", f"/admin/products/{product['id']}", {"status": "active"})[0] == 200
    _, shown, _ = shop.call("GET", f"/store/carts/{cart['id']}", Cart_Token=cart["token"])
    assert (shown["items"][0]["title"], shown["items"][0]["unit_price"]) == ("Secret successor", 77777)
