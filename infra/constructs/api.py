"""The HTTP API: one for everything, throttled and logged, with the authorizer that staff's routes are behind."""

import json
from collections.abc import Sequence

from aws_cdk import ArnFormat, CfnOutput, Duration, RemovalPolicy, Stack, Tags
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_logs as logs
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from infra.constructs.alarms import Alarms
from infra.constructs.function import RETENTION
from infra.names import API_ID, AUTHORIZER_ID
from infra.stages import Stage

DEFAULT = "$default"  # what no other route serves; and the name of the stage that needs no path
HOOKS = "hooks"  # the stage that the edge sends webhooks to, so that shoppers' haste does not throttle them
DECISION_KEPT_S = 60  # a revoked key is dead after at most this long
DECISION_KEPT_LOCALLY_S = 5  # nobody who tries it out, nor a test, has to wait for that
PREFLIGHT_KEPT_HOURS = 1
ACCESS_LOG = {
    "request_id": "$context.requestId",
    "at": "$context.requestTime",
    "route": "$context.routeKey",
    "method": "$context.httpMethod",
    "status": "$context.status",
    "latency_ms": "$context.responseLatency",
    "integration_error": "$context.integrationErrorMessage",
    "authorizer_error": "$context.authorizer.error",
}  # no path: it may carry a token; no address of the caller: it is personal


class HttpApi(Construct):
    def __init__(self, scope: Construct, stage: Stage, alarms: Alarms, authorizer: str) -> None:
        """`authorizer`: the title of the Lambda that decides on staff's routes, such as `access-authorizer`."""
        super().__init__(scope, "api")
        self._stage = stage
        self.api = apigateway.HttpApi(
            self,
            "http",
            api_name=stage.names.of(),
            create_default_stage=False,
            cors_preflight=apigateway.CorsPreflightOptions(
                allow_origins=list(stage.cors_origins),
                allow_methods=[apigateway.CorsHttpMethod.ANY],
                allow_headers=[
                    "authorization",
                    "content-type",
                    "idempotency-key",
                    "if-match",
                    "if-none-match",
                    "cart-token",
                    "order-token",
                    "ticket-token",
                    "session-token",
                    "api-version",
                ],
                expose_headers=["etag", "request-id", "retry-after", "idempotent-replayed", "api-version"],
                max_age=Duration.hours(PREFLIGHT_KEPT_HOURS),
            ),
        )
        if stage.is_local:  # MiniStack's own tag: the API has the same address each time
            Tags.of(self.api).add("ms-custom-id", stage.prefix)
        stages = [self._stage_of("stage", DEFAULT, stage.requests_per_second, stage.requests_burst)]
        if stage.has_edge:
            stages.append(self._stage_of("webhooks", HOOKS, stage.edge.webhooks_per_second, stage.edge.webhooks_burst))
        if stage.has_access_logs:
            self._log_accesses(stages)
        alarms.on_api(self.api)
        self._tell(API_ID, self.api.api_id)
        self._add_authorizer(authorizer)
        CfnOutput(scope, "ApiId", value=self.api.api_id)
        CfnOutput(scope, "ApiUrl", value=self.api.api_endpoint)

    def _stage_of(self, name: str, path: str, per_second: int, burst: int) -> apigateway.HttpStage:
        """All routes, with a throttle of its own."""
        return apigateway.HttpStage(
            self,
            name,
            http_api=self.api,
            stage_name=path,
            auto_deploy=True,
            throttle=apigateway.ThrottleSettings(rate_limit=per_second, burst_limit=burst),
        )

    def _tell(self, name: str, value: str) -> None:
        """To the other stacks, which cannot know what AWS calls it."""
        ssm.StringParameter(self, name, parameter_name=self._stage.names.parameter(name), string_value=value)

    def _add_authorizer(self, title: str) -> None:
        """It hangs on its Lambda's name alone, which a later stack makes."""
        stack = Stack.of(self)
        function = stack.format_arn(
            service="lambda",
            resource="function",
            resource_name=self._stage.names.of(title),
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
        authorizer = apigateway.CfnAuthorizer(
            self,
            "authorizer",
            api_id=self.api.api_id,
            name="authorizer",
            authorizer_type="REQUEST",
            authorizer_payload_format_version="2.0",
            authorizer_result_ttl_in_seconds=DECISION_KEPT_LOCALLY_S if self._stage.is_local else DECISION_KEPT_S,
            authorizer_uri=stack.format_arn(
                service="apigateway",
                account="lambda",
                resource="path/2015-03-31/functions",
                resource_name=f"{function}/invocations",
            ),
            enable_simple_responses=True,
            identity_source=["$request.header.Authorization"],
        )
        self._tell(AUTHORIZER_ID, authorizer.ref)

    def _log_accesses(self, stages: Sequence[apigateway.HttpStage]) -> None:
        stage = self._stage
        group = logs.LogGroup(
            self,
            "access",
            log_group_name=f"/aws/vendedlogs/{stage.names.of()}/api",  # the prefix spares a policy per group,
            retention=RETENTION[stage.log_days],
            removal_policy=RemovalPolicy.RETAIN if stage.keeps_data else RemovalPolicy.DESTROY,
        )
        for each in stages:
            cfn_stage = each.node.default_child
            assert isinstance(cfn_stage, apigateway.CfnStage)
            cfn_stage.access_log_settings = apigateway.CfnStage.AccessLogSettingsProperty(
                destination_arn=group.log_group_arn, format=json.dumps(ACCESS_LOG)
            )
