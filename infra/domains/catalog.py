"""Catalog: products, their variants and prices, collections."""

from functions.catalog.table import ALL_PRODUCTS, ALL_TITLES, PRODUCTS_IN, SPEC, TITLES_IN
from infra.plan import Api, Domain, Publisher

CATALOG = Domain(
    "catalog",
    table=SPEC,
    functions=[
        Api(
            "store_api",
            serves=["/store/products", "/store/collections"],
            reads=["catalog", "inventory"],
            lists=[PRODUCTS_IN, TITLES_IN],
            secrets=["cursor_key"],
        ),
        Api(
            "admin_api",
            serves=["/admin/products", "/admin/collections"],
            is_admin=True,
            writes=["catalog", "inventory"],  # a variant and its stock record begin in one commit
            appends=["audit"],
            lists=[ALL_PRODUCTS, ALL_TITLES, PRODUCTS_IN, TITLES_IN],
            secrets=["cursor_key", "answers_key"],
        ),
        Publisher("publish_events"),
    ],
)
