"""The small page on which who reads a letter unsubscribes, and the form that it and mail programs send (RFC 8058)."""

import re
from urllib.parse import parse_qs

from shared.errors import Invalid
from shared.http import Reply

# Of a form in parts, which RFC 8058 has senders prefer. Its boundary may be anything; the field is what counts.
_IN_PARTS = re.compile(rb'name="?List-Unsubscribe"?[^\r\n]*(?:\r?\n[^\r\n]+)*\r?\n\r?\nOne-Click\r?\n--', re.IGNORECASE)
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",  # its address holds the token
}
WORDS = {  # title, the question, its button, what is said when it is done
    "en": (
        "Unsubscribe",
        "Do you want to get no more of these letters?",
        "Unsubscribe",
        "You will get no more of these letters. Letters about your orders are sent as before.",
    ),
    "de": (
        "Abmelden",
        "Möchten Sie diese Nachrichten nicht mehr erhalten?",
        "Abmelden",
        "Sie erhalten diese Nachrichten nicht mehr. Nachrichten zu Ihren Bestellungen kommen wie bisher.",
    ),
}


class NotOneClick(Invalid):
    """The form does not say what such a form says."""

    code = "not_one_click"

    def __init__(self) -> None:
        super().__init__("Send the form List-Unsubscribe=One-Click.", param="List-Unsubscribe")


def asks(language: str) -> Reply[str]:
    """The page that asks: its button sends the form to where the page is."""
    _, question, button, _ = _words(language)
    form = (
        '<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click">'
        f"<button>{button}</button></form>"
    )
    return _page(language, f"<p>{question}</p>{form}")


def done(language: str) -> Reply[str]:
    """The page that says that it is done."""
    return _page(language, f"<p>{_words(language)[3]}</p>")


def require_one_click(raw: bytes, content_type: str) -> None:
    """The form that mail programs and the page send; nothing at all is as good. Raises NotOneClick."""
    if not raw.strip():
        return
    if content_type.lower().startswith("multipart/form-data"):
        is_meant = _IN_PARTS.search(raw) is not None
    else:
        is_meant = parse_qs(raw.decode("ascii", "replace").strip(), max_num_fields=10).get("List-Unsubscribe") == [
            "One-Click"
        ]
    if not is_meant:
        raise NotOneClick


def _page(language: str, inner: str) -> Reply[str]:
    title = _words(language)[0]
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    spoken = language if language in WORDS else "en"
    page = f'<!doctype html><html lang="{spoken}"><head>{head}</head><body><h1>{title}</h1>{inner}</body></html>'
    return Reply(page, headers=dict(HEADERS))


def _words(language: str) -> tuple[str, str, str, str]:
    return WORDS.get(language, WORDS["en"])
