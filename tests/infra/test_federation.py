"""Staff who prove at a company's own sign-in who they are: by settings alone, secrets by their ARN, roles by us."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Environment, Stack
from aws_cdk.assertions import Template

from infra.constructs.pools import make_pools, single_sign_on
from infra.stages import PROD, Oidc, Saml, SignIn, Stage

SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:my-shop/keycloak-a1B2c3"
OIDC = Oidc(name="Keycloak", issuer="https://login.example.com/realms/staff", client_id="shop", client_secret=SECRET)
SAML = Saml(name="Entra", metadata="https://login.example.com/saml/metadata")
CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1a2b3c4d-1a2b-1a2b-1a2b-1a2b3c4d5e6f"
PAGES = SignIn(staff_pages=("https://staff.example.com/",))


def stage(**settings: Any) -> Stage:
    return replace(PROD, **{"sign_in": PAGES, **settings})


def pools(**settings: Any) -> Template:
    """The pools of a stage with these settings."""
    stack = Stack(App(), "pools")
    make_pools(stack, stage(**settings))
    return Template.from_stack(stack)


def providers(template: Template) -> dict[str, Any]:
    found = template.find_resources("AWS::Cognito::UserPoolIdentityProvider")
    return {each["Properties"]["ProviderName"]: each["Properties"] for each in found.values()}


def ways_in(template: Template) -> list[list[str]]:
    """By pool, how its people may sign in."""
    named = {
        name: each["Properties"]["ProviderName"]
        for name, each in template.find_resources("AWS::Cognito::UserPoolIdentityProvider").items()
    }
    clients = template.find_resources("AWS::Cognito::UserPoolClient").values()
    ways = [each["Properties"]["SupportedIdentityProviders"] for each in clients]
    return sorted([named[way["Ref"]] if isinstance(way, dict) else way for way in each] for each in ways)


def test_without_settings_nobody_signs_in_elsewhere() -> None:
    template = pools()
    assert providers(template) == {}
    assert ways_in(template) == [["COGNITO"], ["COGNITO"]]


def test_a_provider_of_openid_connect_is_asked_for_the_address_and_no_more_and_its_secret_is_no_text_here() -> None:
    template = pools(staff_oidc=OIDC)
    (asked,) = providers(template).values()
    details = asked["ProviderDetails"]
    assert (asked["ProviderType"], details["oidc_issuer"], details["client_id"]) == ("OIDC", OIDC.issuer, "shop")
    assert set(details["authorize_scopes"].split()) == {"openid", "email"}
    assert details["client_secret"] == "{{resolve:secretsmanager:" + SECRET + ":SecretString:::}}"
    assert asked["AttributeMapping"] == {"email": "email"}


def test_a_provider_of_saml_is_known_by_its_metadata() -> None:
    (asked,) = providers(pools(staff_saml=SAML)).values()
    assert (asked["ProviderType"], asked["ProviderDetails"]["MetadataURL"]) == ("SAML", SAML.metadata)
    assert asked["AttributeMapping"] == {"email": SAML.email}


def test_metadata_that_were_downloaded_stand_in_the_template(tmp_path: Path) -> None:
    file = tmp_path / "company.xml"
    file.write_text('<EntityDescriptor entityID="https://login.example.com"/>')
    (asked,) = providers(pools(staff_saml=replace(SAML, metadata=str(file)))).values()
    assert asked["ProviderDetails"] == {"IDPSignout": False, "MetadataFile": file.read_text()}
    with pytest.raises(FileNotFoundError, match=r"lost\.xml"):
        pools(staff_saml=replace(SAML, metadata="lost.xml"))


def test_no_provider_gives_a_role_and_who_comes_from_there_gets_no_group() -> None:
    """A federated person is nobody until staff invite them: the address is all that is taken from the provider."""
    template = pools(staff_oidc=OIDC, staff_saml=SAML)
    assert [set(each["AttributeMapping"]) for each in providers(template).values()] == [{"email"}, {"email"}]
    assert template.find_resources("AWS::Cognito::UserPoolGroup") == {}
    pools_there = template.find_resources("AWS::Cognito::UserPool").values()
    assert not any(each["Properties"].get("LambdaConfig") for each in pools_there)


def test_both_are_ways_in_for_staff_and_for_no_customer_and_nobody_signs_up_by_themselves() -> None:
    template = pools(staff_oidc=OIDC, staff_saml=SAML)
    assert ways_in(template) == [["COGNITO"], ["COGNITO", "Keycloak", "Entra"]]
    staff, _ = sorted(
        (each["Properties"] for each in template.find_resources("AWS::Cognito::UserPool").values()),
        key=lambda each: str(each["UserPoolName"]),
        reverse=True,
    )
    assert staff["UserPoolName"] == PROD.names.of("staff")
    assert staff["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True


@pytest.mark.parametrize("half", [{"name": "Keycloak"}, {"issuer": OIDC.issuer}, {"name": "K-1", "client_id": "shop"}])
def test_half_a_provider_is_refused(half: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="go together"):
        Oidc(**half)


def test_no_provider_is_called_as_our_own_people_are() -> None:
    """Cognito calls whoever comes from there, and was not invited, by its name: `Staff_…`."""
    with pytest.raises(ValueError, match="not `staff`"):
        replace(SAML, name="Staff")


def told_of(**settings: Any) -> Any:
    return single_sign_on(Stack(App(), "site", env=Environment(account="1", region="eu-central-1")), stage(**settings))


def test_the_dashboard_is_told_of_the_hosted_page_where_there_is_a_provider_and_a_way_back() -> None:
    page = "https://storewright-prod-staff-1.auth.eu-central-1.amazoncognito.com"
    assert told_of(staff_oidc=OIDC) == {"page": page, "provider": "Keycloak"}
    assert told_of(staff_oidc=OIDC, staff_saml=SAML) == {"page": page, "provider": None}
    assert told_of() is None
    assert told_of(staff_oidc=OIDC, sign_in=SignIn()) is None


def test_the_hosted_page_leads_back_to_the_dashboard_where_its_address_is_the_shop_s_own() -> None:
    edge = replace(PROD.edge, domain="shop.example.com", certificate=CERTIFICATE)
    template = pools(staff_oidc=OIDC, edge=edge)
    clients = (each["Properties"] for each in template.find_resources("AWS::Cognito::UserPoolClient").values())
    (staff,) = (each for each in clients if "Keycloak" in str(each) or len(each["SupportedIdentityProviders"]) > 1)
    assert staff["CallbackURLs"] == ["https://staff.example.com/", "https://shop.example.com/dashboard/"]
