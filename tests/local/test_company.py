"""The company's sign-in that journeys use: a code for who proves it, a signed token for the code, and both once."""

import base64
import hashlib
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from local.company import Company, Person, company_sign_in

BACK = "http://localhost:4566/oauth2/idpresponse"
MIA = Person("u-1", "mia@example.com", "Sesame-1", ("admins",))
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ASKED = {
    "client_id": "storewright",
    "redirect_uri": BACK,
    "response_type": "code",
    "scope": "openid email",
    "state": "s",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


@pytest.fixture(scope="module")
def company() -> Iterator[Company]:
    with company_sign_in([MIA], [BACK]) as company:
        yield company


class Stays(urllib.request.HTTPRedirectHandler):
    """Follows nowhere."""

    def redirect_request(self, *_: Any) -> None:
        return None


def ask(url: str, form: dict[str, str] | None = None) -> tuple[int, str, Any]:
    """Status, where it leads, and what it says."""
    body = urllib.parse.urlencode(form).encode() if form is not None else None
    try:
        with urllib.request.build_opener(Stays).open(url, body, timeout=10) as answer:
            return answer.status, "", json.loads(answer.read())
    except urllib.error.HTTPError as error:
        text = error.read()
        return error.code, error.headers.get("Location", ""), json.loads(text) if text else None


def code(company: Company, **otherwise: str) -> str:
    form = ASKED | {"username": MIA.email, "password": MIA.password} | otherwise
    status, location, _ = ask(f"{company.issuer}/authorize", form)
    assert status == 303
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(location).query))["code"]


def redeem(company: Company, code: str, **otherwise: str) -> tuple[int, Any]:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": VERIFIER}
    client = {"client_id": company.client_id, "client_secret": company.client_secret}
    status, _, told = ask(f"{company.issuer}/token", form | client | otherwise)
    return status, told if status == 200 else told["error"]


def test_its_document_leads_to_the_keys_that_its_tokens_are_signed_with(company: Company) -> None:
    _, _, found = ask(f"{company.issuer}/.well-known/openid-configuration")
    assert found["issuer"] == company.issuer
    _, _, keys = ask(found["jwks_uri"])
    assert "d" not in keys["keys"][0]
    status, told = redeem(company, code(company, nonce="n"))
    assert status == 200
    claims = jwt.decode(told["id_token"], KeySet.import_key_set(keys), algorithms=["RS256"]).claims
    said = {name: claims[name] for name in ("iss", "aud", "sub", "email", "email_verified", "groups", "nonce")}
    assert said == {
        "iss": company.issuer, "aud": "storewright", "sub": "u-1", "email": MIA.email, "email_verified": True,
        "groups": ["admins"], "nonce": "n",
    }  # fmt: skip


def test_a_code_is_redeemed_once_and_by_who_asked_for_it_alone(company: Company) -> None:
    once = code(company)
    assert redeem(company, once)[0] == 200
    assert redeem(company, once) == (400, "invalid_grant")
    assert redeem(company, code(company), code_verifier="x" * 43) == (400, "invalid_grant")
    assert redeem(company, code(company), redirect_uri="http://localhost/") == (400, "invalid_grant")
    assert redeem(company, code(company), client_secret="guessed") == (401, "invalid_client")


OTHERWISE = {
    "redirect_uri": "http://evil.example/",
    "client_id": "another",
    "scope": "email",
    "response_type": "token",
    "code_challenge_method": "plain",
}


@pytest.mark.parametrize("what", OTHERWISE)
def test_who_asks_otherwise_is_led_nowhere(company: Company, what: str) -> None:
    query = urllib.parse.urlencode(ASKED | {what: OTHERWISE[what]})
    assert ask(f"{company.issuer}/authorize?{query}") == (400, "", {"error": "invalid_request"})


def test_a_wrong_password_gets_no_code(company: Company) -> None:
    form = ASKED | {"username": MIA.email, "password": "guessed"}
    assert ask(f"{company.issuer}/authorize", form)[0] == 401
