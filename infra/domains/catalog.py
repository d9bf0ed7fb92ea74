"""Catalog: products, their variants and prices, collections."""

from functions.catalog.table import SPEC
from infra.plan import Api, Domain, Publisher

CATALOG = Domain(
    "catalog",
    table=SPEC,
    functions=[
        Api("store_api", serves=["/store/products"], reads=["catalog", "inventory"], secrets=["signing_key"]),
        Api(
            "admin_api",
            serves=["/admin/products", "/admin/collections"],
            is_admin=True,
            writes=["catalog", "inventory"],  # a variant and its stock record begin in one commit
            secrets=["signing_key"],
        ),
        Publisher("publish_events"),
    ],
)
