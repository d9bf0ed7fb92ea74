"""Somebody's account in the pool of customers, as their own client has it: by the pool's open calls alone.

The password never leaves the client: it is proven by SRP, as Cognito has it: RFC 5054 with another last step.
"""

import base64
import hashlib
import hmac
import json
import re
import secrets
import urllib.request
from datetime import UTC, datetime
from typing import Any

from tests.journeys.shop import Shop

PASSWORD = "Correct-Horse-9"
GROUP = int(  # the group of 3072 bits of RFC 3526
    (
        "FFFFFFFF FFFFFFFF C90FDAA2 2168C234 C4C6628B 80DC1CD1 29024E08 8A67CC74 020BBEA6 3B139B22 514A0879 8E3404DD"
        "EF9519B3 CD3A431B 302B0A6D F25F1437 4FE1356D 6D51C245 E485B576 625E7EC6 F44C42E9 A637ED6B 0BFF5CB6 F406B7ED"
        "EE386BFB 5A899FA5 AE9F2411 7C4B1FE6 49286651 ECE45B3D C2007CB8 A163BF05 98DA4836 1C55D39A 69163FA8 FD24CF5F"
        "83655D23 DCA3AD96 1C62F356 208552BB 9ED52907 7096966D 670C354E 4ABC9804 F1746C08 CA18217C 32905E46 2E36CE3B"
        "E39E772C 180E8603 9B2783A2 EC07A28F B5C55DF0 6F4C52C9 DE2BCBF6 95581718 3995497C EA956AE5 15D22618 98FA0510"
        "15728E5A 8AAAC42D AD33170D 04507A33 A85521AB DF1CBA64 ECFB8504 58DBEF0A 8AEA7157 5D060C7D B3970F85 A6E1E4C7"
        "ABF5AE8C DB0933D7 1E8C94E0 4A25619D CEE3D226 1AD2EE6B F12FFA06 D98A0864 D8760273 3EC86A64 521F2B18 177B200C"
        "BBE11757 7A615D6C 770988C0 BAD946E2 08E24FA0 74E5AB31 43DB5BFC E0FD108E 4B82D120 A93AD2CA FFFFFFFF FFFFFFFF"
    ).replace(" ", ""),
    16,
)
G = 2
INFO = b"Caldera Derived Key\1"


class Account:
    """An account; `sign_up` makes it."""

    def __init__(self, shop: Shop, email: str) -> None:
        self.shop, self.email, self.password = shop, email, PASSWORD
        self.client = {"ClientId": shop.endpoints.customers_client}

    def sign_up(self) -> None:
        """Sign up, and verify the address by the code in the letter."""
        told = [{"Name": "email", "Value": self.email}]
        self.ask("SignUp", Username=self.email, Password=self.password, UserAttributes=told)
        self.ask("ConfirmSignUp", Username=self.email, ConfirmationCode=self._code())
        self._note_verified()

    def _note_verified(self) -> None:
        """As Cognito does itself once the code was right; the emulator does not."""
        pool, verified = self.shop.endpoints.customers_pool, [{"Name": "email_verified", "Value": "true"}]
        cognito = self.shop.endpoints.client("cognito-idp")
        cognito.admin_update_user_attributes(UserPoolId=pool, Username=self.email, UserAttributes=verified)

    def access_token(self) -> str:
        """Sign in."""
        a = secrets.randbits(256)
        first = {"USERNAME": self.email, "SRP_A": f"{pow(G, a, GROUP):x}"}
        asked = self.ask("InitiateAuth", AuthFlow="USER_SRP_AUTH", AuthParameters=first)
        proof = self._proof(a, asked["ChallengeParameters"])
        answer = self.ask("RespondToAuthChallenge", ChallengeName="PASSWORD_VERIFIER", ChallengeResponses=proof)
        return str(answer["AuthenticationResult"]["AccessToken"])

    def session(self) -> dict[str, str]:
        """The header of a new session."""
        answer = self.shop.api.call("POST", "/store/sessions", {"access_token": self.access_token()})
        assert answer.status == 201, answer.raw
        return {"Session_Token": answer.json["token"]}

    def ask(self, operation: str, **asked: Any) -> Any:
        """A call that needs no signature."""
        headers = {
            "X-Amz-Target": f"AWSCognitoIdentityProviderService.{operation}",
            "Content-Type": "application/x-amz-json-1.1",
        }
        raw = json.dumps({**self.client, **asked}).encode()
        request = urllib.request.Request(self.shop.endpoints.cloud + "/", data=raw, headers=headers)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def _proof(self, a: int, asked: dict[str, str]) -> dict[str, str]:
        pool, user = self.shop.endpoints.customers_pool.partition("_")[2], asked["USER_ID_FOR_SRP"]
        theirs = int(asked["SRP_B"], 16)
        u = _hashed(_padded(pow(G, a, GROUP)), _padded(theirs))
        whose = hashlib.sha256(f"{pool}{user}:{self.password}".encode()).digest()
        x = _hashed(_padded(int(asked["SALT"], 16)), whose)
        k = _hashed(_padded(GROUP), _padded(G))
        shared = pow(theirs - k * pow(G, x, GROUP), a + u * x, GROUP)
        key = hmac.digest(hmac.digest(_padded(u), _padded(shared), "sha256"), INFO, "sha256")[:16]
        now = datetime.now(UTC)
        at = f"{now:%a %b} {now.day} {now:%H:%M:%S} UTC {now:%Y}"
        message = f"{pool}{user}".encode() + base64.b64decode(asked["SECRET_BLOCK"]) + at.encode()
        return {
            "USERNAME": user,
            "TIMESTAMP": at,
            "PASSWORD_CLAIM_SECRET_BLOCK": asked["SECRET_BLOCK"],
            "PASSWORD_CLAIM_SIGNATURE": base64.b64encode(hmac.digest(key, message, "sha256")).decode(),
        }

    def _code(self) -> str:
        def look() -> str | None:
            found = (re.search(r"Your code is (\d{6})", json.dumps(mail)) for mail in self.shop.mails(self.email))
            return next((each[1] for each in found if each), None)

        return str(self.shop.until("the code to come", look))


def _padded(number: int) -> bytes:
    """Its bytes, the highest bit free."""
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def _hashed(*parts: bytes) -> int:
    return int.from_bytes(hashlib.sha256(b"".join(parts)).digest(), "big")
