"""Pages of lists: `limit` and an opaque, signed cursor that is good for this query of this caller only."""

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field, StringConstraints

from shared.dynamo import Key, Page
from shared.errors import Invalid
from shared.http.models import Input
from shared.http.request import Request
from shared.signing import LENGTH_MAX, BadSignature, seal, unseal

T = TypeVar("T")


def digits(given: object) -> object:
    """Digits only: `5.0`, ` 5` and `1_0`, which Python would take for numbers, are a client's mistake."""
    if isinstance(given, str) and not (given.isascii() and given.isdigit()):
        raise ValueError("must be a whole number")
    return given


def named(ids: str) -> list[str]:
    """The ids that a filter names, with commas between them: each once, in its order."""
    return list(dict.fromkeys(ids.split(",")))


class PageQuery(Input):
    """The parameters every list has; a list's own filters are added by a subclass."""

    limit: Annotated[int, Field(ge=1, le=100), BeforeValidator(digits)] = 20
    cursor: Annotated[str, StringConstraints(max_length=LENGTH_MAX)] | None = None


class BadCursor(Invalid):
    """Forged, changed, or of another query or caller."""

    status = 400
    code = "invalid_cursor"

    def __init__(self) -> None:
        super().__init__("The cursor is not one of this list; start again without it.", param="cursor")


def cut(things: Sequence[T], id_of: Callable[[T], str], limit: int, after: Key | None) -> tuple[list[T], Page]:
    """A page of a few things in order, of which none ever goes away, and where the next one begins."""
    begin = next((n + 1 for n, thing in enumerate(things) if after and id_of(thing) == after["id"]), 0)
    shown = list(things[begin : begin + limit])
    return shown, Page([], {"id": id_of(shown[-1])} if len(things) > begin + limit else None)


class Paging:
    """Opens the cursor of a request and makes the next one.

    A cursor outlives a release that adds a filter: one that is not asked for binds nothing.
    scope: what else the list is bound to besides path, filters and caller, if anything.
    """

    def __init__(self, request: Request, query: PageQuery, **scope: str) -> None:
        filters = query.model_dump(mode="json", exclude={"cursor", "limit"}, exclude_none=True)
        bound_to = {"who": request.principal, "path": request.path, "filters": filters, **scope}
        self._bound_to = hashlib.sha256(json.dumps(bound_to, sort_keys=True).encode()).hexdigest()[:32]
        self.limit = query.limit
        self.after: Key | None = None if query.cursor is None else self._open(query.cursor, request)

    def next(self, page: Page) -> dict[str, Any]:
        """The fields `has_more` and `next_cursor` of the answer."""
        if page.next_key is None:
            return {"has_more": False, "next_cursor": None}
        return {"has_more": True, "next_cursor": seal("cursor", {"key": page.next_key, "for": self._bound_to})}

    def _open(self, cursor: str, request: Request) -> Key:
        try:
            payload = unseal("cursor", cursor, request.now)
        except BadSignature:
            raise BadCursor from None
        if payload["for"] != self._bound_to:
            raise BadCursor
        key: Key = payload["key"]
        return key
