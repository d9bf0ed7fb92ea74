"""End the changes of products whose writers are gone: those that are published are settled, all others undone."""

from datetime import datetime

from functions.catalog.chunked.under_way import PARTITION, under_way_of
from functions.catalog.chunked.write import finish
from functions.catalog.table import SPEC
from shared import clock, telemetry
from shared.dynamo import query_all
from shared.errors import Problem, Stale

MOST = 20  # a run; one of 2,048 variants takes some seconds


def sweep_changes(now: datetime) -> None:
    """Those whose time is over. Raises what kept one of them from its end, once all were tried."""
    found = [under_way_of(item) for item in query_all(SPEC, PARTITION)]
    left = [change for change in found if change.written_until <= clock.stamp(now)][:MOST]
    wrong: Problem | None = None
    for change in left:
        try:
            finish(change, now)
        except Stale:  # whoever changes the product ends it too
            continue
        except Problem as problem:
            wrong = problem
        telemetry.note("product_change_swept", product_id=change.product_id)
    telemetry.note("product_changes_swept", looked_count=len(found), left_count=len(left))
    if wrong:
        raise wrong
