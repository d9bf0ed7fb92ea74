"""All that a domain remembers, as lines of JSON."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from infra.operate.place import TABLES, Mistake, Place
from infra.operate.telling import HERE, At, counted
from shared.dynamo.values import Item, from_wire


def export(
    domain: Annotated[str, Parameter(help=f"One of {', '.join(TABLES)}.")],
    *,
    to: Annotated[Path | None, Parameter(help="A file that is not there yet; without it, the output.")] = None,
    at: At = HERE,
) -> None:
    """Every item of a domain's table, one a line, as plain JSON. It has people's names and addresses in it: keep it so.

    `storewright export orders --to orders.jsonl --stage prod`
    """
    place = at.place()
    lines = (json.dumps(item, ensure_ascii=False, sort_keys=True) + "\n" for item in items(place, place.table(domain)))
    if to is None:
        sys.stdout.writelines(lines)
        return
    try:
        handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Mistake(f"{to} cannot be made: {error.strerror}.") from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        written = sum(bool(file.write(line)) for line in lines)
    at.tell({"items": written, "file": str(to)}, f"{counted(written, 'item')} in {to}.")


def items(place: Place, physical_name: str) -> Iterator[Item]:
    """All items of a deployed table, as plain values, in no order."""
    pages = place.client("dynamodb").get_paginator("scan").paginate(TableName=physical_name, ConsistentRead=True)
    return (from_wire(item) for page in pages for item in page["Items"])
