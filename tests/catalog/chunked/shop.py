"""A product in many sizes, and whoever writes it and dies."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

from functions.catalog.table import SPEC
from functions.inventory.table import SPEC as INVENTORY
from shared.aws import client
from tests.catalog.shop import a_shirt, a_size

SIZES = ("XS", "S", "M", "L", "XL")


class Killed(BaseException):
    """The Lambda is gone, with all that it would have done."""


@contextmanager
def killed_after(calls: int) -> Iterator[None]:
    """Whoever has made so many calls to the database is gone; what the last one did is done."""
    made: list[str] = []

    def count(model: Any, **_: Any) -> None:
        made.append(model.name)
        if len(made) >= calls:
            raise Killed

    events = client("dynamodb").meta.events
    events.register("after-call", count)
    try:
        yield
    finally:
        events.unregister("after-call", count)


def a_large_shirt(sizes: tuple[str, ...] = SIZES, **changed: Any) -> dict[str, Any]:
    """The request for a T-shirt in these sizes."""
    options = [{"name": "Size", "values": list(sizes)}]
    return a_shirt(**{"options": options, "variants": [a_size(each) for each in sizes], **changed})


def rows(begin: str) -> list[dict[str, Any]]:
    """What is in the tables of catalog and inventory under keys that begin so."""
    plain = TypeDeserializer().deserialize
    found = [
        {name: plain(value) for name, value in item.items()}
        for table in (SPEC, INVENTORY)
        for item in client("dynamodb").scan(TableName=table.physical_name)["Items"]
    ]
    return [item for item in found if str(item["pk"]).startswith(begin)]


def is_at_rest() -> bool:
    """Whether nothing is under way, and no row says what it is to become."""
    return not rows("WRITING") and not any("next" in row or "next_of" in row for row in rows("VARIANT#"))


def skus() -> dict[str, str]:
    """Whose each SKU is, as it is written."""
    return {row["sku"]: row["variant_id"] for row in rows("SKU#")}
