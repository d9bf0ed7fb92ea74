"""DynamoDB as the house uses it: staged reads, staged writes, and one commit that does all of them or none."""

from shared.dynamo.commit import commit, count_up, retry_stale, take_number, witnessed_by
from shared.dynamo.reads import Page, Place, Read, fetch, item_of, query, query_all, query_kept, required, wholes
from shared.dynamo.values import Item, Key
from shared.dynamo.writes import (
    ABSENT,
    PRESENT,
    Write,
    check,
    counted,
    create,
    delete,
    replace,
    replace_if,
    speaking_first,
    update,
)

__all__ = [
    "ABSENT",
    "PRESENT",
    "Item",
    "Key",
    "Page",
    "Place",
    "Read",
    "Write",
    "check",
    "commit",
    "count_up",
    "counted",
    "create",
    "delete",
    "fetch",
    "item_of",
    "query",
    "query_all",
    "query_kept",
    "replace",
    "replace_if",
    "required",
    "retry_stale",
    "speaking_first",
    "take_number",
    "update",
    "wholes",
    "witnessed_by",
]
