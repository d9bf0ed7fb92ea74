"""The built-in roles at all doors of staff's, as `roles.tsv` has it: a row for a route and a column for a role.

`python -m tests.security.roles` prints what the roles open today. That is a proposal, as with the matrix.
"""

import sys
from pathlib import Path

from functions.access.role import BUILT_IN, scopes_of
from tests.security.doors import Answer, Door, doors
from tests.security.refusals import code_of

FILE = Path(__file__).with_name("roles.tsv")
COLUMNS = ("route", *BUILT_IN)
OPENS, STAYS_SHUT = "opens", "·"
NONSENSE = {"If-Match": "no version"}  # beside no body: whoever comes in is told of it, and gets no further
UNREADABLE = (400, 415, 422)


def written() -> dict[str, dict[str, str]]:
    """The rows of the file, by route. Raises ValueError where its columns are not the roles."""
    head, *lines = (line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines())
    if tuple(head) != COLUMNS:
        raise ValueError(f"the columns of {FILE.name} are not the built-in roles")
    return {cells[0]: dict(zip(COLUMNS[1:], cells[1:], strict=True)) for cells in lines}


def staffs() -> list[Door]:
    """The doors that ask for a scope."""
    return [each for each in doors() if each.route.scope]


def knocked(door: Door, principal: str, scopes: tuple[str, ...]) -> str:
    """`opens`, or `403 forbidden` and the like."""
    path = door.path(dict.fromkeys(door.parameters, "x"))
    answer: Answer = door.knock(path, headers=NONSENSE, key_id=principal, scopes=" ".join(scopes))
    told = f"{answer.status} {code_of(answer)}"
    return OPENS if answer.status in UNREADABLE else told


if __name__ == "__main__":
    lines = ["\t".join(COLUMNS)]
    for each in staffs():
        is_any = each.route.is_for_any_staff
        allowed = {role: is_any or each.route.scope in scopes_of([role], {}) for role in BUILT_IN}
        lines.append("\t".join([each.name, *(OPENS if opened else STAYS_SHUT for opened in allowed.values())]))
    sys.stdout.write("\n".join(lines) + "\n")
