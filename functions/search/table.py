"""The search's table: which index is published, who builds the next one, and what has changed since.

| entity | pk | sk | written |
|---|---|---|---|
| the index of a format | `INDEX#<format>` | `INDEX` | whole, by version |
| what has changed | `CHANGES` | `CHANGE#<product or variant>` | counted up with each news; removed as it was seen |
| heard | `HEARD#…` | `HEARD` | once |

| question | answered by |
|---|---|
| which index is to be read, whether anybody builds | its key |
| what has changed since | the partition `CHANGES` |

One row for all news of a product: however much is told of it, it is read once.
"""

from functions.search.published import Published
from shared.dynamo import Item
from shared.table import TableSpec

SPEC = TableSpec("search", says=False)

CHANGES = "CHANGES"  # the one partition; a thousand changes a second before it is hot
CHANGE = "CHANGE#"


def index_key(form: str) -> tuple[str, str]:
    """Where it stands which index of this format is published."""
    return f"INDEX#{form}", "INDEX"


def change_key(thing: str) -> tuple[str, str]:
    """The note that a product or a variant is another now."""
    return CHANGES, f"{CHANGE}{thing}"


def index_item(index: Published) -> Item:
    """The index, as it is stored."""
    pk, sk = index_key(index.form)
    return {
        "pk": pk,
        "sk": sk,
        "form": index.form,
        "version": index.version,
        "build": index.build,
        "sha256": index.sha256,
        "products_count": index.products_count,
        "bytes_count": index.bytes_count,
        "built_at": index.built_at,
        "whole_at": index.whole_at,
        "leased_until": index.leased_until,
    }


def index_of(item: Item) -> Published:
    """The index that an item holds."""
    return Published(**{name: item[name] for name in Published.__dataclass_fields__})
