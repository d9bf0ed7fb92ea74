"""The Lambda that follows the levels in the table's stream and says which are low."""

from typing import Any

from functions.inventory.note_level import note_level, note_low
from functions.inventory.table import SPEC, is_level, level_of
from shared import clock
from shared.dynamo import item_of
from shared.dynamo.values import from_wire
from shared.lambdas import stream


def watch(record: dict[str, Any]) -> None:
    """Look at one change of the table: a level's, or none of ours."""
    if "NewImage" not in record or not is_level(from_wire(record["Keys"])):
        return
    before = level_of(item_of(SPEC, record["OldImage"])) if "OldImage" in record else None
    after = level_of(item_of(SPEC, record["NewImage"]))
    if "OldImage" in record and SPEC.is_older(from_wire(record["OldImage"])) and after.is_low:
        note_low(after)  # the release before listed none of those that are low
    note_level(before, after, clock.now())


handler = stream("watch_levels", watch)
