"""The commands that may wait for an approval, by the action that the audit log calls them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from functions.access.change_member import change_member
from functions.access.change_role import change_role
from functions.access.invite_member import invite_member
from functions.access.make_key import make_key
from functions.access.views import MemberChange, NewKey, NewMember, RoleChange
from functions.orders.cancel_order import cancel_order
from functions.orders.inputs import Cancellation, NewRefund
from functions.orders.refund_order import refund_order
from functions.privacy.ask_erasure import ask_erasure
from functions.privacy.views import NewErasure
from shared.http import Input, Reply, Request

Names = Mapping[str, str]  # the path parameters


@dataclass(frozen=True)
class Command:
    """A command and what its route asks for. holds_asker: its commit stands only while the asker counts."""

    scope: str
    body: type[Input]
    run: Callable[[Request, Any, Names], Reply[Any]]
    holds_asker: bool = False


COMMANDS: Mapping[str, Command] = {
    "refund.create": Command("payments:write", NewRefund, lambda request, body, _: refund_order(body, request)),
    "order.cancel": Command(
        "orders:write", Cancellation, lambda request, body, names: cancel_order(names["order_id"], body, request)
    ),
    "erasure.create": Command("customers:erase", NewErasure, lambda request, body, _: ask_erasure(body, request)),
    "api_key.create": Command("keys:write", NewKey, lambda request, body, _: make_key(request, body), True),
    "staff_member.invite": Command(
        "staff:write", NewMember, lambda request, body, _: invite_member(request, body), True
    ),
    "staff_member.update": Command(
        "staff:write", MemberChange, lambda request, body, names: change_member(request, names["staff_id"], body), True
    ),
    "role.update": Command(
        "staff:write", RoleChange, lambda request, body, names: change_role(request, names["role_id"], body), True
    ),
}
