"""Who may approve is written to when somebody asks, and whoever asked when it is over: by ids, not by what was sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from functions.access.scopes import SCOPES
from shared.settings import read_settings
from tests.approvals.office import Office, Person
from tests.approvals.test_decide import asked, decide
from tests.notifications.builders import mailbox


@contextmanager
def asking_nobody() -> Iterator[None]:
    """For what the tests need, and are not about."""
    with pytest.MonkeyPatch.context() as patch:
        for what in ("ROLES", "KEYS"):
            patch.setenv(f"APPROVE_{what}", "false")
        read_settings.cache_clear()
        yield
    read_settings.cache_clear()


def hired(office: Office, name: str, *roles: str) -> Person:
    """A member of the staff."""
    with asking_nobody():
        new = {"email": f"{name}@example.com", "name": name, "roles": list(roles)}
        status, member, _ = office.ann.ask("POST", "/admin/staff", new)
    assert status == 201, member
    return Person(member["id"], tuple(member["scopes"]))


def letters(office: Office, *, times: int = 1) -> dict[str, Any]:
    """The letters about approvals since the last look, by whom they went to; each is one."""
    before = len(mailbox())
    office.shop.pump(times=times)
    sent = [each for each in mailbox()[before:] if "apr_" in each.body]
    found = {each.destinations["ToAddresses"][0]: each for each in sent}
    assert len(found) == len(sent)
    return found


def test_who_may_approve_is_written_to_and_nobody_else_and_who_asked_hears_how_it_ended(office: Office) -> None:
    order = office.paid()
    fay, fin, gone = (hired(office, name, "finance") for name in ("fay", "fin", "gus"))
    hired(office, "sue", "support")
    hired(office, "meg", "manager", "support")
    assert office.ann.ask("PATCH", f"/admin/staff/{gone.id}", {"status": "deactivated"})[0] == 200
    letters(office)
    approval = asked(fay, order, amount=2000, note="She called, Jane Doe.")
    sent = letters(office, times=2)
    assert set(sent) == {"fin@example.com", "meg@example.com"}
    text = sent["fin@example.com"].body
    assert all(each in text for each in (approval, order, fay.id, "refund.create"))
    assert [each for each in ("Jane", "2000", "20.00") if each in text] == []
    assert decide(fin, approval)[0] == 200
    ended = letters(office, times=2)
    assert set(ended) == {"fay@example.com"}
    assert fin.id in ended["fay@example.com"].body
    assert ended["fay@example.com"].subject == "Approved: refund.create"


def test_after_its_time_who_asked_hears_of_it_once(office: Office) -> None:
    fay = hired(office, "fay", "manager")
    approval = asked(fay, office.paid())
    letters(office)
    office.shop.run("approvals.expire_approvals")
    assert office.bob.ask("GET", f"/admin/approvals/{approval}")[1]["status"] == "pending"
    office.shop.clock.advance(hours=72)
    for expected in ({"fay@example.com"}, set()):
        office.shop.run("approvals.expire_approvals")
        assert set(letters(office)) == expected
    _, shown, _ = office.bob.ask("GET", f"/admin/approvals/{approval}")
    assert (shown["status"], shown["decided_by"], shown["version"]) == ("expired", None, 2)
    assert decide(office.bob, approval) == (409, "approval_closed")


def test_what_a_key_asked_for_its_maker_hears_of_and_is_not_asked_about(office: Office) -> None:
    made = office.shop.run("access.invite_owner", {"email": "olga@example.com", "name": "Olga"})
    with asking_nobody():
        body = {"name": "till", "scopes": ["payments:write", "orders:read"]}
        status, key, _ = Person(made["id"], SCOPES).ask("POST", "/admin/api_keys", body)
    assert status == 201, key
    order = office.paid()
    letters(office)
    approval = asked(Person(key["id"], ("payments:read", "payments:write", "orders:read")), order)
    assert letters(office) == {}
    assert decide(office.bob, approval, "decline")[0] == 200
    assert set(letters(office)) == {"olga@example.com"}


def test_what_an_operators_key_asked_for_has_nobody_to_tell(office: Office) -> None:
    approval = asked(office.ann, office.paid())
    letters(office)
    assert decide(office.bob, approval, "decline")[0] == 200
    assert letters(office) == {}


def test_nobody_is_asked_whose_scopes_are_gone_and_nobody_told_who_is(office: Office) -> None:
    fay, fin = hired(office, "fay", "manager"), hired(office, "fin", "finance")
    order = office.paid()
    letters(office)
    approval = asked(fay, order)
    with asking_nobody():
        assert office.ann.ask("PATCH", f"/admin/staff/{fin.id}", {"roles": ["marketing"]})[0] == 200
    assert letters(office) == {}
    assert office.ann.ask("PATCH", f"/admin/staff/{fay.id}", {"status": "deactivated"})[0] == 200
    assert decide(office.bob, approval, "decline")[0] == 200
    assert letters(office) == {}
