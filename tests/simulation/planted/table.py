"""TABLE.md: what each planted bug would cost a shop, who noticed it and how soon. `--write` writes it."""

from collections.abc import Mapping
from pathlib import Path

from tests.simulation.planted.bugs import BUGS
from tests.simulation.planted.hunt import Catch, Place

PATH = Path(__file__).with_name("TABLE.md")
HEAD = """# Planted bugs

Each is a change of a few words in the real source, put into the running code ([patching.py](patching.py)), one at a
time. *Seeds* and *orders*: lived through, from seed 0 on, until an invariant spoke that is silent in the same world
without the bug. *Again*: the seed and the number of shoppers with which `make test` repeats the catch. The invariants
are those of docs/FAULTS.md. `python -m tests.simulation.planted --write` hunts all of them anew and writes this page.

| bug | what it would cost a shop | caught by | seeds | orders | again |
|---|---|---|--:|--:|--:|
"""


def written(catches: Mapping[str, Catch]) -> str:
    """The page. catches: by the bug's name, for every bug."""
    rows = [_row(bug.name, bug.why, catches[bug.name]) for bug in BUGS]
    return HEAD + "\n".join(rows) + "\n"


def _row(name: str, why: str, catch: Catch) -> str:
    again = f"{catch.again.seed} with {catch.again.shoppers}"
    return f"| `{name}` | {why} | {catch.invariant} | {catch.seeds} | {catch.orders} | {again} |"


def read(page: str) -> dict[str, Catch]:
    """The catches that a page tells of, by the bug's name."""
    rows = [line.strip("|").split("|") for line in page.splitlines() if line.startswith("| `")]
    return {name.strip(" `"): _catch(*told) for name, _, *told in rows}


def _catch(spoke: str, seeds: str, orders: str, again: str) -> Catch:
    seed, _, shoppers = again.partition(" with ")
    return Catch(spoke.strip(), int(seeds), int(orders), Place(int(seed), int(shoppers)))


def known() -> dict[str, Catch]:
    """The catches that the checked-in page tells of."""
    return read(PATH.read_text(encoding="utf-8")) if PATH.exists() else {}
