"""What an admin says to a cart: once, to what they saw, and while they are an admin."""

from collections.abc import Callable
from typing import Any

import pytest

from functions.orders.approve_cart import ASKINGS
from functions.orders.table import SPEC, cart_key
from tests.companies.test_approvals import approve, ask, cart_of, complete
from tests.companies.test_companies import People, join
from tests.in_process import InProcessShop
from tests.notifications.builders import mailbox

Headers = dict[str, str]


@pytest.fixture
def cart(shop: InProcessShop, people: People, variant: str) -> Any:
    """Bob's, of 60 dollars, for which he has asked."""
    waiting = cart_of(shop, people.bob, variant, 3)
    ask(shop, waiting, people.bob)
    return waiting


def decline(shop: InProcessShop, cart: Any, session: Headers, reason: str = "") -> Any:
    """(status, the answer)."""
    body = {"reason": reason} if reason else {}
    return shop.call("POST", f"/store/me/approvals/{cart['id']}/decline", body, **session)[:2]


def shown(shop: InProcessShop, cart: Any, people: People) -> Any:
    """The cart as Bob sees it."""
    return shop.call("GET", f"/store/carts/{cart['id']}", **people.bob)[1]


def changed(shop: InProcessShop, cart: Any, quantity: int, people: People) -> None:
    """Bob wants another quantity."""
    path = f"/store/carts/{cart['id']}/items/{cart['items'][0]['id']}"
    assert shop.call("PATCH", path, {"quantity": quantity}, **people.bob)[0] == 200


def code(answer: Any) -> tuple[int, str]:
    """The status, and what is wrong."""
    status, body = answer
    return status, body.get("error", {}).get("code", "")


def waits(shop: InProcessShop, people: People) -> list[str]:
    """The carts that wait, as staff see them."""
    path = f"/admin/carts_to_approve?company_id={people.company_id}"
    status, listed, _ = shop.admin("GET", path, scopes="orders:read")
    assert status == 200, listed
    return [each["cart_id"] for each in listed["data"]]


def test_a_declined_cart_is_its_buyer_s_to_change_and_to_ask_for_again(
    shop: InProcessShop, people: People, cart: Any
) -> None:
    assert waits(shop, people) == [cart["id"]]
    shop.clock.advance(seconds=1)
    status, answer = decline(shop, cart, people.ann, "Two will do.")
    assert (status, answer["approval"]["status"], answer["approval"]["decline_reason"]) == (
        200,
        "declined",
        "Two will do.",
    )
    assert waits(shop, people) == []
    word = shown(shop, cart, people)["approval"]
    assert (word["declined_by"], word["decline_reason"]) == (people.id(people.ann), "Two will do.")
    assert "Two will do." not in str(shop.item(SPEC, *cart_key(cart["id"])))
    assert code(complete(shop, cart, 6000, **people.bob)) == (409, "approval_required")
    shop.clock.advance(seconds=1)
    changed(shop, cart, 4, people)
    assert shown(shop, cart, people)["approval"]["status"] == "outdated"
    again = ask(shop, cart, people.bob)["approval"]
    assert (again["status"], again["declined_by"], again["decline_reason"]) == ("asked", None, None)
    shop.clock.advance(seconds=1)
    assert approve(shop, cart, 8000, people.ann)[0] == 200
    status, done = complete(shop, cart, 8000, **people.bob)
    assert status == 201, done
    timeline = shop.admin("GET", f"/admin/orders/{done['order']['id']}/timeline")[1]["data"]
    told = [(each["type"], each["data"].get("status")) for each in timeline if each["type"].startswith("cart.")]
    asked = ("cart.approval_requested", None)
    assert told == [asked, ("cart.approval_decided", "declined"), asked, ("cart.approval_decided", "approved")]


def test_a_decision_is_made_once(shop: InProcessShop, people: People, variant: str, cart: Any) -> None:
    assert decline(shop, cart, people.ann)[0] == 200
    assert decline(shop, cart, people.ann)[1]["approval"]["decline_reason"] is None
    assert code(approve(shop, cart, 6000, people.ann)) == (409, "approval_decided")
    other = cart_of(shop, people.bob, variant, 3)
    ask(shop, other, people.bob)
    assert approve(shop, other, 6000, people.ann)[0] == 200
    assert code(decline(shop, other, people.ann)) == (409, "approval_decided")
    assert complete(shop, other, 6000, **people.bob)[0] == 201
    assert code(decline(shop, other, people.ann)) == (409, "cart_closed")


def test_what_was_changed_since_it_was_asked_for_has_to_be_asked_for_again(
    shop: InProcessShop, people: People, cart: Any
) -> None:
    changed(shop, cart, 4, people)
    assert waits(shop, people) == []
    assert code(approve(shop, cart, 8000, people.ann)) == (409, "approval_outdated")
    assert code(decline(shop, cart, people.ann)) == (409, "approval_outdated")


def test_who_is_no_admin_any_more_decides_nothing_and_strangers_find_no_cart(
    shop: InProcessShop, people: People, cart: Any
) -> None:
    assert decline(shop, cart, people.eve)[0] == 404
    assert code(decline(shop, cart, people.bob)) == (403, "not_company_admin")
    join(shop, people.company_id, people.id(people.ann), "buyer")
    assert code(decline(shop, cart, people.ann)) == (403, "not_company_admin")
    shop.admin("DELETE", f"/admin/companies/{people.company_id}/members/{people.id(people.ann)}")
    assert decline(shop, cart, people.ann)[0] == 404
    assert shown(shop, cart, people)["approval"]["status"] == "asked"


def meanwhile(monkeypatch: pytest.MonkeyPatch, module: str, happens: Callable[[], Any]) -> None:
    """It happens once, after the module has read for the first time what it decides by, and before it commits."""
    begun: list[bool] = []

    def commit(*writes: Any) -> None:
        if not begun:
            begun.append(True)
            happens()
        real(*writes)

    from shared.dynamo import commit as real

    monkeypatch.setattr(f"functions.orders.{module}.commit", commit)


def test_a_limit_that_is_lowered_while_an_order_is_made_holds(
    shop: InProcessShop, people: People, variant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = cart_of(shop, people.bob, variant, 2)
    lowered = {"order_limits": {"USD": 100}}
    path = f"/store/me/company/members/{people.id(people.bob)}"
    meanwhile(monkeypatch, "complete_cart", lambda: shop.call("PATCH", path, lowered, **people.ann))
    status, answer = complete(shop, small, 4000, **people.bob)
    assert (status, answer["error"]["code"]) == (409, "approval_required")
    assert answer["error"]["details"]["limit"] == 100


def test_who_joins_a_company_while_they_order_is_held_by_its_limit(
    shop: InProcessShop, people: People, variant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = cart_of(shop, people.eve, variant, 2)
    eve = people.id(people.eve)
    meanwhile(monkeypatch, "complete_cart", lambda: join(shop, people.company_id, eve, "buyer", {"USD": 100}))
    assert code(complete(shop, own, 4000, **people.eve)) == (409, "approval_required")


def test_a_word_does_not_count_of_who_loses_the_role_while_the_order_is_made(
    shop: InProcessShop, people: People, cart: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert approve(shop, cart, 6000, people.ann)[0] == 200
    ann = people.id(people.ann)
    meanwhile(monkeypatch, "complete_cart", lambda: join(shop, people.company_id, ann, "buyer"))
    assert code(complete(shop, cart, 6000, **people.bob)) == (409, "approval_required")


@pytest.mark.parametrize("word", ["approve", "decline"])
def test_who_loses_the_role_while_they_decide_has_not_decided(
    shop: InProcessShop, people: People, cart: Any, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = people.id(people.ann)
    meanwhile(monkeypatch, "approve_cart", lambda: join(shop, people.company_id, ann, "buyer"))
    answer = approve(shop, cart, 6000, people.ann) if word == "approve" else decline(shop, cart, people.ann)
    assert code(answer) == (403, "not_company_admin")
    assert shown(shop, cart, people)["approval"]["status"] == "asked"


def test_a_cart_that_is_changed_while_an_admin_approves_it_is_not_approved(
    shop: InProcessShop, people: People, cart: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, "approve_cart", lambda: changed(shop, cart, 4, people))
    assert code(approve(shop, cart, 6000, people.ann)) == (409, "approval_outdated")


def letters(shop: InProcessShop, *, times: int = 1) -> list[tuple[str, str]]:
    """The letters about carts since the last look: to whom, and what."""
    before = len(mailbox())
    shop.pump(times=times)
    return [(each.destinations["ToAddresses"][0], each.subject) for each in mailbox()[before:]]


def test_admins_hear_of_a_cart_that_waits_and_its_buyer_of_what_they_decide(
    shop: InProcessShop, people: People, variant: str
) -> None:
    join(shop, people.company_id, people.id(people.eve), "admin")
    shop.pump()
    cart = cart_of(shop, people.bob, variant, 3)
    ask(shop, cart, people.bob)
    ask(shop, cart, people.bob)  # which is known
    subject = "An order for $60.00 waits for your approval"
    assert sorted(letters(shop, times=2)) == [("ann@example.com", subject), ("eve@example.com", subject)]
    assert "bob@example.com would like to order for Doe GmbH." in mailbox()[-1].body
    assert decline(shop, cart, people.ann, "Two will do.")[0] == 200
    assert letters(shop, times=2) == [("bob@example.com", "Your order for $60.00 was declined")]
    assert "Two will do." in mailbox()[-1].body
    changed(shop, cart, 4, people)
    ask(shop, cart, people.bob)
    assert len(letters(shop)) == 2
    approve(shop, cart, 8000, people.eve)
    assert letters(shop) == [("bob@example.com", "Your order for $80.00 was approved")]


def test_nobody_hears_of_what_is_over_before_the_letter_is_written(
    shop: InProcessShop, people: People, cart: Any
) -> None:
    join(shop, people.company_id, people.id(people.eve), "admin")
    assert approve(shop, cart, 6000, people.eve)[0] == 200
    assert complete(shop, cart, 6000, **people.bob)[0] == 201
    assert letters(shop) == []


def test_a_buyer_asks_so_many_times_a_day(shop: InProcessShop, people: People, cart: Any) -> None:
    for times in range(1, ASKINGS.most):  # once they have asked already
        changed(shop, cart, 3 + times % 2, people)
        ask(shop, cart, people.bob)
        ask(shop, cart, people.bob)  # as it waits, it is not asked anew
    changed(shop, cart, 5, people)
    tokens = {"Cart_Token": cart["token"], **people.bob}
    status, answer, _ = shop.call("POST", f"/store/carts/{cart['id']}/request_approval", **tokens)
    assert (status, answer["error"]["details"]) == (429, {"limit": "approvals_asked"})
