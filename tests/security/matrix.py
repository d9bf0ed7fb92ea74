"""The matrix: what every caller gets at every door, in `matrix.tsv`, a row for a route and a column for a caller.

`python -m tests.security.matrix` prints what the handlers answer today. That is a proposal: what a cell should say is
decided by whoever reads it beside the API's conventions, and only then written down. With `--missing` it prints the
rows alone of the routes that have none.
"""

import logging
import sys
from contextlib import redirect_stdout
from pathlib import Path

from functions.access.scopes import SCOPES
from shared import telemetry
from tests.security.callers import CALLERS, Knock, ask
from tests.security.cast import Cast, cast, without
from tests.security.doors import Answer, Door, doors
from tests.security.refusals import code_of

FILE = Path(__file__).with_name("matrix.tsv")
ROUTE, OPENED_BY, OTHERS = "route", "scopes that open it alone", "any other scope, and all others together"
COLUMNS = (ROUTE, *CALLERS, OPENED_BY, OTHERS)
NO_CASE = "·"
EVERY_KEY = "every key"
Row = dict[str, str]


def written() -> dict[str, Row]:
    """The rows of the file, by route. Raises ValueError where its columns are not ours."""
    head, *lines = (line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines())
    if tuple(head) != COLUMNS:
        raise ValueError(f"the columns of {FILE.name} are not those of callers.py")
    return {cells[0]: dict(zip(COLUMNS, cells, strict=True)) for cells in lines}


def found(cast: Cast, door: Door) -> Row:
    """The row as the handlers answer."""
    row = {ROUTE: door.name}
    for name, caller in CALLERS.items():
        knock = caller(cast, door)
        row[name] = NO_CASE if knock is None else cell(answer_to(cast, door, knock))
    return row | _scopes(cast, door, row["key with all scopes"])


def answer_to(cast: Cast, door: Door, knock: Knock) -> Answer:
    """What the caller gets in the shop as it was furnished. Fails where a refusal has written anything."""
    cast.scene.writes.clear()
    answer = ask(cast, door, knock)
    if cast.scene.writes:
        assert answer.status < 400, (door.name, answer)
        cast.restore()
    return answer


def cell(answer: Answer) -> str:
    """`200`, or `404 not_found`."""
    code = code_of(answer)
    return f"{answer.status} {code}" if code else str(answer.status)


def _scopes(cast: Cast, door: Door, opened: str) -> Row:
    if not door.route.scope:
        return {OPENED_BY: NO_CASE, OTHERS: NO_CASE}
    others = "none" if door.route.is_for_any_staff else without(door.route.scope)
    keys = {scope: cast.keys[scope] for scope in SCOPES} | {"others": cast.keys[others]}
    cells = {who: cell(answer_to(cast, door, Knock({"Authorization": f"Bearer {key}"}))) for who, key in keys.items()}
    opening = [who for who, each in cells.items() if each == opened]
    if opening == list(cells):
        return {OPENED_BY: EVERY_KEY, OTHERS: NO_CASE}
    refusals = sorted({each for who, each in cells.items() if who not in opening})
    return {OPENED_BY: " ".join(opening), OTHERS: " or ".join(refusals)}


if __name__ == "__main__":
    telemetry.logger.setLevel(logging.ERROR)
    with redirect_stdout(sys.stderr), cast() as people:  # metrics are printed
        known = written() if "--missing" in sys.argv else None
        rows = [found(people, door) for door in doors() if known is None or door.name not in known]
    heads = ["\t".join(COLUMNS)] if known is None else []
    lines = [*heads, *("\t".join(row[name] for name in COLUMNS) for row in rows)]
    sys.stdout.write("\n".join(lines) + "\n")
