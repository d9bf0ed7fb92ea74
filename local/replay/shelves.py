"""Filling the shelves: the products of a plan in the catalog, and all they will sell in stock."""

from local.replay import crew
from local.replay.goods import Delivery, Product
from local.replay.journal import Journal
from local.replay.plan import Plan
from local.replay.shop import CURRENCY, Shop


def fill_shelves(shop: Shop, plan: Plan, journal: Journal, at_once: int) -> None:
    """Make what is not there yet."""
    known = set(journal.variants)
    every = {product.name: product for delivery in plan.deliveries for product in delivery.products}
    missing = [product for product in every.values() if not _skus(product) <= known]
    crew.each("products", missing, lambda product: _create(shop, product, journal), at_once=at_once)
    to_come = [delivery for delivery in plan.deliveries if delivery.name not in journal.received]
    crew.each("deliveries", to_come, lambda delivery: _receive(shop, delivery, journal), at_once=at_once)


def _skus(product: Product) -> set[str]:
    return {product.sku(price) for price in product.units}


def _create(shop: Shop, product: Product, journal: Journal) -> None:
    pounds = {price: f"{price // 100}.{price % 100:02d}" for price in product.units}
    body = {
        "title": product.title[:255],
        "handle": f"replay-{product.name}",
        "status": "active",
        "options": [{"name": "Price", "values": list(pounds.values())}],
        "variants": [
            {
                "sku": product.sku(price),
                "options": {"Price": pounds[price]},
                "prices": [{"currency": CURRENCY, "amount": price}],
            }
            for price in product.units
        ],
    }
    made = shop.staff.post("/admin/products", body, key=shop.key("product", product.name))
    journal.product(made["id"], product.label, {variant["sku"]: variant["id"] for variant in made["variants"]})


def _receive(shop: Shop, delivery: Delivery, journal: Journal) -> None:
    items = [
        {"variant_id": journal.variants[sku], "location_id": shop.location_id, "quantity": units}
        for sku, units in delivery.entries
    ]
    body = {"items": items, "reference": delivery.name}
    shop.staff.post("/admin/inventory/receipts", body, key=shop.key("receipt", delivery.name))
    journal.receipt(delivery.name)
