"""The wire to DynamoDB in a test's hand: it loses calls before or after their effect, or answers itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from shared.aws import client


class Wire:
    """Counts the calls of each operation, as they are sent; retries of the SDK count too."""

    def __init__(self, dynamodb: Any) -> None:
        self.dynamodb = dynamodb
        self.sent: list[str] = []
        self.on_loss: Callable[[], Any] = lambda: None  # a test lets the clock run on while nobody answers
        self._lose_before: dict[str, int] = {}
        self._lose_after: dict[str, int] = {}
        self._canned: dict[str, list[Any]] = {}
        events = dynamodb.meta.events
        events.register_first("before-call.dynamodb", self._before_call)
        events.register_first("before-send.dynamodb", self._before_send)
        events.register_last("before-send", self._after_effect)  # after moto's place, which answers at this name

    def lose_before(self, operation: str, times: int = 1) -> None:
        """The next calls of the operation do not arrive."""
        self._lose_before[operation] = times

    def lose_after(self, operation: str, times: int = 1) -> None:
        """The next calls of the operation are carried out, but their answers are lost."""
        self._lose_after[operation] = times

    def answer(self, operation: str, *answers: Any) -> None:
        """The next calls of the operation get these answers in turn, and do nothing. See `error` and `canceled`."""
        self._canned.setdefault(operation, []).extend(answers)

    def forget(self) -> None:
        """No more losses and canned answers from here on."""
        for hand in (self._lose_before, self._lose_after, self._canned):
            hand.clear()

    def count(self, operation: str) -> int:
        return self.sent.count(operation)

    def _before_call(self, model: Any, params: dict[str, Any], **_: Any) -> Any:
        if self._canned.get(model.name):
            self.sent.append(model.name)
            return self._canned[model.name].pop(0)
        return None

    def _before_send(self, event_name: str, request: Any, **_: Any) -> None:
        operation = event_name.rsplit(".", 1)[-1]
        self.sent.append(operation)
        self._lose(self._lose_before, operation)

    def _after_effect(self, event_name: str, **_: Any) -> None:
        self._lose(self._lose_after, event_name.rsplit(".", 1)[-1])

    def _lose(self, which: dict[str, int], operation: str) -> None:
        if which.get(operation):
            which[operation] -= 1
            self.on_loss()
            raise ReadTimeoutError(endpoint_url="https://dynamodb.test")


def error(code: str, status: int = 400, **more: Any) -> Any:
    """What a call gets back that DynamoDB refuses."""
    body = {"Error": {"Code": code, "Message": "canned"}, "ResponseMetadata": {"HTTPStatusCode": status}, **more}
    return SimpleNamespace(status_code=status), body


def canceled(*codes: str | None, items: dict[int, dict[str, Any]] | None = None) -> Any:
    """A transaction that DynamoDB cancels, with a reason for each of its operations. items: as they were found."""
    reasons: list[dict[str, Any]] = [{"Code": code or "None"} for code in codes]
    for place, item in (items or {}).items():
        reasons[place]["Item"] = item
    return error("TransactionCanceledException", CancellationReasons=reasons)


def ok(**body: Any) -> Any:
    """What a call gets back that DynamoDB carries out."""
    return SimpleNamespace(status_code=200), {"ResponseMetadata": {"HTTPStatusCode": 200}, **body}


@contextmanager
def wire_of(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """A wire in the test's hand; the SDK's pauses between its own tries take no time."""
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda _: None, time=lambda: 0))
    yield Wire(client("dynamodb"))
