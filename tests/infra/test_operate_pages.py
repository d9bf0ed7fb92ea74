"""The pages for operators: what they tell to type is there, under the names that are deployed."""

import re
from pathlib import Path

import pytest
from stripe._api_version import _ApiVersion

from functions.payments.stripe_event import TYPES
from local.paths import ROOT
from tests.infra.template import Template

PAGES = sorted((ROOT / "docs" / "operate").glob("*.md"))
TRIED = "commands"  # whose examples other tests run
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
    fences = re.findall(r"^```(\S.*)$", page.read_text(), re.MULTILINE)
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


def test_stripe_is_asked_for_what_the_code_reads() -> None:
    page = (ROOT / "docs" / "operate" / "first-deploy.md").read_text()
    assert set(re.findall(r'"enabled_events\[\]"=(\S+)', page)) == TYPES
    assert re.findall(r"api_version=(\S+)", page) == [_ApiVersion.CURRENT]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text()):
        assert (page.parent / link).exists(), link


def _kinds(template: Template) -> set[str]:
    return {each["Type"].removeprefix("AWS::") for each in template.resources.values()}
