"""CloudFront in front of the HTTP API: what it may keep, what it hands on, and what every answer carries."""

from collections.abc import Mapping
from typing import Any

from aws_cdk import Duration, SecretValue, Stack
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from constructs import Construct

from infra.constructs.api import HOOKS
from infra.constructs.nag import acknowledge
from infra.stages import API_TIMEOUT_S, Stage

HSTS_DAYS = 730  # two years, as the API itself says
KEPT_MOST_DAYS = 365  # what its files' own Cache-Control says at most
PAGES = ("/store/products*", "/store/collections*")  # what the catalog's changes change
KEPT = (*PAGES, "/store/config", "/store/countries", "/docs*", "/openapi.json")
WEBHOOKS = "/webhooks/*"
NOTHING = "default-src 'none'; frame-ancestors 'none'"
# What the answer depends on besides address and query: whose page asks (CORS), and which API it knows.
VARIES_BY = ("Origin", "Api-Version")
# CloudFront adds headers of its own to a request only where it also hands on the viewer's Host, by which API Gateway
# would look for another API. So this says who connected, in the form of its CloudFront-Viewer-Address, where a port
# follows; what a viewer sends under the name is written over.
#
# API Gateway answers a request of staff's without an Authorization header by itself, in a shape of its own; with any
# it asks us. So one that has none gets one that shows nobody.
TELL_VIEWER = """\
function handler(event) {
  var headers = event.request.headers;
  headers["viewer-address"] = { value: event.viewer.ip + ":0" };
  if (event.request.uri.startsWith("/admin/") && !headers.authorization) headers.authorization = { value: "none" };
  return event.request;
}
"""


def add_distribution(
    scope: Construct, stage: Stage, api_id: str, web_acl: str, besides: Mapping[str, cloudfront.BehaviorOptions]
) -> cloudfront.Distribution:
    """`web_acl`: the ARN of the firewall. besides: what does not come from the API, by path."""
    edge = stage.edge
    certificate = edge.certificate and acm.Certificate.from_certificate_arn(scope, "certificate", edge.certificate)
    ways = _Ways(scope, stage, api_id)
    distribution = cloudfront.Distribution(
        scope,
        "distribution",
        comment=f"{stage.names.of()} {edge.secret_turn or ''}".strip(),  # another one, and the secret is read anew
        web_acl_id=web_acl,
        http_version=cloudfront.HttpVersion.HTTP2_AND_3,
        minimum_protocol_version=cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
        domain_names=[edge.domain] if edge.domain else None,
        certificate=certificate or None,
        default_behavior=ways.passed_on(ways.origin),
        additional_behaviors={
            WEBHOOKS: ways.passed_on(ways.hooks),
            **{path: ways.kept() for path in KEPT},
            **besides,
        },
    )
    acknowledge(distribution, "CFR1", "Which countries a shop sells to is its own setting, and decided at checkout.")
    acknowledge(distribution, "CFR3", "The API writes down its requests, and the firewall what it refuses.")
    if not edge.certificate:
        acknowledge(distribution, "CFR4", "On CloudFront's own domain AWS decides the oldest TLS; a domain sets 1.2.")
    return distribution


class _Ways:
    """The ways through CloudFront; all share one function and the headers of their answers."""

    def __init__(self, scope: Construct, stage: Stage, api_id: str) -> None:
        stack = Stack.of(scope)
        secret = SecretValue.secrets_manager(
            stage.secrets.origin_secret or stage.names.secret("origin_secret"),
            json_field="current" if stage.edge.secret_turn else None,
        )
        self._origin_options: dict[str, Any] = {
            "domain_name": f"{api_id}.execute-api.{stack.region}.{stack.url_suffix}",
            "protocol_policy": cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
            "origin_ssl_protocols": [cloudfront.OriginSslPolicy.TLS_V1_2],
            "read_timeout": Duration.seconds(API_TIMEOUT_S + 5),  # past API Gateway's own end
            "custom_headers": {"Origin-Verify": secret.unsafe_unwrap()},  # a reference: resolved as it is deployed
        }
        self.origin = origins.HttpOrigin(**self._origin_options)
        self.hooks = origins.HttpOrigin(**self._origin_options, origin_path=f"/{HOOKS}")
        self._headers = headers(
            scope,
            "headers",
            stage.names.of("headers"),
            comment="On every answer, CloudFront's own too.",
            policy=NOTHING,
            is_whole=False,  # the page of the documentation has its own
        )
        self._keeps = cloudfront.CachePolicy(
            scope,
            "keeps",
            cache_policy_name=stage.names.of("keeps"),
            comment="As long as the answer itself says, and not at all where it says nothing.",
            min_ttl=Duration.seconds(0),
            default_ttl=Duration.seconds(0),
            max_ttl=Duration.days(KEPT_MOST_DAYS),
            query_string_behavior=cloudfront.CacheQueryStringBehavior.all(),
            header_behavior=cloudfront.CacheHeaderBehavior.allow_list(*VARIES_BY),
            enable_accept_encoding_gzip=True,
            enable_accept_encoding_brotli=True,
        )
        viewer = cloudfront.Function(
            scope,
            "viewer",
            function_name=stage.names.of("viewer"),
            comment="Tells the API who connected.",
            code=cloudfront.FunctionCode.from_inline(TELL_VIEWER),
            runtime=cloudfront.FunctionRuntime.JS_2_0,
        )
        self._asked = cloudfront.FunctionAssociation(
            function=viewer, event_type=cloudfront.FunctionEventType.VIEWER_REQUEST
        )

    def passed_on(self, origin: origins.HttpOrigin) -> cloudfront.BehaviorOptions:
        """Everything goes to the API and nothing is kept."""
        return self._behavior(origin, cloudfront.CachePolicy.CACHING_DISABLED, cloudfront.AllowedMethods.ALLOW_ALL)

    def kept(self) -> cloudfront.BehaviorOptions:
        """What is the same for everybody."""
        return self._behavior(self.origin, self._keeps, cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS)

    def _behavior(
        self, origin: origins.HttpOrigin, kept: cloudfront.ICachePolicy, methods: cloudfront.AllowedMethods
    ) -> cloudfront.BehaviorOptions:
        return cloudfront.BehaviorOptions(
            origin=origin,
            cache_policy=kept,
            allowed_methods=methods,
            compress=True,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,  # a token sent in the clear is refused
            origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
            response_headers_policy=self._headers,
            function_associations=[self._asked],
        )


def headers(
    scope: Construct, id_: str, name: str, *, comment: str, policy: str, is_whole: bool
) -> cloudfront.ResponseHeadersPolicy:
    """What every answer carries. policy: the Content-Security-Policy; is_whole: whatever the answer itself says."""
    return cloudfront.ResponseHeadersPolicy(
        scope,
        id_,
        response_headers_policy_name=name,
        comment=comment,
        security_headers_behavior=cloudfront.ResponseSecurityHeadersBehavior(
            strict_transport_security=cloudfront.ResponseHeadersStrictTransportSecurity(
                access_control_max_age=Duration.days(HSTS_DAYS), include_subdomains=True, override=True
            ),
            content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
            frame_options=cloudfront.ResponseHeadersFrameOptions(
                frame_option=cloudfront.HeadersFrameOption.DENY, override=True
            ),
            referrer_policy=cloudfront.ResponseHeadersReferrerPolicy(
                referrer_policy=cloudfront.HeadersReferrerPolicy.NO_REFERRER, override=True
            ),
            content_security_policy=cloudfront.ResponseHeadersContentSecurityPolicy(
                content_security_policy=policy, override=is_whole
            ),
        ),
    )
