"""Search: an index made of what is for sale, in a file that the store's Lambda reads."""

from events import InventoryAdjusted, LevelLow, LevelRestored, ProductUpdated
from functions.catalog.table import PRODUCTS_IN
from functions.search.table import SPEC
from infra.plan import Api, Domain, Schedule, Worker
from infra.register.search import WORDS

BUILD_TIMEOUT_S = 600  # all of 100,000 products are a thousand reads and some ten seconds of work
BUILD_MEMORY_MB = 2048  # for the words of 100,000 products, and a second processor's share

SEARCH = Domain(
    "search",
    table=SPEC,
    functions=[
        Api(
            "store_api",
            serves=["/store/search"],
            ships="search",
            reads=["search", "catalog", "inventory"],
            reads_bucket=True,
            secrets=["cursor_key"],
        ),
        Worker("note_changes", hears=[ProductUpdated, InventoryAdjusted, LevelLow, LevelRestored], writes=["search"]),
        Schedule(
            "build_index",
            every_minutes=1,
            ships="search",
            reads=["catalog", "inventory"],
            writes=["search"],
            lists_of={"catalog": [PRODUCTS_IN]},
            reads_bucket=True,
            writes_bucket=True,
            timeout_s=BUILD_TIMEOUT_S,
            memory_mb=BUILD_MEMORY_MB,
        ),
    ],
    words=WORDS,
)
