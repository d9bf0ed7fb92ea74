"""The real Stripe SDK on a wire of the simulation's: its own encoding, retries and errors, and no socket."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn
from unittest.mock import patch

import stripe
from stripe import _api_requestor, _http_client

from functions.payments import stripe_api
from shared import clock, ids
from tests.simulation.stripe.lost import Lost

# method, url, headers, body, timeout_s → status, body, headers; or raises Lost
Send = Callable[[str, str, dict[str, str], str, float], tuple[int, str, Mapping[str, str]]]

# The headers that say something to Stripe. The others tell of the machine, which has no part in a simulation.
MEANT = frozenset(["Authorization", "Idempotency-Key", "Stripe-Version", "Content-Type"])


@contextmanager
def install(send: Send) -> Iterator[None]:
    """Every call of the payments domain to Stripe goes through `send`, while the context lasts.

    A raised Lost is to the SDK what a timeout is; anything else that `send` raises goes through as it is. The SDK's
    waits go to shared.clock, its chance to shared.ids.
    """
    with (
        patch.object(stripe, "RequestsClient", lambda timeout: _Client(send, timeout)),
        patch.object(stripe, "enable_telemetry", new=False),  # it looks for a file and times calls by the wall
        patch.object(_http_client, "time", _Time),
        patch.object(_api_requestor, "log_info", _silence),  # an eighth of a call, for lines that nobody reads
        patch.object(_api_requestor, "log_debug", _silence),
        patch.object(_api_requestor, "_generate_idempotency_key", lambda: f"{ids.random_bits(128):032x}"),
    ):
        stripe_api._client.cache_clear()
        try:
            yield
        finally:
            stripe_api._client.cache_clear()


def _silence(*_: Any, **__: Any) -> None:
    """Write no log."""


class _Time:
    """What the SDK uses of Python's `time`."""

    @staticmethod
    def time() -> float:
        return clock.source()

    @staticmethod
    def sleep(seconds: float) -> None:
        clock.pause(seconds)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What RequestsClient reads of an answer."""

    status_code: int
    content: str
    headers: Mapping[str, str]


class _Session:
    """Stands where RequestsClient has a session of the library requests."""

    def __init__(self, send: Send, requests: Any) -> None:
        self._send, self._requests = send, requests

    def request(self, method: str, url: str, headers: Mapping[str, str], data: str | None, **options: Any) -> _Answer:
        meant = {name: value for name, value in headers.items() if name in MEANT}
        try:
            status, body, told = self._send(method, url, meant, data or "", options["timeout"][1])
        except Lost as lost:
            raise self._requests.exceptions.ReadTimeout(str(lost)) from None
        return _Answer(status, body, self._requests.structures.CaseInsensitiveDict(told))


class _Client(stripe.RequestsClient):
    """The SDK's own client on a session of ours."""

    def __init__(self, send: Send, timeout: tuple[float, float]) -> None:
        super().__init__(timeout)
        self._session = _Session(send, self.requests)  # type: ignore[assignment]

    def _add_jitter_time(self, sleep_seconds: float) -> float:
        return sleep_seconds * 0.5 * (1 + ids.random_bits(32) / 2**32)

    def _handle_request_error(self, e: Exception) -> NoReturn:
        if isinstance(e, self.requests.exceptions.RequestException):
            super()._handle_request_error(e)
        raise e  # a fault of the simulation, not of the network
