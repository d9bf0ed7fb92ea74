"""The rules in front of everything: how much one address may ask, who is known for harm, what is an attack."""

import json
from typing import Any

from aws_cdk import aws_wafv2 as waf

from infra.constructs.metrics import NAMESPACE
from infra.stages import Stage

WINDOW_S = 300
WEBHOOKS = "/webhooks/"
LIMITED = "limited"
Statement = waf.CfnWebACL.StatementProperty

# AWS's own groups, with the rules of each that only count here.
MANAGED = {
    "AWSManagedRulesAmazonIpReputationList": (),
    "AWSManagedRulesKnownBadInputsRuleSet": (),
    "AWSManagedRulesCommonRuleSet": (
        "SizeRestrictions_BODY",  # 8 KB, and a product with 30 variants is larger; the API has a limit of its own
        "CrossSiteScripting_BODY",  # a description may look like markup; the API answers with no page of it
        "NoUserAgent_HEADER",  # senders of webhooks and integrations need none
    ),
}


def too_many() -> str:
    """What is answered in the API's own shape."""
    said = {"type": "rate_limit", "code": "rate_limited", "message": "Too many requests; wait before you ask again."}
    return json.dumps({"error": {**said, "param": None, "details": {"limit": "requests"}, "request_id": ""}})


def rules(stage: Stage) -> list[waf.CfnWebACL.RuleProperty]:
    """In the order of their asking."""
    webhooks = _begins_with(WEBHOOKS)
    others = Statement(not_statement=waf.CfnWebACL.NotStatementProperty(statement=webhooks))
    limits = [
        _limit("webhooks", stage.edge.webhooks_per_address, webhooks),
        _limit("requests", stage.edge.requests_per_address, others),
    ]
    managed = [_managed(name, counted) for name, counted in MANAGED.items()]
    return [
        waf.CfnWebACL.RuleProperty(priority=priority, visibility_config=visibility(rule["name"]), **rule)
        for priority, rule in enumerate([*limits, *managed])
    ]


def visibility(name: str) -> waf.CfnWebACL.VisibilityConfigProperty:
    """A metric and, for three hours in the console, some of what matched."""
    return waf.CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, metric_name=f"{NAMESPACE}-{name}", sampled_requests_enabled=True
    )


def _limit(name: str, most: int, of: Statement) -> dict[str, Any]:
    answer = waf.CfnWebACL.CustomResponseProperty(
        response_code=429,
        custom_response_body_key=LIMITED,
        response_headers=[waf.CfnWebACL.CustomHTTPHeaderProperty(name="Retry-After", value=str(WINDOW_S))],
    )
    rate = waf.CfnWebACL.RateBasedStatementProperty(
        limit=most, evaluation_window_sec=WINDOW_S, aggregate_key_type="IP", scope_down_statement=of
    )
    return {
        "name": f"{name}_per_address",
        "statement": Statement(rate_based_statement=rate),
        "action": waf.CfnWebACL.RuleActionProperty(block=waf.CfnWebACL.BlockActionProperty(custom_response=answer)),
    }


def _managed(name: str, counted: tuple[str, ...]) -> dict[str, Any]:
    only_counted = waf.CfnWebACL.RuleActionProperty(count={})
    group = waf.CfnWebACL.ManagedRuleGroupStatementProperty(
        vendor_name="AWS",
        name=name,
        rule_action_overrides=[
            waf.CfnWebACL.RuleActionOverrideProperty(name=rule, action_to_use=only_counted) for rule in counted
        ]
        or None,
    )
    return {
        "name": name,
        "statement": Statement(managed_rule_group_statement=group),
        "override_action": waf.CfnWebACL.OverrideActionProperty(none={}),
    }


def _begins_with(path: str) -> Statement:
    return Statement(
        byte_match_statement=waf.CfnWebACL.ByteMatchStatementProperty(
            search_string=path,
            positional_constraint="STARTS_WITH",
            field_to_match=waf.CfnWebACL.FieldToMatchProperty(uri_path={}),
            text_transformations=[waf.CfnWebACL.TextTransformationProperty(priority=0, type="NONE")],
        )
    )
