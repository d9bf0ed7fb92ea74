"""An answer: a status, a model, and the few headers that the caller may need."""

import json
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from shared.dynamo.values import Item

T = TypeVar("T")


class Reply(Generic[T]):
    """The body is turned into bytes once, here, so that a replayed answer is the same byte for byte."""

    __slots__ = ("body", "headers", "status")

    def __init__(
        self, body: T, status: int = 200, *, version: int | None = None, headers: dict[str, str] | None = None
    ):
        """version: of the object that is shown, sent as its ETag."""
        self.status = status
        self.body = body.model_dump_json() if isinstance(body, BaseModel) else _text(body)
        self.headers = dict(headers or {})
        if version is not None:
            self.headers["ETag"] = f'"{version}"'

    def stored(self) -> Item:
        """As the idempotency record keeps it."""
        return {"status": self.status, "body": self.body, "headers": self.headers}

    @classmethod
    def from_stored(cls, item: Item) -> "Reply[Any]":
        """The kept answer, marked as one that was given before."""
        reply: Reply[Any] = cls.__new__(cls)
        reply.status, reply.body = item["status"], item["body"]
        reply.headers = {**item["headers"], "Idempotent-Replayed": "true"}
        return reply


def _text(body: Any) -> str:
    if isinstance(body, str):
        return body
    return json.dumps(body, separators=(",", ":"))
