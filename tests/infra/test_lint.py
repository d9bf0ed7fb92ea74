"""cfn-lint: the templates are what CloudFormation takes, resource by resource."""

import json
from pathlib import Path

from checks.templates import looked_at, mistakes, worth_a_look
from tests.infra.template import Template


def test_nothing_is_wrong_in_the_templates(prod: Template, dev: Template) -> None:
    assert looked_at(prod.assembly, dev.assembly) == []


def test_a_property_that_there_is_not_is_found(tmp_path: Path) -> None:
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"QueueNam": "orders"}}
    (tmp_path / "wrong.template.json").write_text(json.dumps({"Resources": {"queue": queue}}))
    [found] = mistakes(tmp_path)
    assert "E3002" in found
    assert "QueueNam" in found


def a_template(stage: str, *, days: int = 30, **more: object) -> str:
    log = {
        "Type": "AWS::Logs::LogGroup",
        "Properties": {"LogGroupName": f"storewright-{stage}", "RetentionInDays": days},
    }
    return json.dumps({"Resources": {"log0A1B2C3D" if stage == "dev" else "log4E5F6A7B": log, **more}})


def test_of_a_further_stage_only_what_says_anything_new_is_looked_at(tmp_path: Path) -> None:
    topic = {"Type": "AWS::SNS::Topic"}
    templates = {
        "prod": a_template("prod"),
        "alike": a_template("dev"),
        "other days": a_template("dev", days=14),
        "with more": a_template("dev", more=topic),
        "with another": a_template("dev", another=topic),
    }
    paths = [tmp_path / name for name in templates]
    for path in paths:
        path.write_text(templates[path.name])
    assert [path.name for path in worth_a_look(iter(paths))] == ["prod", "other days", "with more", "with another"]
