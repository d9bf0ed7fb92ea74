"""Members who work at certain locations: what they hand on, what their keys have of it, and who may change it."""

from typing import Any

from shared.pools import UserPool
from tests.access.office import Holder, ask, decide, invited, invited_owner, make

HERE, THERE = (f"loc_{n * 26}" for n in "12")
MAY = ["staff:write", "keys:write", "inventory:write"]


def limited(owner: Holder, pool: UserPool) -> Holder:
    """Who works here, with a role of the shop's own."""
    role = ask(owner, "POST", "/admin/roles", {"name": "Office", "scopes": MAY}).body
    clerk = invited(owner, pool, role["id"])
    assert change(owner, clerk, locations=[HERE]).status == 200
    return clerk


def change(by: Holder, member: Holder, **values: Any) -> Any:
    return ask(by, "PATCH", f"/admin/staff/{member.id}", values)


def at(holder: Holder) -> str | None:
    """What the authorizer says of where the holder may change stock; None: everywhere."""
    context = decide(f"Bearer {holder.token}")["context"]
    return str(context["locations"]) if "locations" in context else None


def code(answer: Any) -> tuple[int, str]:
    return answer.status, answer.body["error"]["code"]


def test_the_authorizer_tells_where_a_member_works_and_so_do_their_keys_and_those_below(pool: UserPool) -> None:
    owner = invited_owner(pool)
    clerk = limited(owner, pool)
    key = make(clerk, "keys:write", "inventory:write")
    below = make(key, "inventory:write")
    assert [at(each) for each in (owner, clerk, key, below)] == [None, HERE, HERE, HERE]
    assert change(owner, clerk, locations=[HERE, THERE]).body["locations"] == [HERE, THERE]
    assert at(below) == f"{HERE} {THERE}"
    assert change(owner, clerk, locations=[]).status == 200
    assert at(below) is None


def test_a_member_and_their_keys_are_told_where_they_work(pool: UserPool) -> None:
    owner = invited_owner(pool)
    clerk = limited(owner, pool)
    key = make(clerk, "inventory:write")
    assert [ask(each, "GET", "/admin/me").body["locations"] for each in (owner, clerk, key)] == [None, [HERE], [HERE]]
    there = ask(owner, "POST", "/admin/roles", {"name": "There", "scopes": MAY, "locations": [THERE]}).body
    assert change(owner, clerk, roles=[there["id"]]).status == 200
    assert [ask(each, "GET", "/admin/me").body["locations"] for each in (clerk, key)] == [[], []]


def test_who_is_limited_lets_nobody_work_elsewhere(pool: UserPool) -> None:
    owner = invited_owner(pool)
    clerk = limited(owner, pool)
    role = ask(owner, "GET", f"/admin/staff/{clerk.id}").body["roles"]
    new = {"email": "new@example.com", "name": "New", "roles": role}
    for where in ([], [THERE], [HERE, THERE]):
        assert code(ask(clerk, "POST", "/admin/staff", {**new, "locations": where})) == (403, "locations_exceeded")
    made = ask(clerk, "POST", "/admin/staff", {**new, "locations": [HERE]})
    assert (made.status, made.body["locations"]) == (201, [HERE])
    other = Holder(made.body["id"], "", ())
    assert code(change(clerk, other, locations=[])) == (403, "locations_exceeded")
    assert change(owner, other, locations=[THERE]).status == 200
    assert code(change(clerk, other, name="Mine")) == (403, "locations_exceeded")


def test_nobody_changes_their_own_locations_and_an_owner_has_no_limits(pool: UserPool) -> None:
    owner = invited_owner(pool)
    clerk = limited(owner, pool)
    assert change(clerk, clerk, name="Fay F.").status == 200
    assert code(change(clerk, clerk, locations=[]))[0] == 403
    second = invited(owner, pool, "owner", email="two@example.com")
    assert code(change(owner, second, locations=[HERE])) == (422, "owner_unlimited")
    assert code(change(owner, clerk, roles=["owner"])) == (422, "owner_unlimited")


def test_what_is_no_location_s_id_is_refused(pool: UserPool) -> None:
    owner = invited_owner(pool)
    clerk = limited(owner, pool)
    assert change(owner, clerk, locations=["everywhere"]).status == 422


def a_role(owner: Holder, *locations: str) -> str:
    """The id of a role that limits whoever has it."""
    body = {"name": "Depot", "scopes": MAY, "locations": list(locations)}
    answer = ask(owner, "POST", "/admin/roles", body)
    assert (answer.status, answer.body["locations"]) == (201, list(locations))
    return str(answer.body["id"])


def test_a_role_limits_whoever_has_it_and_all_limits_hold_together(pool: UserPool) -> None:
    owner = invited_owner(pool)
    here, both = a_role(owner, HERE), a_role(owner, HERE, THERE)
    clerk = invited(owner, pool, here)
    key = make(clerk, "inventory:write")
    assert [at(each) for each in (clerk, key)] == [HERE, HERE]
    for roles, own, left in (
        ([both, "fulfillment"], [], [HERE, THERE]),
        ([both], [THERE], [THERE]),
        ([both, here], [], [HERE]),
        ([here], [THERE], []),
        (["fulfillment"], [], None),
    ):
        shown = change(owner, clerk, roles=roles, locations=own).body
        assert (shown["locations"], shown["effective_locations"]) == (own, left)
        said = None if left is None else " ".join(left) or "nowhere"
        assert [at(each) for each in (clerk, key)] == [said, said]


def test_a_roles_locations_are_felt_as_they_are_now_and_owners_have_no_limits(pool: UserPool) -> None:
    owner = invited_owner(pool)
    role = a_role(owner, HERE)
    clerk, second = invited(owner, pool, role), invited(owner, pool, role, "owner", email="two@example.com")
    assert (at(clerk), at(second)) == (HERE, None)
    assert ask(owner, "PATCH", f"/admin/roles/{role}", {"locations": [THERE]}).body["locations"] == [THERE]
    assert at(clerk) == THERE
    assert code(ask(owner, "DELETE", f"/admin/roles/{role}")) == (409, "role_limits")
    assert ask(owner, "PATCH", f"/admin/roles/{role}", {"locations": []}).status == 200
    assert at(clerk) is None
    assert ask(owner, "DELETE", f"/admin/roles/{role}").status == 200


def test_who_is_limited_widens_nobody_by_a_role(pool: UserPool) -> None:
    owner = invited_owner(pool)
    here, everywhere = a_role(owner, HERE), a_role(owner)
    clerk = invited(owner, pool, here)
    new = {"email": "new@example.com", "name": "New", "roles": [everywhere]}
    assert code(ask(clerk, "POST", "/admin/staff", new)) == (403, "locations_exceeded")
    made = ask(clerk, "POST", "/admin/staff", {**new, "roles": [here]})
    assert (made.status, made.body["effective_locations"]) == (201, [HERE])
    other = Holder(made.body["id"], "", ())
    assert code(change(clerk, other, roles=[everywhere])) == (403, "locations_exceeded")
    for role, locations in ((here, []), (here, [THERE]), (everywhere, [HERE])):
        assert code(ask(clerk, "PATCH", f"/admin/roles/{role}", {"locations": locations})) == (
            403, "locations_exceeded",
        )  # fmt: skip
    assert change(clerk, other, name="Nora").status == 200
