"""Tokens of people: one kind is good, and each known kind of bad one is told apart from it, by its reason."""

import base64
import hashlib
import hmac
import json
import string
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization

from shared import clock, tokens
from shared.errors import Unavailable
from shared.tokens import BadToken, verified
from tests.people import KID, OTHER_POOL, POOL, KeyServer, a_token, b64, jwk, key, key_server, said, signed

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Hands:
    """A clock that is put forward by hand."""

    def __init__(self) -> None:
        self.seconds = NOW.timestamp()

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture(autouse=True)
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    hands = Hands()
    monkeypatch.setattr(clock, "source", hands)
    tokens.forget()
    return hands


@pytest.fixture
def pool_s_keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[KeyServer]:
    with key_server() as server:
        monkeypatch.setenv("POOL_KEYS_AT", server.url)
        yield server


def why_not(token: str) -> str:
    with pytest.raises(BadToken) as refused:
        verified(token, POOL, NOW)
    assert "eyJ" not in f"{refused.value} {refused.value.why}"
    return refused.value.why


def test_a_good_token_tells_who_signed_in_and_when(pool_s_keys: KeyServer) -> None:
    claims = verified(a_token(NOW, auth_time=clock.epoch(NOW - HOUR)), POOL, NOW)
    assert (claims.username, claims.auth_time, claims.issued_at) == (said(NOW)["username"], NOW - HOUR, NOW)
    assert pool_s_keys.asked == [f"/{POOL.id}/.well-known/jwks.json"]


def test_in_an_account_the_pool_s_own_address_has_the_keys() -> None:
    there = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_staff/.well-known/jwks.json"
    assert POOL.keys_url == there


SAYING: dict[str, tuple[dict[str, Any], str]] = {  # what a token says wrongly, signed as it should be
    "another pool's": ({"iss": OTHER_POOL.issuer}, "issuer"),
    "the pool's issuer and more": ({"iss": f"{POOL.issuer}/"}, "issuer"),
    "issuers in a list": ({"iss": [POOL.issuer]}, "issuer"),
    "no issuer": ({"iss": None}, "issuer"),
    "an id token": ({"token_use": "id", "aud": POOL.client, "client_id": None}, "use"),
    "an id token with our client": ({"token_use": "id"}, "use"),
    "a refresh token": ({"token_use": "refresh"}, "use"),
    "no use": ({"token_use": None}, "use"),
    "another app's": ({"client_id": "another"}, "client"),
    "no app's": ({"client_id": None}, "client"),
    "ours as audience only": ({"client_id": None, "aud": POOL.client}, "client"),
    "expired": ({"exp": clock.epoch(NOW) - 1}, "expired"),
    "ending now": ({"exp": clock.epoch(NOW)}, "expired"),
    "without an end": ({"exp": None}, "exp"),
    "an end as text": ({"exp": str(clock.epoch(NOW + HOUR))}, "exp"),
    "an end that is true": ({"exp": True}, "exp"),
    "an end with a fraction": ({"exp": clock.epoch(NOW) + 0.5}, "exp"),
    "an end past all time": ({"exp": 10**30}, "exp"),
    "not yet": ({"nbf": clock.epoch(NOW) + 61}, "early"),
    "not before some word": ({"nbf": "tomorrow"}, "nbf"),
    "issued tomorrow": ({"iat": clock.epoch(NOW + 24 * HOUR)}, "early"),
    "signed in tomorrow": ({"auth_time": clock.epoch(NOW + 24 * HOUR)}, "early"),
    "no sign-in": ({"auth_time": None}, "auth_time"),
    "nobody's": ({"username": None}, "username"),
    "an empty name": ({"username": ""}, "username"),
    "no sub": ({"sub": None}, "sub"),
    "a number as sub": ({"sub": 7}, "sub"),
}


@pytest.mark.parametrize("kind", SAYING)
def test_a_token_that_says_something_wrong_is_refused(kind: str, pool_s_keys: KeyServer) -> None:
    otherwise, why = SAYING[kind]
    assert why_not(a_token(NOW, **otherwise)) == why
    assert pool_s_keys.asked == []  # whatever is shown, only what looks like ours costs a call


HEADERS: dict[str, dict[str, Any]] = {  # beside or in place of what ours have
    "alg none": {"alg": "none"},
    "alg None": {"alg": "None"},
    "no alg": {"alg": None},
    "alg in a list": {"alg": ["RS256"]},
    "another RSA": {"alg": "RS512"},
    "RSA-PSS": {"alg": "PS256"},
    "no kid": {"kid": None},
    "a number as kid": {"kid": 1},
    "crit": {"crit": ["exp"], "exp": clock.epoch(NOW + HOUR)},
    "an unknown crit": {"crit": ["http://example.com/x"], "http://example.com/x": True},
    "unencoded payload": {"crit": ["b64"], "b64": False},
    "its own key": {"jwk": jwk("thief")},
    "where its key is": {"jku": "https://example.com/jwks.json"},
    "where its certificate is": {"x5u": "https://example.com/cert.pem"},
    "its certificate": {"x5c": ["MIIB"]},
    "packed": {"zip": "DEF"},
    "a token in the token": {"cty": "JWT"},
    "a type": {"typ": "at+jwt"},
}


@pytest.mark.parametrize("kind", HEADERS)
def test_a_header_with_anything_but_alg_and_kid_is_refused(kind: str, pool_s_keys: KeyServer) -> None:
    header = {name: value for name, value in ({"kid": KID, "alg": "RS256"} | HEADERS[kind]).items() if value}
    assert why_not(signed(said(NOW), header)) == "header"
    assert why_not(signed(said(NOW), header, by="thief")) == "header"


def test_the_public_key_is_no_password(pool_s_keys: KeyServer) -> None:
    """HS256 with what everybody may know, in each form that a careless library takes it in."""
    public = key().public_key()
    forms = [
        public.public_bytes(encoding, form)
        for encoding in (serialization.Encoding.PEM, serialization.Encoding.DER)
        for form in (serialization.PublicFormat.SubjectPublicKeyInfo, serialization.PublicFormat.PKCS1)
    ]
    for alg in ("HS256", "RS256"):
        first = ".".join(b64(json.dumps(part).encode()) for part in ({"alg": alg, "kid": KID}, said(NOW)))
        for form in forms:
            forged = f"{first}.{b64(hmac.digest(form, first.encode(), hashlib.sha256))}"
            assert why_not(forged) == ("header" if alg == "HS256" else "signature")


def test_a_signature_of_somebody_else_s_is_refused(pool_s_keys: KeyServer) -> None:
    header = {"kid": KID, "alg": "RS256"}
    assert why_not(signed(said(NOW), header, by="thief")) == "signature"
    ours, theirs = a_token(NOW), a_token(NOW, username="staff_01JE0000000000000000000001")
    head, _, signature = ours.split(".")
    assert why_not(f"{head}.{theirs.split('.')[1]}.{signature}") == "signature"


def test_a_key_that_the_pool_does_not_have_is_refused(pool_s_keys: KeyServer) -> None:
    assert why_not(signed(said(NOW), by="thief")) == "key"
    for strange in ("../../other/jwks", "' OR 1=1", "\u0000", "k" * 3000):
        assert why_not(signed(said(NOW), {"kid": strange, "alg": "RS256"})) == "key"


GOOD = a_token(NOW)
HEAD, BODY, SIGNATURE = GOOD.split(".")
SHAPES = {
    "nothing": "",
    "two parts": f"{HEAD}.{BODY}",
    "no signature": f"{HEAD}.{BODY}.",
    "four parts": f"{GOOD}.{SIGNATURE}",
    "five parts, as if sealed": f"{HEAD}.{BODY}.{SIGNATURE}.{BODY}.{SIGNATURE}",
    "padded": f"{HEAD}.{BODY}.{SIGNATURE}==",
    "padded in the middle": f"{HEAD}=.{BODY}.{SIGNATURE}",
    "the other alphabet": f"{HEAD}.{BODY}.{'+' + SIGNATURE[1:]}",
    "a space before": f" {GOOD}",
    "a line feed after": f"{GOOD}\n",
    "a null after": f"{GOOD}\0",
    "letters of another script": GOOD.replace("e", "е"),
    "huge": f"{HEAD}.{b64(json.dumps(said(NOW, more='x' * 9000)).encode())}.{SIGNATURE}",
    "one serialization of JSON": json.dumps({"payload": BODY, "protected": HEAD, "signature": SIGNATURE}),
    "two signatures": json.dumps({"payload": BODY, "signatures": [{"protected": HEAD, "signature": SIGNATURE}] * 2}),
    "a header that is no JSON": signed(said(NOW), b"{"),
    "a header that is a list": signed(said(NOW), b'["RS256"]'),
    "a header that is no UTF-8": signed(said(NOW), b'{"kid":"\xff","alg":"RS256"}'),
    "a header that says alg twice": signed(said(NOW), b'{"kid":"%s","alg":"none","alg":"RS256"}' % KID.encode()),
    "claims that are no JSON": signed(b"not at all"),
    "claims that are a list": signed(b"[]"),
    "claims that say a thing twice": signed(json.dumps(said(NOW)).encode()[:-1] + b',"username":"staff_1"}'),
    "a number that is none": signed(json.dumps(said(NOW)).encode()[:-1] + b',"x":NaN}'),
    "claims without end": signed(b"[" * 6000),
}


@pytest.mark.parametrize("kind", SHAPES)
def test_what_has_not_the_one_shape_is_refused(kind: str, pool_s_keys: KeyServer) -> None:
    assert why_not(SHAPES[kind]) == "malformed"


def test_no_character_can_be_changed_or_left_out(pool_s_keys: KeyServer) -> None:
    for place in [0, len(HEAD) - 1, len(HEAD) + 9, len(HEAD + BODY), len(GOOD) - 2, len(GOOD) - 1]:
        other = "B" if GOOD[place] != "B" else "C"
        for changed in (GOOD[:place] + other + GOOD[place + 1 :], GOOD[:place] + GOOD[place + 1 :]):
            assert why_not(changed)
    for end in range(len(GOOD) - 8, len(GOOD)):
        assert why_not(GOOD[:end])


def test_a_signature_can_be_written_in_one_way_only(pool_s_keys: KeyServer) -> None:
    """The last character of 256 bytes carries four bits that say nothing."""
    twins = [GOOD[:-1] + each for each in string.ascii_letters + string.digits + "-_" if each != GOOD[-1]]
    same = [twin for twin in twins if _bytes(twin) == _bytes(GOOD)]
    assert same
    assert {why_not(twin) for twin in same} == {"malformed"}


def _bytes(token: str) -> bytes:
    return base64.urlsafe_b64decode(token.split(".")[2] + "==")


def test_keys_are_kept_for_an_hour(pool_s_keys: KeyServer, hands: Hands) -> None:
    for _ in range(3):
        verified(GOOD, POOL, NOW)
    assert len(pool_s_keys.asked) == 1
    hands.seconds += tokens.KEPT_S
    verified(GOOD, POOL, NOW)
    assert len(pool_s_keys.asked) == 2


def test_a_new_key_is_looked_for_at_most_once_a_minute(pool_s_keys: KeyServer, hands: Hands) -> None:
    verified(GOOD, POOL, NOW)
    for strange in ("a", "b", "c"):
        assert why_not(signed(said(NOW), by=strange)) == "key"
    assert len(pool_s_keys.asked) == 1
    pool_s_keys.shown.append("turned")
    hands.seconds += tokens.ASKED_AGAIN_S
    verified(signed(said(NOW), by="turned"), POOL, NOW)
    assert why_not(signed(said(NOW), by="d")) == "key"
    assert len(pool_s_keys.asked) == 2


def test_a_key_that_the_pool_gave_up_counts_no_more(pool_s_keys: KeyServer, hands: Hands) -> None:
    verified(GOOD, POOL, NOW)
    pool_s_keys.shown[:] = ["turned"]
    hands.seconds += tokens.KEPT_S
    assert why_not(GOOD) == "key"


@pytest.mark.parametrize("status", [302, 404, 500])
def test_without_the_pool_s_keys_nobody_can_tell(pool_s_keys: KeyServer, status: int) -> None:
    pool_s_keys.status = status
    with pytest.raises(Unavailable):
        verified(GOOD, POOL, NOW)
    pool_s_keys.status = 200
    verified(GOOD, POOL, NOW)


def test_while_the_pool_is_away_the_keys_of_before_do(pool_s_keys: KeyServer, hands: Hands) -> None:
    verified(GOOD, POOL, NOW)
    pool_s_keys.status = 500
    hands.seconds += tokens.KEPT_S
    verified(GOOD, POOL, NOW)
    assert why_not(signed(said(NOW), by="thief")) == "key"


def test_keys_of_another_kind_are_passed_over() -> None:
    assert tokens._key_of({"kty": "oct", "kid": "k", "k": "c2VjcmV0"}) is None
    assert tokens._key_of({"kty": "RSA", "n": "AQAB", "e": "AQAB"}) is None
