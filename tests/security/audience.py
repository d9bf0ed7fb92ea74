"""Who sees what: every field of every answer, and whether shoppers, staff or both get it, in `audience.tsv`.

What staff see of persons they see with `customers:read` alone, and its row says so.

`python -m tests.security.audience` prints what the routes' types show today. That is a proposal, as with the matrix: a
field that shoppers see is a decision.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from shared.http.persons import OF_PERSON, SCOPE
from tests.security.doors import Door, doors

FILE = Path(__file__).with_name("audience.tsv")
HEAD = "answer\tfield\taudience"
SURFACES = {"/store/": "store", "/admin/": "admin"}
Field = tuple[str, str]  # ("orders.StoreOrderView", "email")


def written() -> dict[Field, str]:
    """The rows of the file. Raises ValueError where a field stands twice."""
    head, *lines = FILE.read_text(encoding="utf-8").splitlines()
    rows = {(model, field): audience for model, field, audience in (line.split("\t") for line in lines)}
    if head != HEAD or len(rows) != len(lines):
        raise ValueError(f"{FILE.name} has another head, or a field twice")
    return rows


def found() -> dict[Field, str]:
    """The fields that the routes' types show: to `store`, to `admin`, to `both`, or to staff with `customers:read`."""
    seen: dict[Field, set[str]] = {}
    persons_own: set[Field] = set()
    for door in doors():
        surface = next((name for prefix, name in SURFACES.items() if door.route.path.startswith(prefix)), None)
        for model in models_in(door.route.hints["return"]) if surface else ():
            for name, field in model.model_fields.items():
                seen.setdefault((_name(model), name), set()).add(str(surface))
                if OF_PERSON in field.metadata:
                    persons_own.add((_name(model), name))
    told = {field: "both" if len(who) == len(SURFACES) else next(iter(who)) for field, who in sorted(seen.items())}
    return told | {field: SCOPE for field in persons_own if told[field] == "admin"}


def shows_persons(door: Door) -> bool:
    """Whether something in the route's answer is a person's, which staff see by a scope of its own."""
    models = models_in(door.route.hints["return"])
    return any(OF_PERSON in field.metadata for model in models for field in model.model_fields.values())


def models_in(kind: Any) -> Iterator[type[BaseModel]]:
    """Every model that can be part of an answer of this type; of a list, what it lists."""
    for part in get_args(kind):
        yield from models_in(part)
    if not isinstance(kind, type) or not issubclass(kind, BaseModel):
        return
    if not kind.__pydantic_generic_metadata__["args"]:  # `Listed[CartView]` is shown as CartView
        yield kind
    for field in kind.model_fields.values():
        yield from models_in(field.annotation)


def _name(model: type[BaseModel]) -> str:
    module = model.__module__.removeprefix("functions.")
    return f"{module.split('.')[0]}.{model.__name__}"


if __name__ == "__main__":
    sys.stdout.write("\n".join([HEAD, *("\t".join((*field, who)) for field, who in found().items())]) + "\n")
