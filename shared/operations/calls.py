"""What a Lambda may ask of AWS to look after its shop, each call with the words for where AWS says no."""

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from shared import telemetry
from shared.errors import Unavailable

T = TypeVar("T")


class RunFailed(Exception):
    """A Lambda that was waited for failed, or did not end in time."""


def run_later(functions: Any, name: str, payload: Mapping[str, Any]) -> None:
    """Ask Lambda to run it, and to keep what fails for good as it does by the clock. Raises Unavailable."""
    reached(lambda: functions.invoke(FunctionName=name, InvocationType="Event", Payload=json.dumps(payload).encode()))


def run_to_its_end(functions: Any, name: str, payload: Mapping[str, Any]) -> None:
    """Run it, and wait for that. Raises RunFailed where it fails or takes too long, Unavailable."""
    try:
        answer = functions.invoke(FunctionName=name, Payload=json.dumps(payload).encode())
    except ClientError as error:
        raise Unavailable("AWS did not take it; try again.") from error
    except BotoCoreError as error:
        raise RunFailed from error
    if "FunctionError" in answer:
        raise RunFailed


def reached(call: Callable[[], T]) -> T:
    """What the call gives. Raises Unavailable where AWS refuses or does not answer."""
    try:
        return call()
    except (ClientError, BotoCoreError) as error:
        raise Unavailable("AWS does not answer; try again.") from error


def if_told(what: str, call: Callable[[], T]) -> T | None:
    """What the call gives, None where AWS refuses or does not answer: a figure that is missing hides no other."""
    try:
        return call()
    except (ClientError, BotoCoreError) as error:
        telemetry.warn("not_told", error, what=what)
        return None
