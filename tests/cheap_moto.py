"""moto made cheaper: its fresh cloud is furnished once and kept, and what takes it long each time is done once.

Nobody speaks to AWS but through the SDK, so moto need not stand in the way of `requests` with a thousand patterns each
time. The SDK says once what it is, and the one key that all of moto's user pools have is read once. DynamoDB is not
moto's here, see `tests/database.py`.
"""

import os
import pickle
from collections.abc import Callable
from functools import cache
from types import SimpleNamespace
from typing import Any

from _pytest.monkeypatch import MonkeyPatch
from botocore.useragent import UserAgentString
from joserfc import jwk
from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.utils import method_names_from_class

FURNISHED = ("events", "secretsmanager", "ses", "stepfunctions")
_kept: list[bytes] = []


def furnish(make: Callable[[], object]) -> None:
    """Let moto's fresh cloud be as `make` made it the first time."""
    region = os.environ["AWS_REGION"]
    states: list[dict[str, Any]] = [get_backend(service)[DEFAULT_ACCOUNT_ID][region].__dict__ for service in FURNISHED]  # type: ignore[call-overload]
    if not _kept:
        make()
        _kept.append(pickle.dumps(states))
        return
    for state, kept in zip(states, pickle.loads(_kept[0]), strict=True):
        state.update(kept)


def cheapen(patch: MonkeyPatch) -> None:
    """From here on, until the patch is undone."""
    patch.setattr(UserAgentString, "to_string", lambda _: "a test")
    patch.setattr("moto.core.models.RESPONSES_METHODS", ())
    patch.setattr("moto.core.responses.method_names_from_class", cache(method_names_from_class))
    patch.setattr("moto.cognitoidp.models.jwk", SimpleNamespace(RSAKey=_PoolsKey))


class _PoolsKey:
    _read: jwk.RSAKey | None = None

    @classmethod
    def import_key(cls, private: dict[str, Any]) -> jwk.RSAKey:
        """What moto asks for at each new pool, and takes a quarter of a second."""
        cls._read = cls._read or jwk.RSAKey.import_key(private)
        return cls._read
