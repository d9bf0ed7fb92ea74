"""Who may pass which door: staff by their scopes, guests by a token for this object, everybody where it is meant."""

import base64
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from functions.access.scopes import SCOPES
from shared import secret
from shared.clock import epoch
from shared.http.guest import TOKEN_DAYS, token_for
from shared.signing import LENGTH_MAX, seal
from tests.http_corpora import every_flip
from tests.security.callers import OPENED_BY
from tests.security.doors import Answer, Door, door, doors, knock, title
from tests.security.good_bodies import GOOD
from tests.security.refusals import code_of, is_refused
from tests.security.scene import Scene
from tests.world import NOON, api_event

FOR_STAFF = [door for door in doors() if door.route.path.startswith("/admin/") and not door.route.is_for_any_staff]
FOR_GUESTS = [door for door in doors() if door.route.guest_of]
BAD_SCOPES = ("", " ", "*", "all", "admin", "orders", "orders:*", "*:write", "ORDERS:WRITE", "orders:writer", "\x00")


def _body(scene: Scene, door: Door) -> bytes:
    return json.dumps(GOOD[door.name](scene.ids)[0]).encode() if door.body else b""


EXPORTS = {"POST /admin/orders/export", "POST /admin/audit/export"}  # begin a job, and show no more than the list does


def test_reading_asks_for_a_scope_to_read_and_all_else_for_one_to_write() -> None:
    """FAULTS 90: what asks for which, and what is open to everybody, `matrix.tsv` says route by route."""
    for each in FOR_STAFF:
        kinds = (":read",) if each.route.method == "GET" or each.name in EXPORTS else (":write", ":erase", ":drop")
        assert each.route.scope in SCOPES, each.name
        assert each.route.scope.endswith(kinds), each.name


@pytest.mark.parametrize("door", FOR_STAFF, ids=title)
def test_staff_without_the_scope_are_turned_away(untouched: Scene, door: Door) -> None:
    """FAULTS 90: words that are no scope, a body that cannot be read: all the same; and nobody is told to sign in."""
    others = [scope for scope in SCOPES if scope != door.route.scope]
    answers = [untouched.knock(door, _body(untouched, door), scopes=scopes) for scopes in BAD_SCOPES]
    answers.append(untouched.knock(door, b'{"wrong":', scopes=" ".join(others)))
    nobodys = list(_without_authorizer(untouched, door))
    for same, told in ((answers, (403, "forbidden")), (nobodys, (401, "unauthenticated"))):
        for answer in same:
            assert (answer.status, code_of(answer)) == told
            assert is_refused(answer) is None
        assert len({_but_its_id(answer) for answer in same}) == 1


@pytest.mark.parametrize("door", FOR_GUESTS, ids=title)
def test_a_guest_without_this_objects_token_finds_nothing(untouched: Scene, door: Door) -> None:
    """FAULTS 18, 90: none, another object's, expired, of another purpose or key, changed: all like a missing object."""
    name = door.route.guest_of or ""
    header = OPENED_BY[name]
    good = untouched.headers(door)[header]
    assert good
    missing = untouched.ids[name][:-1] + ("0" if untouched.ids[name][-1] != "0" else "1")
    nothing = untouched.knock(door, _body(untouched, door), parameters={name: missing})
    for token in _bad_tokens(untouched, untouched.ids[name], good):
        for each in {header, "Order-Token"}:
            answer = untouched.knock(door, _body(untouched, door), headers={header: None, each: token})
            assert _but_its_id(answer) == _but_its_id(nothing), token
            assert is_refused(answer) is None
    assert (nothing.status, code_of(nothing)) == (404, "not_found")


def test_a_token_of_which_any_letter_was_changed_opens_nothing(untouched: Scene) -> None:
    """FAULTS 18, 90"""
    show = door("GET /store/orders/<order_id>")
    assert untouched.knock(show).status == 200
    for token in every_flip(untouched.order_token):
        assert untouched.knock(show, headers={"Order-Token": token}).status == 404


def test_a_token_of_staff_opens_no_guests_door(untouched: Scene) -> None:
    """FAULTS 90: scopes and tokens are two things; neither passes for the other."""
    show = door("GET /store/orders/<order_id>")
    answer = untouched.knock(show, headers={"Order-Token": None}, scopes=" ".join(SCOPES), key_id=untouched.key_id)
    assert answer.status == 404


def test_no_door_opens_by_another_method(untouched: Scene) -> None:
    """FAULTS 90, 96"""
    for each in doors():
        path = each.path(untouched.parameters(each))
        known = {other.route.method for other in doors() if _leads_to(other, path)}
        known |= {"OPTIONS", "HEAD"} if "GET" in known else {"OPTIONS"}
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "POS", ""} - known:
            answer = knock(each.api.handler, method, path, _body(untouched, each), scopes=" ".join(SCOPES))
            assert (answer.status, code_of(answer)) == (404, "not_found"), (method, path)
            assert is_refused(answer) is None


def _leads_to(door: Door, path: str) -> bool:
    """Also where a word of the path, such as `export`, is an id to the door."""
    return re.fullmatch(re.sub(r"<\w+>", "[^/]+", door.route.path), path) is not None


def _without_authorizer(scene: Scene, door: Door) -> Iterator[Answer]:
    contexts: list[dict[str, Any]] = [{}, {"authorizer": None}, {"authorizer": {}}, {"authorizer": {"lambda": None}}]
    for context in contexts:
        event = api_event(door.route.method, door.path(scene.parameters(door)))
        event["requestContext"] |= context
        answer = door.api.handler(event, None)
        yield Answer(answer["statusCode"], answer["body"], {k.lower(): v for k, v in answer["headers"].items()})


def _bad_tokens(scene: Scene, own_id: str, good: str) -> list[str | None]:
    in_a_year = epoch(NOON + timedelta(days=365))
    body, _, signature = good.partition(".")
    forged = base64.urlsafe_b64encode(json.dumps({"sub": own_id, "exp": in_a_year}).encode()).rstrip(b"=").decode()
    others = {scene.ids["order_id"]: scene.order_token, scene.cart["id"]: scene.cart["token"]}
    others[scene.ticket["id"]] = scene.ticket["token"]
    return [
        *(token for other, token in others.items() if other != own_id),
        token_for(own_id, NOON - timedelta(days=TOKEN_DAYS)),
        token_for(own_id[:-1], NOON),
        token_for(own_id.lower(), NOON),
        token_for(own_id + " ", NOON),
        seal("cursor", {"sub": own_id, "exp": in_a_year}),
        seal("confirm", {"sub": own_id, "exp": in_a_year}),
        seal("guest", {"sub": [own_id]}),
        seal("guest", {"sub": None}),
        _sealed_with("another key of some length", own_id),
        f"{forged}.{signature}", f"{forged}.", f"{forged}", f".{signature}", f"{body}.", f"{body}", ".", "..",
        f"{good}=", f"{good}.", f"{good} ", f" {good}", f"{good},{good}", f"Bearer {good}", good.lower(), good[:-1],
        f"{good}\x00", good + "A" * LENGTH_MAX, "x" * 10_000, own_id, "", " ", "null", "٣", "\ud800", None,
    ]  # fmt: skip


def _sealed_with(key: str, own_id: str) -> str:
    kept = dict(secret._kept)
    name = next(each for each in kept if "guest_key" in each)
    try:
        secret._kept[name] = (kept[name][0], {"current": key})
        return token_for(own_id, NOON)
    finally:
        secret._kept.update(kept)


def _but_its_id(answer: Answer) -> str:
    whole = json.loads(answer.body)
    whole["error"].pop("request_id")
    return json.dumps([answer.status, whole, sorted(set(answer.headers) - {"request-id"})])
