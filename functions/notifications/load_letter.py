"""Load what a mail tells of, and put it into words. Only here does a mail meet a person's data."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from functions import access, companies, customers, fulfillment, orders, support
from functions.notifications.ask_for_review import who_agreed
from functions.notifications.letter import (
    Letter,
    letter_about_ticket,
    letter_for_review,
    letter_of_company,
    letter_of_consent,
    letter_to_customer,
    letter_to_staff,
)
from functions.notifications.mail import Kind, Mail
from functions.notifications.shop import Shop, filled, linked
from functions.notifications.template import Data
from shared.clock import parse, stamp
from shared.dynamo import fetch
from shared.http.guest import token_for


def load_letter(mail: Mail, shop: Shop, now: datetime) -> Letter | None:
    """The mail as it goes out, from what it is about, as that is now; None where it is gone or needs no word."""
    return LOADERS.get(mail.kind, _about_order)(mail, shop, now)


def _to_staff(mail: Mail, shop: Shop, _: datetime) -> Letter:
    return letter_to_staff(mail.kind, mail.facts, shop)


def _about_order(mail: Mail, shop: Shop, now: datetime) -> Letter | None:
    order = orders.order_for_mail(str(mail.facts["order_id"]))
    if order is None or (mail.kind is Kind.CONFIRMATION_REQUEST and order.status != "pending"):
        return None
    parcels = fulfillment.fulfillments_of(order.id) if mail.kind is Kind.SHIPPING_CONFIRMATION else []
    parcel = next((each for each in parcels if each.id == mail.facts["fulfillment_id"]), None)
    return letter_to_customer(mail.kind, mail.facts, order, parcel, shop, _link(mail.kind, order.id, shop, now))


def _to_member(mail: Mail, shop: Shop, now: datetime) -> Letter | None:
    """Nobody is asked once it is too late, nor told who is not of the staff any more."""
    address = access.address_of(str(mail.facts["staff_id"]))
    is_late = mail.kind is Kind.APPROVAL_REQUEST and str(mail.facts["expires_at"]) <= stamp(now)
    return None if address is None or is_late else letter_to_staff(mail.kind, mail.facts, shop, to=address)


def _about_ticket(mail: Mail, shop: Shop, now: datetime) -> Letter | None:
    ticket = support.ticket_for_mail(str(mail.facts["ticket_id"]), str(mail.facts["message_id"]))
    if ticket is None:
        return None
    if mail.kind is Kind.TICKET_RECEIVED and ticket.is_sender_proven is False:
        return None  # whoever was named as the sender may never have asked
    link = filled(shop.support_url, ticket.id, token_for(ticket.id, now)) if shop.support_url else ""
    reply_to = support.reply_address(ticket.id, shop.inbound_address) if shop.inbound_address else None
    return letter_about_ticket(mail.kind, ticket, shop, link, reply_to=reply_to)


def _of_consent(mail: Mail, shop: Shop, now: datetime) -> Letter | None:
    """Nobody is asked who took it back meanwhile, or whose time to confirm is over."""
    customer_id, record_id = str(mail.facts["customer_id"]), str(mail.facts["consent_id"])
    found = customers.asked_consent(customer_id, record_id)
    if found is None:
        return None
    person, asked = found
    until = parse(asked.agreed_at) + customers.CONFIRM_WITHIN
    if until <= now:
        return None
    token = customers.confirm_token(customer_id, record_id, parse(asked.agreed_at))
    return letter_of_consent(person, asked.purpose, until, shop, linked(shop.consent_url, token))


def _for_review(mail: Mail, shop: Shop, now: datetime) -> Letter | None:
    """Whether they agree is looked up now: who took it back since is not written to."""
    found = who_agreed(str(mail.facts["order_id"]))
    if found is None:
        return None
    order, person = found
    link = filled(shop.order_url, order.id, token_for(order.id, now)) if shop.order_url else ""
    stops = partial(customers.unsubscribe_token, person.id, customers.Purpose.REVIEWS)
    return letter_for_review(order, person, shop, stops, link)


def _to_company_admin(mail: Mail, shop: Shop, _: datetime) -> Letter | None:
    """Nobody is asked about a cart that waits no more, or is asked about anew; nor who is not an admin any more."""
    cart = orders.cart_for_mail(str(mail.facts["cart_id"]))
    company = companies.company_for_mail(str(mail.facts["company_id"]))
    admin_id = str(mail.facts["customer_id"])
    if cart is None or cart.status != "asked" or cart.asked_at != mail.facts["asked_at"]:
        return None
    admin = customers.customer_for_mail(admin_id) if company and admin_id in company.admins else None
    if company is None or admin is None:
        return None
    return letter_of_company(mail.kind, cart, admin, shop, {"company": company.name, "buyer": _called(cart.asked_by)})


def _to_company_buyer(mail: Mail, shop: Shop, _: datetime) -> Letter | None:
    """Nobody hears of a word that holds no more: they have asked again since, ordered, or changed the cart."""
    cart = orders.cart_for_mail(str(mail.facts["cart_id"]))
    if cart is None or cart.status != mail.facts["status"] or cart.decided_at != mail.facts["decided_at"]:
        return None
    buyer = customers.customer_for_mail(cart.asked_by) if cart.asked_by else None
    if buyer is None:
        return None
    return letter_of_company(mail.kind, cart, buyer, shop, {"status": cart.status, "reason": _lines(cart.reason)})


def _called(customer_id: str | None) -> str:
    """What their colleagues call them: their name, else their address."""
    (known,) = fetch(customers.names([customer_id] if customer_id else []))
    name, email = known.get(customer_id or "", ("", None))
    return name or email or ""


def _lines(text: str | None) -> list[Data]:
    return list[Data](text.split("\n")) if text else []


def _link(kind: Kind, order_id: str, shop: Shop, now: datetime) -> str:
    """Where the letter leads: the order with the token that opens it, or its confirmation."""
    if kind is Kind.CONFIRMATION_REQUEST:
        return filled(shop.confirm_url, order_id, orders.confirm_token(order_id, now))
    return filled(shop.order_url, order_id, token_for(order_id, now)) if shop.order_url else ""


LOADERS: dict[Kind, Callable[[Mail, Shop, datetime], Letter | None]] = {  # all others are about an order
    Kind.STOCK_ALERT: _to_staff,
    Kind.REFUND_ALERT: _to_staff,
    Kind.APPROVAL_REQUEST: _to_member,
    Kind.APPROVAL_CLOSED: _to_member,
    Kind.TICKET_RECEIVED: _about_ticket,
    Kind.TICKET_ANSWER: _about_ticket,
    Kind.CONSENT_REQUEST: _of_consent,
    Kind.REVIEW_REQUEST: _for_review,
    Kind.CART_APPROVAL_REQUEST: _to_company_admin,
    Kind.CART_APPROVAL_DECISION: _to_company_buyer,
}
