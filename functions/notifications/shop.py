"""The shop as its letters show it: who writes, where an answer goes, which links and languages they have."""

import json
from typing import Annotated

from pydantic import BeforeValidator

from shared.settings import Settings


def _listed(value: object) -> object:
    return json.loads(value) if isinstance(value, str) else value


Strings = Annotated[tuple[str, ...], BeforeValidator(_listed)]  # in the environment a JSON array


class Shop(Settings):
    """Set per stage, in `infra/stages.py`, which says what each means."""

    shop_name: str
    shop_url: str
    order_url: str  # a template with {order_id} and {token}, as confirm_url
    confirm_url: str
    support_url: str  # a template with {ticket_id} and {token}
    cart_url: str = ""  # a template with {cart_id}; empty: letters lead to no cart
    consent_url: str  # templates with {token}
    unsubscribe_url: str
    contact: str
    mail_from: str
    mail_reply_to: str
    mail_footer: Strings
    inbound_address: str = ""  # where answers to letters of tickets come in; empty: nowhere, a person reads them
    staff_mail: str
    default_currency: str = "USD"
    default_locale: str
    locales: Strings


def filled(url: str, object_id: str, token: str) -> str:
    """The URL that a template gives for an order or a ticket. Ids and tokens hold nothing that a URL would escape."""
    return url.replace("{order_id}", object_id).replace("{ticket_id}", object_id).replace("{token}", token)


def linked(url: str, token: str) -> str:
    """The URL that a template gives for a letter's own link."""
    return url.replace("{token}", token)
