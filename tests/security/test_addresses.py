"""Strings and ids that lead nowhere, in every path, query and header of the shop."""

import json
from typing import Any

import pytest

from tests.http_corpora import NAUGHTY
from tests.security.doors import Door, door, doors, title
from tests.security.good_bodies import GOOD
from tests.security.hostile import fields_of, places, value_at, with_text
from tests.security.refusals import code_of, is_refused
from tests.security.scene import Scene

WITH_PARAMETERS = [door for door in doors() if door.parameters]
WITH_QUERY = [door for door in doors() if door.query]
IDS = {"id", "variant_id", "location_id", "order_id", "line_item_id"}
WISHES = {"POST /store/me/wish_list/items"}  # for what is not there any more, or not yet
TOLD_LATER = {"OrderToShip.order_id", "OrderToCancel.order_id"}  # by the job's result, order by order
NAMING_IDS = [
    door
    for door in doors()
    if door.body
    and door.name not in WISHES
    and IDS & {name.split(".")[1] for name in fields_of(door.schema) - TOLD_LATER}
]
FREE = {"carrier", "name", "kind"}  # path parameters that are no ids

BAD_MATCHES = (
    '"', '""', "W/", 'W/""', '"1', '1"', "'1'", "-1", "+1", "1.0", "1e1", "0x1", "٣", "1,2", '"1", "2"', "1 2", "one",
    "null", "**", "9" * 16, "9" * 5000, "1\x00", "\ud800", "<1>",
)  # fmt: skip
IN_PATHS, IN_QUERIES = NAUGHTY[::2], NAUGHTY[1::2]  # dealt out to the doors, of which each meets some
EVERY = 3  # of the ids that are almost right, at a door: as many doors name each kind of thing
BAD_KEYS = ("", "k" * 256, "ключ", "a\tb", "a\nb", "a\x00b", "\x7f", "é", "\u202ekey", "\ud800", "🔑")


def _body(scene: Scene, door: Door) -> bytes:
    return json.dumps(GOOD[door.name](scene.ids)[0]).encode() if door.body else b""


@pytest.mark.parametrize("door", WITH_PARAMETERS, ids=title)
def test_a_path_that_leads_nowhere_is_not_found(untouched: Scene, door: Door) -> None:
    """FAULTS 90, 96: naughty strings, and ids that are almost right: all look like a missing object."""
    turn = WITH_PARAMETERS.index(door)
    mine = IN_PATHS[turn :: len(WITH_PARAMETERS)]
    for name in door.parameters:
        almost = () if name in FREE else _almost(untouched, untouched.ids[name])[turn % EVERY :: EVERY]
        for text in (*mine, *almost):
            answer = untouched.knock(door, _body(untouched, door), parameters={name: text})
            assert answer.status == 404 or (name == "carrier" and answer.status == 400), (name, text, answer)
            assert is_refused(answer, text) is None, (name, text)


def _almost(scene: Scene, real: str) -> list[str]:
    """What is no id of this kind, or of nothing that is there."""
    prefix, _, ulid = real.partition("_")
    others = [other for other in scene.ids.values() if other.partition("_")[0] != prefix]
    almost = [
        *others, real.lower(), real.upper(), ulid, f"{prefix}-{ulid}", f"{prefix}_", real[:-1], real + "0", f" {real}",
        f"{real} ", f"{real}%00", f"{real}\x00", f"{real}\n", f"{real}/", f"../{real}", f"{real}?x=1", f"{real}#ORDER",
        f"{real}' OR '1'='1", f"{real};--", "*", "null", "undefined", "0", f"{prefix}_{'0' * 26}", f"{real},{real}",
        real.replace("0", "O"), real.replace("_", "＿"), "x" * 129, "x" * 5000, "\ud800", "$ne", "{}", "[]", "",
    ]  # fmt: skip
    return [each for each in almost if each != real]  # an id without a zero stays as it is where zeros are others


@pytest.mark.parametrize("door", NAMING_IDS, ids=title)
def test_a_body_that_names_what_is_not_there_is_refused(still: Scene, door: Door) -> None:
    """FAULTS 90, 91: almost an id, another kind's, another order's line. Some a write's condition finds out."""
    good = GOOD[door.name](still.ids)[0]
    known_at = dict(places(door.schema, good))
    for place, known in known_at.items():
        if place and place[-1] in IDS and known["type"] == "string":
            if f"{known_at[place[:-1]].get('title')}.{place[-1]}" in TOLD_LATER:
                continue
            real = str(value_at(good, place))
            for text in (*_almost(still, real)[::EVERY], still.cart["items"][0]["id"], "x" * 64, f"{real[:-2]}ZZ"):
                if text == real:
                    continue
                answer = still.knock(door, with_text(good, place, text))
                assert answer.status in (400, 404, 409, 422), (place, text, answer)
                assert is_refused(answer, text) is None, (place, text)


@pytest.mark.parametrize("door", WITH_QUERY, ids=title)
def test_a_query_that_cannot_be_right_is_a_documented_error(untouched: Scene, door: Door) -> None:
    """FAULTS 20, 91, 96"""
    assert door.query
    known = [field.alias or name for name, field in door.query.model_fields.items()]
    strange = ["LIMIT", "limit[]", "Limit", "order_id[]", "status[ne]", "\ud800", "x" * 5000, "", "a\x00b", "__class__"]
    mine = IN_QUERIES[WITH_QUERY.index(door) :: len(WITH_QUERY)]
    for i, text in enumerate((*mine, "\ud800", "", "null", "true", "{}")):
        for name in (known[i % len(known)], strange[i % len(strange)]):
            answer = untouched.knock(door, query={name: text})
            is_no_link = answer.status == 422 and code_of(answer) == "invalid_link"
            assert answer.status == 400 or (name in known and (answer.status == 200 or is_no_link)), (
                name,
                text,
                answer,
            )
            assert answer.status == 200 or is_refused(answer, text + name) is None, (name, text)


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.0", "1e1", " 1", "+1", "1_0", "", "9" * 5000, "NaN", "１"])
def test_a_limit_is_a_plain_number_in_every_list(untouched: Scene, limit: str) -> None:
    """FAULTS 20"""
    lists = [each for each in WITH_QUERY if each.query and "limit" in each.query.model_fields]
    assert len(lists) > 8
    for each in lists:
        answer = untouched.knock(each, query={"limit": limit})
        assert (answer.status, json.loads(answer.body)["error"]["param"]) == (400, "limit"), each.name
        assert is_refused(answer, limit) is None


@pytest.mark.parametrize(
    ("path", "query", "param"),
    [
        ("/admin/orders", {"created_at[gte]": "2026-11-02", "created_at[lte]": "2026-11-01"}, "created_at[lte]"),
        ("/admin/orders", {"created_at[gte]": "٢٠٢٦-11-01"}, "created_at[gte]"),
        ("/admin/orders", {"created_at[ne]": "2026-11-01"}, "created_at[ne]"),
        ("/admin/orders", {"status": "PLACED"}, "status"),
        ("/admin/reports/sales", {"from": "2026-11-02", "to": "2026-11-01"}, "to"),
        ("/admin/reports/sales", {"from": "1761955200"}, "from"),
        ("/admin/reports/sales", {"from": "0001-01-01", "to": "9999-12-31"}, "to"),
        ("/admin/payments", {"order_id": "order_01jd0000000000000000000000"}, "order_id"),
        ("/admin/inventory/levels", {"variant_id": "#"}, "variant_id"),
        ("/store/products", {"collection": "Summer Sale"}, "collection"),
    ],
)
def test_a_filter_that_no_list_can_have_is_named(
    untouched: Scene, path: str, query: dict[str, str], param: str
) -> None:
    """FAULTS 96: some of these the database itself would refuse, which must not become a fault of ours."""
    answer = untouched.knock(door(f"GET {path}"), query=query)
    assert (answer.status, json.loads(answer.body)["error"]["param"]) == (400, param)
    assert is_refused(answer, str(query)) is None


@pytest.mark.parametrize("door", doors(), ids=title)
def test_a_malformed_header_is_refused_before_anything_is_done(untouched: Scene, door: Door) -> None:
    """FAULTS 96"""
    if door.route.path.startswith("/webhooks"):
        headers: list[dict[str, Any]] = [{"If-Match": text} for text in BAD_MATCHES]
    else:
        headers = [{"If-Match": text} for text in BAD_MATCHES]
        headers += [{"Idempotency-Key": text} for text in BAD_KEYS] if door.route.method == "POST" else []
    for each in headers:
        answer = untouched.knock(door, _body(untouched, door), headers=each)
        assert (answer.status, code_of(answer)) == (400, "invalid_header"), (each, answer)
        assert is_refused(answer, str(each)) is None


def test_no_string_in_a_header_breaks_a_door(untouched: Scene) -> None:
    """FAULTS 96: in headers of ours, of HTTP's and of nobody's, some of the strings, each in one of them."""
    names = ["Cart-Token", "Order-Token", "Stripe-Signature", "Carrier-Signature", "Accept", "Content-Type",
             "Authorization", "Api-Version", "X-Forwarded-For", "X-Amzn-Trace-Id", "Cookie", "Content-Encoding",
             "X-HTTP-Method-Override", "Host", "Origin", "Transfer-Encoding", "Content-Length"]  # fmt: skip
    reading = [each for each in doors() if each.route.method == "GET" and each.route.path != "/openapi.json"]
    for i, text in enumerate((*NAUGHTY[::8], "\ud800")):
        each = reading[i % len(reading)]
        answer = untouched.knock(each, headers={names[i % len(names)]: text})
        assert answer.status < 400 or is_refused(answer, text) is None, (each.name, text, answer)


def test_a_money_moving_request_without_a_key_is_refused(untouched: Scene) -> None:
    """FAULTS 1"""
    needing = [each for each in doors() if each.route.is_key_required]
    for each in needing:
        answer = untouched.knock(each, _body(untouched, each), headers={"Idempotency-Key": None})
        assert (answer.status, code_of(answer)) == (400, "idempotency_key_required"), each.name
    assert len(needing) >= 6
