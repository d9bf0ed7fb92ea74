"""Counting and losing calls to AWS, at botocore's own hooks: below our code, above the wire."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ReadTimeoutError

from shared.aws import client


@contextmanager
def counted(*services: str) -> Iterator[Counter[str]]:
    """How often each operation is called while the context lasts, such as {"BatchGetItem": 2}."""
    seen: Counter[str] = Counter()

    def note(model: Any, **_: Any) -> None:
        seen[model.name] += 1

    with _hooked("before-call", note, services or ("dynamodb",)):
        yield seen


@contextmanager
def response_lost(operation: str, *, times: int = 1, service: str = "dynamodb") -> Iterator[list[str]]:
    """The effect happens, the answer is lost, and the SDK does not get to try again: as when a function is killed.

    The next `times` calls of the operation end so. Gives the list of those that did.
    """
    lost: list[str] = []

    def lose(model: Any, **_: Any) -> None:
        if model.name == operation and len(lost) < times:
            lost.append(operation)
            raise ReadTimeoutError(endpoint_url="the answer was lost")

    with _hooked("after-call", lose, (service,)):
        yield lost


@contextmanager
def request_lost(operation: str, *, times: int = 1, service: str = "dynamodb") -> Iterator[list[str]]:
    """The call never arrives: nothing happens, and the caller does not know."""
    lost: list[str] = []

    def lose(model: Any, **_: Any) -> None:
        if model.name == operation and len(lost) < times:
            lost.append(operation)
            raise ReadTimeoutError(endpoint_url="the request was lost")

    with _hooked("before-call", lose, (service,)):
        yield lost


@contextmanager
def _hooked(event: str, hook: Any, services: tuple[str, ...]) -> Iterator[None]:
    for service in services:
        client(service).meta.events.register_last(f"{event}.{service}", hook)
    try:
        yield
    finally:
        for service in services:
            client(service).meta.events.unregister(f"{event}.{service}", hook)
