"""An account on the deployed shop, with real tokens of its pool: from signing up to what was bought."""

import json
import urllib.error
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from local.stage import local_stage
from tests.journeys.pool import Account
from tests.journeys.shop import Shop


@pytest.fixture(scope="module")
def jane(deployed: Shop) -> Account:
    """Jane, who has just signed up."""
    account = Account(deployed, f"jane.{uuid4().hex[:8]}@example.com")
    account.sign_up()
    return account


def test_a_shopper_signs_up_and_their_cart_and_orders_are_theirs(shop: Shop, jane: Account, option: str) -> None:
    variant = shop.a_variant(units=9)
    bought_before = shop.complete(shop.a_cart(variant, option, email=jane.email)).json["order"]["id"]
    session = jane.session()
    me = shop.api.call("GET", "/store/me", **session).json
    assert (me["email"], me["email_verified"]) == (jane.email, True)
    changed = shop.api.call("PATCH", "/store/me", {"first_name": "Jane"}, **session)
    assert (changed.status, changed.json["version"]) == (200, me["version"] + 1)

    guest = shop.a_cart(variant, option, email=jane.email)
    both = {**session, "Cart_Token": guest["token"]}
    merged = shop.api.call("POST", f"/store/carts/{guest['id']}/merge", **both).json
    assert merged["cart"]["customer_id"] == me["id"]
    cart = shop.api.call("GET", "/store/me/cart", **session).json
    path, body = f"/store/carts/{cart['id']}/complete", {"expected_total": cart["total"]}
    done = shop.api.call("POST", path, body, Idempotency_Key=uuid4().hex, **session)
    assert done.status == 201, done.raw
    shop.pay(done.json)

    claimed = shop.api.call("POST", "/store/me/orders/claim", **session).json["claimed"]
    assert claimed == [bought_before]
    history = shop.api.call("GET", "/store/me/orders", **session).json["data"]
    assert {order["id"] for order in history} == {bought_before, done.json["order"]["id"]}
    assert shop.api.call("GET", f"/store/orders/{bought_before}", **session).status == 200


def test_what_is_somebody_s_opens_for_nobody_else_and_not_after_signing_out(
    shop: Shop, jane: Account, option: str
) -> None:
    bob = Account(shop, f"bob.{uuid4().hex[:8]}@example.com")
    bob.sign_up()
    hers, his = jane.session(), bob.session()
    cart = shop.api.call("POST", "/store/carts", {"currency": "USD"}, **hers).json
    assert shop.api.call("GET", f"/store/carts/{cart['id']}", **hers).status == 200
    assert shop.api.call("GET", f"/store/carts/{cart['id']}", **his).status == 404
    assert shop.api.call("DELETE", "/store/sessions/current", **hers).status == 200
    assert shop.api.call("GET", "/store/me", **hers).code == "session_required"
    assert shop.api.call("POST", "/store/sessions", {"access_token": "eyJ.eyJ.x"}).status == 401


def test_another_password_ends_the_sessions_of_before(shop: Shop) -> None:
    eve = Account(shop, f"eve.{uuid4().hex[:8]}@example.com")
    eve.sign_up()
    before = eve.session()
    words = {"access_token": eve.access_token(), "previous_password": eve.password, "new_password": "Other-Horse-7!"}
    changed = shop.api.call("POST", "/store/me/password", words, **before)
    assert changed.status == 200, changed.raw
    assert shop.api.call("GET", "/store/me", **before).code == "session_required"


def test_who_asked_to_be_forgotten_has_no_account_any_more_and_signs_in_no_more(shop: Shop) -> None:
    ida = Account(shop, f"ida.{uuid4().hex[:8]}@example.com")
    ida.sign_up()
    session = ida.session()
    assert shop.api.call("POST", "/store/me/erasure", **session).status == 202
    shop.until("the pool has forgotten her", lambda: not erased_meanwhile(shop, ida.email))
    assert shop.api.call("GET", "/store/me", **session).code == "session_required"
    with pytest.raises(urllib.error.HTTPError, match="400"):
        ida.access_token()


def erased_meanwhile(shop: Shop, email: str) -> list[str]:
    """Who in the pool still has this address, after the Lambda ran that goes on with erasures."""
    time = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    shop.endpoints.client("lambda").invoke(
        FunctionName=local_stage().names.of("privacy", "erase_people"), Payload=json.dumps({"time": time}).encode()
    )
    listed = shop.endpoints.client("cognito-idp").list_users(
        UserPoolId=shop.endpoints.customers_pool, Filter=f'email = "{email}"'
    )
    return [str(each["Username"]) for each in listed["Users"]]
