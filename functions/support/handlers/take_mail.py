"""Hears from the bucket of mail what came in, and takes it."""

from typing import Any
from urllib.parse import unquote_plus

from functions.support.incoming.take_mail import take_mail
from shared import clock
from shared.queue import message_handler


def _take(told: dict[str, Any]) -> None:
    for record in told.get("Records", ()):  # S3 says once that it can tell, and then names no object
        take_mail(unquote_plus(record["s3"]["object"]["key"]), clock.now())


handler = message_handler("support.take_mail", _take)
