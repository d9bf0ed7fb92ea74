"""The pages for operators: what they tell to type is there, under the names that are deployed."""

import re
import shlex
import textwrap
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from aws_cdk import App
from aws_cdk.assertions import Template as Synthesized
from stripe._api_version import _ApiVersion

from functions.payments.stripe_event import TYPES
from infra.constructs.api import DEFAULT
from infra.constructs.board import Board
from infra.stacks.edge import EdgeStack
from infra.stages import Edge
from local.paths import ROOT
from tests.infra.cli import unknown_options
from tests.infra.shop import STAGES
from tests.infra.template import Template

PAGES = sorted((ROOT / "docs" / "operate").glob("*.md"))
TRIED = "commands"  # whose examples other tests run
NUMBERS = {
    "Fifteen": 15,
    "Sixteen": 16,
    "Seventeen": 17,
    "Eighteen": 18,
    "Nineteen": 19,
    "Twenty": 20,
    "Twenty-one": 21,
    "Twenty-two": 22,
}
NAMED = (
    "TableName",
    "FunctionName",
    "QueueName",
    "Name",
    "DashboardName",
    "ArchiveName",
    "BackupVaultName",
    "TopicName",
)


@pytest.mark.parametrize("page", [each for each in PAGES if each.stem != TRIED], ids=lambda page: page.stem)
def test_what_is_to_be_typed_is_marked_as_needing_an_account(page: Path) -> None:
    fences = re.findall(r"^ *```(\S.*)$", page.read_text(), re.MULTILINE)
    assert set(fences) <= {"sh account", "json", "toml", "yaml"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_target_of_make_is_there(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"(?:^|[ `])make ([a-z-]+)", page.read_text(), re.MULTILINE)) <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_name_is_one_that_is_deployed(page: Path, prod: Template) -> None:
    deployed = {
        str(each[name]) for kind in _kinds(prod) for each in prod.of(kind).values() for name in NAMED if name in each
    }
    deployed |= set(prod.stacks)
    told = set(re.findall(r"storewright[-/]prod[\w/-]*", page.read_text()))
    assert told <= deployed


@pytest.mark.parametrize("page", [each for each in PAGES if each.stem != TRIED], ids=lambda page: page.stem)
def test_every_command_is_one_of_the_cli_s(page: Path) -> None:
    for call in _typed(page.read_text()):
        if call[0] == "aws":
            assert unknown_options(call) == set(), call


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_output_that_is_told_of_is_one(page: Path, prod: Template) -> None:
    there = {name for stack in prod.stacks.values() for name in stack.get("Outputs", {})}
    assert set(re.findall(r"\boutput `(\w+)`", page.read_text())) <= there


def test_as_many_stacks_appear_as_is_said(prod: Template) -> None:
    page = (ROOT / "docs" / "operate" / "first-deploy.md").read_text()
    [said] = re.findall(r"([\w-]+) stacks appear", page)
    assert NUMBERS[said] == len(prod.stacks)


def test_a_domain_of_one_s_own_is_had_as_the_page_says() -> None:
    """Both of its settings, as they stand there, are taken, and lead to what the page promises."""
    page = (ROOT / "docs" / "operate" / "edge.md").read_text()
    [block] = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    [edge] = (stage["edge"] for stage in tomllib.loads(textwrap.dedent(block))["stages"].values())
    stack = EdgeStack(App(), replace(STAGES["prod"], edge=Edge(**edge)), Board(), None)
    template = Synthesized.from_stack(stack).to_json()
    [config] = [
        each["Properties"]["DistributionConfig"]
        for each in template["Resources"].values()
        if each["Type"] == "AWS::CloudFront::Distribution"
    ]
    assert config["Aliases"] == [edge["domain"]]
    viewer = config["ViewerCertificate"]
    assert (viewer["AcmCertificateArn"], viewer["MinimumProtocolVersion"]) == (edge["certificate"], "TLSv1.2_2021")
    assert template["Outputs"]["EdgeUrl"]["Value"] == f"https://{edge['domain']}"
    assert template["Outputs"]["EdgeDomain"]["Value"]["Fn::GetAtt"][1] == "DomainName"
    assert f"--domain-name {edge['domain']}" in page


def test_without_the_edge_a_domain_leads_to_the_stage_of_the_api_that_needs_no_path(prod: Template) -> None:
    page = (ROOT / "docs" / "operate" / "edge.md").read_text()
    [named] = re.findall(r"create-api-mapping .*--stage '(\S+)'", page)
    assert named in {each["StageName"] for each in prod.of("ApiGatewayV2::Stage").values()}
    assert named == DEFAULT


def test_stripe_is_asked_for_what_the_code_reads() -> None:
    page = (ROOT / "docs" / "operate" / "first-deploy.md").read_text()
    assert set(re.findall(r'"enabled_events\[\]"=(\S+)', page)) == TYPES
    assert re.findall(r"api_version=(\S+)", page) == [_ApiVersion.CURRENT]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text()):
        assert (page.parent / link).exists(), link


def _typed(text: str) -> Iterator[list[str]]:
    """The commands in a page's blocks, in words."""
    for block in re.findall(r"```sh account\n(.*?)```", text, re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            yield from (shlex.split(part) for part in re.split(r"; | && ", line) if part.strip())


def _kinds(template: Template) -> set[str]:
    return {each["Type"].removeprefix("AWS::") for each in template.resources.values()}
