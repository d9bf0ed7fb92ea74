"""What a key may do, until when, and what it may hand on."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.access import docs
from functions.access.api_key import (
    MAKERS_MAX,
    ExpiryExceeded,
    ExpiryWrong,
    LineTooLong,
    ScopeExceeded,
    check_expiry,
    check_may_grant,
    check_may_revoke,
    must_note_use,
)
from functions.access.scopes import SCOPES, UnknownScope, check_scopes, expand
from shared import clock
from tests.access.office import a_key
from tests.world import NOON

A_SECOND = timedelta(seconds=1)
TEN_YEARS = timedelta(days=3650)
some_scopes = st.lists(st.sampled_from(SCOPES), unique=True)


def test_who_may_write_may_read() -> None:
    assert expand(["orders:write"]) == ("orders:read", "orders:write")
    assert expand(["orders:read"]) == ("orders:read",)


@given(some_scopes)
def test_reading_never_carries_writing(scopes: list[str]) -> None:
    added = set(expand(scopes)) - set(scopes)
    assert all(scope.endswith(":read") for scope in added)
    assert expand(expand(scopes)) == expand(scopes)


@pytest.mark.parametrize(
    "scope", ["", "all", "*", "orders", "orders:", "orders:*", "Orders:read", "orders:read ", "x" * 99]
)
def test_a_scope_that_is_not_documented_is_refused(scope: str) -> None:
    with pytest.raises(UnknownScope) as unknown:
        check_scopes(["orders:read", scope])
    assert unknown.value.param == "scopes[1]"


def test_every_scope_that_a_route_asks_for_can_be_given_and_no_other() -> None:
    paths = json.loads(docs.openapi())["paths"]
    needs = [need for path in paths.values() for route in path.values() for need in route.get("security", ())]
    assert {scope for need in needs for scope in need.get("ApiKey", ())} == set(SCOPES)


def test_scopes_are_kept_once_each() -> None:
    assert check_scopes(["orders:read", "products:read", "orders:read"]) == ("products:read", "orders:read")


def test_a_key_ends_at_its_very_second() -> None:
    key = a_key(expires_at=clock.stamp(NOON))
    assert key.refused(NOON - A_SECOND) is None
    assert key.refused(NOON) == "expired"
    assert key.refused(NOON + A_SECOND) == "expired"


def test_a_revoked_key_is_revoked_once() -> None:
    revoked = a_key().revoked(NOON)
    assert revoked.refused(NOON) == "revoked"
    assert revoked.version == 2
    assert revoked.revoked(NOON + A_SECOND) is revoked


def test_its_use_is_noted_once_an_hour() -> None:
    assert must_note_use(None, NOON)
    assert not must_note_use(clock.stamp(NOON), NOON + timedelta(minutes=59))
    assert must_note_use(clock.stamp(NOON), NOON + timedelta(hours=1))


def test_a_key_lives_ten_years_at_the_most() -> None:
    check_expiry(None, NOON)
    check_expiry(NOON + A_SECOND, NOON)
    check_expiry(NOON + TEN_YEARS, NOON)
    for wrong in (NOON, NOON - A_SECOND, NOON + TEN_YEARS + A_SECOND):
        with pytest.raises(ExpiryWrong):
            check_expiry(wrong, NOON)


@pytest.mark.parametrize("hours", [-14, 14])
def test_the_ends_of_the_calendar_are_ordinary_refusals(hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    for moment in (datetime.min.replace(tzinfo=zone), datetime.max.replace(tzinfo=zone)):
        with pytest.raises(ExpiryWrong):
            check_expiry(moment, NOON)
    check_expiry(datetime(2027, 1, 1, tzinfo=zone), NOON.astimezone(UTC))


@given(some_scopes, some_scopes)
def test_a_key_hands_on_no_more_than_it_has(held: list[str], asked: list[str]) -> None:
    maker = a_key(scopes=tuple(held))
    if set(expand(asked)) <= set(expand(held)):
        check_may_grant(maker, asked, None)
    else:
        with pytest.raises(ScopeExceeded):
            check_may_grant(maker, asked, None)


@pytest.mark.parametrize("expires_at", [None, clock.stamp(NOON + A_SECOND)])
def test_a_key_that_ends_makes_none_that_lives_longer(expires_at: str | None) -> None:
    maker = a_key(expires_at=clock.stamp(NOON))
    check_may_grant(maker, ["orders:read"], clock.stamp(NOON))
    with pytest.raises(ExpiryExceeded):
        check_may_grant(maker, ["orders:read"], expires_at)


@given(some_scopes, some_scopes)
def test_a_key_takes_what_it_could_have_given_and_nothing_else(held: list[str], target: list[str]) -> None:
    caller, other = a_key(id="key_1", scopes=tuple(held)), a_key(scopes=tuple(target))
    check_may_revoke(caller, replace(other, makers=("key_0", "key_1")))
    check_may_revoke(other, other)
    if set(other.allowed) <= set(caller.allowed):
        check_may_revoke(caller, other)
    else:
        with pytest.raises(ScopeExceeded):
            check_may_revoke(caller, other)


@pytest.mark.parametrize("dead", ["key_1", "key_2"])
def test_a_key_counts_only_while_all_it_comes_from_do(dead: str) -> None:
    makers = {
        name: a_key(id=name, revoked_at=clock.stamp(NOON) if name == dead else None) for name in ("key_1", "key_2")
    }
    assert a_key(makers=("key_1", "key_2")).under(makers).refused(NOON) == "revoked"
    alive = {name: a_key(id=name) for name in makers}
    assert a_key(makers=("key_1", "key_2")).under(alive).refused(NOON) is None


def test_a_key_has_no_scope_that_who_of_the_staff_it_comes_from_has_lost() -> None:
    key = a_key(scopes=("products:read", "orders:write"), makers=("staff_1",))
    alive = {"staff_1": a_key()}
    assert key.under(alive, [("products:read", "orders:read")]).scopes == ("products:read", "orders:read")
    assert key.under(alive, [("orders:read", "orders:write"), ("orders:read",)]).scopes == ("orders:read",)
    assert key.under(alive, [SCOPES]) == key


def test_a_key_whose_maker_is_not_there_does_not_count() -> None:
    assert a_key(makers=("key_1",)).under({}).refused(NOON) == "revoked"


def test_a_line_of_keys_has_an_end() -> None:
    names = [f"key_{n}" for n in range(MAKERS_MAX)]
    check_may_grant(a_key(makers=names[1:]), ["orders:read"], None)
    with pytest.raises(LineTooLong):
        check_may_grant(a_key(makers=names), ["orders:read"], None)
