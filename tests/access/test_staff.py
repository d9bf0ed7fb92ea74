"""Staff: invited with roles, let in by tokens, deactivated, and never without an owner."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID

from functions.access import store
from functions.access.handlers import invite_owner
from functions.access.role import BUILT_IN
from functions.access.scopes import SCOPES, expand
from shared import aws, clock
from shared.dynamo import Write, commit, fetch
from shared.errors import Invalid, Unavailable
from shared.pools import UserPool
from tests.access.office import Holder, ask, decide, invited, invited_owner, is_let_in, issue, make, signed_in
from tests.people import OTHER_POOL, a_token
from tests.world import Clock


def of(holder: Holder) -> str:
    return f"/admin/staff/{holder.id}"


def in_pool(pool: UserPool, staff_id: str) -> Any:
    return aws.client("cognito-idp").admin_get_user(UserPoolId=pool.id, Username=staff_id)


def test_the_operator_s_owner_may_do_everything(pool: UserPool) -> None:
    owner = invited_owner(pool)
    assert owner.scopes == SCOPES
    user = in_pool(pool, owner.id)
    attributes = {each["Name"]: each["Value"] for each in user["UserAttributes"]}
    assert (attributes["email"], attributes["email_verified"]) == ("olga@example.com", "true")


def test_the_operator_may_ask_again_and_invites_nobody_else_s_address(pool: UserPool) -> None:
    owner = invited_owner(pool)
    assert invite_owner.handler({"email": "Olga@example.com", "name": "Olga"}, None)["id"] == owner.id
    invited(owner, pool, "support")
    with pytest.raises(Exception, match="has this e-mail address"):
        invite_owner.handler({"email": "fay@example.com", "name": "Fay"}, None)
    with pytest.raises(Invalid, match="Send"):
        invite_owner.handler({"email": "no address", "name": "Fay"}, None)


def test_a_member_may_do_what_the_roles_say_and_the_owner_sees_them(pool: UserPool) -> None:
    owner = invited_owner(pool)
    fay = invited(owner, pool, "fulfillment", "marketing")
    allowed = expand([*BUILT_IN["fulfillment"].scopes, *BUILT_IN["marketing"].scopes])
    assert fay.scopes == allowed
    assert "payments:write" not in allowed
    shown = ask(owner, "GET", of(fay)).body
    assert (shown["email"], shown["roles"], shown["status"]) == (
        "fay@example.com", ["fulfillment", "marketing"], "active",
    )  # fmt: skip
    assert {each["id"] for each in ask(owner, "GET", "/admin/staff").body["data"]} == {fay.id, owner.id}


def test_whoever_asks_learns_who_they_are_and_what_they_may_do(pool: UserPool) -> None:
    owner = invited_owner(pool)
    fay = invited(owner, pool, "fulfillment")
    assert ask(fay, "PATCH", of(owner), {"name": "X"}).status == 403
    assert ask(fay, "GET", "/admin/me").body == {
        "id": fay.id, "object": "caller", "kind": "staff", "name": "Fay", "email": "fay@example.com",
        "roles": ["fulfillment"], "scopes": list(expand(BUILT_IN["fulfillment"].scopes)), "locations": None,
    }  # fmt: skip
    assert (mine := ask(owner, "GET", "/admin/me").body)["scopes"] == list(SCOPES)
    assert (mine["id"], mine["roles"], mine["locations"]) == (owner.id, ["owner"], None)


def test_who_may_do_nothing_learns_that_and_who_is_locked_out_learns_nothing(pool: UserPool) -> None:
    owner = invited_owner(pool)
    role = ask(owner, "POST", "/admin/roles", {"name": "Office", "scopes": ["products:write"]}).body
    fay = invited(owner, pool, role["id"])
    assert ask(fay, "GET", "/admin/me").body["scopes"] == ["products:read", "products:write"]
    assert ask(owner, "DELETE", f"/admin/roles/{role['id']}").status == 200
    mine = ask(fay, "GET", "/admin/me").body
    assert (mine["roles"], mine["scopes"]) == ([role["id"]], [])
    assert ask(owner, "PATCH", of(fay), {"status": "deactivated"}).status == 200
    assert ask(fay, "GET", "/admin/me").status == 403  # for the minute that the gateway still knows them


def test_who_has_not_come_yet_is_invited(pool: UserPool) -> None:
    owner = invited_owner(pool)
    answer = ask(owner, "POST", "/admin/staff", {"email": "ned@example.com", "name": "Ned", "roles": ["support"]})
    assert answer.body["status"] == "invited"
    ned = f"/admin/staff/{answer.body['id']}"
    assert ask(owner, "POST", f"{ned}/invite").status == 200
    signed_in(pool, answer.body["id"])
    assert ask(owner, "GET", ned).body["status"] == "active"
    assert ask(owner, "POST", f"{ned}/invite").body["error"]["code"] == "already_in"


def test_an_address_belongs_to_one_member(pool: UserPool) -> None:
    owner = invited_owner(pool)
    body = {"email": "OLGA@example.com", "name": "Olga", "roles": ["support"]}
    assert ask(owner, "POST", "/admin/staff", body).body["error"]["code"] == "email_taken"


def test_nobody_grants_what_they_do_not_have(pool: UserPool) -> None:
    owner = invited_owner(pool)
    role = ask(owner, "POST", "/admin/roles", {"name": "Staff office", "scopes": ["staff:write", "orders:read"]}).body
    clerk = invited(owner, pool, role["id"])
    refused = ask(clerk, "POST", "/admin/staff", {"email": "x@example.com", "name": "X", "roles": ["finance"]})
    assert (refused.status, refused.body["error"]["code"]) == (403, "scope_exceeded")
    refused = ask(clerk, "POST", "/admin/roles", {"name": "X", "scopes": ["payments:write"]})
    assert refused.body["error"]["code"] == "scope_exceeded"
    refused = ask(clerk, "PATCH", f"/admin/roles/{role['id']}", {"scopes": ["staff:write", "payments:write"]})
    assert refused.body["error"]["code"] == "scope_exceeded"
    refused = ask(clerk, "PATCH", of(owner), {"status": "deactivated"})
    assert refused.body["error"]["code"] == "owners_only"
    helper = invited(owner, pool, "finance", email="fin@example.com")
    assert ask(clerk, "PATCH", of(helper), {"status": "deactivated"}).body["error"]["code"] == "scope_exceeded"
    assert ask(clerk, "POST", f"{of(helper)}/sign_out").body["error"]["code"] == "scope_exceeded"


def test_only_an_owner_makes_owners_also_not_a_key_that_may_do_everything(pool: UserPool) -> None:
    invited_owner(pool)
    key = issue()
    body = {"email": "new@example.com", "name": "New", "roles": ["owner"]}
    assert ask(key, "POST", "/admin/staff", body).body["error"]["code"] == "owners_only"
    assert ask(key, "POST", "/admin/staff", {**body, "roles": ["manager"]}).status == 201


def test_nobody_raises_themselves(pool: UserPool) -> None:
    owner = invited_owner(pool)
    role = ask(owner, "POST", "/admin/roles", {"name": "Office", "scopes": ["staff:write"]}).body
    clerk = invited(owner, pool, role["id"])
    assert ask(clerk, "PATCH", of(clerk), {"roles": ["owner"]}).body["error"]["code"] == "own_account"
    assert ask(owner, "PATCH", of(owner), {"roles": ["manager"]}).body["error"]["code"] == "own_account"
    assert ask(owner, "PATCH", of(owner), {"status": "deactivated"}).body["error"]["code"] == "own_account"
    assert ask(owner, "PATCH", of(owner), {"name": "Olga O."}).body["name"] == "Olga O."


def test_the_last_owner_stays_also_where_two_go_at_once(pool: UserPool) -> None:
    one = invited_owner(pool)
    two = invited(one, pool, "owner", email="two@example.com")
    before = [fetch(store.member(each.id))[0] for each in (one, two)]
    assert before[0]
    assert before[1]
    assert ask(one, "PATCH", of(two), {"roles": ["manager"]}).status == 200
    with pytest.raises(Exception, match="last owner"):
        commit(*store.member_changed(before[0], before[0].changed(clock.now(), roles=("manager",))))
    refused = ask(two, "PATCH", of(one), {"roles": ["manager"]})  # whose own role is gone in the meantime
    assert refused.body["error"]["code"] == "owners_only"


def test_a_deactivated_member_is_out_and_comes_back_with_a_new_sign_in_only(pool: UserPool, world: Clock) -> None:
    owner = invited_owner(pool)
    fay = invited(owner, pool, "fulfillment")
    assert ask(owner, "PATCH", of(fay), {"status": "deactivated"}).body["status"] == "deactivated"
    assert not is_let_in(fay)
    assert in_pool(pool, fay.id)["Enabled"] is False
    world.advance(minutes=1)
    assert ask(owner, "PATCH", of(fay), {"status": "active"}).status == 200
    assert in_pool(pool, fay.id)["Enabled"] is True
    assert not is_let_in(fay)
    world.advance(seconds=1)
    assert is_let_in(signed_in(pool, fay.id))


def test_a_removed_member_is_forgotten_but_for_the_id(pool: UserPool) -> None:
    owner = invited_owner(pool)
    fay = invited(owner, pool, "fulfillment")
    gone = ask(owner, "DELETE", of(fay)).body
    assert (gone["status"], gone["email"], gone["name"]) == ("removed", "", "")
    assert not is_let_in(fay)
    assert ask(owner, "DELETE", of(fay)).status == 200
    assert ask(owner, "PATCH", of(fay), {"status": "active"}).body["error"]["code"] == "removed"
    assert invited(owner, pool, "support").id != fay.id


def test_sign_out_ends_what_was_signed_in_before(pool: UserPool, world: Clock) -> None:
    owner = invited_owner(pool)
    fay = invited(owner, pool, "support")
    assert ask(owner, "POST", f"{of(fay)}/sign_out").status == 200
    refreshed = a_token(clock.now(), pool, username=fay.id, iat=clock.epoch(clock.now()) + 30)
    assert decide(f"Bearer {refreshed}")["context"] == {}  # it keeps the time of the sign-in
    world.advance(seconds=1)
    assert is_let_in(signed_in(pool, fay.id))


def test_the_keys_that_somebody_made_end_with_them(pool: UserPool) -> None:
    owner = invited_owner(pool)
    second = invited(owner, pool, "owner", email="two@example.com")
    key = make(second, "orders:read")
    below = make(make(second, "keys:write", "orders:read"), "orders:read")
    assert is_let_in(key)
    assert is_let_in(below)
    makers = {each["id"]: each["created_by"] for each in ask(owner, "GET", "/admin/api_keys").body["data"]}
    assert makers[key.id] == second.id
    ask(owner, "PATCH", of(second), {"status": "deactivated"})
    assert not is_let_in(key)
    assert not is_let_in(below)


def test_a_demotion_trims_the_keys_that_were_made_before_and_what_came_from_them(pool: UserPool) -> None:
    owner = invited_owner(pool)
    second = invited(owner, pool, "owner", email="two@example.com")
    key = make(second, "keys:write", "orders:write", "products:read")
    below = make(key, "orders:write")
    made = {"name": "x", "scopes": ["orders:read"]}
    assert ask(owner, "PATCH", of(second), {"roles": ["marketing"]}).status == 200
    assert _scopes(key) == ["products:read"]
    assert _scopes(below) == []
    assert ask(key, "POST", "/admin/api_keys", made).body["error"]["code"] == "scope_exceeded"
    shown = {each["id"]: each["scopes"] for each in ask(owner, "GET", "/admin/api_keys").body["data"]}
    assert (shown[key.id], shown[below.id]) == (["products:read"], [])
    assert ask(owner, "PATCH", of(second), {"roles": ["owner"]}).status == 200
    assert _scopes(below) == ["orders:read", "orders:write"]


def test_a_role_that_allows_less_trims_keys_too_and_one_that_is_gone_leaves_them_nothing(pool: UserPool) -> None:
    owner = invited_owner(pool)
    may = ["keys:write", "orders:write"]
    role = ask(owner, "POST", "/admin/roles", {"name": "Till", "scopes": may}).body
    key = make(invited(owner, pool, role["id"]), *may)
    path = f"/admin/roles/{role['id']}"
    assert ask(owner, "PATCH", path, {"scopes": ["orders:read", "keys:write"]}).status == 200
    assert _scopes(key) == ["orders:read", "keys:read", "keys:write"]
    assert ask(owner, "DELETE", path).status == 200
    assert _scopes(key) == []


def test_a_member_demoted_between_look_and_commit_hands_nothing_on_by_a_key(pool: UserPool) -> None:
    owner = invited_owner(pool)
    second = invited(owner, pool, "owner", email="two@example.com")
    key = make(second, "keys:write", "orders:write")

    def late(*writes: Write) -> None:
        patch.undo()
        assert ask(owner, "PATCH", of(second), {"roles": ["marketing"]}).status == 200
        commit(*writes)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("functions.access.make_key.commit", late)
        answer = ask(key, "POST", "/admin/api_keys", {"name": "x", "scopes": ["orders:write"]})
    assert (answer.status, answer.body["error"]["code"]) == (403, "forbidden")


@pytest.mark.parametrize("with_a_key", [False, True])
def test_where_a_role_allows_less_between_look_and_commit_nothing_is_handed_on(
    pool: UserPool, with_a_key: bool
) -> None:
    owner = invited_owner(pool)
    role = ask(owner, "POST", "/admin/roles", {"name": "Keys", "scopes": ["keys:write", "orders:write"]}).body
    second = invited(owner, pool, role["id"], email="two@example.com")
    by = make(second, "keys:write", "orders:write") if with_a_key else second

    def late(*writes: Write) -> None:
        patch.undo()
        assert ask(owner, "PATCH", f"/admin/roles/{role['id']}", {"scopes": ["keys:write"]}).status == 200
        commit(*writes)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("functions.access.make_key.commit", late)
        answer = ask(by, "POST", "/admin/api_keys", {"name": "x", "scopes": ["orders:write"]})
    assert (answer.status, answer.body["error"]["code"]) == (403, "forbidden")


def test_who_has_a_role_changes_that_role_and_takes_it_away(pool: UserPool) -> None:
    owner = invited_owner(pool)
    role = ask(owner, "POST", "/admin/roles", {"name": "Office", "scopes": ["staff:write"]}).body
    fay = invited(owner, pool, role["id"])
    path = f"/admin/roles/{role['id']}"
    assert ask(fay, "PATCH", path, {"name": "Bureau"}).status == 200
    assert ask(fay, "DELETE", path).status == 200


def test_a_key_that_was_trimmed_can_still_be_revoked_by_itself_and_by_its_maker(pool: UserPool) -> None:
    owner = invited_owner(pool)
    role = ask(owner, "POST", "/admin/roles", {"name": "Keys", "scopes": ["keys:write"]}).body
    second = invited(owner, pool, "owner", email="two@example.com")
    one, two = (make(second, "keys:write", "orders:write") for _ in range(2))
    ask(owner, "PATCH", of(second), {"roles": [role["id"]]})
    assert ask(one, "DELETE", f"/admin/api_keys/{one.id}").status == 200
    assert ask(second, "DELETE", f"/admin/api_keys/{two.id}").status == 200
    assert not is_let_in(one)
    assert not is_let_in(two)


def _scopes(key: Holder) -> list[str]:
    """What the authorizer lets the key do now."""
    return str(decide(f"Bearer {key.token}")["context"]["scopes"]).split()


def test_a_key_that_somebody_made_changes_them_too(pool: UserPool) -> None:
    owner = invited_owner(pool)
    role = ask(owner, "POST", "/admin/roles", {"name": "Office", "scopes": ["staff:write", "keys:write"]}).body
    clerk = invited(owner, pool, role["id"])
    key = make(clerk, "staff:write", "keys:write")
    assert ask(key, "PATCH", of(clerk), {"name": "Fay F."}).status == 200
    assert ask(key, "PATCH", of(clerk), {"status": "deactivated"}).status == 200
    assert not is_let_in(key)


def test_who_was_changed_in_the_meantime_grants_nothing(pool: UserPool) -> None:
    owner = invited_owner(pool)
    second = invited(owner, pool, "owner", email="two@example.com")
    ask(owner, "PATCH", of(second), {"status": "deactivated"})
    body = {"email": "x@example.com", "name": "X", "roles": ["support"]}
    assert ask(second, "POST", "/admin/staff", body).status == 403
    assert ask(second, "POST", "/admin/api_keys", {"name": "x", "scopes": ["orders:read"]}).status == 403


def test_a_role_of_the_shop_s_own_is_felt_as_it_is_now(pool: UserPool) -> None:
    owner = invited_owner(pool)
    role = ask(owner, "POST", "/admin/roles", {"name": "Packing", "scopes": ["fulfillment:write"]}).body
    fay = invited(owner, pool, role["id"])
    path = f"/admin/roles/{role['id']}"
    assert ask(owner, "PATCH", path, {"scopes": ["orders:read"]}).body["version"] == 2
    assert signed_in(pool, fay.id).scopes == ("orders:read",)
    assert ask(owner, "DELETE", path).status == 200
    assert signed_in(pool, fay.id).scopes == ()
    assert ask(owner, "PATCH", path, {"name": "X"}).status == 404
    assert ask(owner, "PATCH", "/admin/roles/owner", {"name": "X"}).status == 404
    shown = ask(owner, "GET", "/admin/roles").body["data"]
    assert [each["id"] for each in shown] == list(BUILT_IN)
    unknown = ask(owner, "PATCH", of(fay), {"roles": ["ownr"]})
    assert (unknown.status, unknown.body["error"]["code"]) == (422, "unknown_role")


def test_no_built_in_role_but_the_owner_s_hands_out_rights() -> None:
    for role in BUILT_IN.values():
        hands_out = {"staff:write", "keys:write"} & set(expand(role.scopes))
        assert bool(hands_out) == (role.id == "owner"), role
        assert set(role.scopes) <= set(SCOPES)


def test_only_the_staff_pool_s_people_whom_the_shop_knows_come_in(
    pool: UserPool, logs: Callable[[], list[dict[str, Any]]]
) -> None:
    owner = invited_owner(pool)
    now = clock.now()
    shown = [
        a_token(now, OTHER_POOL, username=owner.id),
        a_token(now, pool, username=owner.id, token_use="id"),
        a_token(now, pool, username="staff_01JD0000000000000000000000"),
        a_token(now, pool, username="somebody"),
        f"{a_token(now, pool, username=owner.id)}.",
    ]
    assert [decide(f"Bearer {each}")["context"] for each in shown] == [{}] * len(shown)
    lower = decide(f"Bearer {a_token(now, pool, username=owner.id.lower())}")
    assert lower["context"]["principal"] == owner.id
    refused = [line["code"] for line in logs() if line["message"] == "token_refused"]
    assert refused == ["issuer", "use", "unknown", "unknown", "malformed"]


def test_one_look_at_a_member_is_one_read(pool: UserPool) -> None:
    owner = invited_owner(pool)
    calls: list[str] = []
    aws.client("dynamodb").meta.events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name))
    assert is_let_in(owner)
    assert calls == ["BatchGetItem"]


def test_without_the_pool_s_keys_nobody_is_decided_on(pool: UserPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POOL_KEYS_AT", "http://127.0.0.1:9")
    with pytest.raises(Unavailable):
        decide(f"Bearer {a_token(clock.now(), pool)}")


def test_whoever_is_invited_is_the_same_person_at_each_foreign_sign_in(
    pool: UserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pool's emulation knows no links; what is asked of it is what AWS documents."""
    owner = invited_owner(pool)
    asked: list[Any] = []

    def link(params: dict[str, Any], **_: Any) -> tuple[Any, dict[str, Any]]:
        asked.append(json.loads(params["body"]))
        return AWSResponse("", 200, {}, None), {}

    aws.client("cognito-idp").meta.events.register("before-call.cognito-idp.AdminLinkProviderForUser", link)
    monkeypatch.setenv("STAFF_PROVIDERS", "Keycloak,Entra")
    new = {"email": "ned@example.com", "name": "Ned", "roles": ["support"]}
    made = ask(owner, "POST", "/admin/staff", new)
    assert made.status == 201, made.body
    assert [each["SourceUser"]["ProviderName"] for each in asked] == ["Keycloak", "Entra"]
    there = {
        (each["SourceUser"]["ProviderAttributeName"], each["SourceUser"]["ProviderAttributeValue"]) for each in asked
    }
    assert there == {("email", "ned@example.com")}
    assert {each["DestinationUser"]["ProviderAttributeValue"] for each in asked} == {made.body["id"]}


def test_the_stranger_that_somebody_was_before_the_invitation_goes_and_nobody_else(
    pool: UserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cognito links nobody whom it has made a user for; whoever else has the address by another name stays."""
    owner = invited_owner(pool)
    monkeypatch.setenv("STAFF_PROVIDERS", "Keycloak")
    link = "before-call.cognito-idp.AdminLinkProviderForUser"
    aws.client("cognito-idp").meta.events.register(link, lambda **_: (AWSResponse("", 200, {}, None), {}))
    users = get_backend("cognito-idp")[DEFAULT_ACCOUNT_ID]["eu-west-1"].user_pools[pool.id].users
    for name, status in (("Keycloak_u-1", "EXTERNAL_PROVIDER"), ("Keycloak_u-2", "CONFIRMED"), ("x", "CONFIRMED")):
        aws.client("cognito-idp").admin_create_user(UserPoolId=pool.id, Username=name)
        users[name].attributes = [{"Name": "email", "Value": "ned@example.com"}]
        users[name].status = status
    fay = invited(owner, pool, "support", email="ned@example.com")
    assert {name for name in users if name != owner.id} == {"Keycloak_u-2", "x", fay.id}


def test_an_invitation_that_the_pool_did_not_take_is_gone_on_with(
    pool: UserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = invited_owner(pool)
    send = {"email": "ned@example.com", "name": "Ned", "roles": ["support"]}
    key = {"headers": {"Idempotency-Key": "k"}}
    with monkeypatch.context() as away:
        away.setenv("STAFF_POOL", "eu-west-1_nowhere")
        assert ask(owner, "POST", "/admin/staff", send, **key).status == 503
    assert ask(owner, "POST", "/admin/staff", send, **key).status == 201
