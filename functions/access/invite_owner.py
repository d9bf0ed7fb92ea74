"""An owner at an operator's bidding: the first one, and the one after all others are lost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import ValidationError

from functions.access import store
from functions.access.invite_member import POOL, new_member
from functions.access.member import EmailTaken
from functions.access.role import OWNER
from functions.access.views import member_view, told_of
from shared import audit, directory, telemetry
from shared.dynamo import commit
from shared.errors import Invalid
from shared.http import Email, Input
from shared.http.text import Text


class Order(Input):
    """What the operator asks for."""

    email: Email
    name: Annotated[str, Text(100, is_required=True)]


def invite_owner(payload: Mapping[str, Any], now: datetime) -> dict[str, str]:
    """`{"email": "…", "name": "…"}` → `{"id": "staff_…"}`, and a letter with the first password.

    Raises Invalid with a sentence for the operator, EmailTaken, directory.AddressInPool or Unavailable.
    """
    try:
        order = Order.model_validate(payload)
    except ValidationError:
        raise Invalid('Send {"email": "…", "name": "…"}.') from None
    owner = store.member_at(order.email)
    if owner is None:
        owner = new_member(order.email, order.name, [OWNER], None, now)
        done = audit.Deed(audit.OPERATOR, "staff_member.invite", telemetry.correlation_id())
        commit(*store.invited(owner), *done.on(owner.id, after=told_of(member_view(owner, {}, None))))
    elif not owner.is_owner:
        raise EmailTaken
    directory.invite(POOL, owner.id, owner.email)  # also where that failed the last time
    telemetry.note("owner_invited", staff_id=owner.id)
    return {"id": owner.id}
