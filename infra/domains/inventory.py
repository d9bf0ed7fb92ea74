"""Inventory: locations, and what of each variant is there, set aside or coming."""

from functions.inventory.table import LISTING, LOCATED, SPEC
from infra.plan import Api, Domain, Publisher, Watcher

LEVEL_MOVED = {
    "eventName": ["INSERT", "MODIFY"],
    "dynamodb": {"Keys": {"pk": {"S": [{"prefix": "VARIANT#"}]}, "sk": {"S": [{"prefix": "LEVEL#"}]}}},
}

INVENTORY = Domain(
    "inventory",
    table=SPEC,
    functions=[
        Api(
            "admin_api",
            serves=["/admin/locations", "/admin/inventory"],
            is_admin=True,
            writes=["inventory"],
            appends=["audit"],
            lists=[LISTING, LOCATED],
            secrets=["cursor_key", "answers_key"],
        ),
        Publisher("publish_events"),
        Watcher("watch_levels", when=[LEVEL_MOVED], writes=["inventory"]),
    ],
)
