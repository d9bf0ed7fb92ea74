"""What must hold: at each change while the world lives, and in its books once it has come to rest."""

from typing import TYPE_CHECKING

from tests.simulation.invariants import (
    approvals,
    audit,
    counted,
    events,
    goods,
    helpdesk,
    imports,
    jobs,
    money,
    orders,
    people,
    products,
    replay,
    requests,
    said,
    shapes,
    stock,
)
from tests.simulation.invariants.books import Books

if TYPE_CHECKING:
    from tests.simulation.world import World

EVERY = 8  # one world in so many hears its whole history again: that costs as much as the rest of it


def check_all(world: "World") -> None:
    """Look at a world that has come to rest, and note every violation."""
    books = Books(world)
    for check in (
        money.check,
        stock.check,
        orders.check,
        requests.check,
        events.check,
        said.check,
        counted.check,
        goods.check,
        jobs.check,
        shapes.check,
        audit.check,
        approvals.check,
        people.check,
        helpdesk.check,
        imports.check,
        products.check,
    ):
        check(world, books)
    if world.seed % EVERY == 0:
        replay.check(world)
