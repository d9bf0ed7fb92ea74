"""The edge: CloudFront before the API, with what its firewall is called and what it must forget."""

from pathlib import Path
from typing import Any

from aws_cdk import CfnOutput, RemovalPolicy, Stack, custom_resources
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from infra.constructs.alarms import Alarms
from infra.constructs.board import Board
from infra.constructs.distribution import add_distribution
from infra.constructs.forget_pages import ForgetPages
from infra.constructs.function import RETENTION
from infra.constructs.media import PATH as MEDIA_PATH
from infra.constructs.media import media_behavior
from infra.constructs.nag import acknowledge_cdks_own
from infra.constructs.site import Site
from infra.dashboard import UNDER
from infra.names import API_ID, WEB_ACL
from infra.stacks import firewall
from infra.stages import Stage


class EdgeStack(Stack):
    def __init__(self, scope: Construct, stage: Stage, board: Board, dashboard: Path | None, **options: Any) -> None:
        """dashboard: its files, of `infra.dashboard.build`; None where the shop has none."""
        name = stage.names.of("edge")
        super().__init__(scope, name, description="Storewright: what stands in front of the shop's API.", **options)
        self._stage = stage
        api_id = ssm.StringParameter.value_for_string_parameter(self, stage.names.parameter(API_ID))
        site = Site(self, stage, dashboard) if dashboard else None
        behaviors = {MEDIA_PATH: media_behavior(self, stage), **({f"/{UNDER}*": site.behavior()} if site else {})}
        self.distribution = add_distribution(self, stage, api_id, self._web_acl(), behaviors)
        ForgetPages(self, stage, self.distribution, Alarms(self, stage, board))
        CfnOutput(self, "EdgeUrl", value=f"https://{stage.edge.domain or self.distribution.distribution_domain_name}")
        CfnOutput(self, "EdgeDomain", value=self.distribution.distribution_domain_name)

    def _web_acl(self) -> str:
        """The firewall's ARN, which it tells in its own region: no parameter is read from another one but by a call."""
        name = self._stage.names.parameter(WEB_ACL)
        arn = self.format_arn(service="ssm", region=firewall.REGION, resource="parameter", resource_name=name[1:])
        asked = custom_resources.AwsSdkCall(
            service="SSM",
            action="GetParameter",
            region=firewall.REGION,
            parameters={"Name": name},
            physical_resource_id=custom_resources.PhysicalResourceId.of(name),
            output_paths=["Parameter.Value"],
        )
        may = iam.PolicyStatement(actions=["ssm:GetParameter"], resources=[arn])
        answer = custom_resources.AwsCustomResource(
            self,
            "web_acl",
            on_update=asked,
            function_name=self._stage.names.of("edge", "web_acl"),
            policy=custom_resources.AwsCustomResourcePolicy.from_statements([may]),
            install_latest_aws_sdk=False,
            log_group=logs.LogGroup(
                self,
                "web_acl_log",
                log_group_name=f"/aws/lambda/{self._stage.names.of('edge', 'web_acl')}",
                retention=RETENTION[self._stage.log_days],
                removal_policy=RemovalPolicy.DESTROY,
            ),
        )
        code = self.node.find_child(f"AWS{custom_resources.AwsCustomResource.PROVIDER_FUNCTION_UUID.replace('-', '')}")
        acknowledge_cdks_own(code)
        return answer.get_response_field("Parameter.Value")
