"""What a step of `upgrades` must not do, looked for on items as releases have left them."""

import copy
from collections.abc import Iterator

from shared.dynamo import Item
from shared.table import TableSpec


def mistakes(table: TableSpec, item: Item) -> Iterator[str]:
    """A sentence for each mistake that the table's steps make on this item."""
    keys = {"pk", "sk", *(name for index in table.all_indexes for name in (index.partition, index.sort) if name)}
    for number, step in enumerate(table.upgrades, start=1):
        given = copy.deepcopy(item)
        after = step(given)
        if given != item:
            yield f"step {number} changes what it was given"
        if step(copy.deepcopy(after)) != after:
            yield f"step {number} changes an item that is in the new shape already"
        if changed := sorted(name for name in keys if name in item and after.get(name) != item[name]):
            yield f"step {number} changes keys: {', '.join(changed)}"
        item = after
