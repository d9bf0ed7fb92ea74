"""FAULTS 94, CASES C6-C9: who asks to be forgotten is, everywhere, and the books do not notice."""

from typing import Any
from uuid import uuid4

import pytest
from botocore.exceptions import ClientError

from functions.payments.table import SPEC as PAYMENTS
from functions.privacy import erase_people
from functions.privacy.table import SPEC as PRIVACY
from shared import directory
from shared.aws import client
from shared.dynamo import query_all
from shared.errors import Unavailable
from tests.accounts import Account
from tests.in_process import InProcessShop
from tests.people import make_pool
from tests.privacy import canaries
from tests.world import ENVIRONMENT

ERASE = "privacy.erase_people"
Headers = dict[str, str]


@pytest.fixture
def goods(shop: InProcessShop) -> dict[str, str]:
    """What is for sale, how it is shipped, and from where."""
    location = shop.a_location()
    return {"location": location, "variant": shop.a_variant(location=location), "option": shop.a_shipping_option()}


@pytest.fixture
def jane(shop: InProcessShop) -> Headers:
    """The session of one whose profile is full."""
    session = shop.sign_in(shop.pool.sign_up(canaries.EMAIL))
    assert shop.call("PATCH", "/store/me", canaries.PROFILE, **session)[0] == 200
    customer_id = shop.call("GET", "/store/me", **session)[1]["id"]
    assert shop.admin("PATCH", f"/admin/customers/{customer_id}", {"note": canaries.NOTE})[0] == 200
    assert shop.call("POST", "/store/me/addresses", canaries.BOOK, **session)[0] == 201
    assert shop.call("PUT", "/store/me/consents/email/marketing", canaries.CONSENT, **session)[0] == 200
    return session


def bought(shop: InProcessShop, goods: dict[str, str], **session: str) -> Any:
    return canaries.place(shop, canaries.buy(shop, goods["variant"], goods["option"], **session))


def ask(shop: InProcessShop, **whose: str) -> Any:
    status, erasure, _ = shop.admin("POST", "/admin/erasures", whose)
    assert status == 202, erasure
    return erasure


def run(shop: InProcessShop, *, times: int = 2) -> None:
    for _ in range(times):
        shop.clock.advance(minutes=5)
        shop.run(ERASE)
    shop.pump()


def seen(shop: InProcessShop, erasure: Any) -> Any:
    status, shown, _ = shop.admin("GET", f"/admin/erasures/{erasure['id']}")
    assert status == 200, shown
    return shown


def ledger() -> list[Any]:
    rows = client("dynamodb").scan(TableName=PAYMENTS.physical_name)["Items"]
    return sorted((row for row in rows if "LEDGER" in str(row["sk"])), key=str)


def test_of_a_customer_nothing_is_left_but_what_the_books_need(
    shop: InProcessShop, goods: dict[str, str], jane: Headers
) -> None:
    order = bought(shop, goods, **jane)
    canaries.deliver(shop, order, goods["location"])
    as_guest = bought(shop, goods)
    canaries.deliver(shop, as_guest, goods["location"])
    canaries.ask(shop)
    body = {"currency": "USD", "email": canaries.EMAIL, "shipping_address": canaries.ADDRESS}
    assert shop.call("POST", "/store/carts", body, **jane)[0] == 201
    assert shop.call("POST", "/store/carts", body)[0] == 201
    books, sub = ledger(), next(iter(shop.pool.accounts))
    assert {table for table, _, _ in canaries.found()} == {"customers", "orders", "support"}
    status, own, _ = shop.call("POST", "/store/me/erasure", **jane)
    assert (status, own["status"], own["waits_for"]) == (202, "waiting", [])
    run(shop)
    assert canaries.found() == []
    assert seen(shop, own)["status"] == "done"
    assert sub not in shop.pool.accounts
    assert shop.call("GET", "/store/me", **jane)[0] == 401
    assert ledger() == books
    for was in (order, as_guest):
        now = shop.order(was["id"])
        address = dict.fromkeys(now["shipping_address"]) | {"country": "US", "province": "CA"}
        assert (now["email"], now["customer_id"], now["shipping_address"]) == (None, None, address)
        assert (now["total"], now["captured_total"], now["items"]) == (was["total"], was["total"], now["items"])
        assert now["metadata"] == {}


def test_no_table_tells_anybody_without_a_key(shop: InProcessShop, goods: dict[str, str], jane: Headers) -> None:
    bought(shop, goods, **jane)
    canaries.ask(shop)
    assert canaries.in_the_open() == []


def test_no_event_nor_the_record_names_anybody(shop: InProcessShop, jane: Headers) -> None:
    customer_id = shop.call("GET", "/store/me", **jane)[1]["id"]
    erasure = ask(shop, customer_id=customer_id)
    run(shop)
    rows = query_all(PRIVACY, f"ERASURE#{erasure['id']}", sort=("begins_with", "EVENT#"))
    [said] = [row["data"] for row in rows if row["type"] == "person.erased"]
    assert said == {"erasure_id": erasure["id"], "customer_id": customer_id, "order_id": None}
    assert canaries.MARK not in str(shop.heard) + str(seen(shop, erasure))


def test_open_orders_finish_first(shop: InProcessShop, goods: dict[str, str], jane: Headers) -> None:
    order = bought(shop, goods, **jane)
    own = shop.call("POST", "/store/me/erasure", **jane)[1]
    run(shop)
    assert seen(shop, own)["waits_for"] == [{"order_id": order["id"], "awaits": "parcels"}]
    assert shop.order(order["id"])["shipping_address"]["city"] == canaries.ADDRESS["city"]
    assert shop.call("GET", "/store/me", **jane)[0] == 200
    canaries.deliver(shop, shop.order(order["id"]), goods["location"])
    run(shop)
    assert (seen(shop, own)["status"], canaries.found()) == ("done", [])


def test_an_unpaid_order_is_waited_for_until_it_is_over(
    shop: InProcessShop, goods: dict[str, str], jane: Headers
) -> None:
    order = canaries.buy(shop, goods["variant"], goods["option"], **jane)["order"]
    own = shop.call("POST", "/store/me/erasure", **jane)[1]
    run(shop, times=1)
    assert seen(shop, own)["waits_for"] == [{"order_id": order["id"], "awaits": "payment"}]
    shop.clock.advance(minutes=31)
    shop.run("orders.expire_unpaid")
    shop.pump()
    run(shop)
    assert (seen(shop, own)["status"], canaries.found()) == ("done", [])


def test_a_guest_is_forgotten_by_an_order_with_all_that_the_address_has(
    shop: InProcessShop, goods: dict[str, str]
) -> None:
    orders = [bought(shop, goods) for _ in range(2)]
    for order in orders:
        canaries.deliver(shop, order, goods["location"])
    canaries.ask(shop)
    erasure = ask(shop, order_id=orders[0]["id"])
    run(shop)
    assert (seen(shop, erasure)["status"], canaries.found()) == ("done", [])


def test_an_order_of_a_customer_s_is_forgotten_with_its_customer(
    shop: InProcessShop, goods: dict[str, str], jane: Headers
) -> None:
    order = bought(shop, goods, **jane)
    status, body, _ = shop.admin("POST", "/admin/erasures", {"order_id": order["id"]})
    assert (status, body["error"]["code"]) == (409, "order_of_customer")
    assert body["error"]["details"]["customer_id"] == shop.call("GET", "/store/me", **jane)[1]["id"]


def test_who_asks_twice_hears_of_the_same(shop: InProcessShop, jane: Headers) -> None:
    first, second = (shop.call("POST", "/store/me/erasure", **jane)[1] for _ in range(2))
    assert first == second
    assert len(shop.admin("GET", "/admin/erasures")[1]["data"]) == 1


@pytest.mark.parametrize("whose", [{}, {"customer_id": "x"}, {"customer_id": "cus_" + "0" * 26, "order_id": "order_"}])
def test_it_is_one_or_the_other(shop: InProcessShop, whose: Any) -> None:
    assert shop.admin("POST", "/admin/erasures", whose)[0] == 422


def test_nobody_is_refused(shop: InProcessShop) -> None:
    for name, prefix in (("customer_id", "cus"), ("order_id", "order")):
        body = {name: f"{prefix}_{'0' * 26}"}
        status, answer, _ = shop.admin("POST", "/admin/erasures", body)
        assert (status, answer["error"]["code"], answer["error"]["param"]) == (422, "unknown_person", name)
        status, answer, _ = shop.admin("GET", f"/admin/personal_data?{name}={body[name]}")
        assert (status, answer["error"]["code"], answer["error"]["param"]) == (400, "unknown_person", name)


def test_one_that_cannot_be_done_is_told_and_holds_up_no_other(
    shop: InProcessShop, jane: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = shop.call("POST", "/store/me/erasure", **jane)[1]
    other = shop.sign_in(shop.pool.sign_up("bob@example.com"))
    free = shop.call("POST", "/store/me/erasure", **other)[1]
    remove = directory.remove

    def refuse(people: str, username: str) -> None:
        if shop.pool.accounts[username].email == canaries.EMAIL:
            raise Unavailable("The pool of people does not answer right now.")
        remove(people, username)

    monkeypatch.setattr(directory, "remove", refuse)
    run(shop)
    assert (seen(shop, stuck)["status"], seen(shop, free)["status"]) == ("failed", "done")
    monkeypatch.setattr(directory, "remove", remove)
    run(shop, times=1)
    assert (seen(shop, stuck)["status"], canaries.found()) == ("done", [])


STEPS = (
    ("customers", "sign_out_customer"),
    ("support", "forget_ticket"),
    ("orders", "forget_order"),
    ("orders", "forget_cart"),
    ("orders", "forget_own_cart"),
    ("customers", "forget_customer"),
)


@pytest.mark.parametrize(("domain", "step"), STEPS)
@pytest.mark.parametrize("is_done", [False, True], ids=["before", "after"])
def test_killed_at_any_step_and_run_again_it_ends_the_same(
    shop: InProcessShop,
    goods: dict[str, str],
    jane: Headers,
    monkeypatch: pytest.MonkeyPatch,
    domain: str,
    step: str,
    is_done: bool,
) -> None:
    canaries.deliver(shop, bought(shop, goods, **jane), goods["location"])
    canaries.ask(shop)
    shop.call("POST", "/store/carts", {"currency": "USD", "email": canaries.EMAIL}, **jane)
    own = shop.call("POST", "/store/me/erasure", **jane)[1]
    face = getattr(erase_people, domain)
    whole = getattr(face, step)

    def die(*what: Any) -> None:
        if is_done:
            whole(*what)
        raise SystemExit

    monkeypatch.setattr(face, step, die)
    for _ in range(2):
        shop.clock.advance(minutes=5)
        try:
            shop.run(ERASE)
        except SystemExit:
            break
    else:
        raise AssertionError("it never got there")
    monkeypatch.setattr(face, step, whole)
    run(shop, times=3)
    assert (seen(shop, own)["status"], canaries.found()) == ("done", [])


def test_a_forgotten_customer_who_comes_back_is_another_one(shop: InProcessShop, jane: Headers) -> None:
    before = shop.call("GET", "/store/me", **jane)[1]["id"]
    shop.call("POST", "/store/me/erasure", **jane)
    run(shop)
    session = shop.sign_in(shop.pool.sign_up(canaries.EMAIL))
    me = shop.call("GET", "/store/me", **session)[1]
    assert me["id"] != before
    assert me["first_name"] is None


def test_a_token_of_a_forgotten_order_opens_nothing_and_no_letter_goes_out(
    shop: InProcessShop, goods: dict[str, str]
) -> None:
    done = canaries.buy(shop, goods["variant"], goods["option"])
    order = canaries.place(shop, done)
    canaries.deliver(shop, order, goods["location"])
    ask(shop, order_id=order["id"])
    run(shop)
    path = f"/store/orders/{order['id']}"
    assert shop.call("GET", path, Order_Token=done["order_token"])[0] == 404
    body = {"order_id": order["id"], "amount": 100, "reason": "requested_by_customer"}
    assert shop.admin("POST", "/admin/refunds", body, Idempotency_Key=uuid4().hex)[0] == 201
    shop.pump()
    assert shop.order(order["id"])["refunded_total"] == 100


def test_who_is_erased_is_gone_from_the_pool_and_signs_in_no_more(
    shop: InProcessShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The account by Cognito's own calls, of which the double above knows only a part."""
    cognito, pool_id = client("cognito-idp"), ENVIRONMENT["CUSTOMERS_POOL"]
    make_pool(pool_id, UsernameAttributes=["email"])
    flows = ["ALLOW_USER_PASSWORD_AUTH"]
    app = cognito.create_user_pool_client(UserPoolId=pool_id, ClientName="shop", ExplicitAuthFlows=flows)
    app_id = app["UserPoolClient"]["ClientId"]
    who = {"USERNAME": "ida@example.com", "PASSWORD": "Correct-Horse-9"}
    signed_up = cognito.sign_up(ClientId=app_id, Username=who["USERNAME"], Password=who["PASSWORD"])
    cognito.admin_confirm_sign_up(UserPoolId=pool_id, Username=who["USERNAME"])
    shop.pool.accounts[signed_up["UserSub"]] = Account(signed_up["UserSub"], who["USERNAME"])
    monkeypatch.setattr(directory, "client", client)
    how = {"ClientId": app_id, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": who}
    session = shop.sign_in(signed_up["UserSub"])
    assert "AuthenticationResult" in cognito.initiate_auth(**how)

    assert shop.call("POST", "/store/me/erasure", **session)[0] == 202
    run(shop)
    assert cognito.list_users(UserPoolId=pool_id)["Users"] == []
    with pytest.raises(ClientError, match=r"NotAuthorized|UserNotFound"):
        cognito.initiate_auth(**how)
    assert shop.call("GET", "/store/me", **session)[0] == 401
