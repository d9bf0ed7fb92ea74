"""One letter of each kind, of an order that shows what a letter can show, and of nobody who lives."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from functions.customers import CustomerForMail, Purpose
from functions.fulfillment import Fulfillment, Status, Tracking, TrackingStatus
from functions.notifications.letter import (
    Letter,
    letter_about_ticket,
    letter_for_review,
    letter_of_company,
    letter_of_consent,
    letter_to_customer,
    letter_to_staff,
)
from functions.notifications.mail import TO_STAFF, Facts, Kind
from functions.notifications.shop import Shop
from functions.notifications.template import TEMPLATES, Templates
from functions.orders import CartForMail, MailLine, OrderForMail
from functions.support import TicketForMail

OAKLAND = {
    "first_name": "Jane",
    "last_name": "Doe",
    "address1": "1 Main St",
    "address2": "Apartment 4",
    "city": "Oakland",
    "province": "CA",
    "postal_code": "94607",
    "country": "US",
}
VIENNA = {
    "first_name": "Zoë",
    "last_name": "Müller",
    "company": "Müller & Töchter OG",
    "address1": "Währinger Straße 12/3",
    "city": "Wien",
    "postal_code": "1090",
    "country": "AT",
}
LINES = (
    MailLine("li_1", "T-shirt, red, M", "TS-RED-M", 2, 2499, 4998),
    MailLine("li_2", "Enamel mug “Good morning”", "MUG-EN", 1, 1400, 1400),
    MailLine("li_3", "Notebook, ruled, A5", "NB-A5", 3, 650, 1950),
)
ORDER = OrderForMail(
    id="order_01JD0000000000000000000001",
    number=1042,
    status="placed",
    email="jane@example.com",
    locale=None,
    currency="USD",
    items=LINES,
    subtotal=8348,
    discount_total=500,
    shipping_total=644,
    tax_total=484,
    total=8976,
    shipping_address=OAKLAND,
    created_at="2026-11-22T12:00:00.000Z",
)
PARCEL = Fulfillment(
    id="ful_01JD0000000000000000000001",
    order_id=ORDER.id,
    location_id="loc_01JD0000000000000000000001",
    items=(("li_1", 1), ("li_3", 3)),
    status=Status.SHIPPED,
    tracking=Tracking("ups", "1Z999AA10123456784", "https://www.ups.com/track?tracknum=1Z999AA10123456784"),
    tracking_status=TrackingStatus.UNKNOWN,
    notify_customer=True,
    shipped_at="2026-11-24T08:30:00.000Z",
    delivered_at=None,
    version=1,
)
LINK = "https://shop.example.com/orders/order_01JD0000000000000000000001?token=a-token"
FACTS: dict[Kind, Facts] = {
    Kind.CONFIRMATION_REQUEST: {"reserved_until": "2026-11-22T12:30:00.000Z"},
    Kind.ORDER_CONFIRMATION: {},
    Kind.SHIPPING_CONFIRMATION: {},
    Kind.REFUND_CONFIRMATION: {"amount": 2499},
    Kind.LATE_PAYMENT_REFUND: {"amount": 8976},
    Kind.ORDER_CANCELLATION: {"reason": "inventory"},
    Kind.TICKET_RECEIVED: {},
    Kind.TICKET_ANSWER: {},
    Kind.CONSENT_REQUEST: {},
    Kind.REVIEW_REQUEST: {},
    Kind.CART_APPROVAL_REQUEST: {},
    Kind.CART_APPROVAL_DECISION: {},
    Kind.STOCK_ALERT: {
        "variant_id": "var_01JD0000000000000000000001",
        "sku": "TS-RED-M",
        "location_id": "loc_01JD0000000000000000000001",
        "available": 4,
        "reorder_point": 5,
    },
    Kind.REFUND_ALERT: {
        "refund_id": "ref_01JD0000000000000000000001",
        "payment_id": "pay_01JD0000000000000000000001",
        "order_id": ORDER.id,
        "amount": 2499,
        "currency": "USD",
        "reason": "requested_by_customer",
        "code": "expired_or_canceled_card",
    },
}
FACTS |= {
    Kind.APPROVAL_REQUEST: {
        "approval_id": "apr_01JD0000000000000000000001",
        "action": "refund.create",
        "object_id": ORDER.id,
        "asked_by": "staff_01JD0000000000000000000001",
        "expires_at": "2026-11-25T12:00:00.000Z",
    },
    Kind.APPROVAL_CLOSED: {
        "approval_id": "apr_01JD0000000000000000000001",
        "action": "refund.create",
        "object_id": ORDER.id,
        "status": "approved",
        "decided_by": "staff_01JD0000000000000000000002",
    },
}
JANE = CustomerForMail("cus_01JD0000000000000000000001", "jane@example.com", None, frozenset(Purpose))
CONSENT_LINK = "https://shop.example.com/consent?token=a-token"
TICKET = TicketForMail(
    id="tkt_01JD0000000000000000000001",
    number=318,
    subject="A hole in the sleeve",
    email="jane@example.com",
    order_id=ORDER.id,
    body="Dear Jane,\n\nwe are sorry. A new one is on its way; keep the old one.\n\nYours, Maria",
)
CART = CartForMail(
    id="cart_01JD0000000000000000000001",
    asked_by=JANE.id,
    asked_at="2026-11-22T12:00:00.000Z",
    status="asked",
    decided_at=None,
    reason=None,
    currency="USD",
    total=148976,
    pieces=48,
)
OF_COMPANIES: dict[Kind, dict[str, Any]] = {
    Kind.CART_APPROVAL_REQUEST: {"company": "Doe & Daughters Ltd", "buyer": "Jane Doe"},
    Kind.CART_APPROVAL_DECISION: {"status": "declined", "reason": ["Too many mugs.", "Twelve will do."]},
}
TICKET_LINK = "https://shop.example.com/support/tkt_01JD0000000000000000000001?token=a-token"
ABOUT_TICKETS = (Kind.TICKET_RECEIVED, Kind.TICKET_ANSWER)
UNNUMBERED = (Kind.CONFIRMATION_REQUEST, Kind.LATE_PAYMENT_REFUND)  # what was never placed has no number


def every_letter(shop: Shop, templates: Templates = TEMPLATES) -> Iterator[tuple[str, Letter]]:
    """Each kind in each language, by name: "order_confirmation.de". Raises BadTemplate."""
    for code in shop.locales:
        for kind in Kind:
            yield f"{kind}.{code}", sample(kind, code, shop, templates)


def sample(
    kind: Kind,
    code: str,
    shop: Shop,
    templates: Templates = TEMPLATES,
    *,
    facts: Facts | None = None,
    parcel: Fulfillment | None = PARCEL,
    link: str = LINK,
    **differing: Any,
) -> Letter:
    """A letter of this kind in this language; the order as it is above, but for what differs."""
    facts = {**FACTS[kind], **(facts or {})}
    if kind in TO_STAFF:
        return letter_to_staff(kind, facts, shop.model_copy(update={"default_locale": code}), templates)
    if kind in ABOUT_TICKETS:
        return letter_about_ticket(kind, replace(TICKET, locale=code), shop, TICKET_LINK if link else "", templates)
    if kind is Kind.CONSENT_REQUEST:
        person, until = replace(JANE, locale=code), datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
        return letter_of_consent(
            person, differing.get("purpose", Purpose.MARKETING), until, shop, CONSENT_LINK, templates
        )
    if kind in OF_COMPANIES:
        return _of_company(kind, code, shop, templates, **differing)
    return _of_order(kind, code, shop, templates, facts, parcel, link, differing)


def _of_order(
    kind: Kind,
    code: str,
    shop: Shop,
    templates: Templates,
    facts: Facts,
    parcel: Fulfillment | None,
    link: str,
    differing: dict[str, Any],
) -> Letter:
    of_the_language: dict[str, Any] = {"locale": code}
    if code == "de":
        of_the_language |= {"currency": "EUR", "shipping_address": VIENNA}
    if kind in UNNUMBERED:
        of_the_language |= {"number": None}
    order = replace(ORDER, **{**of_the_language, **differing})
    if kind is Kind.REVIEW_REQUEST:
        return letter_for_review(order, replace(JANE, locale=code), shop, lambda _: "a-token", link, templates)
    if "amount" in facts:
        facts["currency"] = order.currency
    return letter_to_customer(kind, facts, order, parcel, shop, link, templates)


def _of_company(
    kind: Kind, code: str, shop: Shop, templates: Templates, *, told: dict[str, Any] | None = None, pieces: int = 48
) -> Letter:
    cart = replace(CART, pieces=pieces, currency="EUR" if code == "de" else "USD")
    return letter_of_company(kind, cart, replace(JANE, locale=code), shop, told or OF_COMPANIES[kind], templates)
