"""cdk-nag's AwsSolutions rules: nothing found that is not acknowledged, nothing acknowledged without a reason."""

import json

from tests.infra.template import Template


def test_nothing_is_found_that_is_not_acknowledged(template: Template) -> None:
    report = json.loads((template.assembly / "validation-report.json").read_text())
    assert "AwsSolutions" in json.dumps(report)  # the rules have run
    assert [each for each in report["pluginReports"] if each["violations"]] == []


def test_everything_acknowledged_has_a_reason(template: Template) -> None:
    report = json.loads((template.assembly / "validation-report.json").read_text())
    acknowledged = [each for plugin in report["pluginReports"] for each in plugin["suppressedViolations"]]
    assert acknowledged
    assert all(len(each["reason"].split()) > 3 for each in acknowledged)
