"""Secrets by name, from Secrets Manager, kept a few minutes and used past that while the service is away."""

import json
import os

from shared import clock
from shared.aws import client
from shared.errors import Unavailable

KEPT_S = 300  # a rotated secret is seen within five minutes; one call per function and five minutes
STALE_S = 30  # seconds a kept one is used before the service is asked again; each asking may take that long to fail
LOOK_AGAIN_S = 10  # at most so often whoever is shown what is signed by none of its values asks for them anew
_kept: dict[str, tuple[float, dict[str, str]]] = {}
_asked_at: dict[str, float] = {}


def secret(name: str) -> dict[str, str]:
    """The secret's fields, usually `current` and, while it is being rotated, `previous`.

    `name` is the logical name, such as `guest_key`; the environment (GUEST_KEY_SECRET) says where it is stored.
    A plain string is `{"current": it}`. Raises Unavailable where it cannot be read and was never read before.
    """
    stored_at = os.environ[f"{name.upper()}_SECRET"]
    kept = _kept.get(stored_at)
    if kept and kept[0] > clock.source():
        return kept[1]
    _asked_at[stored_at] = clock.source()
    try:
        text = client("secretsmanager").get_secret_value(SecretId=stored_at)["SecretString"]
    except Exception as error:  # any failure of the service: a stale secret beats none
        if kept:
            _kept[stored_at] = (clock.source() + STALE_S, kept[1])
            return kept[1]
        raise Unavailable("A secret cannot be read right now.") from error
    fields = _fields(text)
    _kept[stored_at] = (clock.source() + KEPT_S, fields)
    return fields


def valid_values(name: str) -> list[str]:
    """The values to accept: the current one, and the previous one during a rotation."""
    fields = secret(name)
    return [fields[which] for which in ("current", "previous") if fields.get(which)]


def is_another_by_now(name: str) -> bool:
    """Whether the secret has changed since it was read: for whoever is shown something that none of its values made.

    So what one process signs under a new value, another one that still holds the old one takes. Somebody who makes
    things up costs one call in ten seconds.
    """
    stored_at = os.environ[f"{name.upper()}_SECRET"]
    kept = _kept.get(stored_at)
    if kept is None or clock.source() < _asked_at[stored_at] + LOOK_AGAIN_S:
        return False
    _kept[stored_at] = (0.0, kept[1])
    return secret(name) != kept[1]


def is_granted(name: str) -> bool:
    """Whether this function may read it at all."""
    return f"{name.upper()}_SECRET" in os.environ


def forget() -> None:
    """Read all secrets anew at the next use."""
    _kept.clear()
    _asked_at.clear()


def _fields(text: str) -> dict[str, str]:
    try:
        fields = json.loads(text)
    except ValueError:
        return {"current": text}
    return {str(k): str(v) for k, v in fields.items()} if isinstance(fields, dict) else {"current": text}
