"""Who is let in."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from functions.access import store
from functions.access.handlers import authorizer
from functions.access.token import token_of
from shared import aws
from shared.dynamo import fetch
from shared.errors import Unavailable
from tests.access.bad_headers import BAD_HEADERS
from tests.access.office import SECRET, ask, decide, is_let_in, issue, make
from tests.wire import Wire
from tests.world import Clock

pytestmark = pytest.mark.usefixtures("world")
NOBODY = {"isAuthorized": True, "context": {}}


def test_a_key_is_let_in_with_its_scopes_and_the_reading_that_goes_with_them() -> None:
    holder = issue("orders:write", "reports:read")
    assert decide(f"Bearer {holder.token}") == {
        "isAuthorized": True,
        "context": {"principal": holder.id, "scopes": "orders:read orders:write reports:read", "allowed_ips": ""},
    }


def test_no_malformed_header_is_let_in_or_raises() -> None:
    issue()
    for name, header in BAD_HEADERS.items():
        assert decide(header) == NOBODY, name


def test_a_request_without_the_header_is_nobodys() -> None:
    events: tuple[dict[str, Any], ...] = (
        {},
        {"identitySource": None, "headers": None},
        {"identitySource": [], "headers": {}},
    )
    for event in events:
        assert authorizer.handler(event, None) == NOBODY


def test_the_header_is_found_where_no_identity_source_is_named() -> None:
    event = {"headers": {"Authorization": f"Bearer {issue().token}"}}
    assert authorizer.handler(event, None)["context"]


def test_a_key_that_was_never_made_is_not_let_in() -> None:
    assert decide(f"Bearer {token_of('key_01JD0000000000000000000000', SECRET)}") == NOBODY


def test_the_right_id_with_another_keys_secret_is_not_let_in() -> None:
    one, other = issue(), issue()
    secret = other.token.rsplit("_", 1)[1]
    assert decide(f"Bearer {token_of(one.id, secret)}") == NOBODY
    assert decide(f"Bearer {token_of(one.id, SECRET)}") == NOBODY


def test_a_revoked_key_is_not_let_in_and_its_neighbor_is() -> None:
    first = issue()
    old, new = make(first, "orders:read"), make(first, "orders:read")
    assert ask(first, "DELETE", f"/admin/api_keys/{old.id}").status == 200
    assert not is_let_in(old)
    assert is_let_in(new)


def test_a_key_is_let_in_until_the_second_it_ends(world: Clock) -> None:
    holder = make(issue(), "orders:read", expires_at="2026-11-22T12:10:00Z")
    world.advance(minutes=9, seconds=59)
    assert is_let_in(holder)
    world.advance(seconds=1)
    assert not is_let_in(holder)


def test_its_use_is_noted_once_an_hour_and_its_version_stays(world: Clock) -> None:
    holder = issue()
    for minutes, noted in ((0, "12:00"), (59, "12:00"), (1, "13:00")):
        world.advance(minutes=minutes)
        assert is_let_in(holder)
        key, last_use = fetch(store.api_key(holder.id), store.last_use(holder.id))
        assert key is not None
        assert (last_use, key.version) == (f"2026-11-22T{noted}:00.000Z", 1)


def test_it_writes_nothing_but_a_use() -> None:
    """Its role may do no more: see the plan."""
    holder = make(issue(), "orders:read")
    written: list[str] = []
    aws.client("dynamodb").meta.events.register(
        "before-parameter-build.dynamodb.TransactWriteItems",
        lambda params, **_: written.extend(each["Update"]["Key"]["pk"]["S"] for each in params["TransactItems"]),
    )
    assert is_let_in(holder)
    assert written == [f"USED#{holder.id}"]


def test_a_key_dies_with_the_one_that_made_it_and_with_whatever_made_that() -> None:
    top = issue()
    first = make(top, "keys:write", "orders:read")
    second = make(first, "keys:write", "orders:read")
    third, aside = make(second, "orders:read"), make(top, "orders:read")
    assert ask(top, "DELETE", f"/admin/api_keys/{first.id}").status == 200
    assert [is_let_in(each) for each in (top, first, second, third, aside)] == [True, False, False, False, True]


def test_a_key_that_a_key_made_takes_one_read_more() -> None:
    holder = make(make(issue(), "keys:write", "orders:read"), "orders:read")
    assert is_let_in(holder)
    calls: list[str] = []
    aws.client("dynamodb").meta.events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name))
    assert is_let_in(holder)
    assert calls == ["BatchGetItem", "BatchGetItem"]


def test_one_decision_is_one_read() -> None:
    holder = issue()
    calls: list[str] = []
    aws.client("dynamodb").meta.events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name))
    assert is_let_in(holder)
    assert calls == ["BatchGetItem"]


def test_the_log_says_why_a_key_is_refused_and_names_it(world: Clock, logs: Callable[[], list[dict[str, Any]]]) -> None:
    first = issue()
    one, ended = make(first, "orders:read"), make(first, "orders:read", expires_at="2026-11-22T12:10:00Z")
    unknown = "key_01JD0000000000000000000000"
    world.advance(minutes=10)
    ask(first, "DELETE", f"/admin/api_keys/{one.id}")
    for shown in (token_of(unknown, SECRET), token_of(first.id, SECRET), one.token, ended.token, "nonsense"):
        decide(f"Bearer {shown}")
    refused = [(line["code"], line.get("key_id")) for line in logs() if line["message"] == "key_refused"]
    assert refused == [
        ("unknown", unknown),
        ("wrong_secret", first.id),
        ("revoked", one.id),
        ("expired", ended.id),
        ("malformed", None),
    ]


def test_a_refused_key_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    decide("nonsense")
    (told,) = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    assert told["KeysRefused"] == [1]


def test_every_decision_is_told_apart_in_the_log(logs: Callable[[], list[dict[str, Any]]]) -> None:
    for _ in range(2):
        decide("nonsense")
    one, other = (line["correlation_id"] for line in logs())
    assert one.startswith("req_")
    assert other.startswith("req_")
    assert one != other


def test_a_caller_is_let_in_though_its_use_cannot_be_noted(
    wire: Wire, logs: Callable[[], list[dict[str, Any]]]
) -> None:
    holder = make(issue(), "orders:read")
    wire.lose_before("TransactWriteItems", 1000)
    assert is_let_in(holder)
    assert [(line["error"], line["principal_id"]) for line in logs() if line["message"] == "use_not_noted"] == [
        ("Unavailable", holder.id)
    ]


def test_nobody_is_let_in_or_turned_away_while_the_keys_cannot_be_read(
    wire: Wire, logs: Callable[[], list[dict[str, Any]]]
) -> None:
    """A no would be kept for a minute; a failure is none."""
    holder = issue()
    wire.lose_before("BatchGetItem", 1000)
    with pytest.raises(Unavailable):
        is_let_in(holder)
    assert [line["error"] for line in logs() if line["message"] == "not_decided"] == ["Unavailable"]
    wire.forget()
    assert is_let_in(holder)


def test_nothing_shown_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    holder = issue()
    secret = holder.token.rsplit("_", 1)[1]
    assert is_let_in(holder)
    decide(f"Bearer {token_of(holder.id, SECRET)}")
    decide(f"Bearer hunter2 {secret}")
    logged = " ".join(str(vars(record)) for record in caplog.records)
    for shown in (secret, SECRET, "hunter2"):
        assert shown not in logged
    assert holder.id in logged
