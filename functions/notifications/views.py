"""The shapes that letters, mails and the shop's settings take in answers."""

from typing import Literal

from functions.notifications.lifecycle import Status
from functions.notifications.mail import OF_ORDERS, TO_STAFF, Kind, Mail
from shared.http import Input, OrderId, PageQuery, View
from shared.http.locale import Locale


class LetterKindView(View):
    """A letter that the shop writes. to: who gets it; may_go_again: whether staff may send it once more."""

    kind: Kind
    object: Literal["letter_kind"] = "letter_kind"
    to: Literal["customer", "staff"]
    may_go_again: bool
    locales: list[str]


class LetterQuery(Input):
    """In which of the shop's languages; left out, its first."""

    locale: Locale | None = None


class LetterView(View):
    """A letter as it goes out, about an order of nobody who lives."""

    kind: Kind
    object: Literal["letter"] = "letter"
    locale: str
    subject: str
    text: str
    html: str


class MailQuery(PageQuery):
    """What whoever ordered was told of this order."""

    order_id: OrderId


class MailView(View):
    """A letter that went out or is still to. to: today's address, masked for who may not see persons.

    again_of: the one that was sent again by it, and by: who of the staff did.
    """

    id: str
    object: Literal["mail"] = "mail"
    kind: Kind
    order_id: str | None
    to: str | None
    status: Status
    owed_at: str
    sent_at: str | None
    again_of: str | None
    by: str | None
    may_go_again: bool


class SettingsView(View):
    """What the shop's `shop.toml` says of this stage; it is changed there, and by deploying.

    contact: where letters send shoppers; mail_footer: the imprint below them; inbound_address: where mail becomes
    tickets. Minutes and days: how long an unpaid order keeps its stock, one with nothing to pay, and one at a bank.
    """

    object: Literal["settings"] = "settings"
    stage: str
    shop_name: str
    shop_url: str
    contact: str
    default_currency: str
    default_locale: str
    locales: list[str]
    mail_from: str
    mail_reply_to: str
    mail_footer: list[str]
    staff_mail: str
    inbound_address: str | None
    shows_stock: bool
    hold_minutes: int
    free_hold_minutes: int
    processing_days: int


def kind_view(kind: Kind, locales: list[str]) -> LetterKindView:
    to: Literal["customer", "staff"] = "staff" if kind in TO_STAFF else "customer"
    return LetterKindView(kind=kind, to=to, may_go_again=kind in OF_ORDERS, locales=locales)


def mail_view(mail: Mail, email: str | None, *, sees_persons: bool) -> MailView:
    """email: whom the order's letters go to; None where nobody knows any more."""
    return MailView(
        id=mail.id,
        kind=mail.kind,
        order_id=mail.order_id,
        to=email if sees_persons or email is None else masked(email),
        status=mail.status,
        owed_at=mail.owed_at,
        sent_at=mail.sent_at,
        again_of=mail.again_of,
        by=mail.by,
        may_go_again=mail.may_go_again and email is not None,
    )


def masked(email: str) -> str:
    """Enough to tell two addresses apart that somebody knows, and too little to know one: `j…@…com`."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}…@…{domain.rpartition('.')[2]}"
