"""Strings that have broken other people's programs, in every field, path, query parameter and header of the shop."""

import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from shared.errors import Invalid
from shared.http.body import parse
from tests.http_corpora import NAUGHTY
from tests.security.doors import Door, doors, title
from tests.security.hostile import Place, places, with_text
from tests.security.refusals import is_refused
from tests.security.scene import GOOD, Scene

TAKING_BODIES = [door for door in doors() if door.body]
WITH_PARAMETERS = [door for door in doors() if door.parameters]
WITH_QUERY = [door for door in doors() if door.query]
SHOWING = [
    door for door in doors() if door.route.method == "GET" and door.name.startswith(("GET /admin", "GET /store"))
]
DIRECTIONS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
NOT_KEPT = ("Cc", "Cs", "Zl", "Zp")

HOSTILE_EMAILS = (
    "jаne@example.com",  # a Cyrillic а
    "jane@exаmple.com",
    "jane@example.com\r\nBcc: all@example.com",
    "jane@example.com%0aBcc:all@example.com\n",
    "jane@example.com\x00",
    "\u202ejane@example.com",
    "jane@example.com\u200b",
    "jane＠example.com",
    "jane@example。com",
    "jane@example.com,other@example.com",
    "jane@example.com;other@example.com",
    "Jane <jane@example.com>",
    "<jane@example.com>",
    '"jane doe"@example.com',
    "jane doe@example.com",
    "jane@@example.com",
    "jane@a@example.com",
    "@example.com",
    "jane@",
    "jane@example",
    "jane@[192.0.2.1]",
    "jane@.example.com",
    "jane@example.com.",
    "jane@example..com",
    "jane@-example.com",
    "jane@localhost",
    "=cmd|'/c calc'!A1@example.com",
    "x" * 65 + "@example.com",
    "j@" + "x" * 250 + ".com",
    "",
    " ",
)


def _dealt(to: int, of: int) -> tuple[str, ...]:
    """One hand of the strings: whole requests are slow, so each string goes through some of them, and none is left."""
    return NAUGHTY[to::of]


def _text_places(door: Door, ids: dict[str, str]) -> Iterator[tuple[dict[str, Any], Place]]:
    assert door.body
    schema = door.body.model_json_schema()
    seen = set()
    for good in GOOD[door.name](ids):
        for place, known in places(schema, good):
            form = json.dumps([place[-1:] if "properties" not in known else "", known], sort_keys=True)
            if known.get("type") == "string" and form not in seen:
                seen.add(form)
                yield good, place


@pytest.mark.parametrize("door", TAKING_BODIES, ids=title)
def test_every_string_in_every_field_is_taken_or_refused(scene: Scene, door: Door) -> None:
    """FAULTS 96: by the door's own parser, which is all that a wrong string meets."""
    model, refused = door.route.hints["body"], defaultdict(list)
    for good, place in _text_places(door, scene.ids):
        for text in NAUGHTY:
            try:
                parse(with_text(good, place, text), model)
            except Invalid as refusal:
                refused[refusal.status].append(text)
    assert set(refused) <= {400, 422}, refused


@pytest.mark.parametrize("door", TAKING_BODIES, ids=title)
def test_strings_that_are_taken_break_nothing_behind_the_door(scene: Scene, door: Door) -> None:
    """FAULTS 96, 98: no fault of ours, nothing is kept that could deceive its reader, and all can be shown again."""
    spots = list(_text_places(door, scene.ids))
    mine = _dealt(TAKING_BODIES.index(door), len(TAKING_BODIES))
    for i, text in enumerate(mine):
        good, place = spots[i % len(spots)] if spots else ({}, ())
        if spots:
            raw = with_text(good, place, text)
            answer = scene.knock(door, raw)
            assert answer.status < 300 or is_refused(answer, raw.decode(errors="replace")) is None, (place, text)
    for where, text in _texts(scene.everything()):
        kept = text.replace("\n", "")
        assert not any(unicodedata.category(c) in NOT_KEPT or c in DIRECTIONS for c in kept), (where, text)
        assert unicodedata.is_normalized("NFC", text), (where, text)
    for shown in SHOWING:
        assert scene.knock(shown).status == 200, shown.name


@pytest.mark.parametrize("email", HOSTILE_EMAILS)
def test_an_address_that_is_not_what_it_looks_like_is_refused(scene: Scene, email: str) -> None:
    """FAULTS 96"""
    set_email = next(door for door in TAKING_BODIES if door.name.endswith("/email"))
    answer = scene.knock(set_email, with_text({"email": ""}, ("email",), email))
    assert answer.status == 422
    assert is_refused(answer, email) is None


@pytest.mark.parametrize("door", WITH_PARAMETERS, ids=title)
def test_strings_in_a_path_lead_nowhere(scene: Scene, door: Door) -> None:
    """FAULTS 90, 96"""
    before = scene.everything()
    for i, text in enumerate(_dealt(WITH_PARAMETERS.index(door), len(WITH_PARAMETERS))):
        name = door.parameters[i % len(door.parameters)]
        good = GOOD[door.name](scene.ids)[0] if door.body else None
        answer = scene.knock(door, json.dumps(good).encode() if good else b"", parameters={name: text})
        assert answer.status in ((400, 404) if "/webhooks/" in door.name else (404,)), (text, answer)
        assert is_refused(answer, text) is None, text
    assert scene.everything() == before


@pytest.mark.parametrize("door", WITH_QUERY, ids=title)
def test_strings_in_a_query_are_documented_errors_or_empty_lists(scene: Scene, door: Door) -> None:
    """FAULTS 20, 96"""
    assert door.query
    before = scene.everything()
    names = [field.alias or name for name, field in door.query.model_fields.items()]
    names += ["created_at[gte]", "created_at[lte]", "LIMIT", "order_id[]", "\ud800", "x" * 5000, "", "a\x00b"]
    for i, text in enumerate((*_dealt(WITH_QUERY.index(door), 3), "\ud800", "")):
        answer = scene.knock(door, query={names[i % len(names)]: text})
        assert answer.status == 200 or (answer.status == 400 and is_refused(answer, text) is None), (text, answer)
    assert scene.everything() == before


def _texts(value: Any, where: Any = ()) -> Iterator[tuple[Any, str]]:
    """Every text in stored items, with where it stands."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _texts(each, (*where, name))
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, where)
    elif isinstance(value, str):
        yield where, value
