"""The shapes that API keys take in requests and answers."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from functions.access.api_key import ApiKey
from functions.access.scopes import SCOPES
from shared.http import Input, View
from shared.http.text import Text


class NewKey(Input):
    """A key to make: what it is for, what it may do, and until when; without an end it lives until it is revoked."""

    name: Annotated[str, Text(100, is_required=True)]
    scopes: Annotated[list[Annotated[str, Field(max_length=64)]], Field(min_length=1, max_length=len(SCOPES))]
    expires_at: AwareDatetime | None = None


class KeyView(View):
    """An API key, without its secret."""

    id: str
    object: Literal["api_key"] = "api_key"
    version: int
    name: str
    scopes: list[str]
    created_at: str
    created_by: str | None
    expires_at: str | None
    revoked_at: str | None
    last_used_at: str | None


class NewKeyView(KeyView):
    """A key as it is shown once, to whoever made it."""

    token: str


def key_view(key: ApiKey, last_used_at: str | None) -> KeyView:
    """The key as it is shown."""
    return KeyView.model_validate(_fields(key) | {"last_used_at": last_used_at})


def new_key_view(key: ApiKey, token: str) -> NewKeyView:
    """The key as its maker sees it, with its token."""
    return NewKeyView.model_validate({**_fields(key), "token": token})


def _fields(key: ApiKey) -> dict[str, object]:
    return {
        "id": key.id,
        "version": key.version,
        "name": key.name,
        "scopes": list(key.scopes),
        "created_at": key.created_at,
        "created_by": key.created_by,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
        "last_used_at": None,
    }
