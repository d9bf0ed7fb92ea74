"""A release that gives a table another shape goes live in the middle of the day, and staff migrate the table."""

from typing import TYPE_CHECKING, Any

from shared.table import TableSpec
from tests.simulation.invariants.books import SPECS

if TYPE_CHECKING:
    from tests.simulation.staff import Staff

SHAPE = "shape"  # the attribute that items of the new shape have
LOOKED_MAX = 20  # items a page of the walk, of a table that has some hundreds
SEGMENTS = 3
OWN = {spec.name: spec.upgrades for spec in SPECS.values()}  # the steps of today's code
SOON_S = (0.0, 1.0, 40.0)  # from the release to the migration


def step(item: dict[str, Any]) -> dict[str, Any]:
    """From the shape before to this one: of every kind of item, and of what nobody will read."""
    return {**item, SHAPE: "new"}


def give_shape(spec: TableSpec, *steps: Any) -> None:
    """What another release of the code would say of its table: these steps after its own; none: today's."""
    object.__setattr__(spec, "upgrades", (*OWN[spec.name], *steps))


def migrate(staff: "Staff", table: str) -> None:
    """The release, and soon its migration."""
    world = staff.world
    give_shape(SPECS[table], step)
    world.happened["another shape released"] += 1
    world.pause(staff.chance.choice(SOON_S))
    staff.post("/admin/migrations", {"table": table, "segments": SEGMENTS}, "migration")
