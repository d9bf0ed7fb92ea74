"""Builders and short ways for the tests of access."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from functions.access.api_key import ApiKey
from functions.access.handlers import admin_api, authorizer, invite_owner, issue_key
from functions.access.scopes import expand
from functions.access.token import hash_of
from shared import clock
from shared.pools import UserPool
from tests.people import a_token
from tests.world import NOON, api_event

SECRET = "A" * 43
KEY_ID = "key_01JD0000000000000000000000"


@dataclass(frozen=True)
class Answer:
    """What the API answered."""

    status: int
    body: Any
    headers: Mapping[str, str]
    raw: str


@dataclass(frozen=True)
class Holder:
    """Somebody with a key."""

    id: str
    token: str
    scopes: tuple[str, ...]


def issue(*scopes: str) -> Holder:
    """A key from the operator; all scopes where none is named."""
    made = issue_key.handler({"name": "first", "scopes": list(scopes) or "all"}, None)
    context = decide(f"Bearer {made['token']}")["context"]
    return Holder(made["id"], made["token"], tuple(context["scopes"].split()))


def ask(holder: Holder, method: str, path: str, body: Any = None, **more: Any) -> Answer:
    """Ask the admin API as API Gateway lets the holder through."""
    text = body if isinstance(body, str) or body is None else json.dumps(body)
    event = api_event(method, path, text, scopes=" ".join(expand(holder.scopes)), key_id=holder.id, **more)
    answer = admin_api.handler(event, None)
    return Answer(answer["statusCode"], json.loads(answer["body"]), answer["headers"], answer["body"])


def make(holder: Holder, *scopes: str, **more: Any) -> Holder:
    """A key that the holder made."""
    answer = ask(holder, "POST", "/admin/api_keys", {"name": "made", "scopes": list(scopes), **more})
    assert answer.status == 201, answer.body
    return Holder(answer.body["id"], answer.body["token"], tuple(answer.body["scopes"]))


def decide(authorization: Any) -> dict[str, Any]:
    """What the authorizer tells API Gateway of this header."""
    event = {
        "version": "2.0",
        "type": "REQUEST",
        "routeArn": "arn:aws:execute-api:eu-west-1:123456789012:api/$default/GET/admin/orders",
        "identitySource": [authorization],
        "routeKey": "ANY /admin/orders",
        "rawPath": "/admin/orders",
        "headers": {"authorization": authorization},
        "requestContext": {"http": {"method": "GET", "path": "/admin/orders"}},
    }
    return authorizer.handler(event, None)


def is_let_in(holder: Holder) -> bool:
    """Whether the holder's token counts now: whoever it does not count for comes through as nobody."""
    decision = decide(f"Bearer {holder.token}")
    assert decision["isAuthorized"]
    return bool(decision["context"])


def invited_owner(pool: UserPool, email: str = "olga@example.com") -> Holder:
    """An owner whom the operator invited, signed in."""
    made = invite_owner.handler({"email": email, "name": "Olga"}, None)
    return signed_in(pool, made["id"])


def invited(by: Holder, pool: UserPool, *roles: str, email: str = "fay@example.com") -> Holder:
    """Somebody whom another one invited, signed in."""
    answer = ask(by, "POST", "/admin/staff", {"email": email, "name": "Fay", "roles": list(roles)})
    assert answer.status == 201, answer.body
    return signed_in(pool, answer.body["id"])


def signed_in(pool: UserPool, staff_id: str) -> Holder:
    """The member with an access token of now."""
    token = a_token(clock.now(), pool, username=staff_id)
    context = decide(f"Bearer {token}")["context"]
    assert context["principal"] == staff_id
    return Holder(staff_id, token, tuple(context["scopes"].split()))


def a_key(**changed: Any) -> ApiKey:
    """A key that may read products and write orders, without an end."""
    fields: dict[str, Any] = {
        "id": KEY_ID,
        "name": "test",
        "secret_hash": hash_of(SECRET),
        "scopes": ("products:read", "orders:write"),
        "created_at": clock.stamp(NOON),
        "makers": (),
        "expires_at": None,
    }
    return ApiKey(**{**fields, **changed})
