"""Several stacks: none near CloudFormation's limit, none locked to another, and what remembers keeps its identity."""

import csv
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from infra.names import API_ID, client_of, pool_of
from infra.stacks.__main__ import DEPLOYED, EDGE, PROTECTED, chosen
from infra.stages import DEV, PROD
from local.paths import ROOT, search_path
from tests.infra.joined import text
from tests.infra.shop import STAGES
from tests.infra.template import Template

RESOURCES_MAX = 250  # CloudFormation takes 500 in a stack; past half of them, a domain is two
REMEMBERED = ROOT / "tests" / "infra" / "remembered.tsv"
PASSING = ("supporttakemail", "dashboard")  # mail that comes in until it is taken; files that are made of the sources
REMEMBERS = {  # kinds, and the property with the name, that forget or are lost to others when replaced
    "AWS::ApiGatewayV2::Api": "Name",
    "AWS::Backup::BackupVault": "BackupVaultName",
    "AWS::Cognito::UserPool": "UserPoolName",
    "AWS::Cognito::UserPoolClient": "ClientName",
    "AWS::DynamoDB::Table": "TableName",
    "AWS::Events::Archive": "ArchiveName",
    "AWS::Events::EventBus": "Name",
    "AWS::S3::Bucket": "BucketName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SecretsManager::Secret": "Name",
}


def test_what_remembers_has_the_logical_id_that_it_had(prod: Template) -> None:
    """Another id or another name is another resource: the shop would begin anew, empty. Only new lines may be added."""
    with REMEMBERED.open() as lines:
        remembered = {(line["stack"], line["id"]): line["name"] for line in csv.DictReader(lines, delimiter="\t")}
    found = {
        (stack, logical_id): text(each["Properties"][REMEMBERS[each["Type"]]])
        for stack, template in prod.stacks.items()
        for logical_id, each in template["Resources"].items()
        if each["Type"] in REMEMBERS and not logical_id.startswith(PASSING)
    }
    assert found == remembered


def test_what_remembers_is_in_the_protected_stacks(prod: Template, dev: Template) -> None:
    protected = {prod.names.of(name) for name in PROTECTED}
    with REMEMBERED.open() as lines:
        assert {line["stack"] for line in csv.DictReader(lines, delimiter="\t")} == protected
    known = protected | {prod.names.of(name) for name in EDGE}
    assert {name for name in prod.stacks if _artifact(prod, name).get("terminationProtection")} == known
    assert not [name for name in dev.stacks if _artifact(dev, name).get("terminationProtection")]


def test_each_domain_is_a_stack_far_from_the_limit(template: Template) -> None:
    edge = EDGE if STAGES[template.stage].has_edge else ()
    assert set(template.stacks) == {template.names.of(name) for name in (*PROTECTED, *edge, *DEPLOYED)}
    for name, stack in template.stacks.items():
        assert len(stack["Resources"]) <= RESOURCES_MAX, name


def test_no_stack_locks_another(template: Template) -> None:
    """An import would forbid to change what is exported for as long as somebody imports it."""
    assert "Fn::ImportValue" not in json.dumps(template.stacks)
    for stack in template.stacks.values():
        assert not [each for each in stack.get("Outputs", {}).values() if "Export" in each]


def test_domains_wait_for_the_api_and_the_api_for_what_remembers_and_nobody_for_a_domain(template: Template) -> None:
    data, api = (template.names.of(name) for name in PROTECTED)
    firewall, edge = (template.names.of(name) for name in EDGE)
    first = {data: set(), api: {data}, firewall: set(), edge: {api, firewall}}
    for name in template.stacks:
        waits_for = {each for each in _artifact(template, name, "dependencies") if not each.endswith(".assets")}
        assert waits_for == first.get(name, {api}), name


def test_what_only_aws_can_name_is_told_by_parameters_of_our_names(template: Template) -> None:
    told = {each["Name"] for each in template.of("SSM::Parameter").values()}
    asked = {
        parameter["Default"]
        for stack in template.stacks.values()
        for name, parameter in stack.get("Parameters", {}).items()
        if name.startswith("SsmParameter")
    }
    assert template.names.parameter(API_ID) in asked
    people = {template.names.parameter(of(name)) for of in (pool_of, client_of) for name in ("staff", "customers")}
    assert asked | people == told  # those whoever makes the pages on which people sign in asks for, too


@pytest.mark.parametrize("action", ["deploy", "diff", "destroy"])
def test_make_speaks_of_one_domain_or_of_all(action: str) -> None:
    assert chosen(action, DEV, "orders") == ["storewright-dev-orders"]
    assert chosen(action, DEV) == [f"storewright-dev-{name}" for name in (*PROTECTED, *DEPLOYED)]


def test_destroying_a_stage_that_keeps_data_leaves_what_is_protected(capsys: pytest.CaptureFixture[str]) -> None:
    assert chosen("destroy", PROD) == [f"storewright-prod-{name}" for name in DEPLOYED]
    stays = ", ".join(f"storewright-prod-{name}" for name in (*PROTECTED, *EDGE))
    assert f"{stays} are protected and stay." in capsys.readouterr().err


def test_two_shops_of_one_account_share_notext(prod: Template) -> None:
    other = replace(PROD, prefix="second").names
    for kind, name in REMEMBERS.items():
        for each in prod.of(kind.removeprefix("AWS::")).values():
            assert "storewright" in text(each[name])
    assert {other.of(), other.secret("x"), other.parameter("x"), other.bucket("x", "1", "r")} == {
        "second-prod",
        "second/prod/x",
        "/second/prod/x",
        "second-prod-x-1-r",
    }


def test_the_shop_stands_beside_others_in_their_app(tmp_path: Path) -> None:
    """The README's example, run as it stands there."""
    [example] = re.findall(r"```python\n(.*?)```", (ROOT / "infra" / "README.md").read_text(), re.DOTALL)
    environment = os.environ | {"CDK_OUTDIR": str(tmp_path), "PATH": search_path(), "PYTHONPATH": str(ROOT)}
    environment["CDK_CONTEXT_JSON"] = json.dumps({"aws:cdk:disable-asset-staging": True})  # the code is where it is
    subprocess.run([sys.executable, "-c", example], env=environment, check=True, cwd=ROOT)
    theirs = json.loads((tmp_path / "erp.template.json").read_text())["Resources"].values()
    [rule] = [each for each in theirs if each["Type"] == "AWS::Events::Rule"]
    assert rule["Properties"]["EventBusName"] == "storewright-dev"
    assert (tmp_path / "storewright-dev-orders.template.json").exists()


def _artifact(template: Template, name: str, part: str = "properties") -> dict[str, object]:
    manifest = json.loads((template.assembly / "manifest.json").read_text())
    found: dict[str, object] = manifest["artifacts"][name].get(part, {})
    return found
