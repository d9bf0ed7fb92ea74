"""Read a mail as SES puts it into the bucket: who it says it is from, what a person reads in it, what comes along.

Everything in it is a stranger's. Reading is bounded, and whatever cannot be read makes it Unreadable.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from typing import cast

from functions.support.incoming.plain import cleaned, plain_of
from functions.support.incoming.trust import is_harmful, is_proven
from functions.support.ticket import BODY_MAX
from shared.http.email import email_address
from shared.http.locale import first_locale
from shared.http.text import is_readable

BYTES_MAX = 2_000_000  # of a mail that are looked at; SES takes 40 MB, of which all but this are attachments
BOUNDARIES_MAX = 1000  # lines that may part it: the parser takes a millisecond for each, and more for those within
PARTS_MAX = 100  # of a mail; a newsletter has ten
TEXT_MAX = 100_000  # characters of a text that are looked at; ten times what a ticket keeps
ATTACHMENTS_SHOWN = 20
NAME_LENGTH_MAX = 100
SUBJECT_LENGTH_MAX = 200  # as a line of the API has it
RECIPIENTS_MAX = 50
SUBJECTLESS = "(no subject)"
AUTOMATIC_PRECEDENCE = ("bulk", "junk", "list", "auto_reply")
BY_PROGRAMS = ("list-id", "list-unsubscribe", "x-autoreply", "x-autorespond", "feedback-id")


class Unreadable(Exception):
    """It is no mail that anybody could read and answer."""


@dataclass(frozen=True)
class Attachment:
    """What came along. It is not kept: its name and size in bytes are; of a mail that was cut, what was read of it."""

    name: str
    size: int


@dataclass(frozen=True)
class Mail:
    """A mail, as far as a ticket needs it. body: what a person reads, of HTML its text.

    is_proven: whether the domain that it says it is from has signed for it. is_automatic: a program wrote it.
    """

    sender: str
    recipients: tuple[str, ...]
    subject: str
    body: str
    attachments: tuple[Attachment, ...]
    locale: str | None
    is_proven: bool
    is_automatic: bool
    is_harmful: bool

    @property
    def text(self) -> str:
        """The message that a ticket keeps: what was written, and what came along."""
        told = [f"[{each.name}, {each.size} bytes]" for each in self.attachments[:ATTACHMENTS_SHOWN]]
        end = "\n\nAttachments, not kept:\n" + "\n".join(told) if told else ""
        return (self.body[: BODY_MAX - len(end)].rstrip() or "(no text)") + end


def read_mail(raw: bytes) -> Mail:
    """The mail of these bytes, of which the first BYTES_MAX count. Raises Unreadable."""
    raw = raw[:BYTES_MAX]
    if raw.count(b"\n--") > BOUNDARIES_MAX:
        raise Unreadable
    try:
        message = message_from_bytes(raw, policy=policy.default)
        return _read(message)
    except Unreadable:
        raise
    except Exception as error:  # the parser meets what no standard foresees, and has bugs of its own; none is ours
        raise Unreadable from error


def _read(message: EmailMessage) -> Mail:
    sender = _sender(message)
    parts = list(_leaves(message))
    return Mail(
        sender=sender,
        recipients=_recipients(message),
        subject=_line(_header(message, "subject"), SUBJECT_LENGTH_MAX) or SUBJECTLESS,
        body=_body(parts),
        attachments=tuple(_attachments(parts)),
        locale=first_locale(_header(message, "content-language") or _header(message, "accept-language")),
        is_proven=is_proven(_all(message, "authentication-results"), sender.rpartition("@")[2]),
        is_automatic=_is_automatic(message),
        is_harmful=is_harmful(_all(message, "x-ses-spam-verdict"), _all(message, "x-ses-virus-verdict")),
    )


def _sender(message: EmailMessage) -> str:
    """The one address that it says it is from: with none, or several, there is nobody to answer."""
    addresses = [address for _, address in getaddresses(_all(message, "from")) if address]
    if len(addresses) != 1:
        raise Unreadable
    try:
        return email_address(addresses[0])
    except ValueError:
        raise Unreadable from None


def _recipients(message: EmailMessage) -> tuple[str, ...]:
    """Whom it names, in small letters; one of them is ours."""
    named = [each for name in ("to", "cc", "delivered-to", "x-original-to") for each in _all(message, name)]
    return tuple(address.lower() for _, address in getaddresses(named)[:RECIPIENTS_MAX] if address)


def _is_automatic(message: EmailMessage) -> bool:
    """Whether a program wrote it, to which no program may answer. Sources: RFC 3834, RFC 3464, common practice."""
    return (
        _header(message, "auto-submitted").strip().lower() not in ("", "no")
        or _header(message, "precedence").strip().lower() in AUTOMATIC_PRECEDENCE
        or _header(message, "return-path").strip() == "<>"
        or message.get_content_type() in ("multipart/report", "message/delivery-status")
        or any(message.get(name) is not None for name in BY_PROGRAMS)
    )


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that are no container, a mail within the mail being one part."""
    waiting, seen = [message], 0
    while waiting and seen < PARTS_MAX:
        part = waiting.pop(0)
        seen += 1
        if part.get_content_maintype() == "multipart" and isinstance(inner := part.get_payload(), list):
            waiting = [*cast(list[EmailMessage], inner), *waiting]
        else:
            yield part


def _body(parts: list[EmailMessage]) -> str:
    """The first text that has something to read; of HTML, where there is no other."""
    inline = [part for part in parts if not _is_attached(part)]
    plain = [_text(part) for part in inline if part.get_content_type() == "text/plain"]
    pages = (plain_of(_text(part)) for part in inline if part.get_content_type() == "text/html")
    found = next((text for text in (*plain, *pages) if is_readable(cleaned(text))), "")
    return cleaned(found)


def _attachments(parts: list[EmailMessage]) -> Iterator[Attachment]:
    for part in parts:
        if _is_attached(part):
            name = _line(part.get_filename() or part.get_content_type(), NAME_LENGTH_MAX)
            yield Attachment(name or "attachment", len(_bytes(part)))


def _is_attached(part: EmailMessage) -> bool:
    return part.get_content_maintype() != "text" or part.get_content_disposition() == "attachment"


def _text(part: EmailMessage) -> str:
    """In the charset that it names; in another where there is no such, or it does not fit."""
    raw = _bytes(part)
    for charset in (part.get_content_charset("utf-8"), "utf-8"):
        try:
            return raw.decode(charset)[:TEXT_MAX]
        except (LookupError, ValueError):
            continue
    return raw.decode("latin-1")[:TEXT_MAX]


def _bytes(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _header(message: EmailMessage, name: str) -> str:
    return next(iter(_all(message, name)), "")


def _all(message: EmailMessage, name: str) -> list[str]:
    """Every header of this name, the topmost first: what SES says stands above what the sender wrote."""
    return [str(each) for each in message.get_all(name, [])]


def _line(text: str, length_max: int) -> str:
    return " ".join(cleaned(text).split())[:length_max].rstrip()
