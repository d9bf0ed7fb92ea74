"""The letters as a stage writes them; and letters of odd orders, to check with."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from functions.customers import Purpose
from functions.fulfillment import Tracking
from functions.notifications.letter import Letter
from functions.notifications.mail import Kind
from functions.notifications.samples import ABOUT_TICKETS, LINES, PARCEL, every_letter, sample
from functions.notifications.shop import Shop
from functions.notifications.template import TEMPLATES, Templates
from infra.stages import Stage, letterhead

__all__ = ["every_letter", "odd_letters", "sample", "shop_of"]


def shop_of(stage: Stage) -> Shop:
    """The shop as a stage sets it."""
    return Shop.model_validate({name.lower(): value for name, value in letterhead(stage).items()})


def odd_letters(shop: Shop, templates: Templates = TEMPLATES) -> Iterator[Letter]:
    """What a template meets besides: nothing to pay, no link, no tracking, a whole parcel, no imprint, no reason."""
    bare = shop.model_copy(update={"contact": "", "mail_footer": (), "shop_url": ""})
    free: dict[str, Any] = {"discount_total": 0, "tax_total": 0, "shipping_total": 0, "subtotal": 0, "total": 0}
    whole = replace(PARCEL, tracking=None, items=tuple((line.id, line.quantity) for line in LINES))
    unfollowed = replace(PARCEL, tracking=Tracking("post", "RR123456785AT", None))
    for code in shop.locales:
        yield sample(Kind.ORDER_CONFIRMATION, code, bare, templates, link="", **free)
        for parcel in (whole, unfollowed, None):
            yield sample(Kind.SHIPPING_CONFIRMATION, code, bare, templates, parcel=parcel, link="")
        for reason in ("customer", "fraud"):
            yield sample(Kind.ORDER_CANCELLATION, code, bare, templates, facts={"reason": reason}, link="", **free)
        for kind in (Kind.REFUND_CONFIRMATION, Kind.LATE_PAYMENT_REFUND, *ABOUT_TICKETS):
            yield sample(kind, code, bare, templates, link="")
        for status in ("declined", "expired"):
            yield sample(Kind.APPROVAL_CLOSED, code, bare, templates, facts={"status": status})
        yield sample(Kind.REVIEW_REQUEST, code, bare, templates, link="")
        nowhere = bare.model_copy(update={"cart_url": ""})
        yield sample(Kind.CART_APPROVAL_REQUEST, code, nowhere, templates, pieces=1)
        for said in ({"status": "approved", "reason": []}, {"status": "declined", "reason": []}):
            yield sample(Kind.CART_APPROVAL_DECISION, code, nowhere, templates, told=said)
        yield sample(Kind.CONSENT_REQUEST, code, bare, templates, purpose=Purpose.REVIEWS)
