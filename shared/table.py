"""A table's shape as data, so that the code, the tests and the deployment read the same page.

Every table has a string partition key `pk`, a string sort key `sk` and the TTL attribute `ttl` (epoch seconds; it only
collects garbage, nothing is ever decided by it).
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Step = Callable[[dict[str, Any]], dict[str, Any]]  # of an item, whatever it is, makes that of the next schema version
SCHEMA_VERSION = "_schema_version"  # of an item: the shape it was written in; without it, 1. Events have another one


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
    """A domain's table. `says` is whether it holds an outbox: then it has a stream and the index of unsent events.

    upgrades: the step from each schema version to the next. CONTRIBUTING says what a step may do.
    recovery_days: how far back it can be restored, where that must be no further: then nothing else keeps a copy of it.
    """

    name: str
    indexes: tuple[Index, ...] = ()
    says: bool = True
    upgrades: tuple[Step, ...] = ()
    recovery_days: int | None = None

    @property
    def all_indexes(self) -> tuple[Index, ...]:
        return (*self.indexes, UNSENT) if self.says else self.indexes

    @property
    def physical_name(self) -> str:
        """The deployed table's name, from the environment: `ORDERS_TABLE` for the table `orders`."""
        return os.environ[f"{self.name.upper()}_TABLE"]

    @property
    def schema_version(self) -> int:
        """The version that this release writes."""
        return len(self.upgrades) + 1

    def is_older(self, item: dict[str, Any]) -> bool:
        """Whether an earlier release wrote it, in another shape."""
        return bool(item.get(SCHEMA_VERSION, 1) < self.schema_version)

    def upgraded(self, item: dict[str, Any]) -> dict[str, Any]:
        """The item in the shape of this release; a newer one, written before a rollback, as it is."""
        for version in range(item.get(SCHEMA_VERSION, 1), self.schema_version):
            item = {**self.upgrades[version - 1](item), SCHEMA_VERSION: version + 1}
        return item
