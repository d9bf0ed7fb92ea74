"""An API Lambda: routes declared by functions whose types say what they take and give.

    api = Api("orders", table=SPEC)

    @api.post("/store/carts/<cart_id>/items", guest_of="cart_id")
    def add_item(request: Request, body: NewItem, cart_id: str) -> Reply[CartView]: ...

    handler = api.handler

`body` and `query` are parsed into their types before the function is called; path parameters come under their names.
What OpenAPI shows is read off the same declarations (`shared.http.openapi`).
"""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any, get_type_hints

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError

from shared import audit, clock, ids, start, telemetry
from shared.dynamo import witnessed_by
from shared.errors import Invalid, NotFound, Refused
from shared.http.body import parse, parse_query, raw_body
from shared.http.caching import marked
from shared.http.caller import require_edge
from shared.http.errors import error_reply
from shared.http.principal import granted, nobody, principal_of, scopes_of, source_ip_of
from shared.http.request import BadHeader, Request, if_match
from shared.http.route import Again, Customer, Route, Sent
from shared.idempotency import STRANGER, Claim, Replay, claim_of
from shared.reply import Reply
from shared.table import TableSpec

KEY_LENGTH_MAX = 255  # characters of an Idempotency-Key, as at Stripe
PATH_PARAMETER_MAX = 128  # characters; our longest id has 34, a product's handle up to 100
_JSON = re.compile(r'application/json(?:\s*;\s*charset="?utf-8"?)?\s*;?', re.IGNORECASE)
API_VERSION = "2026-11-01"
STAFF_S = "/admin/"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
REFUSALS = (Refused, Invalid, NotFound)  # which may be no more than the traces of this very request, sent twice
SECURITY_HEADERS = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",  # unless the answer names its own
}


class KeyRequired(Invalid):
    """This request moves money or stock and must be safe to send again."""

    status = 400
    code = "idempotency_key_required"

    def __init__(self) -> None:
        super().__init__("Send an Idempotency-Key header with this request.", param="Idempotency-Key")


class UnknownVersion(Invalid):
    """A version of the API that there is not; `details.versions` has those that there are."""

    status = 400
    code = "unknown_api_version"

    def __init__(self) -> None:
        told = f"There is no such version; this is {API_VERSION}."
        super().__init__(told, param="Api-Version", details={"versions": [API_VERSION]})


class UnsupportedMediaType(Invalid):
    """A body that is not declared to be JSON in UTF-8."""

    status = 415
    code = "unsupported_media_type"

    def __init__(self) -> None:
        super().__init__("Send the body with Content-Type: application/json.", param="Content-Type")


class Api:
    """The routes of one API Lambda. table: where the domain keeps idempotency records; None where it only reads."""

    def __init__(self, name: str, table: TableSpec | None = None) -> None:
        self.name = name
        self.routes: list[Route] = []
        self._table = table
        self._resolver = APIGatewayHttpResolver(serializer=_as_it_is)
        self._resolver.not_found(self._no_route)
        self._told: dict[str, str] = {}  # what the log is told of the request at hand
        start.imported()

    @property
    def keeps_claims(self) -> bool:
        """Whether an Idempotency-Key has an effect here."""
        return self._table is not None

    def get(self, path: str, **how: Any) -> Callable[[Any], Any]:
        """Declare a GET route; see `route`."""
        return self.route("GET", path, **how)

    def post(self, path: str, **how: Any) -> Callable[[Any], Any]:
        """Declare a POST route; see `route`."""
        return self.route("POST", path, **how)

    def put(self, path: str, **how: Any) -> Callable[[Any], Any]:
        """Declare a PUT route; see `route`."""
        return self.route("PUT", path, **how)

    def patch(self, path: str, **how: Any) -> Callable[[Any], Any]:
        """Declare a PATCH route; see `route`."""
        return self.route("PATCH", path, **how)

    def delete(self, path: str, **how: Any) -> Callable[[Any], Any]:
        """Declare a DELETE route; see `route`."""
        return self.route("DELETE", path, **how)

    def route(
        self,
        method: str,
        path: str,
        *,
        status: int = 200,
        scope: str | None = None,
        guest_of: str | None = None,
        is_key_required: bool = False,
        again: Again | None = None,
        or_guest_of: str | None = None,
        customer: Customer | None = None,
        cache: str | None = None,
        sent: Sent | None = None,
        gives: tuple[str, ...] = (),
        action: str | None = None,
        may_wait: bool = False,
        may_miss: bool = False,
    ) -> Callable[[Callable[..., Reply[Any]]], Callable[..., Reply[Any]]]:
        """Declare a route. scope: for admin routes, as `orders:write`; ANY_STAFF where it takes no scope to pass.

        action: what staff do by it, as the audit log calls it; whatever may change something has one. Then the first
        commit of a request must hold what `request.settle` stages.
        may_wait: whether its command may end by `shared.approvals.ask`, for the document alone.
        may_miss: whether its query or body may name what is not there, for the document alone; a path always may.
        guest_of: the path parameter that the guest's token must be bound to.
        customer: `needed` where a customer must be signed in, `taken` where one may be. Beside `guest_of`, `needed` is
        token and session, `taken` either of them: then the function must find out whether the object is
        `request.customer_id`'s. That the session was not ended is always for the function to read.
        is_key_required: whether an Idempotency-Key must be sent (what moves money or stock).
        cache: for GET: how long anybody may keep the answer, as Cache-Control says it. Never for a person's things.
        sent: of a webhook: what is sent, for the document alone; the function verifies and reads the bytes.
        gives: the content types of a page or a file, for the document alone; the function names its own in the answer.
        again: where its answers leave something out of the record (`LeftOut`), what makes it again, by name.
        or_guest_of: a kind, such as `cart`: a token of one is let through too, and the function must find out whether
        the object belongs to one of `request.proven`.
        """

        def declare(run: Callable[..., Reply[Any]]) -> Callable[..., Reply[Any]]:
            if path.startswith(STAFF_S) and not scope:
                raise ValueError(f"{method} {path} is staff's, and asks for no scope: nobody would be refused.")
            doors = (scope, guest_of, is_key_required)
            hints = get_type_hints(run)
            route = Route(
                method,
                path,
                run,
                status,
                *doors,
                again,
                or_guest_of,
                customer,
                cache,
                sent,
                gives,
                action,
                may_wait,
                may_miss,
                hints,
            )
            self.routes.append(route)
            methods = ["GET", "HEAD"] if method == "GET" else [method]
            self._resolver.route(path, method=methods)(self._runner(route))
            return run

        return declare

    def handler(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        """The Lambda entry point."""
        request_id = ids.new_id("req")
        telemetry.begin(request_id)
        started = clock.source()
        self._told = _told_by(event)
        answer = self._resolve(event, context)
        answer["headers"] = {
            **SECURITY_HEADERS,
            **answer.get("headers", {}),
            "Request-Id": request_id,
            "Api-Version": API_VERSION,
        }
        took_ms = int((clock.source() - started) * 1000)
        telemetry.note("request", status=answer["statusCode"], took_ms=took_ms, **self._told)
        telemetry.flush()
        return answer

    def _resolve(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        event.setdefault("headers", {})
        try:
            require_edge(event["headers"])
            return self._resolver.resolve(event, context)
        except Exception as error:  # noqa: BLE001 - not of a route, which answers for itself; but it is answered too
            reply = error_reply(error)
            return {"statusCode": reply.status, "body": reply.body, "headers": {"Content-Type": "application/json"}}

    def _runner(self, route: Route) -> Callable[..., Response[Any]]:
        def run(**parameters: str) -> Response[Any]:
            self._told["route"] = route.path
            try:
                reply = self._answer_or_replay(route, parameters)
            except Exception as error:  # noqa: BLE001 - every error is answered in the documented shape
                reply = error_reply(error)
            if self._told["method"] == "HEAD":
                reply.body = ""
            return _response(reply)

        return run

    def _answer_or_replay(self, route: Route, parameters: dict[str, str]) -> Reply[Any]:
        try:
            return self._answer(route, parameters)
        except Replay as replay:
            kept = replay.kept
        return kept.whole(route.again(kept.recipe) if route.again and kept.recipe else {})

    def _answer(self, route: Route, parameters: dict[str, str]) -> Reply[Any]:
        event: dict[str, Any] = self._resolver.current_event.raw_event
        headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
        if not event["rawPath"].isprintable() or any(len(value) > PATH_PARAMETER_MAX for value in parameters.values()):
            raise NotFound  # a line feed at the end would slip through the resolver's `$`
        _check_version(headers)
        now = clock.now()
        caller = principal_of(route, event, headers, parameters, now)
        principal = caller.id
        self._told |= {"principal": principal.partition("_")[0], "principal_id": principal}
        raw = raw_body(event)
        arguments: dict[str, Any] = dict(parameters)
        if "query" in route.hints:
            arguments["query"] = parse_query(event.get("queryStringParameters") or {}, route.hints["query"])
        if "body" in route.hints:
            _check_media_type(headers, raw)
            arguments["body"] = parse(raw, route.hints["body"])
        claim = self._claim(route, event, headers, principal, raw, now)
        request = Request(
            id=telemetry.correlation_id(),
            now=now,
            method=route.method,
            path=event["rawPath"],
            principal=principal,
            scopes=frozenset(scopes_of(event)),
            locations=frozenset(str(granted(event).get("locations") or "").split()),
            claim=claim,
            if_match=if_match(headers),
            headers=headers,
            raw=raw,
            source_ip=source_ip_of(event),
            session=caller.session,
            proven=frozenset((principal, *caller.besides)),
            action=route.action,
        )
        try:
            with _witness_of(route):
                reply = route.run(request, **arguments)
        except REFUSALS:
            claim.look_again()
            raise
        if route.method != "GET":
            return reply
        if route.cache:
            reply.headers.setdefault("Cache-Control", route.cache)
        return marked(reply, headers)

    def _claim(
        self, route: Route, event: dict[str, Any], headers: dict[str, str], principal: str, raw: bytes, now: datetime
    ) -> Claim:
        key = headers.get("idempotency-key") if route.method == "POST" else None
        if key is None and route.is_key_required:
            raise KeyRequired
        if key is not None and not (0 < len(key) <= KEY_LENGTH_MAX and key.isascii() and key.isprintable()):
            raise BadHeader("An Idempotency-Key has 1 to 255 printable ASCII characters.", param="Idempotency-Key")
        table = self._table or TableSpec("none")
        if self._table is None:
            key = None
        same = b"\n".join(
            (route.method.encode(), _bytes(event["rawPath"]), _bytes(event.get("rawQueryString", "")), raw)
        )
        return claim_of(table, principal, key, same, now)

    def _no_route(self, _: NotFoundError) -> Response[Any]:
        event = self._resolver.current_event.raw_event
        if event["rawPath"].startswith(STAFF_S) and not granted(event).get("principal"):
            return _response(error_reply(nobody()))  # who is nobody learns no more than of any other path
        allowed = self._methods_of(event["rawPath"]) if event["requestContext"]["http"]["method"] == "OPTIONS" else []
        if allowed:
            return _response(Reply("", 204, headers={"Allow": ", ".join(allowed)}))
        return _response(error_reply(NotFound("route")))

    def _methods_of(self, path: str) -> list[str]:
        """What may be asked of a path, for OPTIONS."""
        here = {route.method for route in self.routes if re.fullmatch(re.sub(r"<\w+>", "[^/]+", route.path), path)}
        return sorted([*here, "OPTIONS", *(["HEAD"] if "GET" in here else [])]) if here else []


def _witness_of(route: Route) -> AbstractContextManager[None]:
    """What must be told of, if anything."""
    return witnessed_by(audit.SPEC) if route.action else nullcontext()


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


def _told_by(event: dict[str, Any]) -> dict[str, str]:
    """What the log is told before anything is known: never the path, which may carry a token, nor the address."""
    context = event.get("requestContext") or {}
    method = str((context.get("http") or {}).get("method", ""))
    told = {"route": "none", "method": method if method in METHODS else "other", "principal": STRANGER}
    return told | {"gateway_id": str(context.get("requestId", ""))}


def _check_version(headers: dict[str, str]) -> None:
    if headers.get("api-version", API_VERSION).strip() != API_VERSION:
        raise UnknownVersion


def _check_media_type(headers: dict[str, str], raw: bytes) -> None:
    """A body says that it is JSON, which no page of another site can send without asking first (CORS)."""
    if raw.strip() and not _JSON.fullmatch(headers.get("content-type", "").strip()):
        raise UnsupportedMediaType


def _as_it_is(body: Any) -> Any:
    """Our bodies are written already, as text or packed. Of bytes in JSON Powertools would make JSON once more."""
    return body


def _response(reply: Reply[Any]) -> Response[Any]:
    content_type = reply.headers.get("Content-Type", "application/json")
    return Response(status_code=reply.status, content_type=content_type, body=reply.body, headers=dict(reply.headers))
