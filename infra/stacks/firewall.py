"""The edge's firewall, in us-east-1, where AWS has those of CloudFront wherever a shop is."""

from typing import Any

from aws_cdk import ArnFormat, RemovalPolicy, Stack
from aws_cdk import aws_logs as logs
from aws_cdk import aws_ssm as ssm
from aws_cdk import aws_wafv2 as waf
from constructs import Construct

from infra.constructs import firewall
from infra.constructs.function import RETENTION
from infra.names import WEB_ACL
from infra.stages import Stage

REGION = "us-east-1"
KEPT = [{"ActionCondition": {"Action": action}} for action in ("BLOCK", "COUNT")]
REDACTED = ("authorization", "cookie", "cart-token", "order-token", "ticket-token", "session-token")


class FirewallStack(Stack):
    def __init__(self, scope: Construct, stage: Stage, **options: Any) -> None:
        name = stage.names.of("firewall")
        super().__init__(scope, name, description="Storewright: the firewall of the shop's edge.", **options)
        self.acl = waf.CfnWebACL(
            self,
            "acl",
            name=stage.names.of(),
            scope="CLOUDFRONT",
            default_action=waf.CfnWebACL.DefaultActionProperty(allow={}),
            rules=firewall.rules(stage),
            custom_response_bodies={
                firewall.LIMITED: waf.CfnWebACL.CustomResponseBodyProperty(
                    content=firewall.too_many(), content_type="APPLICATION_JSON"
                )
            },
            visibility_config=firewall.visibility("all"),
        )
        ssm.StringParameter(
            self, WEB_ACL, parameter_name=stage.names.parameter(WEB_ACL), string_value=self.acl.attr_arn
        )
        self._log(stage)

    def _log(self, stage: Stage) -> None:
        """What was refused or counted, without what may carry a token. It names addresses: that is what it is for."""
        group = logs.LogGroup(
            self,
            "log",
            log_group_name=f"aws-waf-logs-{stage.names.of()}",  # AWS takes no other beginning
            retention=RETENTION[stage.log_days],
            removal_policy=RemovalPolicy.RETAIN if stage.keeps_data else RemovalPolicy.DESTROY,
        )
        headers = [waf.CfnLoggingConfiguration.FieldToMatchProperty(single_header={"Name": each}) for each in REDACTED]
        parts = [
            waf.CfnLoggingConfiguration.FieldToMatchProperty(uri_path={}),
            waf.CfnLoggingConfiguration.FieldToMatchProperty(query_string={}),
        ]
        waf.CfnLoggingConfiguration(
            self,
            "logging",
            resource_arn=self.acl.attr_arn,
            log_destination_configs=[
                self.format_arn(
                    service="logs",
                    resource="log-group",
                    resource_name=group.log_group_name,
                    arn_format=ArnFormat.COLON_RESOURCE_NAME,
                )
            ],
            logging_filter={
                "DefaultBehavior": "DROP",
                "Filters": [{"Behavior": "KEEP", "Requirement": "MEETS_ANY", "Conditions": KEPT}],
            },
            redacted_fields=[*headers, *parts],
        ).node.add_dependency(group)
