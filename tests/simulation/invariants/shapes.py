"""I11 and I18 of migrations: a rewrite changes nothing but the shape, and after the last one nothing is older."""

from typing import TYPE_CHECKING, Any

from shared.dynamo.older import PROOF, UPDATES
from shared.table import SCHEMA_VERSION
from tests.simulation.invariants.books import SPECS, Books
from tests.simulation.migrating import SHAPE

if TYPE_CHECKING:
    from tests.simulation.world import World


def is_rewrite(old: Any, new: Any) -> bool:
    """Whether only an item's shape became another: whatever writes leaves a trace besides."""
    is_another = old.get(SCHEMA_VERSION) != new.get(SCHEMA_VERSION)
    return is_another and all(old.get(trace) == new.get(trace) for trace in (PROOF, UPDATES))


def look(world: "World", key: tuple[str, str], old: Any, new: Any) -> None:
    """At a rewrite."""
    before, after = (
        {name: value for name, value in item.items() if name not in (SCHEMA_VERSION, SHAPE)} for item in (old, new)
    )
    world.expect(before == after, "I11", f"the migration changed {key}")
    world.happened["item rewritten"] += 1


def check(world: "World", books: Books) -> None:
    """Once all is at rest: whatever table a migration has gone through."""
    jobs = [job for (_, sk), job in books.tables["jobs"].items() if sk == "JOB" and job["kind"] == "migration"]
    for job in jobs:
        table = job["params"]["table"]
        if job["status"] != "done":
            continue
        world.happened["migration done"] += 1
        older = [key for key, item in books.tables[table].items() if SPECS[table].is_older(item)]
        world.expect(not older, "I18", f"{table} is migrated, and {len(older)} items are older: {older[:2]}")
