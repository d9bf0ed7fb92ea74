"""Staff as they come and go: invited by letter, with an authenticator app, and no further than their roles reach."""

import json
import time
from typing import Any
from urllib.error import HTTPError
from uuid import uuid4

import pytest

from local.sign_in import App, NotSignedIn
from local.stage import local_stage
from tests.journeys.shop import Answer, Shop

FELT_S = 90  # within a minute, and what a busy machine takes
PASSWORD = "Correct-Horse-7-Battery"
BACK = "http://localhost:3000/"


class Desk:
    """Where somebody of the staff works, signed in."""

    def __init__(self, shop: Shop, app: App, email: str) -> None:
        self.shop, self.app, self.email = shop, app, email
        self.tokens = self._first_time()

    def ask(self, method: str, path: str, body: Any = None) -> Answer:
        key = {"Idempotency_Key": uuid4().hex} if method == "POST" else {}
        shown = f"Bearer {self.tokens['AccessToken']}"
        return self.shop.api.call(method, path, body, Authorization=shown, **key)

    def _first_time(self) -> Any:
        """By the invitation, which asks for an own password and an authenticator app; then as every day."""
        self.app.first_time(self.email, str(self.shop.mails(self.email)[-1]), PASSWORD)
        return self.app.sign_in(self.email, PASSWORD)


@pytest.fixture(scope="module")
def app(deployed: Shop) -> App:
    at = deployed.endpoints
    return App(at.cloud, at.staff_pool, at.staff_client)


@pytest.fixture(scope="module")
def owner(deployed: Shop, app: App) -> Desk:
    """Whom the operator invited."""
    deployed.endpoints.client("lambda").invoke(
        FunctionName=local_stage().names.of("access", "invite_owner"),
        Payload=json.dumps({"email": "olga@example.com", "name": "Olga"}).encode(),
    )
    return Desk(deployed, app, "olga@example.com")


def invited(owner: Desk, email: str, *roles: str) -> tuple[str, Desk]:
    answer = owner.ask("POST", "/admin/staff", {"email": email, "name": email.partition("@")[0], "roles": roles})
    assert answer.status == 201, answer.raw
    return answer.json["id"], Desk(owner.shop, owner.app, email)


def until_refused(desk: Desk) -> Answer:
    """The first answer that turns them away."""
    end = time.monotonic() + FELT_S
    while (answer := desk.ask("GET", "/admin/orders")).status == 200:
        assert time.monotonic() < end, "it is not felt"
        time.sleep(1)
    return answer


def test_a_fulfiller_ships_and_gives_no_money_back(shop: Shop, option: str, owner: Desk) -> None:
    staff_id, packer = invited(owner, "fay@example.com", "fulfillment")
    assert owner.ask("GET", f"/admin/staff/{staff_id}").json["status"] == "invited"
    location = shop.a_location()
    completed = shop.an_order(shop.a_variant(units=3, location=location), option)
    shop.pay(completed)
    order = completed["order"]
    shop.until(
        "the order is placed", lambda: owner.ask("GET", f"/admin/orders/{order['id']}").json["status"] == "placed"
    )
    line = order["items"][0]["id"]
    refund = packer.ask("POST", "/admin/refunds", {"order_id": order["id"], "amount": 100})
    assert (refund.status, refund.code, refund.json["error"]["details"]) == (
        403, "forbidden", {"scope": "payments:write"},
    )  # fmt: skip
    shipped = packer.ask(
        "POST",
        f"/admin/orders/{order['id']}/fulfillments",
        {"location_id": location, "items": [{"line_item_id": line, "quantity": 1}]},
    )
    assert shipped.status == 201, shipped.raw
    assert owner.ask("GET", f"/admin/staff/{staff_id}").json["status"] == "active"
    movements = owner.ask("GET", f"/admin/inventory/movements?location_id={location}").json["data"]
    assert staff_id in [each["by"] for each in movements]


def test_without_the_code_of_the_app_nobody_comes_in(owner: Desk) -> None:
    known = dict(owner.app.totp)
    owner.app.totp[owner.email] = "A" * 32
    with pytest.raises(NotSignedIn, match="CodeMismatch"):
        owner.app.sign_in(owner.email, PASSWORD)
    owner.app.totp.update(known)
    with pytest.raises(NotSignedIn, match="NotAuthorized"):
        owner.app.sign_in(owner.email, "not the password")
    with pytest.raises(NotSignedIn, match="NotAuthorized"):
        owner.app.sign_in("nobody@example.com", "not the password")


def test_an_id_token_and_a_token_of_customers_open_nothing(shop: Shop, owner: Desk) -> None:
    for shown in (owner.tokens["IdToken"], owner.tokens["AccessToken"][:-4] + "AAAA", "nonsense"):
        answer = shop.api.call("GET", "/admin/orders", Authorization=f"Bearer {shown}")
        assert (answer.status, answer.json["error"]["type"]) == (401, "authentication")


def test_deactivation_is_felt_within_a_minute(owner: Desk) -> None:
    staff_id, desk = invited(owner, "dan@example.com", "read_only")
    assert desk.ask("GET", "/admin/orders").status == 200
    assert owner.ask("PATCH", f"/admin/staff/{staff_id}", {"status": "deactivated"}).status == 200
    assert until_refused(desk).code == "unauthenticated"
    with pytest.raises(NotSignedIn):
        desk.app.refresh(desk.tokens["RefreshToken"])
    with pytest.raises(NotSignedIn):
        desk.app.sign_in(desk.email, PASSWORD)


def test_signed_out_everywhere_one_may_sign_in_again(owner: Desk) -> None:
    staff_id, desk = invited(owner, "sue@example.com", "read_only")
    assert desk.ask("GET", "/admin/orders").status == 200
    assert owner.ask("POST", f"/admin/staff/{staff_id}/sign_out").status == 200
    assert until_refused(desk).code == "unauthenticated"
    with pytest.raises(NotSignedIn):
        desk.app.refresh(desk.tokens["RefreshToken"])
    desk.tokens = desk.app.sign_in(desk.email, PASSWORD)
    assert desk.ask("GET", "/admin/orders").status == 200


def test_the_hosted_page_gives_a_code_to_whoever_asked_for_it_alone(owner: Desk) -> None:
    with pytest.raises(HTTPError, match="400"):  # to whoever did not ask for it
        owner.app.on_hosted_page(owner.email, PASSWORD, BACK, shown="x" * 43)
    tokens = owner.app.on_hosted_page(owner.email, PASSWORD, BACK)
    shown = f"Bearer {tokens['access_token']}"
    assert owner.shop.api.call("GET", "/admin/roles", Authorization=shown).status == 200
