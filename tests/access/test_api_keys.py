"""Keys made, listed and revoked through the admin API."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from functions.access.api_key import MAKERS_MAX
from functions.access.scopes import SCOPES
from functions.access.table import SPEC
from shared import secret
from shared.dynamo import Write, commit, query_all
from tests.access.office import KEY_ID, Holder, ask, is_let_in, issue, make
from tests.world import Clock, service

READER = {"name": "reader", "scopes": ["orders:read"]}


@pytest.fixture
def staff(world: Clock) -> Holder:
    """Somebody with the operator's key."""
    return issue()


def everything_kept() -> str:
    """All that the table holds, as text."""
    return json.dumps(service("dynamodb").scan(TableName=SPEC.physical_name)["Items"])


def test_a_new_key_shows_its_token_once(staff: Holder) -> None:
    answer = ask(staff, "POST", "/admin/api_keys", {**READER, "expires_at": "2027-01-01T00:00:00+01:00"})
    assert answer.status == 201
    assert {
        name: answer.body[name] for name in ("object", "version", "name", "scopes", "created_by", "expires_at")
    } == {
        "object": "api_key",
        "version": 1,
        "name": "reader",
        "scopes": ["orders:read"],
        "created_by": staff.id,
        "expires_at": "2026-12-31T23:00:00.000Z",
    }
    assert is_let_in(Holder(answer.body["id"], answer.body["token"], ()))
    assert answer.body["token"] not in ask(staff, "GET", "/admin/api_keys").raw


def test_the_same_request_with_the_same_key_gives_the_same_token(staff: Holder) -> None:
    headers = {"Idempotency-Key": "k1"}
    first = ask(staff, "POST", "/admin/api_keys", READER, headers=headers)
    again = ask(staff, "POST", "/admin/api_keys", READER, headers=headers)
    assert again.raw == first.raw
    assert (again.status, again.headers["ETag"], again.headers["Idempotent-Replayed"]) == (201, '"1"', "true")
    assert len(ask(staff, "GET", "/admin/api_keys").body["data"]) == 2


def test_no_secret_is_kept_anywhere(staff: Holder) -> None:
    answer = ask(staff, "POST", "/admin/api_keys", READER, headers={"Idempotency-Key": "k1"})
    kept = everything_kept()
    for token in (staff.token, answer.body["token"]):
        assert token.rsplit("_", 1)[1] not in kept


def test_the_token_is_shown_again_while_the_token_key_is_rotated_and_not_after(staff: Holder) -> None:
    headers = {"Idempotency-Key": "k1"}
    first = ask(staff, "POST", "/admin/api_keys", READER, headers=headers)
    rotate({"current": "second", "previous": "test-token-key-of-some-length"})
    assert ask(staff, "POST", "/admin/api_keys", READER, headers=headers).raw == first.raw
    rotate({"current": "third", "previous": "second"})
    answer = ask(staff, "POST", "/admin/api_keys", READER, headers=headers)
    assert (answer.status, answer.body["error"]["code"]) == (409, "token_shown_once")
    assert answer.body["error"]["details"] == {"id": first.body["id"]}
    assert is_let_in(Holder(first.body["id"], first.body["token"], ()))


def rotate(fields: dict[str, str]) -> None:
    service("secretsmanager").put_secret_value(SecretId="storewright/test/token_key", SecretString=json.dumps(fields))
    secret.forget()


def test_a_key_cannot_give_what_it_does_not_have(staff: Holder) -> None:
    clerk = make(staff, "keys:write", "orders:read")
    for asked in (["orders:write"], ["orders:read", "payments:read"], ["keys:write", "products:write"]):
        answer = ask(clerk, "POST", "/admin/api_keys", {"name": "more", "scopes": asked})
        assert (answer.status, answer.body["error"]["code"]) == (403, "scope_exceeded")
    assert make(clerk, "orders:read", "keys:read").scopes == ("orders:read", "keys:read")


def test_scopes_claimed_in_the_request_count_for_nothing(staff: Holder) -> None:
    clerk = make(staff, "keys:write", "orders:read")
    boasting = Holder(clerk.id, clerk.token, ("keys:write", "orders:write"))
    assert ask(boasting, "POST", "/admin/api_keys", {"name": "more", "scopes": ["orders:write"]}).status == 403


def test_a_key_that_ends_cannot_outlive_itself(staff: Holder) -> None:
    temp = make(staff, "keys:write", expires_at="2026-11-23T00:00:00Z")
    body = {"name": "heir", "scopes": ["keys:write"]}
    assert ask(temp, "POST", "/admin/api_keys", body).body["error"]["code"] == "expiry_exceeded"
    later = {**body, "expires_at": "2026-11-23T00:00:01Z"}
    assert ask(temp, "POST", "/admin/api_keys", later).body["error"]["code"] == "expiry_exceeded"
    make(temp, "keys:write", expires_at="2026-11-23T00:00:00Z")


def test_a_key_revoked_within_the_gateways_minute_makes_no_more_keys(staff: Holder) -> None:
    clerk = make(staff, "keys:write")
    ask(staff, "DELETE", f"/admin/api_keys/{clerk.id}")
    assert ask(clerk, "POST", "/admin/api_keys", {"name": "late", "scopes": ["keys:read"]}).status == 403
    unknown = Holder("key_01JD0000000000000000000000", "", ("keys:write",))
    assert ask(unknown, "POST", "/admin/api_keys", {"name": "late", "scopes": ["keys:read"]}).status == 403


@pytest.mark.parametrize(("method", "needed"), [("POST", "keys:write"), ("GET", "keys:read"), ("DELETE", "keys:write")])
def test_keys_take_their_own_scopes(staff: Holder, method: str, needed: str) -> None:
    path = "/admin/api_keys" + (f"/{staff.id}" if method == "DELETE" else "")
    other = "keys:read" if needed == "keys:write" else "orders:write"
    answer = ask(Holder(staff.id, "", (other,)), method, path, READER if method == "POST" else None)
    assert (answer.status, answer.body["error"]["details"]) == (403, {"scope": needed})


def test_a_key_is_revoked_once_and_stays_revoked(staff: Holder, world: Clock) -> None:
    made = make(staff, "orders:read")
    path = f"/admin/api_keys/{made.id}"
    first = ask(staff, "DELETE", path)
    world.advance(hours=1)
    again = ask(staff, "DELETE", path)
    assert first.body["revoked_at"] == "2026-11-22T12:00:00.000Z"
    assert (first.body["version"], first.headers["ETag"]) == (2, '"2"')
    assert again.raw == first.raw


def test_revoking_honors_if_match_and_knows_what_is_not_there(staff: Holder) -> None:
    made = make(staff, "orders:read")
    assert ask(staff, "DELETE", f"/admin/api_keys/{made.id}", headers={"If-Match": '"2"'}).status == 412
    assert is_let_in(made)
    assert ask(staff, "DELETE", "/admin/api_keys/key_01JD0000000000000000000000").status == 404


def test_keys_are_listed_newest_first_page_by_page(staff: Holder, world: Clock) -> None:
    ids = [staff.id]
    for _ in range(4):
        world.advance(seconds=1)
        ids.insert(0, make(staff, "orders:read").id)
    found: list[str] = []
    query: dict[str, Any] = {"limit": 2}
    while True:
        page = ask(staff, "GET", "/admin/api_keys", query=query).body
        found += [key["id"] for key in page["data"]]
        if not page["has_more"]:
            break
        query["cursor"] = page["next_cursor"]
    assert found == ids
    assert "secret" not in json.dumps(page)


WRONG = {
    "no name": {"scopes": ["orders:read"]},
    "an empty name": {**READER, "name": " "},
    "a long name": {**READER, "name": "x" * 101},
    "no scopes": {**READER, "scopes": []},
    "an unknown scope": {**READER, "scopes": ["admin"]},
    "all": {**READER, "scopes": "all"},
    "a number for a scope": {**READER, "scopes": [1]},
    "an end in the past": {**READER, "expires_at": "2026-11-22T12:00:00Z"},
    "an end too far away": {**READER, "expires_at": "2046-11-22T12:00:00Z"},
    "an end at the calendar's": {**READER, "expires_at": "9999-12-31T23:59:59-14:00"},
    "an end without a zone": {**READER, "expires_at": "2027-01-01T00:00:00"},
    "an end as a number": {**READER, "expires_at": 1_900_000_000},
    "a token of one's own": {**READER, "token": "sk_x"},
    "an id of one's own": {**READER, "id": "key_x"},
}


def test_what_cannot_be_a_key_is_refused_and_makes_none(staff: Holder) -> None:
    for name, body in WRONG.items():
        assert ask(staff, "POST", "/admin/api_keys", body).status == 422, name
    assert [row["listed_id"] for row in query_all(SPEC, f"KEY#{staff.id}")] == [staff.id]
    assert len(ask(staff, "GET", "/admin/api_keys").body["data"]) == 1


def test_a_key_revokes_only_what_it_could_have_made(staff: Holder) -> None:
    clerk = make(staff, "keys:write", "orders:read")
    stronger, equal, weaker = make(staff, "orders:write"), make(staff, "orders:read"), make(clerk, "orders:read")
    answer = ask(clerk, "DELETE", f"/admin/api_keys/{stronger.id}")
    assert (answer.status, answer.body["error"]["code"]) == (403, "scope_exceeded")
    assert answer.body["error"]["details"] == {"scopes": ["orders:write"]}
    assert ask(clerk, "DELETE", f"/admin/api_keys/{staff.id}").status == 403
    assert is_let_in(stronger)
    assert is_let_in(staff)
    for key in (equal, weaker):
        assert ask(clerk, "DELETE", f"/admin/api_keys/{key.id}").status == 200
        assert not is_let_in(key)


@pytest.mark.parametrize("target", ["a neighbor", "its maker", "itself", "a missing one"])
def test_a_key_revoked_within_the_gateways_minute_revokes_nothing(staff: Holder, target: str) -> None:
    clerk, neighbor = make(staff, *SCOPES), make(staff, "orders:read")
    ask(staff, "DELETE", f"/admin/api_keys/{clerk.id}")
    ids = {"a neighbor": neighbor.id, "its maker": staff.id, "itself": clerk.id, "a missing one": KEY_ID}
    answer = ask(clerk, "DELETE", f"/admin/api_keys/{ids[target]}")
    assert (answer.status, answer.body["error"]["code"]) == (403, "forbidden")
    assert is_let_in(neighbor)
    assert is_let_in(staff)


def test_a_key_whose_maker_was_revoked_makes_and_revokes_nothing(staff: Holder) -> None:
    clerk = make(staff, *SCOPES)
    heir, neighbor = make(clerk, *SCOPES), make(staff, "orders:read")
    ask(staff, "DELETE", f"/admin/api_keys/{clerk.id}")
    assert ask(heir, "POST", "/admin/api_keys", READER).status == 403
    assert ask(heir, "DELETE", f"/admin/api_keys/{neighbor.id}").status == 403
    assert is_let_in(neighbor)


@pytest.mark.parametrize("dying", ["the key", "its maker"])
@pytest.mark.parametrize("doing", ["make", "revoke"])
def test_a_key_revoked_between_look_and_commit_does_nothing(staff: Holder, dying: str, doing: str) -> None:
    clerk = make(staff, *SCOPES)
    heir, neighbor = make(clerk, *SCOPES), make(staff, "orders:read")
    dead = heir if dying == "the key" else clerk

    def late(*writes: Write) -> None:
        patch.undo()
        assert ask(staff, "DELETE", f"/admin/api_keys/{dead.id}").status == 200
        commit(*writes)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"functions.access.{doing}_key.commit", late)
        if doing == "make":
            answer = ask(heir, "POST", "/admin/api_keys", READER)
        else:
            answer = ask(heir, "DELETE", f"/admin/api_keys/{neighbor.id}")
    assert (answer.status, answer.body["error"]["code"]) == (403, "forbidden")
    assert is_let_in(neighbor)
    assert len(ask(staff, "GET", "/admin/api_keys").body["data"]) == 4


def test_a_key_that_died_with_its_maker_is_shown_as_revoked(staff: Holder, world: Clock) -> None:
    clerk = make(staff, "keys:write", "orders:read")
    heir = make(clerk, "orders:read")
    world.advance(hours=1)
    ask(staff, "DELETE", f"/admin/api_keys/{clerk.id}")
    shown = {key["id"]: key for key in ask(staff, "GET", "/admin/api_keys").body["data"]}
    assert shown[heir.id]["revoked_at"] == shown[clerk.id]["revoked_at"] == "2026-11-22T13:00:00.000Z"
    assert (shown[heir.id]["created_by"], shown[staff.id]["revoked_at"]) == (clerk.id, None)


def test_the_last_key_that_may_make_keys_can_be_revoked_and_the_operator_makes_another(staff: Holder) -> None:
    assert ask(staff, "DELETE", f"/admin/api_keys/{staff.id}").status == 200
    assert not is_let_in(staff)
    assert is_let_in(issue())


def test_when_a_key_was_last_used_is_shown(staff: Holder) -> None:
    made = make(staff, "orders:read")
    assert is_let_in(made)
    shown = {key["id"]: key["last_used_at"] for key in ask(staff, "GET", "/admin/api_keys").body["data"]}
    assert shown[made.id] == "2026-11-22T12:00:00.000Z"
    assert ask(staff, "DELETE", f"/admin/api_keys/{made.id}").body["last_used_at"] == shown[made.id]


def test_a_line_of_keys_ends_in_a_refusal(staff: Holder) -> None:
    last = staff
    for _ in range(MAKERS_MAX):
        last = make(last, "keys:write")
    answer = ask(last, "POST", "/admin/api_keys", {"name": "more", "scopes": ["keys:read"]})
    assert (answer.status, answer.body["error"]["code"]) == (403, "line_too_long")


def test_the_log_tells_who_made_and_who_revoked_a_key(staff: Holder, logs: Callable[[], list[dict[str, Any]]]) -> None:
    clerk = make(staff, "orders:read")
    ask(staff, "DELETE", f"/admin/api_keys/{clerk.id}")
    made, revoked = (line for line in logs() if line["message"] in ("key_made", "key_revoked"))
    assert (made["key_id"], made["maker_id"]) == (clerk.id, staff.id)
    assert (revoked["key_id"], revoked["by_key_id"]) == (clerk.id, staff.id)


def test_nobody_is_told_of_keys_so_their_table_has_no_stream_and_its_list_no_copy(staff: Holder) -> None:
    assert not SPEC.says
    (listed,) = SPEC.all_indexes
    assert listed.keys_only


def test_a_key_learns_what_it_may_do_as_it_counts(world: Clock) -> None:
    maker = issue("keys:write", "orders:write")
    key = make(maker, "orders:write", allowed_ips=["192.0.2.0/24"])
    assert ask(key, "GET", "/admin/me").body == {
        "id": key.id, "object": "caller", "kind": "key", "name": "made", "email": None, "roles": [],
        "scopes": ["orders:read", "orders:write"], "locations": None,
    }  # fmt: skip
    assert ask(maker, "DELETE", f"/admin/api_keys/{maker.id}").status == 200
    assert ask(key, "GET", "/admin/me").status == 403
