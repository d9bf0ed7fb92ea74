"""What waits for a second person is done once, by their word, as things stand then; or not at all."""

from collections.abc import Callable
from contextvars import Context
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from functions.access.caller import Caller, caller
from functions.access.scopes import expand
from functions.approvals.commands import COMMANDS
from shared.http import Api
from shared.settings import read_settings
from tests.approvals.office import RULES, Office, Person
from tests.security.doors import doors


def asked(who: Person, order_id: str, amount: int = 2000, **more: Any) -> str:
    """The id of the approval that a refund waits for."""
    body = {"order_id": order_id, "amount": amount, **more}
    status, waiting, _ = who.ask("POST", "/admin/refunds", body)
    assert (status, waiting["object"], waiting["status"]) == (202, "approval", "pending"), waiting
    return str(waiting["id"])


def decide(who: Person, approval_id: str, how: str = "approve", **headers: str) -> tuple[int, Any]:
    status, body, _ = who.ask("POST", f"/admin/approvals/{approval_id}/{how}", **headers)
    return status, body if status == 200 else body["error"]["code"]


def test_a_refund_above_the_sum_waits_and_is_done_by_the_second_persons_word(office: Office) -> None:
    order = office.paid()
    approval = asked(office.ann, order, note="Sorry.")
    office.shop.pump()
    assert office.refunds(order) == []
    _, shown, _ = office.bob.ask("GET", f"/admin/approvals/{approval}")
    assert (shown["action"], shown["object_id"], shown["asked_by"]) == ("refund.create", order, office.ann.id)
    assert shown["body"] == {"order_id": order, "amount": 2000, "note": "Sorry."}
    status, told = decide(office.bob, approval)
    assert (status, told["status"], told["decided_by"]) == (200, "approved", office.bob.id)
    assert office.refunds(order) == [2000]
    assert office.shop.admin("GET", f"/admin/refunds/{told['result_id']}")[1]["amount"] == 2000
    assert office.ann.ask("GET", f"/admin/approvals/{approval}")[1] == told


def test_the_log_names_both_and_the_asking_has_a_row_of_its_own(office: Office) -> None:
    order = office.paid()
    approval = asked(office.ann, order)
    decide(office.bob, approval)
    (done,) = office.log("action=refund.create")
    assert (done["actor"]["id"], done["approved_by"]["id"], done["object_id"]) == (office.ann.id, office.bob.id, order)
    assert done["approval_id"] == approval
    (asking,) = office.log("action=approval.ask")
    assert (asking["actor"]["id"], asking["object_id"], asking["approved_by"]) == (office.ann.id, approval, None)


def test_what_goes_back_of_an_order_counts_together_and_other_currencies_wait_for_nobody(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = office.paid()
    assert office.ann.ask("POST", "/admin/refunds", {"order_id": order, "amount": 1000})[0] == 201
    asked(office.ann, order, amount=1)
    with monkeypatch.context() as other:
        other.setenv("APPROVE_REFUNDS_ABOVE", '{"EUR": 1}')
        read_settings.cache_clear()
        assert office.ann.ask("POST", "/admin/refunds", {"order_id": order, "amount": 1001})[0] == 201


def test_a_cancellation_waits_where_its_money_does(office: Office) -> None:
    order, other = office.paid(), office.paid()
    status, waiting, _ = office.ann.ask("POST", f"/admin/orders/{order}/cancel", {"reason": "fraud"})
    assert (status, waiting["action"], waiting["scope"]) == (202, "order.cancel", "payments:write")
    assert office.shop.order(order)["status"] == "placed"
    assert decide(office.bob, waiting["id"])[0] == 200
    office.shop.pump()
    canceled = office.shop.order(order)
    assert (canceled["status"], canceled["payment_status"]) == ("canceled", "refunded")
    assert office.ann.ask("POST", f"/admin/orders/{other}/cancel", {"refund": False})[0] == 200


def test_an_erasure_waits_and_who_asks_again_or_for_themselves_does_not(office: Office) -> None:
    shop = office.shop
    _, completed, _ = shop.complete(shop.a_cart(shop.a_variant(), shop.a_shipping_option()))
    body = {"order_id": completed["order"]["id"]}
    status, waiting, _ = office.ann.ask("POST", "/admin/erasures", body)
    assert (status, waiting["action"], waiting["scope"], waiting["body"]) == (
        202, "erasure.create", "customers:erase", body,
    )  # fmt: skip
    assert office.ann.ask("GET", "/admin/erasures")[1]["data"] == []
    assert decide(office.key("approvals:write", "customers:write"), waiting["id"]) == (403, "forbidden")
    _, told = decide(office.bob, waiting["id"])
    status, erasure, _ = office.ann.ask("POST", "/admin/erasures", body)
    assert (status, erasure["object"], erasure["id"]) == (202, "erasure", told["result_id"])
    assert (erasure["id"], erasure["asked_by"]) == (waiting["object_id"], office.ann.id)
    session = shop.sign_in(shop.pool.sign_up("jane@example.com"))
    assert shop.call("POST", "/store/me/erasure", **session)[1]["object"] == "erasure"


def test_nobody_decides_on_their_own_request_nor_a_key_of_theirs_nor_of_the_same_maker(office: Office) -> None:
    def made_by_ann() -> Person:
        body = {"name": "till", "scopes": ["orders:read", "approvals:write"]}
        status, key, _ = office.ann.ask("POST", "/admin/api_keys", body)
        assert status == 201, key
        return Person(key["id"], office.ann.scopes)

    approval = asked(office.ann, office.paid())
    for who in (office.ann, made_by_ann()):
        for how in ("approve", "decline"):
            assert decide(who, approval, how) == (403, "own_request")
    of_key = asked(office.bob, office.paid())
    assert decide(office.bob, of_key, "decline") == (403, "own_request")
    assert decide(office.ann, of_key)[0] == 200


def test_a_makers_key_asks_and_its_maker_is_no_second_person(office: Office) -> None:
    body = {"name": "till", "scopes": ["payments:write", "orders:read"]}
    _, waiting, _ = office.ann.ask("POST", "/admin/api_keys", body)
    assert decide(office.bob, waiting["id"])[0] == 200
    key = Person(waiting["object_id"], ("payments:read", "payments:write", "orders:read"))
    approval = asked(key, office.paid())
    assert decide(office.ann, approval) == (403, "own_request")
    assert decide(office.bob, approval)[0] == 200


def test_whoever_decides_holds_the_scope_of_what_is_asked(office: Office) -> None:
    approval = asked(office.ann, office.paid())
    clerk = office.key("approvals:write", "orders:write")
    assert decide(clerk, approval) == (403, "forbidden")
    assert decide(clerk, approval, "decline") == (403, "forbidden")
    assert clerk.ask("GET", f"/admin/approvals/{approval}")[0] == 403
    assert clerk.ask("GET", "/admin/approvals")[1]["data"] == []
    assert decide(office.key("approvals:write", "payments:write"), approval)[0] == 200


def test_who_lost_the_scope_decides_no_more_though_the_gateway_lets_them_through(office: Office) -> None:
    """What the authorizer said of them may be a minute old."""
    order = office.paid()
    approval = asked(office.ann, order)
    demoted = office.key("orders:write")
    believed = replace(demoted, scopes=office.bob.scopes)
    for word in ("approve", "decline"):
        assert decide(believed, approval, word) == (403, "forbidden")
    assert office.refunds(order) == []


@pytest.mark.parametrize(("first", "second"), [("approve", "approve"), ("approve", "decline"), ("decline", "approve")])
def test_it_is_decided_once(office: Office, first: str, second: str) -> None:
    order, cid = office.paid(), office.key()
    approval = asked(office.ann, order)
    assert decide(office.bob, approval, first)[0] == 200
    assert decide(cid, approval, second) == (409, "approval_closed")
    assert office.refunds(order) == ([2000] if first == "approve" else [])


@pytest.mark.parametrize(("first", "second"), [("approve", "approve"), ("approve", "decline"), ("decline", "approve")])
def test_of_two_words_at_the_same_moment_one_counts(
    office: Office, monkeypatch: pytest.MonkeyPatch, first: str, second: str
) -> None:
    order, cid = office.paid(), office.key()
    approval = asked(office.ann, order)
    between = _before_the_commit(monkeypatch, lambda: decide(cid, approval, first))
    assert decide(office.bob, approval, second) == (409, "approval_closed")
    assert between == [200]
    assert office.refunds(order) == ([2000] if first == "approve" else [])


def _before_the_commit(monkeypatch: pytest.MonkeyPatch, act: Callable[[], tuple[int, Any]]) -> list[int]:
    """Somebody acts after the decision was made and before it is committed; gives the status of their answer."""
    told: list[int] = []

    def looked_up(principal: str, now: datetime) -> Caller:
        found = caller(principal, now)
        if not told:
            told.append(0)
            told[0] = Context().run(act)[0]
        return found

    monkeypatch.setattr("functions.approvals.decide.caller", looked_up)
    return told


def test_the_same_request_sent_again_gets_the_first_answer(office: Office) -> None:
    order = office.paid()
    approval = asked(office.ann, order)
    answers = [decide(office.bob, approval, Idempotency_Key="one-word") for _ in range(2)]
    assert answers[0] == answers[1]
    assert office.refunds(order) == [2000]
    body = {"order_id": order, "amount": 1100}
    waiting = [office.ann.ask("POST", "/admin/refunds", body, Idempotency_Key="one-wish")[1]["id"] for _ in range(2)]
    assert waiting[0] == waiting[1]


def test_after_its_time_nothing_is_done(office: Office) -> None:
    order = office.paid()
    approval = asked(office.ann, order)
    office.shop.clock.advance(hours=72)
    assert decide(office.bob, approval) == (409, "approval_closed")
    assert decide(office.bob, approval, "decline") == (409, "approval_closed")
    assert office.bob.ask("GET", f"/admin/approvals/{approval}")[1]["status"] == "expired"
    assert office.refunds(order) == []


def test_what_changed_meanwhile_is_refused_by_the_same_rules_and_stays_open(office: Office) -> None:
    order = office.paid()
    first, second = (asked(office.ann, order, amount=3000) for _ in range(2))
    assert decide(office.bob, first)[0] == 200
    assert decide(office.bob, second) == (409, "refund_exceeds_captured")
    assert office.bob.ask("GET", f"/admin/approvals/{second}")[1]["status"] == "pending"
    assert office.refunds(order) == [3000]


def test_who_was_deactivated_meanwhile_gets_nothing_done(office: Office) -> None:
    order, cid = office.paid(), office.key()
    approval = asked(office.ann, order)
    assert cid.ask("DELETE", f"/admin/api_keys/{office.ann.id}")[0] == 200
    assert decide(office.bob, approval) == (409, "asker_gone")
    assert decide(office.bob, approval, "decline")[0] == 200


def test_who_is_revoked_at_the_moment_of_the_commit_gets_nothing_done(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, cid = office.paid(), office.key()
    approval = asked(office.ann, order)

    def revoke() -> tuple[int, Any]:
        status, body, _ = cid.ask("DELETE", f"/admin/api_keys/{office.ann.id}")
        return status, body

    _before_the_commit(monkeypatch, revoke)
    assert decide(office.bob, approval)[0] in (403, 409)
    assert office.refunds(order) == []


def test_two_of_one_role_are_each_other_s_second_person_also_for_that_role(office: Office) -> None:
    """The role is held as it is by one look, or by the write that changes it."""
    scopes = ["orders:read", "payments:write", "approvals:write", "staff:write"]
    role = office.ann.ask("POST", "/admin/roles", {"name": "Till", "scopes": scopes})[1]["id"]
    kim, lee = (_member(office, f"{name}@example.com", role, "finance", scopes=scopes) for name in ("kim", "lee"))
    order = office.paid()
    assert decide(lee, asked(kim, order))[0] == 200
    assert office.refunds(order) == [2000]
    more = {"scopes": [*scopes, "jobs:read"]}
    status, waiting, _ = kim.ask("PATCH", f"/admin/roles/{role}", more)
    assert (status, decide(lee, waiting["id"])[0]) == (202, 200)


def _member(office: Office, address: str, *roles: str, scopes: list[str]) -> Person:
    """Somebody whom both of the office have let in."""
    new = {"email": address, "name": "N", "roles": list(roles)}
    _, waiting, _ = office.ann.ask("POST", "/admin/staff", new)
    assert decide(office.bob, waiting["id"])[0] == 200
    return Person(waiting["object_id"], expand(scopes))


def test_a_key_that_moves_money_shows_its_token_at_once_and_counts_once_approved(office: Office) -> None:
    body = {"name": "till", "scopes": ["payments:write"]}
    headers = {"Idempotency_Key": "a-till"}
    status, waiting, _ = office.ann.ask("POST", "/admin/api_keys", body, **headers)
    assert status == 202
    bearer = {"identitySource": [f"Bearer {waiting['token']}"], "headers": {}}
    assert office.shop.run("access.authorizer", bearer)["context"] == {}
    assert office.ann.ask("POST", "/admin/api_keys", body, **headers)[1] == waiting
    _, told = decide(office.bob, waiting["id"])
    assert (told["result_id"], told["token"]) == (waiting["object_id"], None)
    known = office.shop.run("access.authorizer", bearer)["context"]
    assert (known["principal"], known["scopes"]) == (waiting["object_id"], "payments:read payments:write")
    assert office.ann.ask("POST", "/admin/api_keys", {"name": "r", "scopes": ["payments:read"]})[0] == 201


def test_who_gets_more_scopes_waits_and_who_loses_some_does_not(office: Office) -> None:
    new = {"email": "fay@example.com", "name": "Fay", "roles": ["marketing"]}
    status, waiting, _ = office.ann.ask("POST", "/admin/staff", new)
    assert (status, office.ann.ask("GET", "/admin/staff")[1]["data"]) == (202, [])
    assert decide(office.bob, waiting["id"])[1]["result_id"] == waiting["object_id"]
    fay = f"/admin/staff/{waiting['object_id']}"
    assert office.ann.ask("GET", fay)[1]["created_by"] == office.ann.id
    status, raised, _ = office.ann.ask("PATCH", fay, {"roles": ["manager"]})
    assert (status, office.ann.ask("GET", fay)[1]["roles"]) == (202, ["marketing"])
    assert decide(office.bob, raised["id"])[0] == 200
    assert office.ann.ask("GET", fay)[1]["roles"] == ["manager"]
    assert office.ann.ask("PATCH", fay, {"roles": ["support"], "name": "Fay F."})[0] == 200
    assert office.ann.ask("PATCH", fay, {"status": "deactivated"})[0] == 200
    assert office.ann.ask("PATCH", fay, {"status": "active"})[0] == 202


def test_nobody_approves_what_raises_themselves(office: Office) -> None:
    may = ("staff:read", "staff:write", "approvals:read", "approvals:write")
    _, role, _ = office.ann.ask("POST", "/admin/roles", {"name": "Office", "scopes": list(may)})
    new = {"email": "fay@example.com", "name": "Fay", "roles": [role["id"]]}
    _, waiting, _ = office.ann.ask("POST", "/admin/staff", new)
    decide(office.bob, waiting["id"])
    fay = Person(waiting["object_id"], may)
    status, raised, _ = office.ann.ask("PATCH", f"/admin/staff/{fay.id}", {"roles": [role["id"], "support"]})
    assert (status, decide(fay, raised["id"])) == (202, (403, "own_request"))
    assert decide(office.bob, raised["id"])[0] == 200


def test_a_role_that_allows_more_waits_and_one_that_allows_less_does_not(office: Office) -> None:
    _, role, _ = office.ann.ask("POST", "/admin/roles", {"name": "Packing", "scopes": ["orders:read"]})
    path = f"/admin/roles/{role['id']}"
    headers = {"If_Match": '"1"'}
    status, more, _ = office.ann.ask("PATCH", path, {"scopes": ["orders:write"]}, **headers)
    assert status == 202
    assert office.ann.ask("PATCH", path, {"name": "Packers"})[0] == 200
    assert decide(office.bob, more["id"]) == (412, "version_conflict")
    _, more, _ = office.ann.ask("PATCH", path, {"scopes": ["orders:write"]})
    assert decide(office.bob, more["id"])[0] == 200


def test_a_role_that_limits_less_waits(office: Office) -> None:
    here, there = (f"loc_{n * 26}" for n in "12")
    body = {"name": "Depot", "scopes": ["inventory:write"], "locations": [here]}
    _, role, _ = office.ann.ask("POST", "/admin/roles", body)
    path = f"/admin/roles/{role['id']}"
    for wider in ([], [here, there]):
        assert office.ann.ask("PATCH", path, {"locations": wider})[0] == 202
    assert office.ann.ask("PATCH", path, {"name": "Yard"})[1]["locations"] == [here]


def test_what_was_done_by_another_way_closes_without_being_done_again(office: Office) -> None:
    _, role, _ = office.ann.ask("POST", "/admin/roles", {"name": "Packing", "scopes": ["orders:read"]})
    path = f"/admin/roles/{role['id']}"
    first, second = (office.ann.ask("PATCH", path, {"scopes": ["orders:write"]})[1]["id"] for _ in range(2))
    assert decide(office.bob, first)[0] == 200
    office.shop.clock.advance(seconds=1)
    status, told = decide(office.bob, second)
    assert (status, told["status"]) == (200, "approved")
    assert decide(office.bob, second) == (409, "approval_closed")
    assert [entry["action"] for entry in office.log(f"object={second}")] == ["approval.approve", "approval.ask"]


def test_approvals_are_listed_by_where_they_stand(office: Office) -> None:
    order = office.paid()
    first, second = asked(office.ann, order, amount=1100), asked(office.ann, order, amount=1200)
    decide(office.bob, first, "decline")
    for status, expected in (("pending", [second]), ("declined", [first]), ("approved", [])):
        _, listed, _ = office.bob.ask("GET", f"/admin/approvals?status={status}")
        assert [each["id"] for each in listed["data"]] == expected


def test_without_settings_nothing_waits(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    order = office.paid()
    with monkeypatch.context() as usual:
        for name in RULES:
            usual.delenv(name)
        read_settings.cache_clear()
        assert office.ann.ask("POST", "/admin/refunds", {"order_id": order, "amount": 3000})[0] == 201
        assert office.ann.ask("POST", "/admin/api_keys", {"name": "till", "scopes": ["payments:write"]})[0] == 201


def test_every_route_that_may_wait_has_its_command_with_the_routes_own_scope_and_body() -> None:
    waiting = {each.route.action: each for each in doors() if each.route.may_wait}
    assert waiting.keys() == COMMANDS.keys()
    for action, command in COMMANDS.items():
        assert (command.scope, command.body) == (waiting[action].route.scope, waiting[action].body)
        assert isinstance(waiting[action].api, Api)
