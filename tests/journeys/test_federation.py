"""Staff who sign in at a company's own provider: it says who they are, and the shop alone what they may."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aws_cdk import App as CdkApp
from aws_cdk import Stack
from aws_cdk.assertions import Template
from playwright.sync_api import Browser, Route, expect

from infra.constructs.pools import make_pools
from infra.stages import Oidc, Saml
from local import company_saml
from local.company import CLIENT_ID, Company, Person, company_sign_in
from local.sign_in import App, NotSignedIn, led
from local.stage import local_stage
from tests.journeys.shop import Answer, Shop

FELT_S = 90  # within a minute, and what a busy machine takes
BACK = "http://localhost:3000/"
NAME, SAML_NAME = "Company", "Works"
PASSWORD = "Sesame-Street-1"
SECRET = "arn:aws:secretsmanager:us-east-1:000000000000:secret:company/shop-a1B2c3"
INVITE = (
    ("access", "admin_api"),
    ("access", "invite_owner"),
    ("approvals", "admin_api"),
)  # the Lambdas that let people in


def a_person(name: str, *groups: str) -> Person:
    return Person(f"{name}-{uuid4().hex[:8]}", f"{name}@example.com", PASSWORD, groups)


ZOE, ULF = a_person("zoe"), a_person("ulf", "owner", "Admins")
MIA, SAM, TOM, EVE = a_person("mia"), a_person("sam"), a_person("tom"), a_person("eve", "owner", "staff", "Admins")
NOA = a_person("noa")


@dataclass(frozen=True)
class Desk:
    """Where somebody works who signed in at the company's."""

    shop: Shop
    token: str

    def ask(self, method: str, path: str, body: Any = None) -> Answer:
        key = {"Idempotency_Key": uuid4().hex} if method == "POST" else {}
        return self.shop.api.call(method, path, body, Authorization=f"Bearer {self.token}", **key)


@pytest.fixture(scope="module")
def company(deployed: Shop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """The providers that a shop's `staff_oidc` and `staff_saml` name, known to the pool as the template says."""
    metadata = tmp_path_factory.mktemp("saml") / "company.xml"
    metadata.write_text(company_saml.METADATA)
    port = deployed.endpoints.cloud.rpartition(":")[2]
    home = f"http://localhost:{port}/oauth2/idpresponse"  # of the pool's domain, in an account
    with company_sign_in([MIA, SAM, TOM, EVE, NOA], [home]) as company:
        make_known(deployed, company, metadata)
        yield company


def make_known(shop: Shop, company: Company, metadata: Path) -> None:
    """What the emulator does not make of the template, made by the API; and what the settings tell the Lambdas."""
    oidc = Oidc(name=NAME, issuer=company.issuer, client_id=CLIENT_ID, client_secret=SECRET)
    saml = Saml(name=SAML_NAME, metadata=str(metadata))
    stack = Stack(CdkApp(), "pools")
    make_pools(stack, replace(local_stage(), staff_oidc=oidc, staff_saml=saml))
    found = Template.from_stack(stack).find_resources("AWS::Cognito::UserPoolIdentityProvider")
    for provider in (each["Properties"] for each in found.values()):
        details = dict(provider["ProviderDetails"])
        if "client_secret" in details:  # its ARN stands there
            details["client_secret"] = company.client_secret
        shop.endpoints.client("cognito-idp").create_identity_provider(
            UserPoolId=shop.endpoints.staff_pool,
            ProviderName=provider["ProviderName"],
            ProviderType=provider["ProviderType"],
            ProviderDetails={name: str(value) for name, value in details.items()},
            AttributeMapping=provider["AttributeMapping"],
        )
    lambdas = shop.endpoints.client("lambda")
    for name in (local_stage().names.of(*each) for each in INVITE):
        told = lambdas.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
        told["STAFF_PROVIDERS"] = f"{NAME},{SAML_NAME}"
        lambdas.update_function_configuration(FunctionName=name, Environment={"Variables": told})


@pytest.fixture(scope="module")
def app(deployed: Shop, company: Company) -> App:
    at = deployed.endpoints
    return App(at.cloud, at.staff_pool, at.staff_client)


def signed_in(shop: Shop, app: App, person: Person) -> Desk:
    """The person, led to the company's and back."""
    return Desk(shop, str(app.by_provider(NAME, person.email, person.password, BACK)["access_token"]))


def invite(shop: Shop, person: Person, *roles: str) -> str:
    body = {"email": person.email, "name": "Somebody", "roles": roles}
    answer = shop.admin("POST", "/admin/staff", body)
    assert answer.status == 201, answer.raw
    return str(answer.json["id"])


def users_of(shop: Shop, person: Person) -> list[tuple[str, str]]:
    """Who in the pool has this address: name and status."""
    listed = shop.endpoints.client("cognito-idp").list_users(
        UserPoolId=shop.endpoints.staff_pool, Filter=f'email = "{person.email}"'
    )
    return [(each["Username"], each["UserStatus"]) for each in listed["Users"]]


def test_who_was_invited_is_the_member_with_the_roles_of_the_invitation_and_no_password(
    deployed: Shop, app: App
) -> None:
    staff_id = invite(deployed, MIA, "fulfillment")
    mia = signed_in(deployed, app, MIA)
    assert mia.ask("GET", "/admin/orders").status == 200
    refund = mia.ask("POST", "/admin/refunds", {"order_id": "order_00000000000000000000000000", "amount": 1})
    assert (refund.status, refund.json["error"]["details"]) == (403, {"scope": "payments:write"})
    shown = deployed.admin("GET", f"/admin/staff/{staff_id}").json
    assert (shown["status"], shown["roles"]) == ("active", ["fulfillment"])
    assert [name for name, _ in users_of(deployed, MIA)] == [staff_id]


def test_a_stranger_from_the_same_company_is_nobody_whatever_its_groups_are_called(deployed: Shop, app: App) -> None:
    eve = signed_in(deployed, app, EVE)
    for path in ("/admin/orders", "/admin/staff", "/admin/roles"):
        answer = eve.ask("GET", path)
        assert (answer.status, answer.code) == (401, "unauthenticated")


def test_the_company_s_groups_give_no_role(deployed: Shop, app: App) -> None:
    """Eve was a stranger a moment ago, so this is, too, somebody who had signed in before she was invited."""
    (stranger,) = users_of(deployed, EVE)
    assert stranger == (f"{NAME}_{EVE.sub}", "EXTERNAL_PROVIDER")
    staff_id = invite(deployed, EVE, "marketing")
    assert [name for name, _ in users_of(deployed, EVE)] == [staff_id]
    eve = signed_in(deployed, app, EVE)
    assert eve.ask("GET", "/admin/products").status == 200
    for path in ("/admin/staff", "/admin/orders", "/admin/api_keys"):
        assert eve.ask("GET", path).status == 403


def test_a_stranger_of_before_is_the_member_also_where_only_the_invitation_is_sent_again(
    deployed: Shop, app: App
) -> None:
    """As a shop finds it that set up `staff_oidc` after it had invited somebody: no link was made then."""
    staff_id = invite(deployed, SAM, "support")
    unlink(deployed, SAM)
    assert signed_in(deployed, app, SAM).ask("GET", "/admin/orders").status == 401
    assert deployed.admin("POST", f"/admin/staff/{staff_id}/invite").status == 200
    assert signed_in(deployed, app, SAM).ask("GET", "/admin/orders").status == 200


def unlink(shop: Shop, person: Person) -> None:
    """Take the link away that the invitation made."""
    there = {"ProviderName": NAME, "ProviderAttributeName": "email", "ProviderAttributeValue": person.email}
    cognito = shop.endpoints.client("cognito-idp")
    cognito.admin_disable_provider_for_user(UserPoolId=shop.endpoints.staff_pool, User=there)


def test_who_is_deactivated_is_refused_within_a_minute_and_comes_in_by_no_new_sign_in(deployed: Shop, app: App) -> None:
    staff_id = invite(deployed, TOM, "read_only")
    tom = signed_in(deployed, app, TOM)
    assert tom.ask("GET", "/admin/orders").status == 200
    assert deployed.admin("PATCH", f"/admin/staff/{staff_id}", {"status": "deactivated"}).status == 200
    end = time.monotonic() + FELT_S
    while (answer := tom.ask("GET", "/admin/orders")).status == 200:
        assert time.monotonic() < end, "it is not felt"
        time.sleep(1)
    assert (answer.status, answer.code) == (401, "unauthenticated")
    assert signed_in(deployed, app, TOM).ask("GET", "/admin/orders").status == 401
    with pytest.raises(NotSignedIn):  # nor by a password
        app.sign_in(TOM.email, PASSWORD)


def by_saml(shop: Shop, app: App, person: Person) -> Desk:
    """The person, led to the company's SAML and back with what it says of them, groups included."""

    def proven(at: str) -> str:
        question = company_saml.asked(at)
        assert at.startswith(company_saml.SIGN_IN)
        assert question.by == f"urn:amazon:cognito:sp:{app.pool}"
        assert question.answer_to.endswith("/saml2/idpresponse")
        said = {Saml().email: person.email, "groups": " ".join(person.groups) or "none"}
        form = company_saml.answer(question, person.sub, said)
        return led(f"{app.cloud}/saml2/idpresponse", form)

    return Desk(shop, str(app.led_by(SAML_NAME, proven, BACK)["access_token"]))


def test_by_saml_a_stranger_is_nobody_and_who_is_invited_has_the_roles_of_the_invitation(
    deployed: Shop, app: App
) -> None:
    assert by_saml(deployed, app, ULF).ask("GET", "/admin/staff").status == 401
    staff_id = invite(deployed, ZOE, "support")
    zoe = by_saml(deployed, app, ZOE)
    assert zoe.ask("GET", "/admin/orders").status == 200
    for path in ("/admin/staff", "/admin/api_keys"):
        assert zoe.ask("GET", path).status == 403
    assert [name for name, _ in users_of(deployed, ZOE)] == [staff_id]


@pytest.mark.usefixtures("company")
def test_who_is_invited_signs_in_from_the_dashboard_and_is_led_to_where_they_wanted(
    deployed: Shop, browser: Browser
) -> None:
    invite(deployed, NOA, "read_only")
    base = deployed.endpoints.dashboard
    lead_back_to(deployed, base)

    def with_sso(route: Route) -> None:
        told = route.fetch()
        sso = {"page": deployed.endpoints.cloud, "provider": NAME}
        route.fulfill(response=told, json=told.json() | {"sso": sso})

    page = browser.new_page(locale="en-GB")
    page.route("**/dashboard/config.json", with_sso)
    page.goto(f"{base}#/jobs")
    page.get_by_role("button", name="Sign in with single sign-on").click()
    page.locator("[name=username]").fill(NOA.email)
    page.locator("[name=password]").fill(NOA.password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("menuitem", name="Orders")).to_be_visible(timeout=FELT_S * 1000)
    assert page.url == f"{base}#/jobs"
    assert page.evaluate("sessionStorage.length") == 0
    page.reload()
    expect(page.get_by_role("menuitem", name="Orders")).to_be_visible()

    other = browser.new_context(locale="en-GB").new_page()  # who is sent somebody else's code is not signed in
    other.route("**/dashboard/config.json", with_sso)
    other.goto(f"{base}?code=theirs&state=theirs")
    expect(other.get_by_role("alert")).to_contain_text("not begun in this window")
    assert other.url == base
    assert other.evaluate("localStorage.getItem('storewright.session')") is None
    page.context.close()
    other.context.close()


def lead_back_to(shop: Shop, page: str) -> None:
    """As the template says it of a stage whose dashboard has an address of the shop's own."""
    cognito = shop.endpoints.client("cognito-idp")
    of = {"UserPoolId": shop.endpoints.staff_pool, "ClientId": shop.endpoints.staff_client}
    client = cognito.describe_user_pool_client(**of)["UserPoolClient"]
    kept = {name: value for name, value in client.items() if value and "Date" not in name}
    cognito.update_user_pool_client(**kept | {"CallbackURLs": [*client.get("CallbackURLs", []), page]})
