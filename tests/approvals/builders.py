"""An approval that waits, though nothing in the shop has to."""

from datetime import datetime, timedelta

from shared import clock, ids
from shared.approvals import MONEY, Approval, opened
from shared.dynamo import commit


def waiting(asked_by: str, order_id: str, now: datetime, amount: int = 1) -> str:
    """The id of one for a refund of an order. asked_by: who can do that themselves."""
    approval = Approval(
        id=ids.new_id("apr", now),
        action="refund.create",
        scope=MONEY,
        object_id=order_id,
        names={},
        body={"order_id": order_id, "amount": amount},
        if_match=None,
        given={},
        asked_by=asked_by,
        created_at=clock.stamp(now),
        expires_at=clock.stamp(now + timedelta(days=3)),
    )
    commit(*opened(approval, now))
    return approval.id
