"""An answer: a status, a model, and the few headers that the caller may need."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from shared.dynamo.values import Item

T = TypeVar("T")


@dataclass(frozen=True)
class LeftOut:
    """What an answer shows and no record may keep: bearer tokens and the like. A replay makes it again.

    shown: the texts by name; each stands in the body as a JSON string of its own.
    recipe: what the route's `again` makes the same texts of; it is kept in their place.
    """

    shown: Mapping[str, str]
    recipe: Mapping[str, str]

    def __repr__(self) -> str:
        return f"LeftOut({', '.join(self.shown)})"  # no secret gets into a log by way of a traceback


class Reply(Generic[T]):
    """The body is turned into text once, here, so that a replayed answer is the same byte for byte."""

    __slots__ = ("body", "headers", "left_out", "status")

    def __init__(
        self,
        body: T,
        status: int = 200,
        *,
        version: int | None = None,
        headers: dict[str, str] | None = None,
        left_out: LeftOut | None = None,
    ):
        """version: of the object that is shown, sent as its ETag.

        headers: go before those that every answer has: name `Cache-Control` where it may be kept.
        """
        self.status = status
        self.body = body.model_dump_json() if isinstance(body, BaseModel) else _text(body)
        self.headers = dict(headers or {})
        self.left_out = left_out
        if version is not None:
            self.headers["ETag"] = f'"{version}"'

    def stored(self) -> Item:
        """As the idempotency record keeps it: the body in pieces, and between them the names of what is left out."""
        assert isinstance(self.body, str)  # files are read, and reading keeps no record
        pieces, names = [self.body], {}
        if self.left_out:
            names = {json.dumps(text): name for name, text in self.left_out.shown.items()}
            pieces = re.split(f"({'|'.join(map(re.escape, names))})", self.body)
        kept = [names[piece] if place % 2 else piece for place, piece in enumerate(pieces)]
        recipe = dict(self.left_out.recipe) if self.left_out else {}
        return {"status": self.status, "pieces": kept, "recipe": recipe, "headers": self.headers}


class KeptReply:
    """An answer as it was kept, to be given again."""

    def __init__(self, item: Item) -> None:
        self._item = item

    @property
    def recipe(self) -> Mapping[str, str]:
        """What the texts that were left out are made again of; empty where there are none."""
        recipe: dict[str, str] = self._item["recipe"]
        return recipe

    def whole(self, texts: Mapping[str, str]) -> Reply[Any]:
        """The first answer, byte for byte, marked as one that was given before. texts: what was left out, by name."""
        pieces = self._item["pieces"]
        body = "".join(json.dumps(texts[piece]) if place % 2 else piece for place, piece in enumerate(pieces))
        headers = {**self._item["headers"], "Idempotent-Replayed": "true"}
        return Reply(body, self._item["status"], headers=headers)


def _text(body: Any) -> str | bytes:
    return body if isinstance(body, str | bytes) else json.dumps(body, separators=(",", ":"))
