"""cfn-lint: the templates are what CloudFormation takes, resource by resource."""

import json
from pathlib import Path

from checks.templates import mistakes
from tests.infra.template import Template


def test_nothing_is_wrong_in_the_templates(template: Template) -> None:
    assert list(mistakes(template.assembly)) == []


def test_a_property_that_there_is_not_is_found(tmp_path: Path) -> None:
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"QueueNam": "orders"}}
    (tmp_path / "wrong.template.json").write_text(json.dumps({"Resources": {"queue": queue}}))
    [found] = mistakes(tmp_path)
    assert "E3002" in found
    assert "QueueNam" in found
