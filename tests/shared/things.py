"""A table of things and what one does with them: enough of a domain to try the floor on."""

from typing import Any

from shared.dynamo import Item, Write, create, replace, update
from shared.errors import Refused
from shared.table import Index, TableSpec

BY_COLOR = Index("by_color", partition="color", sort="name")
BY_DAY = Index("by_day", partition="day", sort="at", keys_only=True)
THINGS = TableSpec("things", indexes=(BY_COLOR, BY_DAY))


class Taken(Refused):
    """The thing is there already, or used up."""

    code = "taken"

    def __init__(self, found: Item | None, which: int = 0) -> None:
        super().__init__("Taken.")
        self.found, self.which = found, which


def key(n: int) -> tuple[str, str]:
    return f"THING#{n}", "THING"


def a_thing(n: int = 1, **more: Any) -> Item:
    return {"pk": key(n)[0], "sk": key(n)[1], "version": 1, "left": 10, **more}


def new(n: int = 1, **more: Any) -> Write:
    """Make a thing; Taken where there is one."""
    return create(THINGS, a_thing(n, **more), refusal=lambda found: Taken(found, n))


def changed(n: int = 1, seen: int = 1, **more: Any) -> Write:
    return replace(THINGS, a_thing(n, **{"version": seen + 1, **more}), seen=seen, refusal=lambda f: Taken(f, n))


def take(n: int = 1, how_many: int = 1) -> Write:
    """Take some of a thing; Taken where too few are left."""
    return update(
        THINGS,
        key(n),
        "SET #left = #left - :n",
        condition="#left >= :n",
        names={"#left": "left"},
        values={":n": how_many},
        refusal=lambda found: Taken(found, n),
    )
