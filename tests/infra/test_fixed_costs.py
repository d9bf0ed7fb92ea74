"""What a stage costs whether it sells or not: each count is the templates', and no kind of resource is overlooked."""

from collections.abc import Iterator
from dataclasses import asdict

import pytest

from bench.costs import fixed
from bench.costs import prices as p
from infra.constructs import firewall, forget_pages
from infra.constructs.distribution import PAGES
from local.generate import costs
from local.paths import ROOT
from tests.infra.joined import Resource
from tests.infra.shop import STAGES
from tests.infra.template import Template

PAID_WHILE_IDLE = {
    "CloudWatch::Alarm",
    "CloudWatch::CompositeAlarm",
    "CloudWatch::Dashboard",
    "SecretsManager::Secret",
    "WAFv2::WebACL",
    "Lambda::EventSourceMapping",  # those of queues ask them, found empty or not
    "Pipes::Pipe",  # likewise
    "Scheduler::Schedule",  # the ticks
}
PAID_BY_SIZE = {"DynamoDB::Table", "Backup::BackupPlan", "Events::Archive", "Logs::LogGroup", "S3::Bucket"}
PAID_BY_USE = {
    "ApiGatewayV2::Api",
    "CloudFront::Distribution",
    "CloudFront::Function",
    "Cognito::UserPool",  # by the people who sign in within a month, past the first 10,000
    "Events::EventBus",
    "Lambda::Function",
    "SNS::Topic",
    "SQS::Queue",
    "StepFunctions::StateMachine",
}
FREE = {
    "ApiGatewayV2::Authorizer",
    "ApiGatewayV2::Integration",
    "ApiGatewayV2::Route",
    "ApiGatewayV2::Stage",
    "Backup::BackupSelection",
    "Backup::BackupVault",
    "CDK::Metadata",
    "CloudFront::CachePolicy",
    "CloudFront::OriginAccessControl",
    "CloudFront::ResponseHeadersPolicy",
    "Cognito::UserPoolClient",
    "Cognito::UserPoolDomain",
    "Events::Rule",
    "IAM::Policy",
    "IAM::Role",
    "Lambda::Alias",
    "Lambda::LayerVersion",
    "Lambda::EventInvokeConfig",
    "Lambda::Permission",
    "Lambda::Version",
    "S3::BucketPolicy",
    "SES::ReceiptRule",
    "SES::ReceiptRuleSet",
    "SNS::Subscription",
    "SNS::TopicPolicy",
    "SQS::QueuePolicy",
    "SSM::Parameter",  # of the standard tier
    "WAFv2::LoggingConfiguration",
}


def test_each_count_is_the_template_s(template: Template) -> None:
    """Where this fails, bench/costs/fixed.py counts otherwise than the constructs make."""
    stage = STAGES[template.stage]
    there_already = [arn for arn in asdict(stage.secrets).values() if arn]
    acls = _all(template, "WAFv2::WebACL")
    mappings = _all(template, "Lambda::EventSourceMapping")
    polled = len(_all(template, "Pipes::Pipe")) + sum("StartingPosition" not in each for each in mappings)
    counted = {
        p.ALARM: sum(map(_metrics, _all(template, "CloudWatch::Alarm"))),
        p.COMPOSITE: len(_all(template, "CloudWatch::CompositeAlarm")),
        p.DASHBOARD: len(_all(template, "CloudWatch::Dashboard")),
        p.SECRET: len(_all(template, "SecretsManager::Secret")) + len(there_already),
        p.KEY: len(_all(template, "KMS::Key")),
        p.WEB_ACL: len(acls),
        p.WAF_RULE: sum(len(acl["Rules"]) for acl in acls),
        p.QUEUE: polled * p.POLLERS * p.MONTH_S / p.POLL_S,
        p.STARTED: 0,
        p.SNAPSHOT: 0,
    }
    assert {line.price: line.count for line in fixed.lines(stage)} == counted


def test_every_kind_of_resource_is_known_to_cost_or_not(template: Template) -> None:
    """A new kind goes into the set that it belongs to; one that costs while nothing happens, into fixed.py as well."""
    known = PAID_WHILE_IDLE | PAID_BY_SIZE | PAID_BY_USE | FREE
    assert {kind for kind, _ in _resources(template) if kind.startswith("AWS::")} <= {f"AWS::{each}" for each in known}


def test_nothing_is_traced_and_parameters_are_of_the_free_tier(template: Template) -> None:
    for function in _all(template, "Lambda::Function"):
        assert "TracingConfig" not in function
    for parameter in _all(template, "SSM::Parameter"):
        assert "Tier" not in parameter


def test_without_the_edge_prod_has_what_its_other_stacks_have(prod: Template) -> None:
    other = fixed.total(fixed.STAGES["prod"]) - fixed.total(fixed.STAGES["prod without the edge"])
    rules = [rule for acl in _all(prod, "WAFv2::WebACL") for rule in acl["Rules"]]
    assert len(rules) == fixed.RULES == len(firewall.MANAGED) + 2
    alarmed = fixed.OF_EDGE * p.ALARM.each + p.QUEUE.each * p.POLLERS * p.MONTH_S / p.POLL_S
    assert other == pytest.approx(p.WEB_ACL.each + len(rules) * p.WAF_RULE.each + alarmed)


def test_backups_are_kept_as_they_are_counted(prod: Template) -> None:
    [plan] = prod.of("Backup::BackupPlan").values()
    ages = {
        (each["Lifecycle"]["DeleteAfterDays"], each["Lifecycle"].get("MoveToColdStorageAfterDays"))
        for each in plan["BackupPlan"]["BackupPlanRule"]
    }
    assert ages == {(fixed.DAILY, None), (365, 30)}
    assert fixed.MONTHLY + fixed.COLD == 12
    for table in prod.of("DynamoDB::Table").values():
        assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]
        is_kept = {"Key": "backup", "Value": "daily"} in table.get("Tags", [])
        assert is_kept == (table["TableName"] != prod.names.of("people"))


def test_the_edge_forgets_as_many_pages_and_as_often_as_is_counted() -> None:
    assert (len(PAGES), p.MONTH_S / forget_pages.GATHERED_S) == (costs.FORGOTTEN_AT_ONCE, costs.HALF_MINUTES)


def test_the_operators_page_has_the_sums_that_were_counted() -> None:
    page = (ROOT / costs.PAGE).read_text("utf-8")
    for stage in fixed.STAGES.values():
        assert f"**{fixed.total(stage):.2f}**" in page


def test_every_setting_that_the_page_names_is_one() -> None:
    page = (ROOT / costs.PAGE).read_text("utf-8")
    *_, part = page.split("## Cheaper")
    named = [line.split("`")[1].split(" = ")[0] for line in part.splitlines() if line.startswith("| `")]
    assert named
    assert set(named) <= set(asdict(STAGES["prod"]))


def _resources(template: Template) -> Iterator[tuple[str, Resource]]:
    """Of all stacks, the edge's too."""
    for stack in template.stacks.values():
        for resource in stack["Resources"].values():
            yield resource["Type"], resource.get("Properties", {})


def _all(template: Template, kind: str) -> list[Resource]:
    return [properties for each, properties in _resources(template) if each == f"AWS::{kind}"]


def _metrics(alarm: Resource) -> int:
    """How many an alarm is paid for: what AWS expects counts twice, as its most and its least."""
    asked = sum("MetricStat" in each for each in alarm.get("Metrics", ()))
    return fixed.BANDS if "ThresholdMetricId" in alarm else asked or 1
