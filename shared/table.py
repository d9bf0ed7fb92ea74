"""A table's shape as data, so that the code, the tests and the deployment read the same page.

Every table has a string partition key `pk`, a string sort key `sk` and the TTL attribute `ttl` (epoch seconds; it only
collects garbage, nothing is ever decided by it).
"""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Index:
    """A global secondary index. Stale by nature: list from it, never decide from it."""

    name: str
    partition: str
    sort: str | None = None
    keys_only: bool = False


UNSENT = Index("unsent", partition="unsent", sort="unsent_at")  # events not yet on the bus; the sweeper reads it


@dataclass(frozen=True)
class TableSpec:
    """A domain's table. `says` is whether it holds an outbox: then it has a stream and the index of unsent events."""

    name: str
    indexes: tuple[Index, ...] = ()
    says: bool = True

    @property
    def all_indexes(self) -> tuple[Index, ...]:
        return (*self.indexes, UNSENT) if self.says else self.indexes

    @property
    def physical_name(self) -> str:
        """The deployed table's name, from the environment: `ORDERS_TABLE` for the table `orders`."""
        return os.environ[f"{self.name.upper()}_TABLE"]
