"""A domain's part of the HTTP API: its routes with the Lambda that answers them, and the authorizer's Lambda."""

from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.constructs.api import DEFAULT
from infra.constructs.function import DomainFunction
from infra.constructs.live import asked
from infra.constructs.nag import acknowledge
from infra.constructs.surroundings import Surroundings
from infra.names import API_ID, AUTHORIZER_ID
from infra.plan import Api, Authorizer
from infra.stages import API_TIMEOUT_S, AUTHORIZER_TIMEOUT_S

APIGATEWAY = iam.ServicePrincipal("apigateway.amazonaws.com")


def add_authorizer(around: Surroundings, domain: str, plan: Authorizer) -> None:
    """The Lambda that decides on every route of staff; that it does is said where the API is."""
    function = DomainFunction(around, domain, plan, timeout_s=AUTHORIZER_TIMEOUT_S)
    name = f"authorizers/{around.parameter(AUTHORIZER_ID)}"
    function.function.add_permission("authorizer", principal=APIGATEWAY, source_arn=_arn(around, name))


def add_routes(around: Surroundings, domain: str, plan: Api) -> None:
    """The Lambda, and a route for each path that it serves."""
    function = DomainFunction(around, domain, plan, timeout_s=API_TIMEOUT_S)
    scope = Construct(around.stack, f"{function.title}-routes")
    api = apigateway.HttpApi.from_http_api_attributes(scope, "api", http_api_id=around.parameter(API_ID))
    answers = asked(function, plan, around)
    integration = integrations.HttpLambdaIntegration(function.title, answers, scope_permission_to_route=False)
    if DEFAULT in plan.serves_exactly:
        # The integration's own covers `stage/method/path`; this route has neither.
        function.function.add_permission("default_route", principal=APIGATEWAY, source_arn=_arn(around, f"*/{DEFAULT}"))
    authorizer = _authorizer(around, scope) if plan.is_admin else None
    paths = [path for prefix in plan.serves for path in (prefix, f"{prefix}/{{proxy+}}")]
    for path in [*paths, *plan.serves_exactly]:
        route = apigateway.HttpRoute(
            scope,
            f"ANY {path}",
            http_api=api,
            route_key=_route_key(path),
            integration=integration,
            authorizer=authorizer,
        )
        if not plan.is_admin:
            acknowledge(route, "APIG4", "Public: the function checks shoppers' tokens and senders' signatures.")


def _authorizer(around: Surroundings, scope: Construct) -> apigateway.IHttpRouteAuthorizer:
    return apigateway.HttpAuthorizer.from_http_authorizer_attributes(
        scope, "authorizer", authorizer_id=around.parameter(AUTHORIZER_ID), authorizer_type="CUSTOM"
    )


def _arn(around: Surroundings, below: str) -> str:
    return around.stack.format_arn(service="execute-api", resource=around.parameter(API_ID), resource_name=below)


def _route_key(path: str) -> apigateway.HttpRouteKey:
    if path == DEFAULT:
        return apigateway.HttpRouteKey.DEFAULT
    return apigateway.HttpRouteKey.with_(path, apigateway.HttpMethod.ANY)
