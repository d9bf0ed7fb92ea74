"""Hears what people should be told, and writes to them."""

from typing import Any

from events import (
    ApprovalClosed,
    ApprovalRequested,
    CartApprovalDecided,
    CartApprovalRequested,
    ConsentRequested,
    Event,
    FulfillmentDelivered,
    FulfillmentShipped,
    LevelLow,
    OrderCanceled,
    OrderPending,
    OrderPlaced,
    RefundFailed,
    RefundSucceeded,
    TicketCreated,
    TicketMessageAdded,
)
from functions.notifications.send_owed import send_owed
from functions.notifications.table import SPEC
from functions.notifications.tell_company import tell_admins, tell_buyer
from functions.notifications.tell_staff import tell_approvers, tell_asker
from shared.queue import queue_handler

HEARD = (
    OrderPending,
    OrderPlaced,
    FulfillmentShipped,
    FulfillmentDelivered,
    RefundSucceeded,
    OrderCanceled,
    TicketCreated,
    TicketMessageAdded,
    ConsentRequested,
    LevelLow,
    RefundFailed,
)

HEARS: dict[type[Event], Any] = {
    **dict.fromkeys(HEARD, send_owed),
    ApprovalRequested: tell_approvers,
    ApprovalClosed: tell_asker,
    CartApprovalRequested: tell_admins,
    CartApprovalDecided: tell_buyer,
}

handler = queue_handler(SPEC, "notifications.send_mail", HEARS)
