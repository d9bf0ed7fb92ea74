"""Zendesk's side of the API: who calls, too many calls, idempotency keys, and which call is which."""

import base64
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote

from local.zendesk_double.answers import Answer, Hangup, Json, Request, ZendeskError, not_found
from local.zendesk_double.desk import Desk

KEY_S = 2 * 3600  # as long as Zendesk remembers an idempotency key
PAGE_MAX = 100
FAULTS = ("too_many", "down", "refused", "hang_up", "lost_answer")
RETRY_AFTER_S = 3

Route = tuple[str, re.Pattern[str], str, Callable[..., Answer]]


class Api:
    """Answers a request, one at a time. The caller holds the desk's lock."""

    def __init__(self, desk: Desk, email: str, token: str, clock: Callable[[], float]) -> None:
        self._desk, self._clock = desk, clock
        self._basic = "Basic " + base64.b64encode(f"{email}/token:{token}".encode()).decode()
        self._routes = [(m, re.compile(path + "$"), name, act) for m, path, name, act in self._table()]
        self.reset()

    def reset(self) -> None:
        """No keys, no faults, nothing counted."""
        self.keys: dict[str, tuple[float, bytes, Answer]] = {}
        self.faults: list[Json] = []
        self.calls: dict[str, int] = {}

    def answer(self, request: Request) -> Answer:
        """Raises Hangup where the connection shall close without one."""
        try:
            name, act, found = self._route(request)
            self.calls[name] = self.calls.get(name, 0) + 1
            fault = self._fault(name)
            if fault in ("too_many", "down", "refused", "hang_up"):
                return _broken(fault)
            self._check(request)
            answer = self._kept(request, lambda: act(request, **found))
        except ZendeskError as error:
            return error.answer
        if fault == "lost_answer":
            raise Hangup
        return answer

    def _table(self) -> list[tuple[str, str, str, Callable[..., Answer]]]:
        ticket, user = r"(?P<id>\d+)\.json", r"(?P<id>\d+)\.json"
        return [
            ("GET", r"/api/v2/tickets\.json", "tickets.list", self._list),
            ("POST", r"/api/v2/tickets\.json", "tickets.create", self._create),
            ("GET", rf"/api/v2/tickets/{ticket}", "tickets.show", self._show),
            ("PUT", rf"/api/v2/tickets/{ticket}", "tickets.update", self._update),
            ("DELETE", rf"/api/v2/tickets/{ticket}", "tickets.delete", self._delete),
            ("DELETE", rf"/api/v2/deleted_tickets/{ticket}", "deleted_tickets.delete", self._delete_for_good),
            ("GET", r"/api/v2/tickets/(?P<id>\d+)/audits\.json", "audits.list", self._audits),
            ("GET", r"/api/v2/users/search\.json", "users.search", self._search),
            ("GET", r"/api/v2/users/show_many\.json", "users.show_many", self._show_many),
            ("POST", r"/api/v2/users\.json", "users.create", self._create_user),
            ("GET", rf"/api/v2/users/{user}", "users.show", self._user),
            ("GET", r"/api/v2/users/(?P<id>\d+)/tickets/requested\.json", "tickets.requested", self._requested),
            ("DELETE", rf"/api/v2/users/{user}", "users.delete", self._delete_user),
            ("DELETE", rf"/api/v2/deleted_users/{user}", "deleted_users.delete", self._forget_user),
        ]

    def _route(self, request: Request) -> tuple[str, Callable[..., Answer], Json]:
        for method, pattern, name, act in self._routes:
            if method == request.method and (match := pattern.match(request.path)):
                return name, act, {key: int(value) for key, value in match.groupdict().items()}
        raise ZendeskError(404, "InvalidEndpoint", "Not found")

    def _check(self, request: Request) -> None:
        if request.headers.get("authorization") != self._basic:
            raise ZendeskError(401, "Couldn't authenticate you", "Couldn't authenticate you")
        if request.method in ("POST", "PUT") and request.headers.get("content-type") != "application/json":
            raise ZendeskError(415, "UnsupportedMediaType", "Content-Type must be application/json")

    def _fault(self, name: str) -> str | None:
        for fault in self.faults:
            if re.fullmatch(fault["call"].replace(".", r"\.").replace("*", ".*"), name) and fault["times"] > 0:
                fault["times"] -= 1
                return str(fault["fault"])
        return None

    def _kept(self, request: Request, act: Callable[[], Answer]) -> Answer:
        """Under an idempotency key, which counts where a ticket is made, what was answered first."""
        key = request.headers.get("idempotency-key")
        if key is None or request.method != "POST" or request.path != "/api/v2/tickets.json":
            return act()
        until, body, answer = self.keys.get(key, (0.0, b"", Answer(0)))
        if until > self._clock():
            if body != request.body:
                words = "Request parameters do not match those that were sent with this key"
                raise ZendeskError(400, "IdempotentRequestError", words)
            return Answer(answer.status, answer.content, {"x-idempotency-lookup": "hit"})
        made = act()
        self.keys[key] = (self._clock() + KEY_S, request.body, made)
        return Answer(made.status, made.content, {"x-idempotency-lookup": "miss"})

    def _list(self, request: Request) -> Answer:
        wanted = _query(request).get("external_id")
        found = [each for each in self._desk.tickets.values() if wanted in (None, each["external_id"])]
        return _good({"tickets": found[:PAGE_MAX], "count": len(found)})

    def _create(self, request: Request) -> Answer:
        made = self._desk.create(_body(request, "ticket"), self._desk.bot)
        return _good({"ticket": made, "audit": self._desk.audits[made["id"]][-1]}, 201)

    def _show(self, _: Request, id: int) -> Answer:  # noqa: A002 - as it is called in paths
        return _good({"ticket": self._desk.ticket(id)})

    def _update(self, request: Request, id: int) -> Answer:  # noqa: A002
        ticket, audit = self._desk.update(id, _body(request, "ticket"), self._desk.bot)
        return _good({"ticket": ticket, "audit": audit})

    def _delete(self, _: Request, id: int) -> Answer:  # noqa: A002
        self._desk.delete(id)
        return Answer(204)

    def _delete_for_good(self, _: Request, id: int) -> Answer:  # noqa: A002
        return _good(self._desk.delete_for_good(id))

    def _audits(self, request: Request, id: int) -> Answer:  # noqa: A002
        self._desk.ticket(id)
        asked = _query(request)
        size = min(int(asked.get("page[size]", PAGE_MAX)), PAGE_MAX)
        begins = int(asked.get("page[after]", "0"))
        every = self._desk.audits[id]
        ends = begins + size
        meta = {"has_more": ends < len(every), "after_cursor": str(ends), "before_cursor": str(begins)}
        return _good({"audits": every[begins:ends], "meta": meta})

    def _search(self, request: Request) -> Answer:
        wanted = _query(request).get("query", "").removeprefix("email:").casefold()
        found = [each for each in self._desk.users.values() if each["email"].casefold() == wanted]
        return _good({"users": found, "count": len(found)})

    def _show_many(self, request: Request) -> Answer:
        ids = [int(each) for each in _query(request).get("ids", "").split(",") if each]
        return _good({"users": [self._desk.users[each] for each in ids if each in self._desk.users]})

    def _create_user(self, request: Request) -> Answer:
        return _good({"user": self._desk.create_user(_body(request, "user"))}, 201)

    def _user(self, _: Request, id: int) -> Answer:  # noqa: A002
        return _good({"user": self._desk.user(id)})

    def _requested(self, _: Request, id: int) -> Answer:  # noqa: A002
        return _good({"tickets": self._desk.requested(id)})

    def _delete_user(self, _: Request, id: int) -> Answer:  # noqa: A002
        return _good({"user": self._desk.delete_user(id)})

    def _forget_user(self, _: Request, id: int) -> Answer:  # noqa: A002
        if id not in self._desk.deleted_users:
            raise not_found()
        return _good({"deleted_user": self._desk.deleted_users.pop(id)})


def _broken(fault: str) -> Answer:
    match fault:
        case "too_many":
            words = "Number of allowed API requests per minute exceeded"
            return ZendeskError(429, "APIRateLimitExceeded", words, **{"Retry-After": str(RETRY_AFTER_S)}).answer
        case "down":
            return Answer(503, None, {"Retry-After": str(RETRY_AFTER_S)})
        case "refused":
            return ZendeskError(422, "RecordInvalid", "Record validation errors").answer
    raise Hangup


def _good(content: Any, status: int = 200) -> Answer:
    return Answer(status, json.loads(json.dumps(content)))  # as it is now, whatever becomes of it


def _query(request: Request) -> dict[str, str]:
    return {unquote(name): values[0] for name, values in parse_qs(request.query).items()}


def _body(request: Request, name: str) -> Json:
    try:
        body = json.loads(request.body)
        wanted = body[name]
    except (ValueError, KeyError, TypeError):
        raise ZendeskError(400, "BadRequest", f"There is no {name} in the body") from None
    if not isinstance(wanted, dict):
        raise ZendeskError(400, "BadRequest", f"{name} is no object")
    return wanted
