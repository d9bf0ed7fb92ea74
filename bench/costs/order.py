"""One order, from the shop window to the doorstep, step by step; each step gives the runs that it caused."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bench.costs.calm import CalmShop
from bench.costs.meter import Run
from shared import clock
from tests.world import sign_as_carrier

STREET = {"first_name": "Jane", "last_name": "Doe", "address1": "1 Main St"}
ADDRESS = {**STREET, "city": "Oakland", "province": "CA", "postal_code": "94607", "country": "US"}
DESCRIPTION = (
    "Combed cotton, cut wide, sewn twice at the seams; it is washed before it is cut, so that it stays as it is. "
)
OWN_NUMBER = "its own"
PRODUCTS = 25  # in the small shop: a page of the store's list has 20


@dataclass
class Goods:
    """What the shop has: ids. variants: of each product one."""

    location: str
    option: str
    products: list[str] = field(default_factory=list)
    variants: list[str] = field(default_factory=list)


def open_shop(shop: CalmShop, products: int = PRODUCTS) -> Goods:
    """A location, a shipping option, and products with a thousand units each."""
    location = shop.admin("POST", "/admin/locations", {"name": "Warehouse", "country": "US"})["id"]
    goods = Goods(location, shop.admin("POST", "/admin/shipping_options", option("Standard"))["id"])
    for number in range(products):
        made = shop.admin("POST", "/admin/products", product(number))
        goods.products.append(made["id"])
        goods.variants.append(made["variants"][0]["id"])
    for start in range(0, products, 30):
        received = [receipt(goods, variant) for variant in goods.variants[start : start + 30]]
        shop.admin("POST", "/admin/inventory/receipts", {"items": received, "reference": "PO-1"})
    shop.rest()
    return goods


def option(title: str) -> Any:
    """A way to ship for one price."""
    return {"title": title, "kind": "flat", "countries": ["US"], "amounts": {"USD": 644}}


def product(number: int) -> Any:
    """A product of some 700 bytes with one variant, as shops have them."""
    variant = {"sku": f"SKU-{number:06d}", "prices": [{"currency": "USD", "amount": 2499}], "weight_g": 180}
    return {
        "title": f"Shirt of cotton {number:06d}",
        "description": 3 * DESCRIPTION,
        "status": "active",
        "variants": [variant],
        "images": ["https://images.example.com/shirt-1.jpg", "https://images.example.com/shirt-2.jpg"],
        "collections": ["shirts"],
        "tags": ["cotton", "summer"],
    }


def receipt(goods: Goods, variant: str, units: int = 1000) -> Any:
    """A line of a delivery."""
    return {"variant_id": variant, "location_id": goods.location, "quantity": units}


@dataclass(frozen=True)
class Step:
    """A step of an order and what it caused. stage: of the table of money."""

    stage: str
    name: str
    runs: list[Run]


class Order:
    """An order on its way. Its steps are to be taken in the order of `walk`."""

    def __init__(self, shop: CalmShop, goods: Goods, lines: int) -> None:
        self.shop = shop
        self.goods = goods
        self.variants = goods.variants[:lines]
        self.cart: Any = None
        self.placed: Any = None

    def walk(self) -> list[Step]:
        """Everything, from the list of products to the last mail."""
        return [Step(stage, name, self.shop.runs_of(work)) for stage, name, work in self._steps()]

    def _steps(self) -> list[tuple[str, str, Callable[[], Any]]]:
        return [
            ("browse and cart", "a list of 20 products", lambda: self.shop.ask("GET", "/store/products?limit=20")),
            ("browse and cart", "two products' pages", self.look),
            ("browse and cart", "a cart, line by line", self.fill),
            ("browse and cart", "address, shipping, a last look", self.say_where_to),
            ("checkout", "complete", self.complete),
            ("payment", "the shopper pays", self.pay),
            ("payment", "the shopper looks at the order", self.look_at_order),
            ("fulfillment", "one parcel leaves", self.ship),
            ("fulfillment", "it is delivered", self.deliver),
        ]

    def look(self) -> None:
        for product_id in self.goods.products[:2]:
            self.shop.ask("GET", f"/store/products/{product_id}")

    def fill(self) -> None:
        first, *rest = self.variants
        body = {"currency": "USD", "country": "US", "items": [{"variant_id": first}]}
        self.cart = self.shop.ask("POST", "/store/carts", body)
        for variant in rest:
            self.ask("POST", "/items", {"variant_id": variant})

    def say_where_to(self) -> None:
        self.ask("PUT", "/email", {"email": "jane@example.com"})
        self.ask("PUT", "/shipping_address", ADDRESS)
        self.ask("GET", "/shipping_options")
        self.ask("PUT", "/shipping_option", {"id": self.goods.option})
        self.cart = {**self.ask("GET", ""), "token": self.cart["token"]}

    def complete(self) -> None:
        body = {"expected_total": self.cart["total"], "payment": {"provider": "stripe"}}
        self.placed = self.ask("POST", "/complete", body, Idempotency_Key=self.shop.key())

    def pay(self, card: str = "pm_card_visa") -> None:
        secret = self.placed["payment"]["client_secret"]
        self.shop.world.stripe.confirm(secret.partition("_secret_")[0], secret, card)

    def look_at_order(self) -> None:
        self.shop.ask("GET", f"/store/orders/{self.id}", Order_Token=self.placed["order_token"])

    def ship(self, tracking: Any = OWN_NUMBER) -> Any:
        """Send it all. tracking: None for a letter."""
        body = {
            "location_id": self.goods.location,
            "items": [{"line_item_id": each["id"], "quantity": 1} for each in self.placed["order"]["items"]],
            "tracking": {"company": "ups", "number": f"1Z{self.id[-16:]}"} if tracking == OWN_NUMBER else tracking,
        }
        return self.shop.admin("POST", f"/admin/orders/{self.id}/fulfillments", body)

    def deliver(self, status: str = "delivered") -> None:
        """Let the carrier say it. status: what it says of the parcel."""
        told = {"event_id": f"e-{self.id}", "tracking_number": f"1Z{self.id[-16:]}", "status": status}
        body = json.dumps(told | {"occurred_at": clock.stamp(clock.now())})
        signature = sign_as_carrier(body.encode(), clock.now())
        self.shop.ask("POST", "/webhooks/carriers/ups", body, Carrier_Signature=signature)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """A request about the cart, with its token."""
        return self.shop.ask(
            method, f"/store/carts/{self.cart['id']}{path}", body, Cart_Token=self.cart["token"], **headers
        )

    @property
    def id(self) -> str:
        return str(self.placed["order"]["id"])
