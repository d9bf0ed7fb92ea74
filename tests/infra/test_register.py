"""The register is whole: what the code counts is in it, what it names is there, and READMEs promise no other alarm."""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.domains import DOMAINS
from infra.register.derived import every_alarm
from infra.register.vocabulary import Runbook
from local.generate.runbooks import steps
from local.paths import ROOT
from tests.infra.cli import unknown_options
from tests.infra.template import PLANNED

REGISTERED = {word.name: word for domain in DOMAINS for word in domain.counted}
RUNBOOKS: dict[str, Runbook] = {named.runbook: named.alarm.runbook for named in every_alarm(DOMAINS)}
COMMANDS = [
    (page, step[2:]) for page, book in RUNBOOKS.items() for step in steps(book.look + book.mend) if step[0] == "$"
]
READMES = sorted((ROOT / "functions").glob("*/README.md"))
OPERATORS = (ROOT / "docs/operate/commands.md").read_text("utf-8")
WORD = re.compile(r"`((?:[A-Z][a-z]+){2,})`")


def counted_in(*parts: str) -> Iterator[tuple[str, str]]:
    """Every word that code there counts or measures, and by which of the two."""
    for part in parts:
        for path in (ROOT / part).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text("utf-8"))):
                match call:
                    case ast.Call(func=ast.Attribute(ast.Name("telemetry"), ("count" | "measure") as how), args=args):
                        yield from ((word, how) for word in _words(args[0]))


def test_what_the_code_counts_is_registered_and_the_other_way_round() -> None:
    counted = set(counted_in("functions", "shared"))
    assert counted == {(word.name, "measure" if word.is_measured else "count") for word in REGISTERED.values()}


def test_a_domain_s_words_are_those_that_its_own_code_counts() -> None:
    for domain in DOMAINS:
        own = {word for word, _ in counted_in(f"functions/{domain.name}")}
        assert {word.name for word in domain.words} == own, domain.name


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.parent.name)
def test_every_alarm_that_a_readme_names_is_there(readme: Path) -> None:
    """In the part on alarms each word is one of the register's, and is an alarm where the text says so."""
    alarms = {named.name for named in every_alarm(DOMAINS)}
    domain = readme.parent.name
    part = _on_alarms(readme.read_text("utf-8"))
    assert part
    for line in part.splitlines():
        named = WORD.findall(line)
        assert set(named) <= set(REGISTERED), line
        if "[ticket]" in line or "[page]" in line or not line.startswith("|"):
            assert {f"{domain}-{word}" for word in named} <= alarms, line
    for kind, row in re.findall(r"^\| \[([\w-]+)\]\(.*?\) \| (.*) \|$", part, re.MULTILINE):
        assert {f"{domain}-{name}-{kind}" for name in re.findall(r"`(\w+)`", row)} <= alarms


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.parent.name)
def test_no_readme_speaks_of_a_word_that_is_not_counted(readme: Path) -> None:
    """What looks like a metric is one, or a class of the code."""
    code = "".join(path.read_text("utf-8") for part in ("functions", "shared") for path in (ROOT / part).rglob("*.py"))
    unknown = set(WORD.findall(readme.read_text("utf-8"))) - set(REGISTERED)
    assert [word for word in unknown if f"class {word}" not in code] == []


@pytest.mark.parametrize(("page", "command"), COMMANDS, ids=[f"{page}-{i}" for i, (page, _) in enumerate(COMMANDS)])
def test_a_runbook_s_command_is_one_of_the_cli_s(page: str, command: str) -> None:
    parts = re.split(r"\$\((.*?)\)", command)
    for call in [parts[0] + "X".join(parts[2::2]), *parts[1::2]]:
        match shlex.split(call):
            case ["storewright", alone, *options] if f"## {alone}\n" in OPERATORS:
                assert all(f"| `{each}` |" in OPERATORS for each in options if each.startswith("--")), page
            case ["storewright", group, operation, *options]:
                assert f"## {group} {operation}\n" in OPERATORS, page
                assert all(f"| `{each}` |" in OPERATORS for each in options if each.startswith("--")), page
            case ["aws", *rest] as aws:
                assert unknown_options(aws) == set(), page
                if rest[:2] == ["logs", "tail"]:
                    assert rest[2].startswith(("/aws/lambda/$SHOP-", "/aws/vendedlogs/$SHOP/api")), page
            case rest:
                assert rest in (["X"], []), command


def test_a_runbook_s_commands_name_functions_tables_and_log_lines_that_there_are() -> None:
    code = "".join(path.read_text("utf-8") for part in ("functions", "shared") for path in (ROOT / part).rglob("*.py"))
    tables = {domain.table.name for domain in DOMAINS if domain.table}
    for page, command in COMMANDS:
        for name in re.findall(r"(?:/aws/lambda/|--function-name )\$SHOP-([\w-]+)", command):
            assert name in PLANNED, (page, name)
        for name in re.findall(r"(?:--table-name |Value=)\$SHOP-(\w+)", command):
            assert name in tables, (page, name)
        for line in re.findall(r"--filter-pattern ([a-z_]+)$", command):
            assert f'("{line}"' in code, (page, line)
        for function, line in re.findall(r"/aws/lambda/\$SHOP-([\w-]+) .*--filter-pattern ([a-z_]+)$", command):
            domain = function.partition("-")[0]
            where = [ROOT / "shared", ROOT / "functions" / domain]
            assert any(f'("{line}"' in path.read_text("utf-8") for part in where for path in part.rglob("*.py")), page


def _words(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(str(word)):
            yield word
        case ast.IfExp():
            yield from (*_words(node.body), *_words(node.orelse))
        case _:
            raise AssertionError(f"What is counted is no plain word: {ast.unparse(node)}")


def _on_alarms(text: str) -> str:
    """From the headline on alarms to the next one."""
    found = re.search(r"^(?:## |\*\*)Alarms(?:\*\*)?(.*?)(?=^## |^\*\*[A-Z]|\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""
