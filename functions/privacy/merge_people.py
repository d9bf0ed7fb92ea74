"""Go on with the merges of customers that staff began: orders, carts and memberships of the one that went move.

What has moved leaves the list that it was found by, so whoever is killed goes on where they were. A list may be a
second old: a merge is done by the run that finds nothing left, and not by the one that moved the last of it.
"""

from datetime import datetime
from itertools import islice

from functions import companies, customers, orders
from shared import telemetry
from shared.errors import Stale

MERGES_MAX = 100  # a run


def merge_people(now: datetime) -> None:
    """Go on with each merge that is not done. One that cannot be done is told, and holds up no other."""
    for merge in islice(customers.open_merges(), MERGES_MAX):
        try:
            _go_on(merge, now)
        except Stale:
            continue  # somebody else is at it
        except Exception as error:  # noqa: BLE001 - whatever it is, others must not wait for it
            telemetry.warn("merge_failed", error, customer_id=merge.stays)
            telemetry.count("MergesFailed")


def _go_on(merge: customers.Merge, now: datetime) -> None:
    moved = [
        customers.move_consents(merge),
        orders.move_orders(merge.goes, merge.stays, now),
        orders.move_carts(merge.goes, merge.stays, now),
        companies.move_member(merge.goes, merge.stays, now),
    ]
    if any(moved):
        return
    customers.remove_account(merge)
    customers.end_merge(merge, now)
    telemetry.note("merge_done", customer_id=merge.stays, merged_id=merge.goes)
