"""What each scope opens, and what it can cost: the routes as they are declared beside what `stakes.tsv` says."""

from pathlib import Path

from tests.security.doors import doors

FILE = Path(__file__).with_name("stakes.tsv")
COLUMNS = ["scope", "opens", "what it can cost"]
BESIDES = {"payments:write": ["POST /admin/orders/<order_id>/cancel"]}  # asked where money goes back


def opened() -> dict[str, list[str]]:
    """The routes that ask for each scope."""
    found: dict[str, list[str]] = {}
    for door in doors():
        if door.route.scope:
            found.setdefault(door.route.scope, []).append(door.name)
    return {scope: sorted([*names, *BESIDES.get(scope, [])]) for scope, names in found.items()}


def reviewed() -> dict[str, tuple[list[str], str]]:
    """The routes and the cost that the file names for each scope."""
    head, *lines = (line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines())
    assert head == COLUMNS
    return {scope: (opens.split("; "), cost) for scope, opens, cost in lines}
