"""A company's own sign-in, doubled: an OpenID provider over HTTP, at which its people prove who they are.

    with company_sign_in(people, leads_back_to=[page]) as company: …company.issuer…

It does what OpenID Connect asks of a provider for one client, with code and, where the client sends a challenge, PKCE:
nobody gets a token who did not ask for the code, nor twice for one. Sources: OpenID Connect Core 1.0, Discovery 1.0,
RFC 6749, RFC 7636.
"""

import base64
import hashlib
import hmac
import html
import json
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CODE_S = 60  # seconds in which a code is redeemed
TOKEN_S = 300  # seconds for which a token counts
BODY_MAX = 16_384  # bytes of a form
CLIENT_ID = "storewright"
FORM = (
    '<form method="post">{kept}<input name="username"><input name="password" type="password">'
    "<button>Sign in</button></form>"
)


@dataclass(frozen=True)
class Person:
    """Somebody of the company's. groups: what the company calls them; it is said in their token."""

    sub: str
    email: str
    password: str
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grant:
    """What a code was given for."""

    person: Person
    asked: Mapping[str, str]
    at: float


class BadRequest(Exception):
    """An error by its name in RFC 6749, and the status that goes with it."""

    def __init__(self, error: str, status: int = 400) -> None:
        super().__init__(error)
        self.error, self.status = error, status


@dataclass
class Company:
    """The provider: who works there, and the one client that it knows."""

    people: Sequence[Person]
    leads_back_to: Sequence[str]
    issuer: str
    client_id: str = CLIENT_ID
    client_secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "company-1", "use": "sig"}))
    codes: dict[str, Grant] = field(default_factory=dict)

    def discovery(self) -> dict[str, Any]:
        """The document under `/.well-known/openid-configuration`."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": ["openid", "email"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        }

    def keys(self) -> dict[str, Any]:
        """What its tokens are checked by."""
        return {"keys": [self.key.as_dict(private=False, alg="RS256")]}

    def check_asked(self, asked: Mapping[str, str]) -> None:
        """Raises BadRequest; then nobody is led anywhere."""
        if asked.get("client_id") != self.client_id or asked.get("redirect_uri") not in self.leads_back_to:
            raise BadRequest("invalid_request")
        if asked.get("response_type") != "code" or "openid" not in asked.get("scope", "").split():
            raise BadRequest("invalid_request")
        if "code_challenge" in asked and asked.get("code_challenge_method") != "S256":
            raise BadRequest("invalid_request")

    def signed_in(self, asked: Mapping[str, str], username: str, password: str) -> str | None:
        """Where who proved it is led, with a code; None where they did not."""
        person = next((each for each in self.people if each.email == username), None)
        if person is None or not hmac.compare_digest(person.password.encode(), password.encode()):
            return None
        code = secrets.token_urlsafe(32)
        self.codes[code] = Grant(person, dict(asked), time.time())
        back = {"code": code, **({"state": asked["state"]} if "state" in asked else {})}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def tokens(self, form: Mapping[str, str], authorization: str) -> dict[str, Any]:
        """For a code, once, to the client that asked for it. Raises BadRequest."""
        self._check_client(form, authorization)
        if form.get("grant_type") != "authorization_code":
            raise BadRequest("unsupported_grant_type")
        grant = self.codes.pop(form.get("code", ""), None)
        if grant is None or grant.at + CODE_S < time.time() or form.get("redirect_uri") != grant.asked["redirect_uri"]:
            raise BadRequest("invalid_grant")
        if "code_challenge" in grant.asked and _challenge(form) != grant.asked["code_challenge"]:
            raise BadRequest("invalid_grant")
        id_token = jwt.encode({"alg": "RS256", "kid": self.key.kid}, self._claims(grant), self.key)
        return {
            "access_token": secrets.token_urlsafe(32),
            "id_token": id_token,
            "token_type": "Bearer",
            "expires_in": TOKEN_S,
        }

    def _check_client(self, form: Mapping[str, str], authorization: str) -> None:
        named = form.get("client_id", ""), form.get("client_secret", "")
        if authorization.startswith("Basic "):
            user, _, password = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
            named = unquote(user), unquote(password)
        if named[0] != self.client_id or not hmac.compare_digest(named[1].encode(), self.client_secret.encode()):
            raise BadRequest("invalid_client", 401)

    def _claims(self, grant: Grant) -> dict[str, Any]:
        now, person = int(time.time()), grant.person
        claims = {
            "iss": self.issuer,
            "sub": person.sub,
            "aud": self.client_id,
            "iat": now,
            "exp": now + TOKEN_S,
            "auth_time": int(grant.at),
            "email": person.email,
            "email_verified": True,
            "groups": list(person.groups),
        }
        return claims | ({"nonce": grant.asked["nonce"]} if "nonce" in grant.asked else {})


def _challenge(form: Mapping[str, str]) -> str:
    """What the verifier proves (RFC 7636, S256)."""
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class _Server(ThreadingHTTPServer):
    company: Company


class _Desk(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        company, path = self.server.company, urlsplit(self.path).path
        match path:
            case "/.well-known/openid-configuration":
                self._json(200, company.discovery())
            case "/keys":
                self._json(200, company.keys())
            case "/authorize":
                self._refusing(self._form)
            case _:
                self._json(404, {"error": "not_found"})

    def do_POST(self) -> None:
        path = urlsplit(self.path).path
        if path not in ("/authorize", "/token"):
            self._json(404, {"error": "not_found"})
            return
        length = min(int(self.headers.get("Content-Length") or 0), BODY_MAX)
        form = dict(parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True))
        self._refusing(lambda: self._sign_in(form) if path == "/authorize" else self._redeem(form))

    def _form(self) -> None:
        asked = dict(parse_qsl(urlsplit(self.path).query))
        self.server.company.check_asked(asked)
        kept = "".join(
            f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
            for name, value in asked.items()
        )
        self._send(200, "text/html; charset=utf-8", FORM.format(kept=kept).encode())

    def _sign_in(self, form: dict[str, str]) -> None:
        username, password = form.pop("username", ""), form.pop("password", "")
        self.server.company.check_asked(form)
        location = self.server.company.signed_in(form, username, password)
        if location is None:
            self._json(401, {"error": "access_denied"})
            return
        self._send(303, "text/plain", b"", {"Location": location})

    def _redeem(self, form: dict[str, str]) -> None:
        self._json(200, self.server.company.tokens(form, self.headers.get("Authorization", "")))

    def _refusing(self, act: Callable[[], None]) -> None:
        try:
            act()
        except BadRequest as bad:
            self._json(bad.status, {"error": bad.error})

    def _json(self, status: int, body: Any) -> None:
        self._send(status, "application/json", json.dumps(body).encode(), {"Cache-Control": "no-store"})

    def _send(self, status: int, content_type: str, body: bytes, more: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": content_type, "Content-Length": str(len(body)), **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing: the addresses that it is asked for have codes in them."""


@contextmanager
def company_sign_in(people: Sequence[Person], leads_back_to: Sequence[str]) -> Iterator[Company]:
    """The provider on a free port of this machine, until the context ends."""
    with _Server(("127.0.0.1", 0), _Desk) as server:
        server.company = Company(people, leads_back_to, f"http://127.0.0.1:{server.server_port}")
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield server.company
        finally:
            server.shutdown()
