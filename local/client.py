"""A client of the shop's HTTP API as any could be written: JSON, kept-alive connections, and safe retries."""

import http.client
import json
import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

TIMEOUT_S = 35  # API Gateway gives up at 30
TRIES = 8  # with the pauses below some twenty seconds, which outlasts a cold start and a burst
PAUSE_MAX_S = 5.0
UNAVAILABLE = (429, 502, 503, 504)

Headers = Mapping[str, str]


class Refused(Exception):
    """An answer of 400 or above; `code` is the API's stable one."""

    def __init__(self, method: str, path: str, status: int, error: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(error.get("code", status))
        self.details: Any = error.get("details") or {}
        super().__init__(
            f"{method} {path} was answered {status} {self.code}: {error.get('message', 'no reason given')}"
        )


class Unreachable(Exception):
    """Nothing answers at the address, or not in time."""


@dataclass(frozen=True)
class Answer:
    """What came back. headers have lower-case names."""

    status: int
    headers: Headers
    raw: bytes

    @property
    def body(self) -> Any:
        """The JSON, None for an empty body."""
        return json.loads(self.raw) if self.raw else None

    @property
    def is_replay(self) -> bool:
        """Whether the same request had been answered before."""
        return self.headers.get("idempotent-replayed") == "true"


class Client:
    """Calls of one party to one address. May be used by many threads; each keeps its own connection."""

    def __init__(
        self,
        url: str,
        headers: Headers | None = None,
        *,
        pause: Callable[[float], None] = time.sleep,
        tries: int = TRIES,
    ) -> None:
        parts = urlsplit(url)
        self._host, self._prefix = parts.netloc, parts.path.rstrip("/")
        self._headers = dict(headers or {})
        self._pause = pause
        self._tries = tries
        self._kept = threading.local()

    def get(self, path: str, *, headers: Headers | None = None) -> Any:
        """The JSON at the path. Raises Refused or Unreachable."""
        return self.call("GET", path, headers=headers).body

    def post(self, path: str, body: Any, *, key: str | None = None, headers: Headers | None = None) -> Any:
        """The JSON of the answer. key: the Idempotency-Key; without one, a request is not sent twice."""
        return self.call(
            "POST", path, body, headers={**(headers or {}), **({"Idempotency-Key": key} if key else {})}
        ).body

    def put(self, path: str, body: Any, *, headers: Headers | None = None) -> Any:
        """The JSON of the answer."""
        return self.call("PUT", path, body, headers=headers).body

    def patch(self, path: str, body: Any, *, headers: Headers | None = None) -> Any:
        """The JSON of the answer."""
        return self.call("PATCH", path, body, headers=headers).body

    def form(self, path: str, fields: Mapping[str, str], *, headers: Headers | None = None) -> Any:
        """Post a form, as Stripe takes it: the JSON of the answer."""
        named = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return self.call("POST", path, urlencode(fields).encode(), headers=named).body

    def call(self, method: str, path: str, body: Any = None, *, headers: Headers | None = None) -> Answer:
        """One request, sent again where that is safe. body: JSON, or bytes that are sent as they are.

        Raises Refused for an answer of 400 or above, Unreachable where none came.
        """
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        named = {"Content-Type": "application/json", **self._headers, **(headers or {})}
        is_safe = method != "POST" or any(name.lower() == "idempotency-key" for name in named)
        for attempt in range(1, self._tries + 1):
            is_last = attempt == self._tries
            try:
                answer = self._send(method, path, raw, named)
            except (OSError, http.client.HTTPException) as error:
                self._kept.connection = None
                if is_last or not (is_safe or isinstance(error, ConnectionRefusedError)):
                    raise Unreachable(f"{method} {path} got no answer from {self._host}: {error!r}") from error
                self._pause(_pause_s(attempt, None))
                continue
            if answer.status < 400:
                return answer
            if is_last or not _may_pass(answer, is_safe=is_safe):
                raise Refused(method, path, answer.status, _error(answer))
            self._pause(_pause_s(attempt, answer.headers.get("retry-after")))
        raise AssertionError("the last attempt returns or raises")

    def _send(self, method: str, path: str, raw: bytes | None, headers: Headers) -> Answer:
        connection: http.client.HTTPConnection | None = getattr(self._kept, "connection", None)
        if connection is None:
            connection = self._kept.connection = http.client.HTTPConnection(self._host, timeout=TIMEOUT_S)
        connection.request(method, self._prefix + path, body=raw, headers=dict(headers))
        response = connection.getresponse()
        named = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, named, response.read())


def _may_pass(answer: Answer, *, is_safe: bool) -> bool:
    """Whether the same request may succeed a moment later. What was answered 409 or 429 changed nothing."""
    if answer.status == 409:
        return "retry-after" in answer.headers
    return answer.status in UNAVAILABLE and (is_safe or answer.status == 429)


def _pause_s(attempt: int, asked: str | None) -> float:
    """What the server asked for, else a doubling pause; with jitter, so that threads do not come back together."""
    longest = float(asked) if asked and asked.isdigit() else 0.1 * 2**attempt
    return min(longest, PAUSE_MAX_S) * random.uniform(0.5, 1.0)


def _error(answer: Answer) -> Mapping[str, Any]:
    try:
        error = answer.body["error"]
    except (ValueError, KeyError, TypeError):
        return {"message": answer.raw[:200].decode(errors="replace")}
    return error if isinstance(error, dict) else {"message": str(error)}
