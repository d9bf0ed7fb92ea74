"""Sends e-mail through SES: one message, both as plain text and as HTML, to one address."""

from dataclasses import dataclass
from email.utils import formataddr

from botocore.exceptions import BotoCoreError, ClientError

from shared.aws import client
from shared.errors import Refused, Unavailable

OF_THE_MESSAGE = {"MessageRejected", "InvalidParameterValue"}  # SES's codes for what no other message would meet


@dataclass(frozen=True)
class Message:
    """A message to send. tags: what our own metrics and logs at SES know it by; letters, digits, `_` and `-` only."""

    to: str
    subject: str
    text: str
    html: str
    tags: dict[str, str]


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

    SES builds the message from these fields, so that none of them can add a header.
    Raises MailRefused, or Unavailable where SES takes no message at all now.
    """
    try:
        answer = client("ses").send_email(
            Source=formataddr((sender.name, sender.address)),
            ReplyToAddresses=[sender.reply_to],
            Destination={"ToAddresses": [message.to]},
            Message={
                "Subject": _part(message.subject),
                "Body": {"Text": _part(message.text), "Html": _part(message.html)},
            },
            Tags=[{"Name": name, "Value": value} for name, value in message.tags.items()],
        )
    except ClientError as error:
        if error.response["Error"]["Code"] in OF_THE_MESSAGE:
            raise MailRefused("The mail service refused the message.") from None
        raise Unavailable("The mail service takes no mail right now.") from None
    except BotoCoreError:
        raise Unavailable("The mail service does not answer.") from None
    return str(answer["MessageId"])


def _part(text: str) -> dict[str, str]:
    return {"Data": text, "Charset": "UTF-8"}
