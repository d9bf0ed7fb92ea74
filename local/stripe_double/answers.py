"""Requests and answers, apart from any HTTP server."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request, read to its end. Header names are in lower case; path and query are as sent."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    def replayed(self, original: str) -> "Answer":
        """The same answer for a repeated request, marked as Stripe marks it."""
        return self.with_headers({"Idempotent-Replayed": "true", "Original-Request": original})

    def with_headers(self, headers: Mapping[str, str]) -> "Answer":
        """The same answer with more headers."""
        return Answer(self.status, self.body, {**self.headers, **headers})


_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


class Hangup(Exception):
    """Close the connection without an answer."""


def json_answer(status: int, content: Any, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer with a JSON body."""
    return Answer(status, _encode(content).encode(), {"Content-Type": "application/json", **(headers or {})})
