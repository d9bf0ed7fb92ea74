"""The contracts between domains: what each says, typed and versioned. A sample of each is in `events/samples/`."""

from events.approvals import ApprovalClosed, ApprovalRequested
from events.catalog import MediaAdded, PriceChanged, ProductUpdated
from events.companies import CompanyChanged, CompanyCreated
from events.customers import ConsentRequested, CustomerChanged, CustomerCreated
from events.fulfillment import (
    CarrierEventReceived,
    FulfillmentCreated,
    FulfillmentDelivered,
    FulfillmentReturned,
    FulfillmentShipped,
)
from events.inventory import InventoryAdjusted, InventoryShortfall, LevelLow, LevelRestored
from events.jobs import JobEnded, JobQueued
from events.orders import (
    CartApprovalDecided,
    CartApprovalRequested,
    OrderCanceled,
    OrderExpired,
    OrderLine,
    OrderPending,
    OrderPlaced,
)
from events.payments import (
    PaymentCaptured,
    PaymentFailed,
    PaymentVoided,
    PaymentVoidRequested,
    RefundFailed,
    RefundRequested,
    RefundSucceeded,
    StripeEventReceived,
)
from events.privacy import PersonErased
from events.reports import ReportReady
from events.support import (
    HelpdeskEventReceived,
    TicketCreated,
    TicketForgotten,
    TicketMessageAdded,
    TicketNoteAdded,
    TicketStatusChanged,
)
from shared.event import Event

__all__ = [
    "ApprovalClosed",
    "ApprovalRequested",
    "CarrierEventReceived",
    "CartApprovalDecided",
    "CartApprovalRequested",
    "CompanyChanged",
    "CompanyCreated",
    "ConsentRequested",
    "CustomerChanged",
    "CustomerCreated",
    "Event",
    "FulfillmentCreated",
    "FulfillmentDelivered",
    "FulfillmentReturned",
    "FulfillmentShipped",
    "HelpdeskEventReceived",
    "InventoryAdjusted",
    "InventoryShortfall",
    "JobEnded",
    "JobQueued",
    "LevelLow",
    "LevelRestored",
    "MediaAdded",
    "OrderCanceled",
    "OrderExpired",
    "OrderLine",
    "OrderPending",
    "OrderPlaced",
    "PaymentCaptured",
    "PaymentFailed",
    "PaymentVoidRequested",
    "PaymentVoided",
    "PersonErased",
    "PriceChanged",
    "ProductUpdated",
    "RefundFailed",
    "RefundRequested",
    "RefundSucceeded",
    "ReportReady",
    "StripeEventReceived",
    "TicketCreated",
    "TicketForgotten",
    "TicketMessageAdded",
    "TicketNoteAdded",
    "TicketStatusChanged",
]
