"""People with tokens: a pool's keys on a server of its own, and tokens that it might have given out."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID

from shared import aws, clock, tokens
from shared.pools import UserPool

POOL = UserPool("eu-west-1_staff", "client-of-the-dashboard")
OTHER_POOL = UserPool("eu-west-1_other", "client-of-the-dashboard")
KID = "the-pools-key"


@cache
def key(name: str = KID) -> rsa.RSAPrivateKey:
    """A pool's key; each name has its own."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def jwk(name: str = KID) -> dict[str, str]:
    """The public half, as the pool shows it."""
    public = key(name).public_key().public_numbers()
    n = public.n.to_bytes((public.n.bit_length() + 7) // 8, "big")
    return {"kty": "RSA", "alg": "RS256", "use": "sig", "kid": name, "n": b64(n), "e": b64(b"\1\0\1")}


def said(now: datetime, pool: UserPool = POOL, **otherwise: Any) -> dict[str, Any]:
    """What a good access token says, and what this one says otherwise; None: not at all."""
    claims = {
        "sub": "0e8400e2-9b41-41d4-a716-446655440000",
        "iss": pool.issuer,
        "client_id": pool.client,
        "origin_jti": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
        "token_use": "access",
        "scope": "aws.cognito.signin.user.admin",
        "auth_time": clock.epoch(now),
        "iat": clock.epoch(now),
        "exp": clock.epoch(now + timedelta(minutes=15)),
        "jti": "7d444840-9dc0-11d1-b245-5ffdce74fad2",
        "username": "staff_01JE0000000000000000000000",
    }
    return {name: value for name, value in (claims | otherwise).items() if value is not None}


def signed(claims: dict[str, Any] | bytes, header: dict[str, Any] | bytes | None = None, by: str = KID) -> str:
    """These claims under this header, signed as RS256 does."""
    head = header if isinstance(header, bytes) else json.dumps(header or {"kid": by, "alg": "RS256"}).encode()
    body = claims if isinstance(claims, bytes) else json.dumps(claims).encode()
    first = f"{b64(head)}.{b64(body)}"
    return f"{first}.{b64(key(by).sign(first.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def a_token(now: datetime, pool: UserPool = POOL, **otherwise: Any) -> str:
    """A good one, but for what it says otherwise."""
    return signed(said(now, pool, **otherwise))


class KeyServer(ThreadingHTTPServer):
    """Shows a pool's keys, as Cognito does; counts how often, and can be away."""

    shown: list[str]
    status: int
    asked: list[str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def key_server(*names: str) -> Iterator[KeyServer]:
    with KeyServer(("127.0.0.1", 0), _Keys) as server:
        server.shown, server.status, server.asked = list(names or [KID]), 200, []
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


class _Keys(BaseHTTPRequestHandler):
    server: KeyServer

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        body = json.dumps({"keys": [jwk(name) for name in self.server.shown]}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


def make_staff_pool() -> None:
    """The pool of staff in moto's cloud."""
    make_pool(POOL.id, AliasAttributes=["email"])


def make_pool(pool_id: str, **how: Any) -> None:
    """A pool in moto's cloud, by the id that the environment names; AWS's own has chance in it."""
    made = aws.client("cognito-idp").create_user_pool(PoolName="pool", AutoVerifiedAttributes=["email"], **how)
    pools = get_backend("cognito-idp")[DEFAULT_ACCOUNT_ID][pool_id.partition("_")[0]].user_pools
    pools[pool_id] = pools.pop(made["UserPool"]["Id"])
    pools[pool_id].id = pool_id


@contextmanager
def staff_pool(patch: pytest.MonkeyPatch) -> Iterator[UserPool]:
    """The pool of staff in moto's cloud, and a server that shows its keys."""
    make_staff_pool()
    with key_server() as server:
        patch.setenv("POOL_KEYS_AT", server.url)
        tokens.forget()
        yield POOL
        tokens.forget()
