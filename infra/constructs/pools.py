"""The pools of people, in Amazon Cognito: staff, whom the owner invites, and customers, who sign up by themselves."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aws_cdk import CfnOutput, Duration, RemovalPolicy, SecretValue, Stack
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from infra.constructs.nag import acknowledge
from infra.names import client_of, pool_of
from infra.stages import Oidc, Saml, Stage

STAFF, CUSTOMERS = "staff", "customers"
STAFF_PASSWORD, CUSTOMERS_PASSWORD = 12, 10  # characters at least; staff have what is worth a long one
INVITATION_DAYS = 7  # how long the first password of an invitation counts
PASSWORDS_REMEMBERED = 5  # none of the last ones again
STAFF_ACCESS_MINUTES = 15  # a token that was stolen is of no use for long; clients fetch the next one unasked
CUSTOMERS_ACCESS_MINUTES = 60
STAFF_STAYS_HOURS = 12  # a working day, then the password is asked again
CUSTOMERS_STAY_DAYS = 30
SIGN_IN_MINUTES = 5  # between password and code
HOSTED = cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL, cognito.OAuthScope.COGNITO_ADMIN  # the last: TOTP
INVITATION = (
    "Hello, you are invited to the staff of {shop}.",
    "Sign in as {{username}} or with this e-mail address; the first password is {{####}}",
    "It counts for {days} days. You will choose your own, and set up an authenticator app.",
)


def make_pools(scope: Construct, stage: Stage) -> None:
    """Both, and where the other stacks learn what AWS calls them."""
    _make_staff(scope, stage)
    _make_customers(scope, stage)


def single_sign_on(scope: Construct, stage: Stage) -> dict[str, str | None] | None:
    """The staff's hosted page, as the dashboard is told of it: where it is, and the provider if there is but one.

    None where staff have no other sign-in than the shop's own, or the page leads nowhere back.
    """
    providers = [each for each in (stage.staff_oidc.name, stage.staff_saml.name) if each]
    if not providers or not _staff_pages(stage):
        return None
    stack = Stack.of(scope)
    page = f"https://{_domain_prefix(scope, stage, STAFF)}.auth.{stack.region}.amazoncognito.com"
    return {"page": page, "provider": providers[0] if len(providers) == 1 else None}


def _staff_pages(stage: Stage) -> tuple[str, ...]:
    """Those of the settings, and the dashboard's where its address is known before it is deployed."""
    own = f"https://{stage.edge.domain}/dashboard/"
    is_known = stage.has_edge and stage.edge.domain and (stage.staff_oidc.name or stage.staff_saml.name)
    return tuple(dict.fromkeys([*stage.sign_in.staff_pages, *([own] if is_known else [])]))


def _domain_prefix(scope: Construct, stage: Stage, name: str) -> str:
    """Unique in its region."""
    return f"{stage.names.of(name)}-{Stack.of(scope).account}"


def _make_staff(scope: Construct, stage: Stage) -> None:
    letter = "<br>".join(INVITATION).format(shop=stage.shop_name, days=INVITATION_DAYS)
    pool = _pool(
        scope,
        stage,
        STAFF,
        self_sign_up_enabled=False,
        sign_in_aliases=cognito.SignInAliases(username=True, email=True),  # its username is our `staff_…`
        password_policy=_passwords(STAFF_PASSWORD),
        mfa=cognito.Mfa.REQUIRED,
        user_invitation=cognito.UserInvitationConfig(
            email_subject=f"Your account at {stage.shop_name}", email_body=letter
        ),
        # Nobody but an owner lets somebody in again: a mailbox that was taken over must not be enough.
        account_recovery=cognito.AccountRecovery.NONE,
    )
    foreign = _foreign(scope, stage, pool)
    _client(
        scope,
        stage,
        STAFF,
        pool,
        flows=cognito.AuthFlow(user_srp=True),
        pages=_staff_pages(stage),
        access=Duration.minutes(STAFF_ACCESS_MINUTES),
        stays=Duration.hours(STAFF_STAYS_HOURS),
        providers=foreign,
    )


def _make_customers(scope: Construct, stage: Stage) -> None:
    passkeys = stage.sign_in.passkeys_domain
    pool = _pool(
        scope,
        stage,
        CUSTOMERS,
        self_sign_up_enabled=True,
        sign_in_aliases=cognito.SignInAliases(email=True),
        auto_verify=cognito.AutoVerifiedAttrs(email=True),
        keep_original=cognito.KeepOriginalAttrs(email=True),  # until the new address is verified
        user_verification=cognito.UserVerificationConfig(
            email_subject=f"Your code for {stage.shop_name}",
            email_body="Your code is {####}",
            email_style=cognito.VerificationEmailStyle.CODE,
        ),
        password_policy=_passwords(CUSTOMERS_PASSWORD),
        mfa=cognito.Mfa.OPTIONAL,
        account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
        sign_in_policy=cognito.SignInPolicy(
            allowed_first_auth_factors=cognito.AllowedFirstAuthFactors(password=True, passkey=True)
        )
        if passkeys
        else None,
        passkey_relying_party_id=passkeys,
        passkey_user_verification=cognito.PasskeyUserVerification.REQUIRED if passkeys else None,
    )
    _client(
        scope,
        stage,
        CUSTOMERS,
        pool,
        flows=cognito.AuthFlow(user_srp=True, user=bool(passkeys)),
        pages=stage.sign_in.customer_pages,
        access=Duration.minutes(CUSTOMERS_ACCESS_MINUTES),
        stays=Duration.days(CUSTOMERS_STAY_DAYS),
    )


def _pool(scope: Construct, stage: Stage, name: str, **options: Any) -> cognito.UserPool:
    pool = cognito.UserPool(
        scope,
        f"{name}_pool",
        user_pool_name=stage.names.of(name),
        sign_in_case_sensitive=False,
        standard_attributes=cognito.StandardAttributes(email=cognito.StandardAttribute(required=True, mutable=True)),
        mfa_second_factor=cognito.MfaSecondFactor(otp=True, sms=False),
        feature_plan=cognito.FeaturePlan.ESSENTIALS,
        email=_letters(stage),
        deletion_protection=stage.keeps_data,
        removal_policy=RemovalPolicy.RETAIN if stage.keeps_data else RemovalPolicy.DESTROY,
        **options,
    )
    acknowledge(pool, "COG2", "Staff must have a second factor; customers may.")
    acknowledge(pool, "COG3", "Threat protection is of the plan PLUS, which costs per person: a shop's own choice.")
    acknowledge(pool, "COG8", "The plan PLUS costs per person: a shop's own choice.")
    if not stage.is_local:  # the emulator serves the hosted pages under its own address
        domain = cognito.CognitoDomainOptions(domain_prefix=_domain_prefix(scope, stage, name))
        pool.add_domain("domain", cognito_domain=domain)
    _tell(scope, stage, pool_of(name), pool.user_pool_id)
    return pool


def _passwords(length: int) -> cognito.PasswordPolicy:
    return cognito.PasswordPolicy(
        min_length=length,
        require_lowercase=True,
        require_uppercase=True,
        require_digits=True,
        require_symbols=True,
        temp_password_validity=Duration.days(INVITATION_DAYS),
        password_history_size=PASSWORDS_REMEMBERED,
    )


def _letters(stage: Stage) -> cognito.UserPoolEmail:
    if not stage.sign_in.letters_by_ses:
        return cognito.UserPoolEmail.with_cognito()
    return cognito.UserPoolEmail.with_ses(
        from_email=stage.mail_from,
        from_name=stage.shop_name,
        reply_to=stage.mail_reply_to,
        ses_verified_domain=stage.mail_from.partition("@")[2],
        ses_region=stage.region,
    )


def _client(
    scope: Construct,
    stage: Stage,
    name: str,
    pool: cognito.UserPool,
    *,
    flows: cognito.AuthFlow,
    pages: Sequence[str],
    access: Duration,
    stays: Duration,
    providers: Sequence[cognito.IUserPoolIdentityProvider] = (),
) -> None:
    """The one app: of browsers, so it has no secret."""
    names = [cognito.UserPoolClientIdentityProvider.custom(each.provider_name) for each in providers]
    client = pool.add_client(
        "client",
        user_pool_client_name=stage.names.of(name),
        generate_secret=False,
        auth_flows=flows,
        disable_o_auth=not pages,
        o_auth=cognito.OAuthSettings(
            flows=cognito.OAuthFlows(authorization_code_grant=True),  # browsers' pages prove by PKCE that they asked
            scopes=list(HOSTED),
            callback_urls=list(pages),
            logout_urls=list(pages),
        )
        if pages
        else None,
        supported_identity_providers=[cognito.UserPoolClientIdentityProvider.COGNITO, *names],
        prevent_user_existence_errors=True,
        enable_token_revocation=True,
        access_token_validity=access,
        id_token_validity=access,
        refresh_token_validity=stays,
        auth_session_validity=Duration.minutes(SIGN_IN_MINUTES),
    )
    client.node.add_dependency(*providers)
    _tell(scope, stage, client_of(name), client.user_pool_client_id)


def _foreign(scope: Construct, stage: Stage, pool: cognito.UserPool) -> list[cognito.IUserPoolIdentityProvider]:
    """Those at whom staff sign in besides. Who may come in is still said by invitation here."""
    found: list[cognito.IUserPoolIdentityProvider] = []
    if stage.staff_oidc.name:
        found.append(_oidc(scope, pool, stage.staff_oidc))
    if stage.staff_saml.name:
        found.append(_saml(scope, pool, stage.staff_saml))
    return found


def _oidc(scope: Construct, pool: cognito.UserPool, oidc: Oidc) -> cognito.UserPoolIdentityProviderOidc:
    assert oidc.name
    assert oidc.issuer
    assert oidc.client_id
    assert oidc.client_secret
    return cognito.UserPoolIdentityProviderOidc(
        scope,
        "staff_oidc",
        user_pool=pool,
        name=oidc.name,
        client_id=oidc.client_id,
        client_secret=SecretValue.secrets_manager(oidc.client_secret).unsafe_unwrap(),
        issuer_url=oidc.issuer,
        scopes=["openid", "email"],
        attribute_mapping=cognito.AttributeMapping(email=cognito.ProviderAttribute.other("email")),
    )


def _saml(scope: Construct, pool: cognito.UserPool, saml: Saml) -> cognito.UserPoolIdentityProviderSaml:
    assert saml.name
    assert saml.metadata
    return cognito.UserPoolIdentityProviderSaml(
        scope,
        "staff_saml",
        user_pool=pool,
        name=saml.name,
        metadata=_metadata(saml.metadata),
        attribute_mapping=cognito.AttributeMapping(email=cognito.ProviderAttribute.other(saml.email)),
        idp_signout=False,
    )


def _metadata(told: str) -> cognito.UserPoolIdentityProviderSamlMetadata:
    """By their address, where AWS reads them again by itself; else as they stand in the file."""
    if told.endswith(".xml") and "://" not in told:
        return cognito.UserPoolIdentityProviderSamlMetadata.file(Path(told).read_text("utf-8"))
    return cognito.UserPoolIdentityProviderSamlMetadata.url(told)


def _tell(scope: Construct, stage: Stage, name: str, value: str) -> None:
    """To the domains' stacks, and to whoever builds the pages on which people sign in: `staff_pool`, `StaffPool`."""
    CfnOutput(scope, f"{name}_told", value=value).override_logical_id(name.title().replace("_", ""))
    ssm.StringParameter(scope, f"{name}_id", parameter_name=stage.names.parameter(name), string_value=value)
