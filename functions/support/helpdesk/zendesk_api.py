"""The calls we make to Zendesk. The only file that knows how it is asked.

Each raises HelpdeskUnreachable where nobody knows what happened, and HelpdeskRefused for a definite no. None is sent
twice by itself: whoever asks again looks first whether it happened.
Source: developer.zendesk.com/api-reference/ticketing (tickets, ticket audits, users), and …/introduction/rate-limits:
429 with the seconds to wait in Retry-After, which some of its answers lack; 503 may have it, too.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

import urllib3

from functions.support.helpdesk.twin import MARK, THEIRS_OF, Twin, twin_of
from functions.support.lifecycle import Status
from functions.support.ticket import Author, Message, Ticket
from shared import telemetry
from shared.errors import Stale, Unavailable
from shared.secret import secret
from shared.settings import Settings, read_settings

CONNECT_S = 2  # an open door answers in milliseconds
TIMEOUT_S = 8  # to answer a worker; Zendesk mostly takes less than one second
AUDITS_A_PAGE = 100  # Zendesk's most
PAGES_MAX = 60  # a ticket there has at most 5,000 comments
TOO_MANY = 429
NOT_FOUND = 404
CONFLICT = 409
UNPROCESSABLE = 422
STAFF = frozenset({"agent", "admin"})
SECONDS_DIGITS = 6  # of a Retry-After that we believe; a date, which HTTP allows, it never writes


class HelpdeskSettings(Settings):
    """helpdesk_url: where it is. helpdesk_email: whose API token we hold.

    helpdesk_order_field: the id of the field there that gets an order's id; empty: none does.
    """

    helpdesk_url: str
    helpdesk_email: str
    helpdesk_order_field: str = ""


class HelpdeskUnreachable(Unavailable):
    """It did not answer, or not now. What was asked may have happened."""

    code = "helpdesk_unreachable"

    def __init__(self, retry_after_s: int | None = None) -> None:
        """retry_after_s: when it wants to be asked again, where it has said so."""
        super().__init__("The helpdesk does not answer right now; try again.")
        if retry_after_s is not None:
            self.retry_after_s, self.is_told_to_wait = retry_after_s, True


class HelpdeskRefused(Exception):
    """It says no, and will say no again. status: HTTP's."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


@dataclass(frozen=True)
class _Answer:
    status: int
    body: Any


def find(ticket_id: str) -> list[Twin]:
    """All twins of one of our tickets, the newest last."""
    found = _asked("GET", f"/api/v2/tickets.json?external_id={ticket_id}")["tickets"]
    twins = (twin_of(each) for each in sorted(found, key=lambda each: each["id"]))
    return [each for each in twins if each]


def read(twin_id: int) -> Twin | None:
    """The twin with all that was said there; None where it is deleted."""
    answer = _call("GET", f"/api/v2/tickets/{twin_id}.json")  # before its audits: an update in between is refused then
    if answer.status == NOT_FOUND:
        return None
    return twin_of(_good(answer)["ticket"], _audits(twin_id))


def create(ticket: Ticket, first: Message, requester_id: int, follows: int | None = None) -> Twin:
    """A twin that begins with this message; asked again within two hours, the same one.

    follows: the twin that was closed and that it goes on from.
    """
    order_field = _settings().helpdesk_order_field
    fields = [{"id": int(order_field), "value": ticket.order_id}] if order_field and ticket.order_id else []
    status = Status.SOLVED if ticket.status is Status.CLOSED else ticket.status  # nothing begins as closed
    asked: dict[str, Any] = {
        "external_id": ticket.id,
        "subject": ticket.subject,
        "requester_id": requester_id,
        "status": THEIRS_OF[status],
        "priority": ticket.priority.value,
        "tags": [*ticket.tags, MARK, *(["sender_not_proven"] if ticket.is_sender_proven is False else [])],
        "custom_fields": fields,
        "comment": _comment(first, requester_id),
        "metadata": {MARK: first.id},
    }
    if follows:
        asked["via_followup_source_id"] = follows
    made = _asked("POST", "/api/v2/tickets.json", {"ticket": asked}, {"Idempotency-Key": first.id})["ticket"]
    twin = twin_of(made)
    if twin is None:
        raise HelpdeskRefused(NOT_FOUND)
    return twin


def update(twin: Twin, said: Message | None, status: Status) -> Twin:
    """A twin that is as it was read, with one message more, or in another status. Raises Stale where it is not."""
    asked: dict[str, Any] = {}
    if said:
        asked |= {"comment": _comment(said, twin.requester_id), "metadata": {MARK: said.id}}
    if status is not twin.status:
        asked["status"] = THEIRS_OF[status]
    whole = {"ticket": {**asked, "safe_update": True, "updated_stamp": twin.updated_at}}
    answer = _call("PUT", f"/api/v2/tickets/{twin.id}.json", whole)
    if answer.status == CONFLICT:
        raise Stale
    return twin.updated(_good(answer)["ticket"])


def requester(email: str) -> int:
    """The id of who has this address there; made, and not written to, where nobody has."""
    users = _asked("GET", f"/api/v2/users/search.json?query={quote(f'email:{email}')}")["users"]
    found = [each["id"] for each in users if (each.get("email") or "").casefold() == email.casefold()]
    if found:
        return int(found[0])
    made = {"user": {"name": email, "email": email, "role": "end-user", "skip_verify_email": True}}
    answer = _call("POST", "/api/v2/users.json", made)
    if answer.status == UNPROCESSABLE:  # there is one that their search does not know yet
        raise _unreachable(status=answer.status)
    return int(_good(answer)["user"]["id"])


def staff_among(user_ids: set[int]) -> set[int]:
    """Those of these people who answer there."""
    if not user_ids:
        return set()
    ids = ",".join(map(str, sorted(user_ids)))
    found = _asked("GET", f"/api/v2/users/show_many.json?ids={ids}")["users"]
    return {each["id"] for each in found if each["role"] in STAFF}


def delete_ticket(twin_id: int) -> None:
    """It is gone for good, with all that was said; done again, it changes nothing."""
    _deleted(f"/api/v2/tickets/{twin_id}.json")
    _deleted(f"/api/v2/deleted_tickets/{twin_id}.json")


def delete_user(user_id: int) -> bool:
    """Who only ever asked us is gone for good. False where that cannot be: they are staff, or asked others, too.

    While other twins of tickets of ours are theirs, it waits for the last of them.
    """
    user = _call("GET", f"/api/v2/users/{user_id}.json")
    if user.status == NOT_FOUND:
        return True
    if _good(user)["user"]["role"] in STAFF:
        return False
    left = _asked("GET", f"/api/v2/users/{user_id}/tickets/requested.json")["tickets"]
    if left:
        return all(MARK in each["tags"] for each in left)
    _deleted(f"/api/v2/users/{user_id}.json")
    _deleted(f"/api/v2/deleted_users/{user_id}.json")
    return True


def _comment(said: Message, requester_id: int) -> dict[str, Any]:
    by_whom = {"author_id": requester_id} if said.author is Author.CUSTOMER else {}
    return {"body": said.body, "public": not said.is_internal, **by_whom}


def _audits(twin_id: int) -> Iterator[Any]:
    path = f"/api/v2/tickets/{twin_id}/audits.json?page[size]={AUDITS_A_PAGE}"
    after = ""
    for _ in range(PAGES_MAX):
        page = _asked("GET", path + after)
        yield from page["audits"]
        if not page["meta"]["has_more"]:
            return
        after = f"&page[after]={quote(page['meta']['after_cursor'])}"


def _deleted(path: str) -> None:
    answer = _call("DELETE", path)
    if answer.status != NOT_FOUND:
        _good(answer)


def _asked(method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
    return _good(_call(method, path, body, headers))


def _good(answer: _Answer) -> Any:
    if answer.status >= 300:
        telemetry.count("HelpdeskRefused")
        telemetry.warn("helpdesk_refused", status=answer.status)
        raise HelpdeskRefused(answer.status)
    return answer.body


def _call(method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> _Answer:
    settings = _settings()
    raw = None if body is None else json.dumps(body).encode()
    auth = urllib3.make_headers(basic_auth=f"{settings.helpdesk_email}/token:{secret('helpdesk_api_token')['current']}")
    sent = {"Accept": "application/json", "Content-Type": "application/json", **auth, **(headers or {})}
    try:
        status, answer, wait = _send(method, settings.helpdesk_url.rstrip("/") + path, raw, sent)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise _unreachable(error) from None
    if status == TOO_MANY or status >= 500:
        raise _unreachable(status=status, wait=wait)
    try:
        return _Answer(status, json.loads(answer) if answer.strip() else None)
    except ValueError:
        if status < 300:  # somebody else's page, on the way there
            raise _unreachable(status=status) from None
        return _Answer(status, None)


def _unreachable(
    error: Exception | None = None, status: int | None = None, wait: str | None = None
) -> HelpdeskUnreachable:
    telemetry.count("HelpdeskUnreachable")
    telemetry.warn("helpdesk_failed", error, status=status)
    is_told = wait is not None and wait.isascii() and wait.isdecimal() and len(wait) <= SECONDS_DIGITS
    return HelpdeskUnreachable(int(wait) if wait and is_told else None)


def _send(method: str, url: str, raw: bytes | None, headers: dict[str, str]) -> tuple[int, bytes, str | None]:
    """The one place where bytes leave: (status, body, Retry-After as it is written)."""
    answer = _pool().request(method, url, body=raw, headers=headers, redirect=False)
    return answer.status, answer.data, answer.headers.get("Retry-After")


@cache
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=CONNECT_S, read=TIMEOUT_S))


def _settings() -> HelpdeskSettings:
    settings: HelpdeskSettings = read_settings(HelpdeskSettings)
    return settings
