"""Sends e-mail through SES: one message, both as plain text and as HTML, to one address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.aws import client
from shared.errors import Refused, Unavailable

CRLF = "\r\n"
LINE_LENGTH_MAX = 900  # characters; a line of a message has at most 998 (RFC 5322)
OF_THE_MESSAGE = {"MessageRejected", "InvalidParameterValue"}  # SES's codes for what no other message would meet


@dataclass(frozen=True)
class Message:
    """A message to send. tags: what our own metrics and logs at SES know it by; letters, digits, `_` and `-` only."""

    to: str
    subject: str
    text: str
    html: str
    tags: dict[str, str]
    headers: Mapping[str, str] = field(default_factory=dict)  # besides those that every message has


@dataclass(frozen=True)
class Sender:
    """Whose name a message shows, the address it comes from, and where an answer to it goes."""

    name: str
    address: str
    reply_to: str


class MailRefused(Refused):
    """SES does not take this message; it may take others."""

    code = "mail_refused"


def send(message: Message, sender: Sender) -> str:
    """Hand the message over; gives SES's id of it.

    SES builds the message from these fields, so that none of them can add a header; where it has headers of its own,
    it is built here, by rules as strict.
    Raises MailRefused, or Unavailable where SES takes no message at all now.
    """
    tags = [{"Name": name, "Value": value} for name, value in message.tags.items()]
    try:
        answer = _send_raw(message, sender, tags) if message.headers else _send_fields(message, sender, tags)
    except ClientError as error:
        if error.response["Error"]["Code"] in OF_THE_MESSAGE:
            raise MailRefused("The mail service refused the message.") from None
        raise Unavailable("The mail service takes no mail right now.") from None
    except BotoCoreError:
        raise Unavailable("The mail service does not answer.") from None
    return str(answer["MessageId"])


def _send_fields(message: Message, sender: Sender, tags: list[dict[str, str]]) -> Any:
    return client("ses").send_email(
        Source=formataddr((sender.name, sender.address)),
        ReplyToAddresses=[sender.reply_to],
        Destination={"ToAddresses": [message.to]},
        Message={
            "Subject": _part(message.subject),
            "Body": {"Text": _part(message.text), "Html": _part(message.html)},
        },
        Tags=tags,
    )


def _send_raw(message: Message, sender: Sender, tags: list[dict[str, str]]) -> Any:
    return client("ses").send_raw_email(
        Source=formataddr((sender.name, sender.address)),
        Destinations=[message.to],
        RawMessage={"Data": raw_message(message, sender)},
        Tags=tags,
    )


def raw_message(message: Message, sender: Sender) -> bytes:
    """The message as mail servers pass it on. Raises ValueError where a header would be more than one."""
    built = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    built["From"] = formataddr((sender.name, sender.address))
    built["To"] = message.to
    built["Reply-To"] = sender.reply_to
    built["Subject"] = message.subject
    built.set_content(message.text)
    built.add_alternative(message.html, subtype="html")
    return b"".join(_header(*each) for each in message.headers.items()) + built.as_bytes()


def _header(name: str, value: str) -> bytes:
    """One header as it is: Python's own folding encodes what is long and without spaces, which no reader undoes."""
    lines = value.split(", ")
    if not re.fullmatch("[A-Za-z-]+", name) or not value.isascii() or not value.isprintable():
        raise ValueError(f"{name} is no header as we send them.")
    if max(map(len, lines)) > LINE_LENGTH_MAX:
        raise ValueError(f"{name} is too long.")
    return f"{name}: {f',{CRLF} '.join(lines)}{CRLF}".encode()


def _part(text: str) -> dict[str, str]:
    return {"Data": text, "Charset": "UTF-8"}
