"""What is generated is complete, the same each time, and up to date."""

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from infra.domains import DOMAINS
from local.generate import __main__ as command
from local.generate import architecture, asyncapi
from local.generate.discovery import domains, event_types
from local.generate.discovery import transitions as tables_of
from tests.generate.test_openapi import refs, resolved

ROOT = command.ROOT
EVENTS: dict[str, Any] = json.loads((ROOT / asyncapi.FILE).read_text(encoding="utf-8"))


@cache
def generated() -> command.Files:
    """All of it, made once and only where these tests run."""
    return command.generated()


def test_nothing_generated_is_out_of_date() -> None:
    """`make generate` writes it."""
    stored = {path: (ROOT / path).read_text(encoding="utf-8") for path in generated()}
    assert [path for path, text in generated().items() if stored[path] != text] == []


def test_the_same_code_gives_the_same_bytes_in_any_process() -> None:
    """In one of another hash seed as in this one."""
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    words = [sys.executable, "-m", "local.generate", "--check"]
    env = {**os.environ, "PYTHONHASHSEED": seed}
    other = subprocess.run(words, env=env, cwd=ROOT, check=False, capture_output=True, text=True)
    assert (other.stdout, other.returncode) == ("", 0)


def test_a_check_names_what_is_out_of_date_and_writing_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / asyncapi.SAMPLES, tmp_path / asyncapi.SAMPLES)
    monkeypatch.setattr(command, "ROOT", tmp_path)
    monkeypatch.setattr(command, "GENERATORS", (asyncapi.generate, architecture.generate))
    assert command.main(["--check"]) == 1
    assert "docs/asyncapi.json is out of date" in capsys.readouterr().out
    assert not (tmp_path / "docs").exists()
    assert command.main([]) == 0
    assert command.main(["--check"]) == 0
    (tmp_path / "docs/architecture.md").write_text("old")
    capsys.readouterr()
    assert command.main(["--check"]) == 1
    assert capsys.readouterr().out.splitlines() == ["docs/architecture.md is out of date; run `make generate`."]


def test_the_architecture_names_every_lambda_and_all_it_may_touch() -> None:
    text = generated()["docs/architecture.md"]
    sections = {part.partition("\n")[0]: part for part in text.split("\n## ")[1:]}
    for domain in DOMAINS:
        for function in domain.functions:
            (row,) = (line for line in sections[domain.name].splitlines() if line.startswith(f"| `{function.name}` |"))
            assert all(f"`{table}`" in row for table in (*function.reads, *function.holds, *function.writes))


@pytest.mark.parametrize("domain", [domain for domain in domains() if tables_of(domain)])
def test_every_transition_is_drawn_and_every_state_has_its_meaning(domain: str) -> None:
    text = generated()[f"docs/transitions/{domain}.md"]
    for table in tables_of(domain).values():
        for before, after in table.items():
            assert all(f"  {before.value} --> {each.value}\n" in text for each in after)
            rows = [line for line in text.splitlines() if line.startswith(f"| `{before.value}` | ")]
            assert rows
            assert f"| `{before.value}` |  |" not in rows, f"{before!r} needs its comment"


def test_every_event_is_in_the_document_with_who_says_it() -> None:
    says = [each["messages"] for name, each in EVENTS["operations"].items() if name.endswith("_says")]
    said = set(refs(says))
    assert said == {f"#/channels/bus/messages/{event.__name__}" for event in event_types()}
    for event in event_types():
        message = EVENTS["components"]["messages"][event.__name__]
        assert {"name": "public" if event.is_public else "internal"} in message["tags"]


def test_every_reference_leads_somewhere() -> None:
    assert EVENTS["asyncapi"] == "3.0.0"
    for ref in set(refs(EVENTS)):
        resolved(ref, EVENTS)


@pytest.mark.parametrize("name", list(EVENTS["components"]["messages"]))
def test_the_example_of_a_message_is_as_its_schema_says(name: str) -> None:
    message = EVENTS["components"]["messages"][name]
    (example,) = message["examples"]
    schema = json.loads(json.dumps({**message["payload"], "components": EVENTS["components"]}))
    jsonschema.Draft202012Validator(schema).validate(example["payload"])
    wrong = {**example["payload"], "data": {}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(wrong)
