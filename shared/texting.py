"""Sends text messages (SMS) through Amazon SNS: one, to one number."""

from botocore.exceptions import BotoCoreError, ClientError

from shared.aws import client
from shared.errors import Refused, Unavailable

OF_THE_NUMBER = {"InvalidParameter", "InvalidParameterValue", "ValidationException"}  # SNS's codes; also who said STOP


class TextRefused(Refused):
    """SNS sends nothing to this number: it is none, or whoever has it answered STOP."""

    code = "text_refused"

    def __init__(self) -> None:
        super().__init__("This number takes no text messages of ours.")


def send_text(number: str, words: str, sender: str = "") -> None:
    """Hand the message over. number: E.164. sender: the name it shows, where the country allows one; empty: a number.

    Raises TextRefused, or Unavailable where SNS sends nothing at all now.
    """
    shown = {"AWS.SNS.SMS.SMSType": "Transactional", **({"AWS.SNS.SMS.SenderID": sender} if sender else {})}
    attributes = {name: {"DataType": "String", "StringValue": value} for name, value in shown.items()}
    try:
        client("sns").publish(PhoneNumber=number, Message=words, MessageAttributes=attributes)
    except ClientError as error:
        if error.response["Error"]["Code"] in OF_THE_NUMBER:
            raise TextRefused from None
        raise Unavailable("The service for text messages sends none right now.") from None
    except BotoCoreError:
        raise Unavailable("The service for text messages does not answer.") from None
