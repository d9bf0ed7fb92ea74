"""The HTTP API: who may come in, how often, from where, and what is written down of it."""

import json

from infra.constructs.api import DECISION_KEPT_S
from infra.plan import Api, Authorizer
from tests.infra.shop import STAGES
from tests.infra.template import PLANNED, Template, of_kind, target


def test_every_served_path_has_its_route_and_staff_s_go_through_the_authorizer(template: Template) -> None:
    routes = {each["RouteKey"]: each for each in template.of("ApiGatewayV2::Route").values()}
    expected = {}
    for title in of_kind(Api):
        _, plan = PLANNED[title]
        assert isinstance(plan, Api)
        for path in (*plan.serves, *(f"{prefix}/{{proxy+}}" for prefix in plan.serves), *plan.serves_exactly):
            expected["$default" if path == "$default" else f"ANY {path}"] = plan.is_admin
    assert {key: each.get("AuthorizationType", "NONE") == "CUSTOM" for key, each in routes.items()} == expected


def test_the_authorizer_gives_simple_answers_and_forgets_them_within_a_minute(template: Template) -> None:
    [authorizer] = template.of("ApiGatewayV2::Authorizer").values()
    assert authorizer["EnableSimpleResponses"] is True
    assert authorizer["AuthorizerPayloadFormatVersion"] == "2.0"
    assert authorizer["IdentitySource"] == ["$request.header.Authorization"]
    assert authorizer["AuthorizerResultTtlInSeconds"] == DECISION_KEPT_S == 60
    [title] = of_kind(Authorizer)
    function = template.names.of(title)
    assert authorizer["AuthorizerUri"]["Fn::Join"][1][-1] == f":function:{function}/invocations"
    permissions = [json.dumps(each) for each in template.of("Lambda::Permission").values()]
    assert [each for each in permissions if "/authorizers/" in each and template.function_id(title) in each]


def test_requests_are_throttled_and_written_down_without_anything_personal(template: Template) -> None:
    stages = {each["StageName"]: each for each in template.of("ApiGatewayV2::Stage").values()}
    expected = STAGES[template.stage]
    limits = {"$default": (expected.requests_per_second, expected.requests_burst)}
    if expected.has_edge:
        limits["hooks"] = (expected.edge.webhooks_per_second, expected.edge.webhooks_burst)
    settings = {name: each["DefaultRouteSettings"] for name, each in stages.items()}
    assert {n: (each["ThrottlingRateLimit"], each["ThrottlingBurstLimit"]) for n, each in settings.items()} == limits
    for stage in stages.values():
        assert target(stage["AccessLogSettings"]["DestinationArn"]) in template.of("Logs::LogGroup")
        written = stage["AccessLogSettings"]["Format"]
        assert not [what for what in ("sourceIp", "userAgent", "$context.path", "authorizer.claims") if what in written]


def test_only_the_shop_s_own_pages_may_call_from_a_browser(template: Template) -> None:
    [api] = template.of("ApiGatewayV2::Api").values()
    assert api["CorsConfiguration"]["AllowOrigins"] == list(STAGES[template.stage].cors_origins)
    assert "*" not in api["CorsConfiguration"]["AllowOrigins"]


def test_payload_format_is_the_newer_one(template: Template) -> None:
    assert {each["PayloadFormatVersion"] for each in template.of("ApiGatewayV2::Integration").values()} == {"2.0"}


def test_api_gateway_may_invoke_what_it_routes_to_also_by_the_default_route(template: Template) -> None:
    allowed: dict[str, list[str]] = {}
    for each in template.of("Lambda::Permission").values():
        allowed.setdefault(target(each["FunctionName"]), []).append(each["SourceArn"]["Fn::Join"][1][-1])
    for title in of_kind(Api):
        _, plan = PLANNED[title]
        assert isinstance(plan, Api)
        ends = allowed[template.function_id(title)]
        assert any(end.endswith("/*/*/*") for end in ends)
        assert any(end.endswith("/*/$default") for end in ends) == ("$default" in plan.serves_exactly)
