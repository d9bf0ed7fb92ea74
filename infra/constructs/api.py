"""The HTTP API: one for everything, routes by prefix, staff behind the authorizer, throttled and logged."""

import json

from aws_cdk import CfnOutput, Duration, RemovalPolicy, Tags
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.constructs.function import RETENTION, DomainFunction
from infra.constructs.nag import acknowledge
from infra.constructs.surroundings import Surroundings
from infra.plan import Api, Authorizer
from infra.stages import API_TIMEOUT_S, AUTHORIZER_TIMEOUT_S

DEFAULT = "$default"  # what no other route serves; and the name of the stage that needs no path
DECISION_KEPT_S = 60  # a revoked key is dead after at most this long
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
    def __init__(self, around: Surroundings) -> None:
        super().__init__(around.stack, "api")
        stage = around.stage
        self._around = around
        self._authorizer: apigateway.IHttpRouteAuthorizer | None = None
        self.api = apigateway.HttpApi(
            self,
            "http",
            api_name=f"storewright-{stage.name}",
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
                    "api-version",
                ],
                expose_headers=["etag", "request-id", "retry-after", "idempotent-replayed", "api-version"],
                max_age=Duration.hours(PREFLIGHT_KEPT_HOURS),
            ),
        )
        if stage.is_local:  # MiniStack's own tag: the API has the same address each time
            Tags.of(self.api).add("ms-custom-id", "storewright")
        self.stage = apigateway.HttpStage(
            self,
            "stage",
            http_api=self.api,
            stage_name=DEFAULT,
            auto_deploy=True,
            throttle=apigateway.ThrottleSettings(
                rate_limit=stage.requests_per_second, burst_limit=stage.requests_burst
            ),
        )
        if stage.has_access_logs:
            self._log_accesses()
        around.alarms.on_api(self.api)
        CfnOutput(around.stack, "ApiId", value=self.api.api_id)
        CfnOutput(around.stack, "ApiUrl", value=self.api.api_endpoint)

    def add_authorizer(self, domain: str, plan: Authorizer) -> None:
        """The Lambda that decides on every route of staff. Comes before the routes."""
        function = DomainFunction(self._around, domain, plan, timeout_s=AUTHORIZER_TIMEOUT_S)
        self._authorizer = authorizers.HttpLambdaAuthorizer(
            "authorizer",
            function.function,
            response_types=[authorizers.HttpLambdaResponseType.SIMPLE],
            identity_source=["$request.header.Authorization"],
            results_cache_ttl=Duration.seconds(DECISION_KEPT_S),
        )

    def add_routes(self, domain: str, plan: Api) -> None:
        if plan.is_admin and self._authorizer is None:
            raise ValueError(f"{domain}.{plan.name} is for staff, and no domain has an Authorizer.")
        function = DomainFunction(self._around, domain, plan, timeout_s=API_TIMEOUT_S)
        integration = integrations.HttpLambdaIntegration(
            function.title, function.function, scope_permission_to_route=False
        )
        if DEFAULT in plan.serves_exactly:
            function.function.add_permission(
                "default_route",
                principal=iam.ServicePrincipal("apigateway.amazonaws.com"),
                source_arn=self._around.stack.format_arn(
                    service="execute-api", resource=self.api.api_id, resource_name=f"*/{DEFAULT}"
                ),  # the integration's own covers `stage/method/path`; this route has neither
            )
        paths = [path for prefix in plan.serves for path in (prefix, f"{prefix}/{{proxy+}}")]
        for path in [*paths, *plan.serves_exactly]:
            route = apigateway.HttpRoute(
                self,
                f"ANY {path}",
                http_api=self.api,
                route_key=_route_key(path),
                integration=integration,
                authorizer=self._authorizer if plan.is_admin else None,
            )
            if not plan.is_admin:
                acknowledge(route, "APIG4", "Public: the function checks shoppers' tokens and senders' signatures.")

    def _log_accesses(self) -> None:
        stage = self._around.stage
        group = logs.LogGroup(
            self,
            "access",
            log_group_name=f"/aws/vendedlogs/storewright-{stage.name}/api",  # the prefix spares a policy per group,
            retention=RETENTION[stage.log_days],
            removal_policy=RemovalPolicy.RETAIN if stage.keeps_data else RemovalPolicy.DESTROY,
        )
        cfn_stage = self.stage.node.default_child
        assert isinstance(cfn_stage, apigateway.CfnStage)
        cfn_stage.access_log_settings = apigateway.CfnStage.AccessLogSettingsProperty(
            destination_arn=group.log_group_arn, format=json.dumps(ACCESS_LOG)
        )


def _route_key(path: str) -> apigateway.HttpRouteKey:
    if path == DEFAULT:
        return apigateway.HttpRouteKey.DEFAULT
    return apigateway.HttpRouteKey.with_(path, apigateway.HttpMethod.ANY)
