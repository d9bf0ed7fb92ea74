"""People of the staff at every door: each built-in role opens what `roles.tsv` says; a token that ended, nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from functions.access.handlers import authorizer
from functions.access.role import BUILT_IN
from functions.access.table import SPEC
from shared import clock
from shared.pools import UserPool
from tests.access.office import Holder, ask, invited, invited_owner, signed_in
from tests.calls import counted
from tests.people import OTHER_POOL, a_token, staff_pool
from tests.security.doors import Door, title
from tests.security.roles import OPENS, STAYS_SHUT, knocked, staffs, written
from tests.world import Clock, cloud

ROWS = written()
FEDERATED = {"cognito:groups": ["eu-west-1_staff_Keycloak"], "version": 2, "scope": "openid email"}


@dataclass
class Staff:
    """Somebody with each built-in role, and what the authorizer says of tokens that must not count, by their fault."""

    pool: UserPool
    clock: Clock
    people: dict[str, Holder] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        owner = invited_owner(self.pool)
        self.people["owner"] = owner
        for role in BUILT_IN.keys() - {"owner"}:
            self.people[role] = invited(owner, self.pool, role, email=f"{role}@example.com")
        gone = {
            each: invited(owner, self.pool, "manager", email=f"{each}@example.com") for each in ("off", "out", "ex")
        }
        ask(owner, "PATCH", f"/admin/staff/{gone['off'].id}", {"status": "deactivated"})
        ask(owner, "POST", f"/admin/staff/{gone['out'].id}/sign_out")
        ask(owner, "DELETE", f"/admin/staff/{gone['ex'].id}")
        now, pool = clock.now(), self.pool
        self.shown = {
            "expired": a_token(now - timedelta(minutes=15), pool, username=owner.id),
            "deactivated": gone["off"].token,
            "signed out": gone["out"].token,
            "removed": gone["ex"].token,
            "of another pool": a_token(now, OTHER_POOL, username=owner.id),
            "of another app": a_token(now, pool, username=owner.id, client_id="another"),
            "an id token": a_token(now, pool, username=owner.id, token_use="id"),
            "federated, whom nobody invited": a_token(now, pool, username="Keycloak_olga@example.com", **FEDERATED),
            "federated, whose name is an id's end": a_token(now, pool, username=f"Keycloak_{owner.id}", **FEDERATED),
        }


@pytest.fixture(scope="module")
def staff() -> Iterator[Staff]:
    """One office for the page."""
    with pytest.MonkeyPatch.context() as patch, cloud(patch, SPEC) as standing, staff_pool(patch) as pool:
        yield Staff(pool, standing)


def test_the_table_has_every_door_of_staffs_and_no_other() -> None:
    assert sorted(ROWS) == sorted(each.name for each in staffs())


@pytest.mark.parametrize("door", staffs(), ids=title)
def test_each_role_opens_what_the_table_says_and_nothing_else(staff: Staff, door: Door) -> None:
    """FAULTS 90: by what the authorizer says of somebody who signed in; a refusal asks the database for nothing."""
    with counted() as calls:
        found = {role: knocked(door, who.id, who.scopes) for role, who in staff.people.items()}
    assert {role: STAYS_SHUT if each == "403 forbidden" else each for role, each in found.items()} == ROWS[door.name]
    assert calls.total() == 0


def test_a_token_that_does_not_count_opens_no_door(staff: Staff) -> None:
    """FAULTS 90, 93: whatever is wrong with it, whoever shows it is nobody, and nobody gets in anywhere."""
    said = {why: _said_of(token) for why, token in staff.shown.items()}
    assert [why for why, known in said.items() if known] == []
    for door in staffs():
        path = door.path(dict.fromkeys(door.parameters, "x"))
        answer = door.knock(path, headers={"Authorization": f"Bearer {staff.shown['deactivated']}"})
        assert answer.status == 401, door.name


def test_who_signed_in_at_the_companys_own_and_was_invited_is_the_member(staff: Staff) -> None:
    """Cognito links them to the member's own account: the token names that, as with a password."""
    manager = staff.people["manager"]
    token = a_token(clock.now(), staff.pool, username=manager.id, **FEDERATED)
    assert _said_of(token) == _said_of(signed_in(staff.pool, manager.id).token)
    assert _said_of(token)["principal"] == manager.id


def test_a_role_that_opens_a_door_has_its_scope_and_owners_open_all() -> None:
    for each in staffs():
        opening = {role for role, cell in ROWS[each.name].items() if cell == OPENS}
        assert "owner" in opening
        asked = set() if each.route.is_for_any_staff else {each.route.scope}
        assert all(asked <= staff_scopes(role) for role in opening), each.name


def staff_scopes(role: str) -> set[str]:
    """What the role's scopes carry."""
    held = set(BUILT_IN[role].scopes)
    return held | {scope.replace(":write", ":read") for scope in held}


def _said_of(token: str) -> Any:
    event = {"version": "2.0", "type": "REQUEST", "identitySource": [f"Bearer {token}"], "rawPath": "/admin/orders"}
    return authorizer.handler({**event, "headers": {"authorization": f"Bearer {token}"}}, None)["context"]
