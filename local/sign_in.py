"""Signing in as an app in a browser does: by SRP, with an authenticator app, or on the hosted page with PKCE.

The password never leaves this side. Source: RFC 5054 with the group, hash and key of Cognito's own libraries.
"""

import base64
import hashlib
import hmac
import json
import re
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any


def _pi(bits: int) -> int:
    """π · 2^bits, cut off. Machin's formula: π/4 = 4·arctan(1/5) − arctan(1/239)."""
    one = 1 << (bits + 64)

    def arctan_of_part(x: int) -> int:
        power = found = one // x
        odd = 1
        while power:
            power, odd = -power // (x * x), odd + 2
            found += power // odd
        return found

    return (16 * arctan_of_part(5) - 4 * arctan_of_part(239)) >> 64


N = 2**3072 - 2**3008 - 1 + 2**64 * (_pi(2942) + 1690314)  # RFC 3526, group 15
G = 2
INFO = b"Caldera Derived Key"


class NotSignedIn(Exception):
    """Cognito's own word for why."""


@dataclass
class App:
    """The app of a pool, at the local cloud's address."""

    cloud: str
    pool: str
    client: str
    totp: dict[str, str] = field(default_factory=dict)  # the secrets in people's authenticator apps

    def call(self, operation: str, **asked: Any) -> Any:
        """One of the calls that need no keys of AWS. Raises NotSignedIn."""
        headers = {
            "X-Amz-Target": f"AWSCognitoIdentityProviderService.{operation}",
            "Content-Type": "application/x-amz-json-1.1",
        }
        request = urllib.request.Request(self.cloud, json.dumps(asked).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise NotSignedIn(json.load(error).get("__type", "")) from None

    def sign_in(self, name: str, password: str, new_password: str | None = None) -> Any:
        """Tokens. new_password: for the first time, with the one of the invitation."""
        mine = secrets.randbelow(N - 2) + 1
        public = pow(G, mine, N)
        begin = {"USERNAME": name, "SRP_A": f"{public:x}"}
        asked = self.call("InitiateAuth", ClientId=self.client, AuthFlow="USER_SRP_AUTH", AuthParameters=begin)
        if asked["ChallengeName"] != "PASSWORD_VERIFIER":
            raise NotSignedIn(asked["ChallengeName"])
        answer = self._respond(asked, self._proof(asked["ChallengeParameters"], password, mine, public))
        if answer.get("ChallengeName") == "NEW_PASSWORD_REQUIRED":
            if new_password is None:
                raise NotSignedIn("NEW_PASSWORD_REQUIRED")
            answer = self._respond(answer, {"USERNAME": name, "NEW_PASSWORD": new_password})
        if answer.get("ChallengeName") == "SOFTWARE_TOKEN_MFA":
            code = totp(self.totp[name])
            answer = self._respond(answer, {"USERNAME": name, "SOFTWARE_TOKEN_MFA_CODE": code})
        return answer["AuthenticationResult"]

    def first_time(self, name: str, letter: str, password: str) -> Any:
        """By the letter of an invitation: with an own password, then an authenticator. Gives the tokens."""
        tokens = self.sign_in(name, first_password(letter), new_password=password)
        self.enrol(name, tokens["AccessToken"])
        return tokens

    def enrol(self, name: str, access_token: str) -> None:
        """Set up the authenticator app."""
        secret = self.call("AssociateSoftwareToken", AccessToken=access_token)["SecretCode"]
        self.call("VerifySoftwareToken", AccessToken=access_token, UserCode=totp(secret))
        self.totp[name] = secret

    def refresh(self, refresh_token: str) -> Any:
        """The next access token."""
        how = {"AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": {"REFRESH_TOKEN": refresh_token}}
        return self.call("InitiateAuth", ClientId=self.client, **how)["AuthenticationResult"]

    def on_hosted_page(self, name: str, password: str, back: str, shown: str | None = None) -> Any:
        """Tokens for a code that the page leads back with, given to whoever shows what the code was asked with.

        shown: what is shown in its place. Raises HTTPError where that is something else.
        """
        verifier = secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "client_id": self.client,
            "redirect_uri": back,
            "response_type": "code",
            "scope": "openid email",
            "state": "s",
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        location = led(f"{self.cloud}/login", {**asked, "username": name, "password": password})
        [code] = urllib.parse.parse_qs(urllib.parse.urlsplit(location).query)["code"]
        given = {"grant_type": "authorization_code", "client_id": self.client, "code": code, "redirect_uri": back}
        return self._redeem({**given, "code_verifier": shown or verifier})

    def by_provider(self, provider: str, name: str, password: str, back: str) -> Any:
        """Tokens for somebody who proves at a foreign provider who they are, as a browser is led there and back."""

        def proven(at: str) -> str:
            there = urllib.parse.urlsplit(at)
            form = dict(urllib.parse.parse_qsl(there.query)) | {"username": name, "password": password}
            return led(led(there._replace(query="").geturl(), form))

        return self.led_by(provider, proven, back)

    def led_by(self, provider: str, proven: Callable[[str], str], back: str) -> Any:
        """Tokens for somebody who is led to a provider, and from the pool's own address back to the app's page.

        proven: of the provider's address that they are led to, where the pool leads them once they were there.
        """
        verifier = secrets.token_urlsafe(48)
        asked = {
            "client_id": self.client,
            "redirect_uri": back,
            "response_type": "code",
            "scope": "openid email",
            "state": "s",
            "identity_provider": provider,
            "code_challenge": base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
            .rstrip(b"=")
            .decode(),
            "code_challenge_method": "S256",
        }
        location = proven(led(f"{self.cloud}/oauth2/authorize?{urllib.parse.urlencode(asked)}"))
        if not location.startswith(back):
            raise NotSignedIn(location)
        said = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(location).query))
        if said["state"] != "s":
            raise NotSignedIn("another state")
        given = {"grant_type": "authorization_code", "client_id": self.client, "redirect_uri": back}
        return self._redeem({**given, "code": said["code"], "code_verifier": verifier})

    def _redeem(self, given: dict[str, str]) -> Any:
        """The tokens for a code."""
        body = urllib.parse.urlencode(given).encode()
        with urllib.request.urlopen(f"{self.cloud}/oauth2/token", body, timeout=60) as answer:
            return json.load(answer)

    def _respond(self, asked: Any, responses: dict[str, str]) -> Any:
        session = {"Session": asked["Session"]} if asked.get("Session") else {}
        how = {"ClientId": self.client, "ChallengeName": asked["ChallengeName"], **session}
        return self.call("RespondToAuthChallenge", ChallengeResponses=responses, **how)

    def _proof(self, asked: dict[str, str], password: str, mine: int, public: int) -> dict[str, str]:
        theirs, salt, who = int(asked["SRP_B"], 16), int(asked["SALT"], 16), asked["USER_ID_FOR_SRP"]
        short_id = self.pool.partition("_")[2]
        u = _hashed(_padded(public) + _padded(theirs))
        inner = hashlib.sha256(f"{short_id}{who}:{password}".encode()).digest()
        x = _hashed(_padded(salt) + inner)
        k = _hashed(_padded(N) + _padded(G))
        shared = pow(theirs - k * pow(G, x, N), mine + u * x, N)
        key = hmac.digest(hmac.digest(_padded(u), _padded(shared), "sha256"), INFO + b"\1", "sha256")[:16]
        now = datetime.now(UTC)
        stamp = f"{now:%a %b} {now.day} {now:%H:%M:%S} UTC {now.year}"
        block = asked["SECRET_BLOCK"]
        message = f"{short_id}{who}".encode() + base64.b64decode(block) + stamp.encode()
        return {
            "USERNAME": who,
            "TIMESTAMP": stamp,
            "PASSWORD_CLAIM_SECRET_BLOCK": block,
            "PASSWORD_CLAIM_SIGNATURE": base64.b64encode(hmac.digest(key, message, "sha256")).decode(),
        }


class _Stays(urllib.request.HTTPRedirectHandler):
    """Follows nowhere: the page that it leads to is an app's, which is not there."""

    def http_error_302(self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any) -> Any:  # noqa: ARG002
        return fp

    http_error_303 = http_error_302


def led(url: str, form: dict[str, str] | None = None) -> str:
    """Where a page leads. Raises HTTPError where it refuses."""
    body = None if form is None else urllib.parse.urlencode(form).encode()
    with urllib.request.build_opener(_Stays).open(url, body, timeout=60) as answer:
        return str(answer.headers["Location"])


def totp(secret: str) -> str:
    """The six digits of this half minute (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(secret), int(time.time() // 30).to_bytes(8, "big"), "sha1")
    place = digest[-1] & 15
    return f"{int.from_bytes(digest[place : place + 4], 'big') & 0x7FFFFFFF:010d}"[-6:]


def first_password(letter: str) -> str:
    """The one that an invitation tells."""
    found = re.search(r"first password is (\S+?)(?:<br>|\s|$)", letter)
    if not found:
        raise NotSignedIn("the letter has no password")
    return found[1]


def _padded(number: int) -> bytes:
    """As Cognito's own libraries write a number that is hashed: never taken for a negative one."""
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def _hashed(content: bytes) -> int:
    return int.from_bytes(hashlib.sha256(content).digest(), "big")
