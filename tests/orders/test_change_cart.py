"""A cart as its shopper changes and sees it: currency, country, pictures, stock, sums, and what was sold with it."""

from typing import Any

import pytest

from functions.orders.pricing import SUM_MAX
from shared.settings import read_settings
from tests.calls import counted
from tests.in_process import InProcessShop

DEAREST = 999_999_999_999
REFUSED = (422, "amount_too_large")


class Shopper:
    """One cart, and what is done with it."""

    def __init__(self, shop: InProcessShop, cart: Any) -> None:
        self.shop = shop
        self.cart = cart

    def ask(self, method: str, path: str = "", body: Any = None, **headers: str) -> Any:
        """A request about the cart."""
        at = f"/store/carts/{self.cart['id']}{path}"
        return self.shop.call(method, at, body, Cart_Token=self.cart["token"], **headers)

    @property
    def seen(self) -> Any:
        """The cart as it is shown."""
        status, body, _ = self.ask("GET")
        assert status == 200, body
        return body

    @property
    def missing(self) -> list[tuple[str, str]]:
        """What is told to be missing."""
        return [(each["step"], each["code"]) for each in self.seen["requirements"]]


def a_product(shop: InProcessShop, *, units: int = 10, images: tuple[str, ...] = (), **prices: int) -> Any:
    """A product of one variant, with these prices by currency."""
    amounts = [{"currency": code, "amount": amount} for code, amount in prices.items()]
    variant = {"sku": f"SKU-{len(prices)}-{units}-{sum(prices.values())}", "options": {}, "prices": amounts}
    body = {"title": "Hat", "handle": "hat", "status": "active", "images": list(images), "variants": [variant]}
    status, product, _ = shop.admin("POST", "/admin/products", body)
    assert status == 201, product
    if units:
        item = {"variant_id": product["variants"][0]["id"], "location_id": shop.a_location(), "quantity": units}
        shop.admin("POST", "/admin/inventory/receipts", {"items": [item], "reference": "PO"})
    return product


def a_cart(shop: InProcessShop, product: Any, quantity: int = 1, currency: str = "USD") -> Shopper:
    """A cart with so much of the product and nothing else."""
    item = {"variant_id": product["variants"][0]["id"], "quantity": quantity}
    status, cart, _ = shop.call("POST", "/store/carts", {"currency": currency, "items": [item]})
    assert status == 201, cart
    return Shopper(shop, cart)


def test_a_line_has_its_products_first_picture_and_handle(shop: InProcessShop) -> None:
    product = a_product(shop, USD=2499, images=("https://img.example.com/1.jpg", "https://img.example.com/2.jpg"))
    shopper = a_cart(shop, product)
    assert [(line["image"], line["handle"]) for line in shopper.cart["items"]] == [
        ("https://img.example.com/1.jpg", "hat")
    ]
    change = {"images": ["https://img.example.com/2.jpg"], "handle": "cap"}
    shop.admin("PATCH", f"/admin/products/{product['id']}", change)
    assert [(line["image"], line["handle"]) for line in shopper.seen["items"]] == [
        ("https://img.example.com/2.jpg", "cap")
    ]


@pytest.mark.parametrize(
    ("units", "wanted", "told"),
    [
        (0, 1, ("out", False)),
        (3, 1, ("low", True)),
        (10, 11, ("low", False)),
        (10, 10, ("in_stock", True)),
        (10, 1, ("in_stock", True)),
    ],
)
def test_a_line_tells_whether_it_could_be_had_but_not_how_much_there_is(
    shop: InProcessShop, units: int, wanted: int, told: tuple[str, bool]
) -> None:
    if not units:
        shop.a_location()
    shopper = a_cart(shop, a_product(shop, USD=2499, units=units), wanted)
    (line,) = shopper.seen["items"]
    assert (line["stock"], line["in_stock"], line["available"]) == (*told, None)


def test_the_number_is_shown_where_the_shop_wants_it(shop: InProcessShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOWS_STOCK", "true")
    read_settings.cache_clear()
    assert a_cart(shop, a_product(shop, USD=2499)).cart["items"][0]["available"] == 10
    read_settings.cache_clear()


def test_a_cart_changes_its_currency_and_keeps_its_lines(shop: InProcessShop) -> None:
    shopper = a_cart(shop, a_product(shop, USD=2499, EUR=2299), 2)
    status, cart, headers = shopper.ask("PATCH", "", {"currency": "EUR"})
    assert (status, cart["currency"], cart["total"], headers["etag"]) == (200, "EUR", 4598, '"2"'), cart
    assert [line["id"] for line in cart["items"]] == [line["id"] for line in shopper.cart["items"]]
    assert ("items", "variant_unavailable") not in shopper.missing


def test_what_has_no_price_in_the_new_currency_is_told(shop: InProcessShop) -> None:
    shopper = a_cart(shop, a_product(shop, USD=2499), 2)
    status, cart, _ = shopper.ask("PATCH", "", {"currency": "JPY"})
    assert (status, cart["total"], cart["items"][0]["title"]) == (200, 0, "Hat")
    assert shopper.missing[0] == ("items", "variant_unavailable")
    shopper.ask("PATCH", "", {"currency": "USD"})
    assert ("items", "variant_unavailable") not in shopper.missing


def test_country_and_metadata_are_changed_and_what_is_absent_stays(shop: InProcessShop) -> None:
    option = shop.a_shipping_option()
    shopper = a_cart(shop, a_product(shop, USD=2499))
    assert shopper.ask("GET", "/shipping_options")[1]["data"] == []
    status, cart, _ = shopper.ask("PATCH", "", {"country": "US", "metadata": {"gift": "yes"}})
    assert (status, cart["country"], cart["metadata"], cart["currency"]) == (200, "US", {"gift": "yes"}, "USD")
    assert [each["id"] for each in shopper.ask("GET", "/shipping_options")[1]["data"]] == [option]
    assert shopper.ask("PATCH", "", {"country": None})[1]["metadata"] == {"gift": "yes"}
    assert (shopper.seen["country"], shopper.ask("PATCH", "", {"metadata": {}})[1]["metadata"]) == (None, {})


def test_a_cart_without_items_is_told_what_ships_to_its_country(shop: InProcessShop) -> None:
    option = shop.a_shipping_option()
    _, cart, _ = shop.call("POST", "/store/carts", {"currency": "USD", "country": "US"})
    shopper = Shopper(shop, cart)
    assert [each["id"] for each in shopper.ask("GET", "/shipping_options")[1]["data"]] == [option]


@pytest.mark.parametrize(
    "body", [{"currency": None}, {"currency": "XXX"}, {"metadata": None}, {"country": "usa"}, {"email": "a@b.example"}]
)
def test_a_change_that_cannot_be_meant_changes_nothing(shop: InProcessShop, body: Any) -> None:
    shopper = a_cart(shop, a_product(shop, USD=2499))
    status, answer, _ = shopper.ask("PATCH", "", body)
    assert (status, answer["error"]["code"]) == (422, "invalid_field")
    assert shopper.seen["version"] == 1


def test_more_than_can_be_counted_is_refused_however_it_comes_about(shop: InProcessShop) -> None:
    """A client that reads JSON numbers as floats must never see another amount than is charged."""
    product = a_product(shop, USD=DEAREST, EUR=1000)
    variant_id = product["variants"][0]["id"]
    whole = {"currency": "USD", "items": [{"variant_id": variant_id, "quantity": 9_008}]}
    status, body, _ = shop.call("POST", "/store/carts", whole)
    assert (status, body["error"]["code"]) == REFUSED
    shopper = a_cart(shop, product, 9_007)
    assert shopper.cart["total"] == 9_007 * DEAREST <= SUM_MAX
    line = shopper.cart["items"][0]["id"]
    for tried in (
        shopper.ask("PATCH", f"/items/{line}", {"quantity": 9_008}),
        shopper.ask("POST", "/items", {"variant_id": variant_id, "quantity": 1}),
        shopper.ask("POST", "/items", {"variant_id": shop.a_variant(price=DEAREST), "quantity": 1}),
    ):
        assert (tried[0], tried[1]["error"]["code"]) == REFUSED
    assert shopper.ask("PATCH", "", {"currency": "EUR"})[0] == 200
    assert shopper.ask("PATCH", f"/items/{line}", {"quantity": 90_000})[0] == 200
    status, body, _ = shopper.ask("PATCH", "", {"currency": "USD"})
    assert (status, body["error"]["code"]) == REFUSED
    assert shopper.seen["total"] == 90_000_000


def test_a_price_that_outgrows_a_cart_is_told_and_the_line_can_be_taken_out(shop: InProcessShop) -> None:
    product = a_product(shop, USD=1000)
    shopper = a_cart(shop, product, 90_000)
    dear = {"id": product["variants"][0]["id"], "prices": [{"currency": "USD", "amount": DEAREST}]}
    shop.admin("PATCH", f"/admin/products/{product['id']}", {"variants": [dear]})
    assert shopper.seen["total"] == 0
    assert shopper.missing[0] == ("items", "amount_too_large")
    assert shopper.ask("PUT", "/email", {"email": "jane@example.com"})[0] == 200
    status, cart, _ = shopper.ask("DELETE", f"/items/{shopper.cart['items'][0]['id']}")
    assert (status, cart["items"]) == (200, [])


@pytest.mark.parametrize(
    ("currency", "price", "is_told"),
    [
        ("USD", 2499, False),
        ("USD", 49, True),  # less than Stripe charges
        ("USD", 100_000_000, True),  # more than it charges at once
        ("KWD", 1234, True),  # the last digit has to be 0
        ("KWD", 1230, False),
        ("IRR", 5000, True),  # not taken at all
        ("USD", 0, False),  # nothing to pay
    ],
)
def test_what_the_processor_would_refuse_is_told_in_the_cart(
    shop: InProcessShop, currency: str, price: int, is_told: bool
) -> None:
    prices: Any = {currency: price}
    shopper = a_cart(shop, a_product(shop, **prices), 1, currency)
    assert (("payment", "amount_not_chargeable") in shopper.missing) == is_told


def test_and_it_is_refused_at_completion(shop: InProcessShop) -> None:
    cart = shop.a_cart(shop.a_variant(price=10), shop.a_shipping_option(amount=0))
    status, body, _ = shop.complete(cart)
    assert (status, body["error"]["code"]) == (422, "cart_incomplete")
    assert body["error"]["details"]["requirements"] == [{"step": "payment", "code": "amount_not_chargeable"}]


def test_a_withdrawn_product_is_shown_as_the_shopper_knew_it(shop: InProcessShop) -> None:
    """What staff write into a draft is nobody's business."""
    product = a_product(shop, USD=2499, images=("https://img.example.com/1.jpg",))
    shopper = a_cart(shop, product)
    shopper.ask("PUT", "/email", {"email": "jane@example.com"})
    shop.admin("DELETE", f"/admin/products/{product['id']}")
    shop.admin("PATCH", f"/admin/products/{product['id']}", {"title": "Recalled hat"})
    for _ in range(2):
        (line,) = shopper.seen["items"]
        assert (line["title"], line["unit_price"], line["image"]) == ("Hat", 0, None)
        shopper.ask("PUT", "/email", {"email": "jim@example.com"})


def test_a_completed_cart_tells_its_guest_which_order_it_became_and_no_more(shop: InProcessShop) -> None:
    variant_id, option = shop.a_variant(units=10), shop.a_shipping_option()
    cart = shop.a_cart(variant_id, option, 2)
    shopper = Shopper(shop, cart)
    _, completed, _ = shop.complete(cart)
    for change in (
        lambda: None,
        lambda: shop.admin("DELETE", f"/admin/products/{cart['items'][0]['product_id']}"),
        lambda: shop.admin("DELETE", f"/admin/shipping_options/{option}"),
    ):
        change()
        seen = shopper.seen
        assert (seen["status"], seen["order_id"], seen["requirements"]) == ("completed", completed["order"]["id"], [])
        assert (seen["items"], seen["total"], seen["email"], seen["shipping_address"]) == ([], 0, None, None)
        assert shopper.ask("GET", "/shipping_options")[1]["data"] == []


def test_a_change_takes_two_reads_and_one_write(shop: InProcessShop) -> None:
    shopper = a_cart(shop, a_product(shop, USD=2499))
    variant_id = shop.a_variant()
    with counted() as calls:
        assert shopper.ask("POST", "/items", {"variant_id": variant_id, "quantity": 1})[0] == 200
    assert sum(calls.values()) == 3
    with counted() as calls:
        assert shopper.seen["items"][1]["stock"] == "in_stock"
    assert calls == {"BatchGetItem": 2}


def test_completing_takes_two_reads_and_two_transactions(shop: InProcessShop) -> None:
    cart = shop.a_cart(shop.a_variant(), shop.a_shipping_option())
    with counted() as calls:
        assert shop.complete(cart)[0] == 201
    assert calls == {"BatchGetItem": 2, "TransactWriteItems": 2}
