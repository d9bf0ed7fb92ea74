"""What staff see of letters, and the shop's settings: `/admin/letters`, `/admin/mails`, `/admin/settings`."""

from functions.notifications import send_again, show_letters
from functions.notifications.show_settings import show_settings
from functions.notifications.table import SPEC
from functions.notifications.views import LetterKindView, LetterQuery, LetterView, MailQuery, MailView, SettingsView
from shared.http import Api, Listed, Reply, Request

api = Api("notifications", SPEC)


@api.get("/admin/letters", scope="orders:read")
def list_letters(request: Request) -> Reply[Listed[LetterKindView]]:
    """List the kinds of letters that the shop writes, and the languages of each."""
    return show_letters.list_kinds()


@api.get("/admin/letters/<kind>", scope="orders:read")
def get_letter(request: Request, query: LetterQuery, kind: str) -> Reply[LetterView]:
    """Show a letter as it goes out, in one language, about an order that is made up."""
    return show_letters.show_letter(kind, query)


@api.get("/admin/mails", scope="orders:read")
def list_mails(request: Request, query: MailQuery) -> Reply[Listed[MailView]]:
    """List what whoever ordered was told of an order, newest first: when, where to, and whether it went out."""
    return send_again.list_mails(query, request)


@api.post("/admin/mails/<mail_id>/resend", action="mail.resend", scope="orders:write", status=201, is_key_required=True)
def resend_mail(request: Request, mail_id: str) -> Reply[MailView]:
    """Send a letter of an order once more, made anew of the order as it is now. At most five a day and order."""
    return send_again.send_again(mail_id, request)


@api.get("/admin/settings", scope="orders:read")
def get_settings(request: Request) -> Reply[SettingsView]:
    """Show what the stage's `shop.toml` says of the shop. It is changed there."""
    return show_settings()


handler = api.handler
