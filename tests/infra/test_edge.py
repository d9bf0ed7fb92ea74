"""The edge: what CloudFront hands on and keeps, what answers carry, whom the firewall refuses, what is forgotten."""

import json
from typing import Any

import pytest

from events import InventoryAdjusted, PriceChanged, ProductUpdated
from infra.plan import Api
from infra.register.derived import OF_THE_EDGE
from infra.stages import DEV, LOCAL, PROD
from local.paths import ROOT
from tests.infra.shop import STAGES
from tests.infra.template import PLANNED, Template, of_kind, target

Properties = dict[str, Any]
MEDIA = "/media/*"
DASHBOARD = "/dashboard*"
KEPT = {"/store/products*", "/store/collections*", "/store/config", "/store/countries", "/docs*", "/openapi.json"}


@pytest.fixture
def config(prod: Template) -> Properties:
    [distribution] = _of(prod, "edge", "CloudFront::Distribution")
    found: Properties = distribution["DistributionConfig"]
    return found


def test_prod_has_an_edge_and_a_trial_need_not() -> None:
    assert (PROD.has_edge, DEV.has_edge, LOCAL.has_edge) == (True, False, False)


def test_without_an_edge_the_api_is_open_and_has_one_throttle(dev: Template) -> None:
    for title in of_kind(Api):
        variables = dev.function(title)["Environment"]["Variables"]
        assert not {"ONLY_BY_EDGE", "VIEWER_HEADER"} & set(variables)


def test_behind_the_edge_every_api_is_closed_to_others_and_no_other_lambda_knows_of_it(prod: Template) -> None:
    for title in PLANNED:
        variables = prod.function(title)["Environment"]["Variables"]
        told = {name: variables.get(name) for name in ("ONLY_BY_EDGE", "VIEWER_HEADER", "ORIGIN_SECRET_SECRET")}
        is_closed = told == {
            "ONLY_BY_EDGE": "true",
            "VIEWER_HEADER": "viewer-address",
            "ORIGIN_SECRET_SECRET": prod.names.secret("origin_secret"),
        }
        assert is_closed == (title in of_kind(Api)), title
        assert is_closed or set(told.values()) == {None}


def test_cloudfront_proves_itself_over_tls_and_webhooks_go_to_their_own_stage(config: Properties) -> None:
    origins = {each["Id"]: each for each in config["Origins"]}
    for each in origins.values():
        if "S3OriginConfig" in each:
            continue
        [proof] = each["OriginCustomHeaders"]
        assert proof["HeaderName"] == "Origin-Verify"
        reference = "{{resolve:secretsmanager:storewright/prod/origin_secret:SecretString:::}}"
        assert reference in json.dumps(proof["HeaderValue"])
        settings = each["CustomOriginConfig"]
        assert (settings["OriginProtocolPolicy"], settings["OriginSSLProtocols"]) == ("https-only", ["TLSv1.2"])
        assert ".execute-api." in json.dumps(each["DomainName"])
    paths = {way["PathPattern"]: origins[way["TargetOriginId"]].get("OriginPath") for way in config["CacheBehaviors"]}
    assert paths == {"/webhooks/*": "/hooks", **dict.fromkeys({*KEPT, DASHBOARD, MEDIA})}
    assert "OriginPath" not in origins[config["DefaultCacheBehavior"]["TargetOriginId"]]


def test_only_what_is_the_same_for_everybody_is_kept(prod: Template, config: Properties) -> None:
    [policy] = _of(prod, "edge", "CloudFront::CachePolicy")
    keeps = policy["CachePolicyConfig"]
    assert (keeps["MinTTL"], keeps["DefaultTTL"]) == (0, 0)
    key = keeps["ParametersInCacheKeyAndForwardedToOrigin"]
    assert key["QueryStringsConfig"] == {"QueryStringBehavior": "all"}
    assert key["HeadersConfig"] == {"HeaderBehavior": "whitelist", "Headers": ["Origin", "Api-Version"]}
    assert key["EnableAcceptEncodingBrotli"]
    assert key["EnableAcceptEncodingGzip"]
    kept = {way["PathPattern"] for way in config["CacheBehaviors"] if isinstance(way["CachePolicyId"], dict)}
    assert kept == KEPT
    assert not isinstance(config["DefaultCacheBehavior"]["CachePolicyId"], dict)  # AWS's own: nothing


def test_every_way_tells_who_connected_hands_on_all_but_the_host_and_adds_the_headers(
    prod: Template, config: Properties
) -> None:
    _, function = _of(prod, "edge", "CloudFront::Function")
    assert 'headers["viewer-address"] = { value: event.viewer.ip + ":0" }' in function["FunctionCode"]
    *_, policy = _of(prod, "edge", "CloudFront::ResponseHeadersPolicy")
    security = policy["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    assert security["StrictTransportSecurity"]["AccessControlMaxAgeSec"] == 63_072_000
    assert security["FrameOptions"] == {"FrameOption": "DENY", "Override": True}
    assert security["ReferrerPolicy"] == {"Override": True, "ReferrerPolicy": "no-referrer"}
    assert security["ContentTypeOptions"] == {"Override": True}
    assert security["ContentSecurityPolicy"]["ContentSecurityPolicy"] == "default-src 'none'; frame-ancestors 'none'"
    for way in (config["DefaultCacheBehavior"], *config["CacheBehaviors"]):
        if way.get("PathPattern") in (DASHBOARD, MEDIA):
            continue
        assert way["Compress"]
        assert way["ViewerProtocolPolicy"] == "https-only"
        assert way["OriginRequestPolicyId"] == "b689b0a8-53d0-40ab-baf2-68738e2966ac"  # AllViewerExceptHostHeader
        assert [each["EventType"] for each in way["FunctionAssociations"]] == ["viewer-request"]
        assert "Ref" in way["ResponseHeadersPolicyId"]
    assert config["HttpVersion"] == "http2and3"


def test_pictures_come_from_a_bucket_of_another_stack_and_are_kept(prod: Template, config: Properties) -> None:
    [way] = [each for each in config["CacheBehaviors"] if each["PathPattern"] == MEDIA]
    [origin] = [each for each in config["Origins"] if each["Id"] == way["TargetOriginId"]]
    assert "-media-" in str(origin["DomainName"])
    assert "Fn::GetAtt" in origin["OriginAccessControlId"]
    assert way["CachePolicyId"] == "658327ea-f89d-4fab-a63d-7e88639e58f6"  # CachingOptimized
    assert way["ViewerProtocolPolicy"] == "redirect-to-https"
    assert "Ref" in way["ResponseHeadersPolicyId"]


def test_the_dashboard_comes_from_a_bucket_that_the_edge_alone_reads_and_loads_nothing_else(
    prod: Template, config: Properties
) -> None:
    [way] = [each for each in config["CacheBehaviors"] if each["PathPattern"] == DASHBOARD]
    [origin] = [each for each in config["Origins"] if each["Id"] == way["TargetOriginId"]]
    assert origin["S3OriginConfig"] == {"OriginAccessIdentity": ""}
    assert "Fn::GetAtt" in origin["OriginAccessControlId"]
    assert (way["Compress"], way["ViewerProtocolPolicy"]) == (True, "redirect-to-https")
    [bucket] = _of(prod, "edge", "S3::Bucket")
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    [policy] = _of(prod, "edge", "S3::BucketPolicy")
    readers = [each for each in policy["PolicyDocument"]["Statement"] if each["Effect"] == "Allow"]
    assert [each["Principal"] for each in readers] == [{"Service": "cloudfront.amazonaws.com"}]
    first_page, _ = _of(prod, "edge", "CloudFront::Function")
    assert 'request.uri = "/dashboard/index.html"' in first_page["FunctionCode"]
    headers, *_ = _of(prod, "edge", "CloudFront::ResponseHeadersPolicy")
    security = headers["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    told = security["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    text = (
        told
        if isinstance(told, str)
        else "".join(each if isinstance(each, str) else "*" for each in told["Fn::Join"][1])
    )
    rules = {name: values for name, *values in (rule.split() for rule in text.split("; "))}
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == ["'none'"]
    assert rules["script-src"] == ["'self'"]
    assert "'unsafe-inline'" not in text
    assert "'unsafe-eval'" not in text
    assert security["FrameOptions"]["FrameOption"] == "DENY"


def test_the_dashboard_s_parts_are_kept_for_good_and_its_page_is_not(prod: Template) -> None:
    parts, page = _of(prod, "edge", "CDKBucketDeployment", of="Custom")
    assert (parts["Include"], parts["Exclude"], parts["SystemMetadata"]) == (
        ["assets/*"],
        ["*"],
        {"cache-control": "public, max-age=31536000, immutable"},
    )
    assert (page["Exclude"], page["SystemMetadata"]) == (["assets/*"], {"cache-control": "no-cache"})
    assert parts["Prune"] is page["Prune"] is False  # who has the old page open goes on with the old parts


def test_the_firewall_limits_each_address_and_webhooks_apart_from_all_else(prod: Template, config: Properties) -> None:
    [acl] = _of(prod, "firewall", "WAFv2::WebACL")
    assert (acl["Scope"], acl["DefaultAction"]) == ("CLOUDFRONT", {"Allow": {}})
    rules = {rule["Name"]: rule for rule in acl["Rules"]}
    edge = STAGES["prod"].edge
    limits = {name: rule["Statement"]["RateBasedStatement"] for name, rule in rules.items() if "per_address" in name}
    assert {name: (each["Limit"], each["EvaluationWindowSec"]) for name, each in limits.items()} == {
        "webhooks_per_address": (edge.webhooks_per_address, 300),
        "requests_per_address": (edge.requests_per_address, 300),
    }
    of_webhooks = limits["webhooks_per_address"]["ScopeDownStatement"]
    assert of_webhooks["ByteMatchStatement"]["SearchString"] == "/webhooks/"
    assert limits["requests_per_address"]["ScopeDownStatement"] == {"NotStatement": {"Statement": of_webhooks}}
    answer = rules["requests_per_address"]["Action"]["Block"]["CustomResponse"]
    assert (answer["ResponseCode"], answer["ResponseHeaders"]) == (429, [{"Name": "Retry-After", "Value": "300"}])
    body = json.loads(acl["CustomResponseBodies"][answer["CustomResponseBodyKey"]]["Content"])
    assert body["error"]["code"] == "rate_limited"
    assert [name.removeprefix("AWSManagedRules") for name in rules if name.startswith("AWS")] == [
        "AmazonIpReputationList",
        "KnownBadInputsRuleSet",
        "CommonRuleSet",
    ]
    assert config["WebACLId"] == {"Fn::GetAtt": ["webaclC64BC4DE", "Parameter.Value"]}


def test_the_firewall_writes_down_what_it_refuses_and_no_token(prod: Template) -> None:
    [log] = _of(prod, "firewall", "WAFv2::LoggingConfiguration")
    assert log["LoggingFilter"]["DefaultBehavior"] == "DROP"
    redacted = [field.get("SingleHeader", {}).get("Name", next(iter(field))) for field in log["RedactedFields"]]
    assert redacted == [
        "authorization",
        "cookie",
        "cart-token",
        "order-token",
        "ticket-token",
        "session-token",
        "UriPath",
        "QueryString",
    ]
    [group] = _of(prod, "firewall", "Logs::LogGroup")
    assert group["LogGroupName"] == "aws-waf-logs-storewright-prod"
    assert group["RetentionInDays"] == STAGES["prod"].log_days


def test_the_edge_s_pages_name_what_operators_meet() -> None:
    page = (ROOT / "docs" / "operate" / "edge.md").read_text()
    for word in ("past_the_edge", "closes_api", "secret_turn", "requests_per_address", "EdgeDomain", "EdgeUrl"):
        assert word in page, word


def test_the_firewall_is_where_aws_wants_it(prod: Template) -> None:
    manifest = json.loads((prod.assembly / "manifest.json").read_text())["artifacts"]
    assert manifest[prod.names.of("firewall")]["environment"].endswith("/us-east-1")


def test_changes_of_the_catalog_are_gathered_and_their_pages_forgotten(prod: Template) -> None:
    [rule] = _of(prod, "edge", "Events::Rule")
    heard = [each.type for each in (ProductUpdated, PriceChanged, InventoryAdjusted)]
    assert (rule["EventBusName"], rule["EventPattern"]["detail-type"]) == (prod.names.bus, heard)
    [pipe] = _of(prod, "edge", "Pipes::Pipe")
    assert pipe["SourceParameters"]["SqsQueueParameters"]["MaximumBatchingWindowInSeconds"] == 30
    [machine] = _of(prod, "edge", "StepFunctions::StateMachine")
    steps = json.loads(
        "".join(each if isinstance(each, str) else "X" for each in machine["DefinitionString"]["Fn::Join"][1])
    )
    [step] = steps["States"].values()
    assert step["Resource"].endswith(":cloudfront:createInvalidation")
    batch = step["Arguments"]["InvalidationBatch"]
    assert batch["Paths"] == {"Quantity": 2, "Items": ["/store/products*", "/store/collections*"]}
    assert batch["CallerReference"] == "{% $parse($states.input[0].body).detail.id %}"


def test_an_alarm_tells_where_pages_cannot_be_forgotten_and_the_dashboard_shows_it(prod: Template) -> None:
    [alarm] = _of(prod, "edge", "CloudWatch::Alarm")
    said = OF_THE_EDGE.alarm
    assert alarm["AlarmName"] == prod.names.of(OF_THE_EDGE.name)
    assert alarm["AlarmDescription"] == f"{said.says} docs/operate/runbooks/{OF_THE_EDGE.runbook}.md"
    assert (ROOT / "docs/operate/runbooks" / f"{OF_THE_EDGE.runbook}.md").exists()
    assert (alarm["Threshold"], alarm["EvaluationPeriods"]) == (said.at_least, said.times)
    [action] = alarm["AlarmActions"]
    assert json.dumps(action).endswith(f':{prod.names.tickets}"]]}}')
    name = prod.names.of("forget_pages")
    looked_at = {each["MetricStat"]["Metric"]["MetricName"]: each for each in alarm["Metrics"] if "MetricStat" in each}
    [pipe] = looked_at["ExecutionFailed"]["MetricStat"]["Metric"]["Dimensions"]
    [machine] = looked_at["ExecutionsFailed"]["MetricStat"]["Metric"]["Dimensions"]
    assert pipe == {"Name": "PipeName", "Value": name}
    assert json.dumps(machine["Value"]).endswith(f':stateMachine:{name}"]]}}')
    assert [each["Name"] for each in _of(prod, "edge", "Pipes::Pipe")] == [name]
    assert [each["StateMachineName"] for each in _of(prod, "edge", "StepFunctions::StateMachine")] == [name]
    [dashboard] = prod.of("CloudWatch::Dashboard").values()
    shown = json.dumps(dashboard["DashboardBody"])
    assert f"stateMachine:{name}" in shown
    assert "edge: calls to forget pages" in shown


def test_a_stage_without_an_edge_shows_nothing_of_it(dev: Template) -> None:
    [dashboard] = dev.of("CloudWatch::Dashboard").values()
    assert "forget_pages" not in json.dumps(dashboard["DashboardBody"])


def test_who_forgets_may_do_nothing_else(prod: Template) -> None:
    stack = prod.stacks[prod.names.of("edge")]["Resources"]
    [machine] = _of(prod, "edge", "StepFunctions::StateMachine")
    [policy] = stack[target(machine["RoleArn"])]["Properties"]["Policies"]
    [may] = policy["PolicyDocument"]["Statement"]
    assert may["Action"] == "cloudfront:CreateInvalidation"
    assert "distribution" in json.dumps(may["Resource"])


def test_the_readme_names_what_the_edge_does() -> None:
    readme = (ROOT / "infra" / "README.md").read_text()
    for word in ("ONLY_BY_EDGE", "Origin-Verify", "Viewer-Address", "closes_api", "snap_start", "past_the_edge"):
        assert word in readme, word


def _of(template: Template, part: str, kind: str, of: str = "AWS") -> list[Properties]:
    resources = template.stacks[template.names.of(part)]["Resources"].values()
    return [each["Properties"] for each in resources if each["Type"] == f"{of}::{kind}"]
