"""Catalog: products, their variants and prices, collections."""

from events import MediaAdded
from functions.catalog.table import ALL_PRODUCTS, ALL_TITLES, PRODUCTS_IN, SPEC, TITLES_IN, UNNAMED
from infra.plan import Api, Domain, Publisher, Schedule, Worker
from infra.register.catalog import WORDS

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
            serves=["/admin/products", "/admin/collections", "/admin/media"],
            is_admin=True,
            writes=["catalog", "inventory", "jobs"],  # a variant and its stock record begin in one commit
            appends=["audit"],
            lists=[ALL_PRODUCTS, ALL_TITLES, PRODUCTS_IN, TITLES_IN],
            secrets=["cursor_key", "answers_key"],
            takes_uploads=True,
        ),
        Worker(
            "process_media",
            hears=[MediaAdded],
            writes=["catalog"],
            reads_uploads=True,
            shows_files=True,
            ships="media",
            timeout_s=120,  # ten pictures, of which the largest takes some seconds
            memory_mb=2048,  # fifty million pixels a few times over, and more than one processor
        ),
        Schedule("sweep_media", cron="40 3 * * ? *", writes=["catalog"], lists=[UNNAMED], hides_files=True),
        Schedule(
            "sweep_changes",
            every_minutes=5,
            writes=["catalog", "inventory"],
            timeout_s=300,  # some of the largest changes, each of some seconds
        ),
        Publisher("publish_events"),
    ],
    words=WORDS,
)
