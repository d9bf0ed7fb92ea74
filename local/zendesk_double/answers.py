"""Requests and answers, apart from any HTTP server; and a Zendesk's refusals."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


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
    content: Any = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        return b"" if self.content is None else json.dumps(self.content, separators=(",", ":")).encode()


class Hangup(Exception):
    """Close the connection without an answer."""


class ZendeskError(Exception):
    """An answer that is a refusal, in Zendesk's words."""

    def __init__(self, status: int, error: str, description: str, **headers: str) -> None:
        super().__init__(description)
        self.answer = Answer(status, {"error": error, "description": description}, headers)


def not_found() -> ZendeskError:
    return ZendeskError(404, "RecordNotFound", "Not found")


def invalid(description: str) -> ZendeskError:
    return ZendeskError(422, "RecordInvalid", description)
