"""Every route × every caller × own, foreign and missing objects, compared cell by cell with `matrix.tsv`."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from functions.access.scopes import SCOPES
from tests.calls import counted
from tests.security.callers import CALLERS, Knock
from tests.security.cast import Cast, cast
from tests.security.doors import Door, doors, title
from tests.security.gateway import DECISION_KEPT_S
from tests.security.matrix import EVERY_KEY, OPENED_BY, answer_to, cell, found, written

ROWS = written()
FOR_GUESTS = [door for door in doors() if door.route.guest_of]
OPENAPI = Path(__file__).parents[2] / "functions" / "access" / "openapi.json"
STRANGERS = ("nobody", "another's token", "own token of another kind", "own token, expired", "key with all scopes")


@pytest.fixture(scope="module")
def people() -> Iterator[Cast]:
    """One shop for the page; each request meets it as it was furnished."""
    with cast() as made:
        yield made


def test_every_documented_route_has_its_row_and_every_row_its_route() -> None:
    """FAULTS 90: a new route is a decision on who may pass, and it is taken in the table."""
    documented = {
        f"{method.upper()} {path.replace('{', '<').replace('}', '>')}"
        for path, methods in json.loads(OPENAPI.read_text(encoding="utf-8"))["paths"].items()
        for method in methods
    }
    assert sorted(documented - set(ROWS)) == [], "without a row"
    assert sorted(set(ROWS) - documented) == [], "without a route"
    assert {door.name for door in doors()} == documented


@pytest.mark.parametrize("door", doors(), ids=title)
def test_every_caller_gets_what_the_table_says(people: Cast, door: Door) -> None:
    """FAULTS 90, 93: whoever is refused has also changed nothing."""
    assert found(people, door) == ROWS[door.name]


@pytest.mark.parametrize("door", FOR_GUESTS, ids=title)
def test_a_foreign_object_and_a_missing_one_are_the_same_bytes_and_the_same_work(people: Cast, door: Door) -> None:
    """FAULTS 90: neither the answer nor the calls behind it tell whether something is there.

    An order opens by its cart's token too: whoever has a cart's token is looked up, who has none is not.
    """
    missing, calls = _answer(people, door, CALLERS["own token, missing object"](people, door))
    assert missing[0] == 404
    assert _answer(people, door, CALLERS["own token, another's object"](people, door)) == (missing, calls)
    for name in STRANGERS:
        answer, its_calls = _answer(people, door, CALLERS[name](people, door))
        assert answer == missing, name
        assert its_calls in (calls, 0) if door.route.or_guest_of else its_calls == calls, name


def test_a_revoked_key_opens_nothing_once_the_gateway_has_forgotten_it(people: Cast) -> None:
    """FAULTS 93: a minute at the most, whichever door it is tried at."""
    clock = people.scene.shop.clock
    before, kept = clock.now, dict(people.gateway.decisions)
    try:
        clock.advance(seconds=DECISION_KEPT_S)
        for door in (each for each in doors() if each.route.scope):
            knock = CALLERS["key revoked within the minute"](people, door)
            assert knock
            assert cell(answer_to(people, door, knock)) == "401 unauthenticated", door.name
    finally:
        clock.now = before
        people.gateway.decisions = kept


def test_the_table_notices_a_door_that_was_left_open(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: a token of anybody's opens every cart; a key's scopes are not asked for."""
    monkeypatch.setattr("shared.http.guest.bound_to", lambda object_id, headers, now: object_id)
    cart = next(door for door in doors() if door.name == "GET /store/carts/<cart_id>")
    assert {name for name, each in found(people, cart).items() if each != ROWS[cart.name][name]} >= set(STRANGERS)
    monkeypatch.setattr("functions.access.api_key.ApiKey.allowed", property(lambda _: SCOPES))
    monkeypatch.setattr(people.gateway, "decisions", {})
    orders = next(door for door in doors() if door.name == "GET /admin/orders")
    assert found(people, orders)[OPENED_BY] == EVERY_KEY


def _answer(people: Cast, door: Door, knock: Knock | None) -> tuple[tuple[int, str, set[str]], int]:
    """The answer but for its request's id, and how many calls to the database it took."""
    assert knock
    with counted() as calls:
        answer = answer_to(people, door, knock)
    whole = json.loads(answer.body)
    whole["error"].pop("request_id")
    headers = {f"{name}: {value}" for name, value in answer.headers.items() if name != "request-id"}
    return (answer.status, json.dumps(whole), headers), calls.total()
