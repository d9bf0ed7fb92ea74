"""The command line alone: what it says of itself, and how it ends."""

import os
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path

import botocore.session
import pytest
from botocore.stub import Stubber
from rich.console import Console

from infra.operate.app import app, main
from infra.operate.asking import address_of
from infra.operate.dead_letters import summary
from infra.operate.place import TABLES, Mistake, Place, part, place_of
from infra.operate.status import line
from infra.operate.telling import table
from infra.plan import Schedule, Watcher
from infra.stages import STAGES
from local.generate.commands import examples, sentence, walk
from local.paths import ROOT
from shared.operations.letters import Letter
from shared.operations.retrial import matches
from tests.world import NOON

COMMANDS = dict(walk(app))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_sentence_and_an_example(name: str) -> None:
    assert sentence(COMMANDS[name]).endswith(".")
    assert examples(COMMANDS[name])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_is_a_command_that_is_understood(name: str) -> None:
    for example in examples(COMMANDS[name]):
        words = shlex.split(example)
        assert words[:1] == ["storewright"]
        command, _, _ = app.parse_args(words[1:], exit_on_error=False, print_error=False)
        assert command is COMMANDS[name].default_command


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["statsu"], 2, "Unknown command"),
        (["status", "--stage", "moon"], 2, "There is no stage moon"),
        (["dead-letters", "drop", "1b0d"], 2, "--reason"),
        (["status", "--local", "--endpoints", "/nowhere"], 1, "No local shop is running"),
    ],
)
def test_what_cannot_be_done_ends_with_its_code_and_a_sentence(
    capsys: pytest.CaptureFixture[str], words: list[str], code: int, says: str
) -> None:
    assert main(words) == code
    said = capsys.readouterr()
    assert says in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_without_credentials_aws_is_not_reached(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    assert main(["dead-letters", "list"]) == 1
    assert capsys.readouterr().err.startswith("Set AWS_REGION")
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    assert main(["dead-letters", "list"]) == 1
    assert capsys.readouterr().err.startswith("AWS was not reached: ")


def test_make_install_brings_the_script(tmp_path: Path) -> None:
    """As the Makefile does it, in an environment of its own that borrows this one's packages."""
    uv, python = Path(sys.executable).with_name("uv"), tmp_path / "bin" / "python"
    subprocess.run([uv, "venv", "--quiet", "--offline", "--python", sys.executable, tmp_path], check=True)
    [line_] = [each.strip("\t@") for each in (ROOT / "Makefile").read_text().splitlines() if "--editable ." in each]
    words = line_.replace("$(BIN)/python", str(python)).split()
    subprocess.run([uv, *words[1:]], check=True, cwd=ROOT)
    ran = subprocess.run(
        [tmp_path / "bin" / "storewright", "--help"],
        env=os.environ | {"PYTHONPATH": sysconfig.get_path("purelib")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "dead-letters" in ran.stdout


def test_a_part_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(Mistake, match=r"There is no orders-store_api here; there are .*orders-expire_unpaid"):
        part("orders-store_api", Schedule)


def test_every_domain_with_a_table_has_one_of_its_name() -> None:
    assert {name: spec.name for name, spec in TABLES.items()} == {name: name for name in TABLES}
    with pytest.raises(Mistake, match="There is no table moon"):
        place_of("dev").table("moon")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ('{"detail": {"type": "order.placed", "id": "evt_1"}}', "order.placed evt_1"),
        (
            '{"requestContext": {"condition": "RetriesExhausted"}, "requestPayload": {}}',
            "a run by the clock: RetriesExhausted",
        ),
        (
            '{"requestContext": {"condition": "X"}, "DDBStreamBatchInfo": {"batchSize": 2}}',
            "2 changes of a table: X",
        ),
        ('{"detail-type": "Scheduled Event", "detail": "{}"}', "a run by the clock: Scheduled Event"),
        ("anything", "anything"),
        ("[1]", "[1]"),
    ],
)
def test_a_letter_is_summed_up_in_a_line(body: str, says: str) -> None:
    assert summary(Letter("orders-on_payment", "1", NOON, body, {}, "r")) == says


def test_the_stream_s_filters_are_read_as_lambda_reads_them() -> None:
    watcher = part("inventory-watch_levels")
    assert isinstance(watcher, Watcher)
    [pattern] = watcher.when

    def change(kind: str, pk: str, sk: str) -> dict[str, object]:
        return {"eventName": kind, "dynamodb": {"Keys": {"pk": {"S": pk}, "sk": {"S": sk}}}}

    assert matches(pattern, change("MODIFY", "VARIANT#v", "LEVEL#l"))
    assert not matches(pattern, change("REMOVE", "VARIANT#v", "LEVEL#l"))
    assert not matches(pattern, change("MODIFY", "VARIANT#v", "STOCK"))
    assert matches({"a": [{"exists": True}]}, {"a": "x"})
    assert matches({"a": [{"exists": False}]}, {})
    assert not matches({"a": [{"exists": True}]}, {})


def test_a_time_is_not_broken_over_two_lines_where_a_long_value_may_be(capsys: pytest.CaptureFixture[str]) -> None:
    row = {"event": "evt_01KB6Z4M1W2ABCDEFGHJKMNPQR", "at": "2026-11-29T08:00:00", "what": "said " * 30}
    Console(width=80).print(table("Events", [row]))
    assert f"{row['event']}   {row['at']}   said" in capsys.readouterr().out


def test_a_line_of_a_log_is_told_in_short() -> None:
    assert line('{"level": "WARNING", "message": "not_heard", "error": "KeyError", "at": "queue.py:50"}') == (
        "not_heard KeyError queue.py:50"
    )
    assert line("[ERROR] Failed:\tdaily_sales\n") == "[ERROR] Failed: daily_sales"


@pytest.mark.parametrize(("stage", "part", "output"), [("dev", "api", "ApiUrl"), ("prod", "edge", "EdgeUrl")])
def test_keys_are_asked_for_where_the_stage_answers(stage: str, part: str, output: str) -> None:
    """Behind the edge the API answers nobody else."""
    client = botocore.session.get_session().create_client(
        "cloudformation", "eu-central-1", aws_access_key_id="testing", aws_secret_access_key="testing"
    )
    place = Place(STAGES[stage], _clients={"cloudformation": client})
    outputs = [{"OutputKey": "Other", "OutputValue": ""}, {"OutputKey": output, "OutputValue": "https://a.shop"}]
    stack = {"StackName": "", "CreationTime": NOON, "StackStatus": "UPDATE_COMPLETE", "Outputs": outputs}
    with Stubber(client) as aws:
        aws.add_response("describe_stacks", {"Stacks": [stack]}, {"StackName": f"storewright-{stage}-{part}"})
        assert address_of(place) == "https://a.shop"
