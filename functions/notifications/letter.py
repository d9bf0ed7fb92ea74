"""What our mails say: from an order, a parcel and some facts to the words, without any cloud."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from functions.customers import CustomerForMail, Purpose
from functions.fulfillment import Fulfillment
from functions.notifications.language import Language, default_language, language_for
from functions.notifications.mail import Facts, Kind
from functions.notifications.postal import address_lines
from functions.notifications.shop import Shop, linked
from functions.notifications.template import TEMPLATES, Data, Templates, web_address
from functions.support import TicketForMail
from shared.clock import parse

if TYPE_CHECKING:
    from functions.orders import CartForMail, OrderForMail

TOLD_REASONS = ("customer", "inventory")  # suspected fraud is nobody's business to be accused of
SUMS = ("subtotal", "discount", "shipping", "tax", "total")


@dataclass(frozen=True)
class Letter:
    """A mail as it goes out."""

    to: str
    subject: str
    text: str
    html: str
    headers: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    reply_to: str | None = field(default=None, kw_only=True)  # where an answer goes, if not to the shop's usual address


def letter_to_customer(
    kind: Kind,
    facts: Facts,
    order: "OrderForMail",
    parcel: Fulfillment | None,
    shop: Shop,
    link: str = "",
    templates: Templates = TEMPLATES,
) -> Letter:
    """The letter to whoever ordered, in their language. Raises BadTemplate.

    parcel: the one that a shipping confirmation tells of. link: to the order, or to its confirmation.
    """
    language = language_for(shop, order.shipping_address.get("country") or "", order.locale)
    values: dict[str, Data] = {"shop": _shown(shop), "reference": str(order.number or order.id)}
    match kind:
        case Kind.CONFIRMATION_REQUEST:
            until = language.minute(parse(str(facts["reserved_until"])))
            # Whoever is not the shopper may get this one: it has no word that a stranger typed.
            values |= {"confirm_url": web_address(link), "until": until}
        case Kind.ORDER_CONFIRMATION:
            values |= _bought(order, language) | _whereto(order, language)
        case Kind.SHIPPING_CONFIRMATION:
            values |= _parcel(parcel, order, language) | _whereto(order, language)
        case Kind.ORDER_CANCELLATION:
            reason = str(facts["reason"])
            values |= _bought(order, language) | {"reason": reason if reason in TOLD_REASONS else ""}
        case _:
            values |= {"amount": language.money(int(facts["amount"]), str(facts["currency"]))}
    if kind is not Kind.CONFIRMATION_REQUEST:
        values |= {"order_url": web_address(link)}
    return Letter(order.email, *templates.letter(kind, language.code, ("every", "shopper"), values))


def letter_about_ticket(
    kind: Kind,
    ticket: TicketForMail,
    shop: Shop,
    link: str = "",
    templates: Templates = TEMPLATES,
    *,
    reply_to: str | None = None,
) -> Letter:
    """The letter to whoever asked, in the ticket's language. link: to the ticket. Raises BadTemplate.

    reply_to: the address at which a program takes an answer; then the letter that confirms a question says that it is
    a program's, too, or two of them could go on for ever (RFC 3834).
    """
    language = language_for(shop, "", ticket.locale)
    values: dict[str, Data] = {"shop": _shown(shop), "number": str(ticket.number), "ticket_url": web_address(link)}
    if (
        kind is Kind.TICKET_ANSWER
    ):  # the other one may reach somebody who never asked: it has none of a stranger's words
        values |= {"asked": ticket.subject, "lines": list[Data](ticket.body.split("\n"))}
    made = templates.letter(kind, language.code, ("every", "ticket"), values)
    is_automatic = kind is Kind.TICKET_RECEIVED and reply_to is not None
    headers = {"Auto-Submitted": "auto-replied"} if is_automatic else {}
    return Letter(ticket.email, *made, headers=headers, reply_to=reply_to)


def letter_of_consent(
    person: CustomerForMail, purpose: Purpose, until: datetime, shop: Shop, link: str, templates: Templates = TEMPLATES
) -> Letter:
    """The letter that asks whether it was them who agreed. link: to its confirmation. Raises BadTemplate."""
    language = language_for(shop, "", person.locale)
    values: dict[str, Data] = {
        "shop": _shown(shop),
        "purpose": purpose.value,
        "confirm_url": web_address(link),
        "until": language.minute(until),
    }
    return Letter(person.email, *templates.letter(Kind.CONSENT_REQUEST, language.code, ("every",), values))


def letter_of_company(
    kind: Kind,
    cart: "CartForMail",
    person: CustomerForMail,
    shop: Shop,
    told: Mapping[str, Data],
    templates: Templates = TEMPLATES,
) -> Letter:
    """The letter to one of a company's admins, or to its buyer, about a cart. Raises BadTemplate.

    told: to an admin the names of `company` and `buyer`; to a buyer the `status` and, in lines, the `reason`.
    """
    language = language_for(shop, "", person.locale)
    values: dict[str, Data] = {
        "shop": _shown(shop),
        "total": language.money(cart.total, cart.currency),
        "pieces": cart.pieces,
        "cart_url": web_address(shop.cart_url.replace("{cart_id}", cart.id)),
    }
    return Letter(person.email, *templates.letter(kind, language.code, ("every",), {**values, **told}))


def letter_for_review(
    order: "OrderForMail",
    person: CustomerForMail,
    shop: Shop,
    stops: Callable[[str], str],
    link: str = "",
    templates: Templates = TEMPLATES,
) -> Letter:
    """The letter that asks what they think of what they bought; it tells mail programs how it is taken back.

    stops: gives the token that does, by the language of its page. link: to the order. Raises BadTemplate.
    """
    language = language_for(shop, order.shipping_address.get("country") or "", person.locale or order.locale)
    token = stops(language.code)
    stop_url = linked(shop.unsubscribe_url, token)
    values: dict[str, Data] = {
        "shop": _shown(shop),
        "reference": str(order.number or order.id),
        "order_url": web_address(link),
        "unsubscribe_url": web_address(stop_url),
        "titles": [line.title for line in order.items],
    }
    made = templates.letter(Kind.REVIEW_REQUEST, language.code, ("every", "shopper", "wanted"), values)
    return Letter(person.email, *made, headers=_unsubscribes(stop_url, token, shop))


def _unsubscribes(stop_url: str, token: str, shop: Shop) -> dict[str, str]:
    """What lets a mail program unsubscribe by itself: RFC 8058, and RFC 2369 for those that write a letter."""
    by_mail = f"mailto:{shop.mail_reply_to}?subject=unsubscribe%20{token}"
    return {
        "List-Unsubscribe": f"<{stop_url}>, <{by_mail}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def letter_to_staff(
    kind: Kind, facts: Facts, shop: Shop, templates: Templates = TEMPLATES, *, to: str | None = None
) -> Letter:
    """The letter to the shop's own people, or to one of them, in the shop's own language: the facts as they are.

    Raises BadTemplate.
    """
    language = default_language(shop)
    shown: dict[str, Data] = {name: str(value) for name, value in facts.items()}
    if "amount" in facts:
        shown["amount"] = language.money(int(facts["amount"]), str(facts["currency"]))
    if "expires_at" in facts:
        shown["expires_at"] = language.minute(parse(str(facts["expires_at"])))
    told: list[Data] = [{"name": name, "value": shown[name]} for name in TOLD_FACTS[kind] if name in shown]
    values = shown | {"shop": _shown(shop), "facts": told}
    return Letter(to or shop.staff_mail, *templates.letter(kind, language.code, ("every",), values))


TOLD_FACTS = {
    Kind.STOCK_ALERT: ("available", "reorder_point", "variant_id", "location_id"),
    Kind.REFUND_ALERT: ("amount", "reason", "code", "order_id", "payment_id", "refund_id"),
    Kind.APPROVAL_REQUEST: ("action", "object_id", "asked_by", "expires_at", "approval_id"),
    Kind.APPROVAL_CLOSED: ("status", "action", "object_id", "decided_by", "approval_id"),
}


def _shown(shop: Shop) -> dict[str, Data]:
    footer: list[Data] = list(shop.mail_footer)
    return {"name": shop.shop_name, "url": web_address(shop.shop_url), "contact": shop.contact, "footer": footer}


def _bought(order: "OrderForMail", language: Language) -> dict[str, Data]:
    """The lines before discount and tax, and the sums that lead to the total. A sum of nothing is left out."""
    amounts = {
        "subtotal": order.subtotal,
        "discount": -order.discount_total,
        "shipping": order.shipping_total,
        "tax": order.tax_total,
        "total": order.total,
    }
    sums: list[Data] = [
        {"name": name, "amount": language.money(amounts[name], order.currency)}
        for name in SUMS
        if amounts[name] or name not in ("discount", "tax")
    ]
    items: list[Data] = [
        {
            "title": line.title,
            "sku": line.sku,
            "quantity": line.quantity,
            "unit_price": language.money(line.unit_price, order.currency),
            "amount": language.money(line.unit_price * line.quantity, order.currency),
        }
        for line in order.items
    ]
    return {
        "items": items,
        "sums": sums,
        "total": language.money(order.total, order.currency),
        "is_free": order.total == 0,
        "date": language.day(parse(order.created_at)),
    }


def _parcel(parcel: Fulfillment | None, order: "OrderForMail", language: Language) -> dict[str, Data]:
    """What is in it, of how many that were ordered, and how to follow it."""
    inside = dict(parcel.items) if parcel else {}
    bought = sum(line.quantity for line in order.items)
    pieces = sum(inside.values())
    items: list[Data] = [
        {"title": line.title, "sku": line.sku, "quantity": inside[line.id], "ordered": line.quantity}
        for line in order.items
        if inside.get(line.id)
    ]
    tracking = parcel.tracking if parcel else None
    return {
        "items": items,
        "pieces": pieces,
        "pieces_of": bought,
        "is_part": 0 < pieces < bought,
        "date": language.day(parse(parcel.shipped_at if parcel else order.created_at)),
        "carrier": tracking.company.upper() if tracking else "",
        "tracking_number": tracking.number if tracking else "",
        "tracking_url": web_address(tracking.url) if tracking else "",
    }


def _whereto(order: "OrderForMail", language: Language) -> dict[str, Data]:
    address: Mapping[str, str | None] = order.shipping_address
    lines: list[Data] = list(address_lines(address, language.country(address.get("country") or "")))
    return {"address": lines}
