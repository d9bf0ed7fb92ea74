"""A stage that starts the store's APIs from snapshots, or keeps some started: a version, an alias, and who asks it."""

import json
from dataclasses import replace
from typing import Any

import pytest
from aws_cdk import App
from aws_cdk import aws_lambda as lambda_

from infra.constructs.board import Board
from infra.domains.catalog import CATALOG
from infra.plan import Domain
from infra.stacks.domain import DomainStack
from infra.stages import Stage
from tests.infra.shop import STAGES
from tests.infra.template import Template

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
    [({"snap_start": True}, {STORE}, None), ({"provisioned_concurrency": 3}, set(), 3)],
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


def test_a_stage_that_wants_neither_publishes_nothing(template: Template) -> None:
    assert not template.of("Lambda::Alias")
    assert not template.of("Lambda::Version")
