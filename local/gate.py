"""MiniStack behind a gate: only who has this run's keys gets in, but for what keeps a door of its own.

That is the shop's API, the dashboard's files, pictures of products, and what somebody who signs in asks Cognito: an
app in a browser has no keys of AWS.

Alone it takes for its root whoever sends no key, the key `test` or an account's number; it never checks root's
signature; it makes a Lambda's secret key of names that anybody can read here; and its own pages, on which letters can
be read and everything deleted, ask for nothing. A web page in the developer's browser, or somebody else on the
machine, would need no more than the port.

It runs in the emulator's own Python, with `past.py`, `index_pages.py`, `dashboard_pages.py`, `media_pages.py` and
`unpacked.py` beside it. What it replaces is in `main`.
"""

import hashlib
import hmac
import os
import re
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

Scope = dict[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]
PageOf = Callable[[str, str], Any]  # of a path and an Accept-Encoding: what is shown to anybody, or None
Answered = Callable[..., Awaitable[Any]]

SHOP = "/_aws/execute-api/"  # open to all, as in an account: the shop says itself whom it serves
HEALTH = "/_ministack/health"  # says that it lives, and of what version
OWN_PAGES = ("/_ministack/", "/_localstack/")
HOST = re.compile(rb"(127\.0\.0\.1|localhost)(:\d{1,5})?")  # by other names it finds other services
OURS = re.compile(rb"http://(127\.0\.0\.1|localhost)(:\d{1,5})?")  # pages of this machine, which may ask to sign in
COGNITO = b"AWSCognitoIdentityProviderService."
CALLS = frozenset(  # which need no signature in an account either
    COGNITO + name
    for name in (
        b"AssociateSoftwareToken",
        b"ChangePassword",
        b"ConfirmForgotPassword",
        b"ConfirmSignUp",
        b"DeleteUser",
        b"ForgotPassword",
        b"GetTokensFromRefreshToken",
        b"GetUser",
        b"GetUserAttributeVerificationCode",
        b"GlobalSignOut",
        b"InitiateAuth",
        b"ResendConfirmationCode",
        b"RespondToAuthChallenge",
        b"RevokeToken",
        b"SetUserMFAPreference",
        b"SignUp",
        b"UpdateUserAttributes",
        b"VerifySoftwareToken",
        b"VerifyUserAttribute",
    )
)
PAGES = {
    ("GET", "/oauth2/authorize"),
    ("GET", "/oauth2/idpresponse"),
    ("POST", "/saml2/idpresponse"),
    ("GET", "/oauth2/userInfo"),
    ("POST", "/oauth2/token"),
    ("POST", "/oauth2/login"),
    ("POST", "/login"),
    ("GET", "/logout"),
}
LED_BACK = {"GET": "/oauth2/idpresponse", "POST": "/saml2/idpresponse"}  # by OpenID Connect, and by SAML with a body
POOL_S_OWN = re.compile(r"/us-east-1_\w{1,40}/\.well-known/(jwks\.json|openid-configuration)")
REFUSED = b'{"__type": "AccessDenied", "message": "Not signed with the keys in .local/endpoints.json."}'


def gated(emulator: App, inner_path: str, page_of: PageOf = lambda _path, _accepts: None) -> App:
    """The emulator for those who sign; its own pages for those who know the inner path; the dashboard for all."""

    async def gate(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await emulator(scope, receive, send)
        elif page := _page(scope, page_of):
            await _answer(scope, send, page.status, page.headers, page.body)
        elif scope["type"] == "http" and (path := passed(scope, inner_path)):
            raw = scope["raw_path"].removeprefix(inner_path.encode())
            await emulator(scope | {"path": path, "raw_path": raw, "headers": _headers(scope)}, receive, send)
        else:
            await _refuse(scope, receive, send)

    return gate


def passed(scope: Scope, inner_path: str) -> str | None:
    """The path that the emulator is asked for, None where it is not asked at all. It checks signatures itself."""
    path: str = scope["path"]
    if path.startswith(f"{inner_path}/"):
        return path.removeprefix(inner_path)
    if path.startswith(SHOP) or path == HEALTH or _is_of_somebody_who_signs_in(scope):
        return path
    return path if _is_signed(scope) and not path.startswith(OWN_PAGES) else None


def _headers(scope: Scope) -> list[tuple[bytes, bytes]]:
    """The shop's queues refuse whoever comes without TLS, and loopback has none: whoever signs came by it to us."""
    return [*scope["headers"], *([(b"x-forwarded-proto", b"https")] if _is_signed(scope) else [])]


def _is_signed(scope: Scope) -> bool:
    return b"X-Amz-Signature=" in scope["query_string"] or any(
        name.lower() == b"authorization" and value.startswith(b"AWS4-") for name, value in scope["headers"]
    )


def _is_of_somebody_who_signs_in(scope: Scope) -> bool:
    """By its whole form, since the emulator finds the service by one part of it or another."""
    hosts, targets, origins = (_header(scope, name) for name in (b"host", b"x-amz-target", b"origin"))
    if len(hosts) != 1 or not HOST.fullmatch(hosts[0]):
        return False
    if targets or (scope["method"], scope["path"]) == ("POST", "/"):
        is_bare = (scope["method"], scope["path"], scope["query_string"]) == ("POST", "/", b"")
        return is_bare and len(targets) == 1 and targets[0] in CALLS
    if scope["method"] == "OPTIONS":
        return scope["path"] in ("/", "/oauth2/token") and len(origins) == 1 and bool(OURS.fullmatch(origins[0]))
    is_key = scope["method"] == "GET" and bool(POOL_S_OWN.fullmatch(scope["path"]))
    return is_key or (scope["method"], scope["path"]) in PAGES


def _header(scope: Scope, asked: bytes) -> list[bytes]:
    return [value for name, value in scope["headers"] if name.lower() == asked]


async def _refuse(scope: Scope, receive: Any, send: Any) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    await _answer(scope, send, 403, {"content-type": "application/json"}, REFUSED)


def _page(scope: Scope, page_of: PageOf) -> Any:
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return None
    hosts = _header(scope, b"host")
    if len(hosts) != 1 or not HOST.fullmatch(hosts[0]):
        return None
    return page_of(scope["path"], b",".join(_header(scope, b"accept-encoding")).decode("latin-1"))


async def _answer(scope: Scope, send: Any, status: int, headers: Mapping[str, str], body: bytes) -> None:
    told = [(name.encode(), value.encode()) for name, value in headers.items()]
    told.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": told})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def credentials_of_a_lambda(config: dict[str, Any]) -> dict[str, str]:
    """What a Lambda signs with: a session of its role, as the emulator makes it, under keys that cannot be guessed."""
    from ministack.services import sts  # noqa: PLC0415 - loads the emulator

    account, role = config["FunctionArn"].split(":")[4], config["Role"].rsplit("/", 1)[-1]
    name = config["FunctionName"][:64]
    digest = _secret(f"{config['FunctionArn']}:{config['Role']}")
    keys = {
        "AWS_ACCESS_KEY_ID": f"ASIA{digest[:16].upper()}",
        "AWS_SECRET_ACCESS_KEY": _secret(f"secret:{digest}"),
        "AWS_SESSION_TOKEN": _secret(f"token:{digest}"),
    }
    session = {
        "Arn": f"arn:aws:sts::{account}:assumed-role/{role}/{name}",
        "UserId": f"{role}:{name}",
        "SecretAccessKey": keys["AWS_SECRET_ACCESS_KEY"],
        "SessionToken": keys["AWS_SESSION_TOKEN"],
    }
    sts.register_session(keys["AWS_ACCESS_KEY_ID"], session)
    return keys


def unsigned_as_in_an_account(enforce: Callable[..., Any]) -> Callable[..., Any]:
    """Who signs in asks Cognito without a key, which the emulator takes for one that it does not know."""

    def enforced(access_key_id: str, iam_action: str, service: str, *more: Any, **named: Any) -> Any:
        call = COGNITO + iam_action.partition(":")[2].encode()
        if not access_key_id and service == "cognito-idp" and call in CALLS:
            return None
        return enforce(access_key_id, iam_action, service, *more, **named)

    return enforced


def batches_as_in_an_account(enforce: Callable[..., Any]) -> Callable[..., Any]:
    """Of SQS a batch needs the right of its single action; the emulator asks for one that AWS does not have.

    Source: AWS's Service Authorization Reference, "Actions defined by Amazon SQS".
    """

    def enforced(access_key_id: str, iam_action: str, service: str, *more: Any, **named: Any) -> Any:
        single = iam_action.removesuffix("Batch") if service == "sqs" else iam_action
        return enforce(access_key_id, single, service, *more, **named)

    return enforced


def led_back_as_in_an_account(answered: Answered, cognito: Any) -> Answered:
    """Who comes back from a foreign provider has no signature either; the emulator asks for one there."""

    async def answer(method: str, path: str, headers: Any, *more: Any) -> Any:
        *body, query_params = more
        if path == LED_BACK.get(method) and bool(body) == (method == "POST"):
            return await cognito.handle_request(method, path, headers, *(body or [b""]), query_params)
        return await answered(method, path, headers, *more)

    return answer


def _secret(text: str) -> str:
    return hmac.new(os.environ["AWS_SECRET_ACCESS_KEY"].encode(), text.encode(), hashlib.sha256).hexdigest()


def main() -> None:
    """MiniStack's own `main`, with one root, whose signature is checked, a past, quick pages, and a gate."""
    from ministack import app  # noqa: PLC0415 - there is none in the Python of tests and checks
    from ministack.core import iam_evaluator, lambda_runtime  # noqa: PLC0415
    from ministack.services import cognito, dynamodb, s3  # noqa: PLC0415

    sys.path.append(str(Path(__file__).parents[1]))  # the last: nothing of ours takes the place of its modules
    from local.dashboard_pages import page  # noqa: PLC0415
    from local.index_pages import turn_pages  # noqa: PLC0415 - only now it is found
    from local.media_pages import picture  # noqa: PLC0415
    from local.past import remember  # noqa: PLC0415
    from local.unpacked import Zips  # noqa: PLC0415

    root = os.environ["AWS_ACCESS_KEY_ID"]
    iam_evaluator.is_root_access_key = lambda key: key == root
    iam_evaluator._is_root_key = lambda _key: False  # whose signature it need not check
    iam_evaluator.enforce = batches_as_in_an_account(unsigned_as_in_an_account(iam_evaluator.enforce))
    lambda_runtime.execution_credentials = credentials_of_a_lambda
    lambda_runtime.zipfile = Zips
    app._handle_cognito_get_request = led_back_as_in_an_account(app._handle_cognito_get_request, cognito)
    app._handle_cognito_body_request = led_back_as_in_an_account(app._handle_cognito_body_request, cognito)
    # Of a path without a route it knows no type, and then asks for a signature.
    type_of = app._execute_api_authorization_type
    app._execute_api_authorization_type = lambda *asked: type_of(*asked) or "NONE"
    remember(dynamodb)
    turn_pages(dynamodb)
    place = Path(os.environ["DASHBOARD"])

    def shown(path: str, accepts: str) -> Any:
        return page(path, place, accepts) or picture(path, place, s3._get_object_data)

    app.app = gated(app.app, os.environ["INNER_PATH"], shown)
    app.main()


if __name__ == "__main__":
    main()
