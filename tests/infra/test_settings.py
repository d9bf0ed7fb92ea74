"""The shop's own settings: what a file of them says is what stages get, and every mistake in it is told at once."""

import json
import re
import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, get_args

import botocore.session
import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk.assertions import Template as Synthesized

from infra.bundle import VARIANTS
from infra.constructs.board import Board
from infra.constructs.function import RETENTION
from infra.constructs.secrets import make_secrets
from infra.domains.payments import PAYMENTS
from infra.domains.support import SUPPORT
from infra.settings.kinds import LogDays
from infra.settings.ready import NAMES, missing, ready
from infra.settings.shop_file import NAMED_BY, USUAL, Mistaken, find, load
from infra.settings.tables import meanings
from infra.stacks.domain import DomainStack
from infra.stages import (
    DEV,
    LOCAL,
    PROD,
    STAGES,
    Edge,
    Helpdesk,
    Inbound,
    Limits,
    Oidc,
    Saml,
    Secrets,
    Shop,
    Stage,
    StageSettings,
    Texts,
)
from local.generate import settings
from local.paths import ROOT
from tests.infra.shop import SHOP
from tests.infra.template import PLANNED, Template, as_list, target

KEY = "arn:aws:kms:eu-central-1:123456789012:key/1a2b3c4d-1a2b-1a2b-1a2b-1a2b3c4d5e6f"
CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1a2b3c4d-1a2b-1a2b-1a2b-1a2b3c4d5e6f"
ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:lindenhof/stripe-a1B2c3"


@pytest.fixture
def written(tmp_path: Path) -> Any:
    """Gives the stages of a file with this text."""

    def stages(text: str) -> dict[str, Stage]:
        (tmp_path / "shop.toml").write_text(text, "utf-8")
        return load(str(tmp_path / "shop.toml"))

    return stages


def test_without_a_file_the_stages_are_the_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(NAMED_BY)
    assert (find(), load()) == (None, STAGES)
    USUAL.write_text('[shop]\nshop_name = "Lindenhof"\n')
    assert (find(), load()["local"].shop_name) == (USUAL, "Lindenhof")
    monkeypatch.setenv(NAMED_BY, SHOP)
    assert (find(), find("another.toml"), find("")) == (Path(SHOP), Path("another.toml"), None)


def test_a_stage_says_otherwise_than_the_shop_and_the_shop_than_the_sources(written: Any) -> None:
    stages = written(
        """
        [shop]
        hold_minutes = 20
        limits = { unpaid_orders = 7, carts_per_hour = 8 }
        [stages.prod]
        hold_minutes = 45
        limits.carts_per_hour = 9
        [stages.trial]
        memory_mb = 1024
        """
    )
    ours = Limits(unpaid_orders=7, carts_per_hour=8)
    assert stages == {
        "local": replace(LOCAL, hold_minutes=20, limits=ours),
        "dev": replace(DEV, hold_minutes=20, limits=ours),
        "prod": replace(PROD, hold_minutes=45, limits=replace(ours, carts_per_hour=9)),
        "trial": Stage(name="trial", hold_minutes=20, limits=ours, memory_mb=1024),
    }


def test_a_prefix_is_every_stage_s(written: Any) -> None:
    stages = written("[shop]\nprefix = 'shop-2'\n[stages.trial]")
    assert {name: stage.prefix for name, stage in stages.items()} == {
        "local": "shop-2",
        "dev": "shop-2",
        "prod": "shop-2",
        "trial": "shop-2",
    }


MISTAKES = [  # what stands in the file, and what is told of it
    ("[shop]\nshop_nme = 'A'", "shop.shop_nme: there is no such setting; did you mean shop_name?"),
    ("[stages.dev]\nname = 'prod'", "stages.dev.name: there is no such setting"),
    ("[stages.dev]\nis_local = true", "stages.dev.is_local: there is no such setting"),
    ("[shop.limits]\ncart_per_hour = 1", "shop.limits.cart_per_hour: there is no such setting; did you mean"),
    ("[stage.dev]", "stage: there is no such setting; did you mean stages?"),
    ("[shop]\nmemory_mb = 512", "shop.memory_mb: belongs to a stage in an account, such as [stages.prod]."),
    ("[stages.local]\nmemory_mb = 512", "stages.local.memory_mb: belongs to a stage in an account"),
    ("stages = 3", "stages: must be a table."),
    ("shop = 3", "shop: must be a table."),
    ("[stages]\ndev = 3", "stages.dev: must be a table."),
    ("[stages.Prod]", "stages.Prod: must be at most 12 small letters, digits and dashes."),
    ("[shop]\nhold_minutes = '30'", "shop.hold_minutes: must be a whole number."),
    ("[shop]\nhold_minutes = true", "shop.hold_minutes: must be a whole number."),
    ("[shop]\nhold_minutes = 4", "shop.hold_minutes: must be at least 5."),
    ("[shop]\nfree_hold_minutes = 50_000", "shop.free_hold_minutes: must be at most 43,200."),
    ("[shop]\nshows_stock = 1", "shop.shows_stock: must be true or false."),
    ("[shop]\nshop_name = 3", "shop.shop_name: must be text in quotes."),
    ("[shop]\nshop_name = 2026-12-01", "shop.shop_name: must be text in quotes."),
    ("[shop]\nshop_name = ' '", "shop.shop_name: must be one line of 1 to 200 characters."),
    ("[shop]\nlocales = 'de'", "shop.locales: must be a list"),
    ("[shop]\nlocales = ['en', 'fr']", "shop.locales: for 'fr' there is no words.fr.toml."),
    ("[stages.dev]\nlocales = ['de']", "stages.dev.default_locale: 'en' is not one of the locales."),
    ("[shop]\nmail_from = 'shop'", "shop.mail_from: must be an e-mail address."),
    ("[shop]\nshop_url = 'http://lindenhof.shop'", "shop.shop_url: must be an https URL."),
    ("[shop]\norder_url = 'https://a.shop/{order_id}'", "shop.order_url: must have {order_id} and {token} in it"),
    ("[shop]\norder_url = 'https://a.shop/{order_id}{token}{name}'", "and nothing else in braces."),
    ("[shop]\nprefix = 'My-Shop'", "shop.prefix: must be at most 20 small letters, digits and dashes, a letter first."),
    ("[shop]\nprefix = 'a-shop-with-a-long-name'", "shop.prefix: must be at most 20 small letters"),
    ("[shop]\ndefault_currency = 'EURO'", "shop.default_currency: must be a currency in use"),
    ("[stages.dev]\nlog_level = 'LOUD'", "stages.dev.log_level: must be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'."),
    (
        "[stages.dev]\nlog_days = 2",
        "stages.dev.log_days: must be 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, ",
    ),
    ("[stages.dev]\nsecrets_key = 'alias/shop'", "stages.dev.secrets_key: must be the whole ARN of a key in KMS"),
    ("[stages.dev]\naccount = '1234'", "stages.dev.account: must be an account's 12 digits."),
    ("[stages.dev]\nregion = 'Frankfurt'", "stages.dev.region: must be a region of AWS"),
    ("[stages.dev]\ncors_origins = ['*', 'https://a.shop/']", "stages.dev.cors_origins, entry 2: must end after the"),
    ("[stages.dev.edge]\ndomain = 'api.a.shop'", "stages.dev.edge: domain and certificate go together."),
    (
        f"[stages.dev.edge]\ndomain = 'api.a.shop'\ncertificate = '{CERTIFICATE}'",
        "stages.dev.edge.domain: is the edge's, and has_edge is off.",
    ),
    (
        "[stages.dev.edge]\ncertificate = 'a'",
        "stages.dev.edge.certificate: must be the whole ARN of a certificate in us",
    ),
    (
        "[stages.dev]\nsnap_start = true\nprovisioned_concurrency = 1",
        "stages.dev: snap_start and provisioned_concurrency",
    ),
    ("[stages.dev.secrets]\nstripe_key = 'a'", "stages.dev.secrets.stripe_key: there is no such setting; did you mean"),
    ("[stages.dev.secrets]\nguest_key = 'a'", "stages.dev.secrets.guest_key: must be the whole ARN of a secret"),
]


@pytest.mark.parametrize(("text", "told"), MISTAKES, ids=[text for text, _ in MISTAKES])
def test_a_mistake_is_told_with_its_place(written: Any, text: str, told: str) -> None:
    with pytest.raises(Mistaken) as refused:
        written(text)
    assert any(told in sentence for sentence in refused.value.found)


def test_all_mistakes_are_told_at_once(written: Any) -> None:
    with pytest.raises(Mistaken) as refused:
        written("[shop]\nhold_minutes = 4\nlocale = 'de'\n[stages.prod]\nmemory_mb = 1\n[stages.dev]\nlog_days = 2")
    assert len(refused.value.found) == 4


@pytest.mark.parametrize("secret", ["sk_live_", "rk_test_", "whsec_", "AKIA" + "A" * 16, "-----BEGIN A KEY"])
@pytest.mark.parametrize("text", ["[shop]\nshop_name = '{}'", "[stages.dev.secrets]\nstripe_api_key = '{}'"])
def test_a_secret_is_refused_wherever_it_stands_and_not_repeated(written: Any, text: str, secret: str) -> None:
    with pytest.raises(Mistaken, match="looks like a secret") as refused:
        written(text.format(secret + "51H"))
    assert len(refused.value.found) == 1
    assert secret not in str(refused.value)


@pytest.mark.parametrize("text", ["[shop", "\udcff"])
def test_a_file_that_is_no_toml_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "shop.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(Mistaken, match="is no TOML"):
        load(str(tmp_path / "shop.toml"))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Mistaken, match="cannot be read"):
        load(str(tmp_path / "shop.toml"))


UNSET = ("alarm_mail", "ticket_mail", "runbook_url")  # have no default that could be an example's


def test_what_keeps_data_needs_a_name_addresses_and_somebody_to_alarm() -> None:
    with pytest.raises(Mistaken) as refused:
        ready("prod", "")
    told = "\n".join(refused.value.found)
    assert all(f"{setting}: is still an example's." in told for setting in NAMES if setting not in UNSET)
    assert "alarm_mail: nobody is told of alarms." in told
    assert ready("prod", SHOP).keeps_data


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("shop_name", "Example Shop"),
        ("contact", "help@shop.example"),
        ("mail_from", "shop@example.org"),
        ("mail_footer", ("Lindenhof OG", "Example Shop, 1 Example Street, 12345 Example City")),
        ("order_url", "http://localhost:3000/{order_id}/{token}"),
        ("cors_origins", ("https://lindenhof.shop", "https://dev.example.com")),
        ("cors_origins", ("*",)),
        ("alarm_mail", None),
        ("has_alarms", False),
    ],
)
def test_any_one_of_them_is_enough_to_refuse(setting: str, value: Any) -> None:
    fit = load(SHOP)["prod"]
    assert list(missing(fit)) == []
    [told] = missing(replace(fit, **{setting: value}))
    assert told.startswith(f"{setting}: ")


def test_a_stage_that_keeps_nothing_may_be_tried_as_it_is() -> None:
    assert (ready("dev", ""), ready("local", "")) == (DEV, LOCAL)


@pytest.mark.parametrize("name", [None, "", "Prod", ["dev"]])
def test_a_stage_that_there_is_not_is_told(name: object) -> None:
    with pytest.raises(Mistaken, match=r"-c stage=local\|dev\|prod"):
        ready(name, "")


def test_a_secret_that_is_there_takes_the_place_of_one_that_would_be_made(dev: Template) -> None:
    made = {each["Name"].rpartition("/")[2] for each in dev.of("SecretsManager::Secret").values()}
    assert made == set(meanings(Secrets)) - {"stripe_webhook_secret"}
    readers = [title for title, (_, plan) in PLANNED.items() if "stripe_webhook_secret" in plan.secrets]
    assert readers
    for title in readers:
        assert dev.function(title)["Environment"]["Variables"]["STRIPE_WEBHOOK_SECRET_SECRET"] == ARN
        reads = [each for each in dev.statements(title) if each["Action"] == "secretsmanager:GetSecretValue"]
        assert ARN in [arn for each in reads for arn in as_list(each["Resource"])]


def test_who_reads_a_secret_under_a_key_of_one_s_own_may_decrypt_that_secret_and_nobody_else_may() -> None:
    stage = replace(load(SHOP)["dev"], secrets_key=KEY)
    codes = {variant: lambda_.Code.from_inline("-") for variant in VARIANTS}
    stack = DomainStack(App(), stage, PAYMENTS, Board(), codes=codes, search_paths={})
    resources = Synthesized.from_stack(stack).to_json()["Resources"]
    may = {}
    for function in (each["Properties"] for each in resources.values() if each["Type"] == "AWS::Lambda::Function"):
        role = resources[target(function["Role"])]["Properties"]
        statements = role["Policies"][0]["PolicyDocument"]["Statement"]
        may[function["FunctionName"]] = [each for each in statements if str(each["Action"]).startswith("kms:")]
    of_that_secret = {"StringEquals": {"kms:EncryptionContext:SecretARN": [ARN]}}
    for plan in PAYMENTS.functions:
        found = may[stage.names.of("payments", plan.name)]
        if "stripe_webhook_secret" not in plan.secrets:
            assert found == [], plan.name
            continue
        [grant] = found
        assert (grant["Action"], grant["Resource"], grant["Condition"]) == ("kms:Decrypt", KEY, of_that_secret)


def test_without_a_key_of_one_s_own_nobody_is_granted_any(template: Template) -> None:
    for title in PLANNED:
        assert not [each for each in template.statements(title) if "kms:" in str(each["Action"])], title


def test_logs_are_kept_as_long_as_cloudwatch_can() -> None:
    """Every number of days that it takes, and no other."""
    told = botocore.session.get_session().get_service_model("logs").shape_for("Days").documentation
    taken = {int(each) for each in re.findall(r"\d+", told)}
    assert taken == set(get_args(LogDays)) == set(RETENTION)
    stack = Stack(App(), "shop")
    for days, retention in RETENTION.items():
        logs.LogGroup(stack, f"of-{days}", log_group_name=str(days), retention=retention)
    groups = Synthesized.from_stack(stack).find_resources("AWS::Logs::LogGroup").values()
    made = {each["Properties"]["LogGroupName"]: each["Properties"]["RetentionInDays"] for each in groups}
    assert made == {str(days): days for days in taken}


def test_the_example_changes_nothing_as_it_is_and_sets_every_setting_to_its_default(written: Any) -> None:
    text = (ROOT / settings.EXAMPLE).read_text("utf-8")
    assert written(text) == STAGES
    whole = re.sub("^#(?=[a-z])", "", text, flags=re.MULTILINE)
    said = tomllib.loads(whole)
    assert set(said["shop"]) == {each.name for each in fields(Shop)}
    assert set(said["stages"]["prod"]) == {each.name for each in fields(StageSettings)} - set(said["shop"])
    stages = written(whole)
    unset = {name: None for name, value in vars(PROD).items() if value is None}
    prod = stages.pop("prod")
    edge = replace(prod.edge, domain=None, certificate=None)
    sign_in = replace(prod.sign_in, passkeys_domain=None)
    others = {"sign_in": sign_in, "staff_oidc": Oidc(), "staff_saml": Saml(), "inbound": Inbound()}
    others |= {"helpdesk": Helpdesk(), "texts": Texts()}
    assert replace(prod, secrets=Secrets(), edge=edge, **others, **unset) == PROD
    of_shop = {name: None for name in unset if name in said["shop"]}  # are said to every stage
    assert {name: replace(stage, **of_shop) for name, stage in stages.items()} == {"local": LOCAL, "dev": DEV}


def test_the_page_s_own_example_is_a_good_one(written: Any) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", (ROOT / settings.PAGE).read_text("utf-8"), re.DOTALL)
    stages = written(example)
    assert (stages["trial"].memory_mb, stages["prod"].alarm_mail) == (1024, "alarms@lindenhof.shop")


def test_every_setting_has_its_meaning_and_a_stage_is_settable_but_for_its_name() -> None:
    for table in (Shop, StageSettings, Edge, Limits, Secrets):
        assert all(meanings(table).values())
    settable = {each.name for each in fields(StageSettings)}
    assert {each.name for each in fields(Stage)} - settable == {"name", "is_local"}


def test_without_a_helpdesk_nothing_of_it_is_deployed() -> None:
    stage = replace(load(SHOP)["prod"], helpdesk=Helpdesk())
    codes = {variant: lambda_.Code.from_inline("-") for variant in VARIANTS}
    app = App()
    support = DomainStack(app, stage, SUPPORT, Board(), codes=codes, search_paths={})
    data = Stack(app, "secrets")
    make_secrets(data, stage)
    texts = [json.dumps(Synthesized.from_stack(each).to_json()).lower() for each in (support, data)]
    assert not [text for text in texts if "helpdesk" in text]


def test_a_helpdesk_is_told_whole(written: Any) -> None:
    with pytest.raises(Mistaken, match="provider, url and email go together"):
        written('[stages.prod.helpdesk]\nprovider = "zendesk"\n')
