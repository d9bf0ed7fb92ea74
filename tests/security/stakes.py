"""What each scope opens, and what it can cost: the routes as they are declared beside what `stakes.tsv` says.

What is open to any of the staff takes no scope, and has no row: `test_stakes.py` names each.
"""

from pathlib import Path

from shared.http import persons
from tests.security.audience import shows_persons
from tests.security.doors import doors

FILE = Path(__file__).with_name("stakes.tsv")
COLUMNS = ["scope", "opens", "what it can cost"]
BESIDES = {
    "payments:write": [
        "POST /admin/orders/<order_id>/cancel",
        "POST /admin/orders/cancel",
    ],  # asked where money goes back
    "orders:read": ["GET /admin/personal_data"],  # asked besides, as by the next: it has all that they show
    "support:read": ["GET /admin/personal_data"],
    persons.SCOPE: ["POST /admin/orders/export"],  # whose file has persons in it for who may see them
}


def opened() -> dict[str, list[str]]:
    """The routes that ask for each scope, or show by it what they leave out without it."""
    found: dict[str, list[str]] = {}
    for door in doors():
        if door.route.scope and not door.route.is_for_any_staff:
            found.setdefault(door.route.scope, []).append(door.name)
        if shows_persons(door) and door.route.scope != persons.SCOPE:
            found.setdefault(persons.SCOPE, []).append(door.name)
    return {scope: sorted([*names, *BESIDES.get(scope, [])]) for scope, names in found.items()}


def reviewed() -> dict[str, tuple[list[str], str]]:
    """The routes and the cost that the file names for each scope."""
    head, *lines = (line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines())
    assert head == COLUMNS
    return {scope: (opens.split("; "), cost) for scope, opens, cost in lines}
