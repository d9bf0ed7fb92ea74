"""A stage that starts the store's APIs from snapshots, keeps some started, or asks a new version a little first."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Validations
from aws_cdk import aws_lambda as lambda_
from cdk_nag import AwsSolutionsChecks

from checks.templates import mistakes
from infra.constructs.board import Board
from infra.domains.catalog import CATALOG
from infra.domains.orders import ORDERS
from infra.plan import Domain
from infra.stacks.domain import DomainStack
from infra.stages import Stage
from tests.infra.joined import text
from tests.infra.shop import STAGES
from tests.infra.template import Template

ROOT = Path(__file__).parents[2]
STORE, STAFF = "catalog-store_api", "catalog-admin_api"


@pytest.fixture(scope="module")
def resources() -> Any:
    """Gives the catalog's resources as this stage has them, by kind."""
    apis = Domain("catalog", CATALOG.table, CATALOG.functions[:2])

    def of(stage: Stage) -> dict[str, list[dict[str, Any]]]:
        app = App()
        codes = {"base": lambda_.Code.from_inline("none")}
        DomainStack(app, stage, apis, Board(), codes=codes, search_paths={})
        template = app.synth().get_stack_by_name(stage.names.of("catalog")).template
        kinds: dict[str, list[dict[str, Any]]] = {}
        for each in template["Resources"].values():
            kinds.setdefault(each["Type"].removeprefix("AWS::"), []).append(each["Properties"])
        return kinds

    return of


@pytest.mark.parametrize(
    ("settings", "snapshots", "started"),
    [
        ({"snap_start": True}, {STORE}, None),
        ({"provisioned_concurrency": 3}, set(), 3),
        ({"canary_percent": 10}, set(), None),
        ({"canary_percent": 10, "snap_start": True}, {STORE}, None),
        ({"canary_percent": 10, "provisioned_concurrency": 3}, set(), 3),
    ],
)
def test_the_store_s_apis_are_asked_by_their_alias(
    resources: Any, settings: dict[str, Any], snapshots: set[str], started: int | None
) -> None:
    stage = replace(STAGES["dev"], **settings)
    kinds = resources(stage)
    functions = {each["FunctionName"]: each for each in kinds["Lambda::Function"]}
    assert {name for name, each in functions.items() if "SnapStart" in each} == {stage.names.of(x) for x in snapshots}
    assert all(functions[stage.names.of(x)]["SnapStart"] == {"ApplyOn": "PublishedVersions"} for x in snapshots)
    [alias] = kinds["Lambda::Alias"]
    assert alias["Name"] == "live"
    assert len(kinds["Lambda::Version"]) == 1
    kept = alias.get("ProvisionedConcurrencyConfig", {}).get("ProvisionedConcurrentExecutions")
    assert kept == started
    asked = [json.dumps(each["IntegrationUri"]) for each in kinds["ApiGatewayV2::Integration"]]
    assert len([uri for uri in asked if "live" in uri]) == 1
    assert len([each for each in kinds["Lambda::Permission"] if "live" in json.dumps(each["FunctionName"])]) == 1


def test_a_stage_that_wants_none_of_it_publishes_nothing(template: Template) -> None:
    for kind in ("Lambda::Alias", "Lambda::Version", "CodeDeploy::DeploymentGroup"):
        assert not template.of(kind)


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The assembly of the shoppers' orders in a stage with a canary, as cdk-nag and cfn-lint see it."""
    app = App(outdir=str(tmp_path_factory.mktemp("canary")))
    orders = replace(ORDERS, functions=ORDERS.functions[:1], words=())
    stage = replace(STAGES["dev"], canary_percent=5, canary_minutes=15)
    DomainStack(app, stage, orders, Board(), codes={"checkout": lambda_.Code.from_inline("none")}, search_paths={})
    Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    return Path(app.synth().directory)


@pytest.fixture(scope="module")
def resources_of_canary(canary: Path) -> dict[str, Any]:
    template: dict[str, Any] = json.loads((canary / "storewright-dev-orders.template.json").read_text())
    return dict(template["Resources"])


def one(resources: dict[str, Any], kind: str) -> tuple[str, dict[str, Any]]:
    """The only resource of a kind, with its logical id."""
    [found] = [(key, each) for key, each in resources.items() if each["Type"] == f"AWS::{kind}"]
    return found


def test_a_new_version_answers_a_part_of_the_requests_for_some_minutes(resources_of_canary: dict[str, Any]) -> None:
    config_id, config = one(resources_of_canary, "CodeDeploy::DeploymentConfig")
    assert config["Properties"] == {
        "ComputePlatform": "Lambda",
        "DeploymentConfigName": "storewright-dev-orders-store_api-5-percent-15-minutes",
        "TrafficRoutingConfig": {
            "Type": "TimeBasedCanary",
            "TimeBasedCanary": {"CanaryInterval": 15, "CanaryPercentage": 5},
        },
    }
    group_id, group = one(resources_of_canary, "CodeDeploy::DeploymentGroup")
    application_id, _ = one(resources_of_canary, "CodeDeploy::Application")
    _, alias = one(resources_of_canary, "Lambda::Alias")
    assert group["Properties"]["DeploymentConfigName"] == {"Ref": config_id}
    assert group["Properties"]["DeploymentStyle"] == {
        "DeploymentOption": "WITH_TRAFFIC_CONTROL",
        "DeploymentType": "BLUE_GREEN",
    }
    assert alias["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"] == {
        "ApplicationName": {"Ref": application_id},
        "DeploymentGroupName": {"Ref": group_id},
    }


def test_its_errors_answers_of_500_and_a_fast_fire_take_it_back(resources_of_canary: dict[str, Any]) -> None:
    _, group = one(resources_of_canary, "CodeDeploy::DeploymentGroup")
    group = group["Properties"]
    assert group["AutoRollbackConfiguration"] == {
        "Enabled": True,
        "Events": ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_REQUEST", "DEPLOYMENT_STOP_ON_ALARM"],
    }
    assert group["AlarmConfiguration"]["Enabled"]
    alarms = [resources_of_canary[each["Name"]["Ref"]] for each in group["AlarmConfiguration"]["Alarms"]]
    assert {each["Type"] for each in alarms} == {"AWS::CloudWatch::Alarm"}, "CodeDeploy knows no composite ones"
    names = ("orders-store_api-new-version", "orders-UnexpectedErrors", "orders-checkout-within-5m")
    assert [each["Properties"]["AlarmName"] for each in alarms] == [f"storewright-dev-{name}" for name in names]


def test_the_new_version_is_watched_apart_from_the_old_one(resources_of_canary: dict[str, Any]) -> None:
    [errors] = [
        each["Properties"]
        for each in resources_of_canary.values()
        if each.get("Properties", {}).get("AlarmName") == "storewright-dev-orders-store_api-new-version"
    ]
    version_id, _ = one(resources_of_canary, "Lambda::Version")
    name = "storewright-dev-orders-store_api"
    assert {each["Name"]: each["Value"] for each in errors["Dimensions"]} == {
        "FunctionName": name,
        "Resource": f"{name}:live",
        "ExecutedVersion": {"Fn::GetAtt": [version_id, "Version"]},
    }
    assert (errors["Threshold"], errors["Period"], errors["EvaluationPeriods"]) == (1, 60, 1)
    assert "AlarmActions" not in errors


def test_code_deploy_may_move_this_alias_and_look_at_alarms(resources_of_canary: dict[str, Any]) -> None:
    _, group = one(resources_of_canary, "CodeDeploy::DeploymentGroup")
    role = resources_of_canary[group["Properties"]["ServiceRoleArn"]["Fn::GetAtt"][0]]["Properties"]
    assert "ManagedPolicyArns" not in role
    [policy] = role["Policies"]
    looks, moves = policy["PolicyDocument"]["Statement"]
    assert looks["Action"] == "cloudwatch:DescribeAlarms"
    assert [text(each).rpartition(":function:")[2] for each in moves["Resource"]] == [
        "storewright-dev-orders-store_api",
        "storewright-dev-orders-store_api:live",
    ]


def test_neither_cdk_nag_nor_cfn_lint_finds_anything(canary: Path) -> None:
    report = json.loads((canary / "validation-report.json").read_text())
    assert "AwsSolutions" in json.dumps(report)
    assert [each["violations"] for each in report["pluginReports"] if each["violations"]] == []
    assert list(mistakes(canary)) == []


def test_a_canary_without_alarms_is_refused() -> None:
    with pytest.raises(ValueError, match="canary_percent needs has_alarms"):
        replace(STAGES["dev"], canary_percent=10, has_alarms=False)


def test_the_page_on_upgrades_tells_what_takes_a_version_back() -> None:
    page = " ".join((ROOT / "docs/operate/upgrade.md").read_text(encoding="utf-8").split())
    _, _, told = page.partition("## A part of the shoppers first")
    for words in (
        "`canary_percent = 10`",
        "`canary_minutes`",
        "an error or a timeout of the new version",
        "an answer of 500",
        "objective of checkouts",
        "`UPDATE_ROLLBACK_COMPLETE`",
        "a migration is not begun before the new version answers all",
    ):
        assert words in told
