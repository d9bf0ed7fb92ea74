"""The dashboard in an account: its files in a bucket that CloudFront alone may read, under `/dashboard/`."""

from pathlib import Path

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_deployment as deployment
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from infra import dashboard
from infra.constructs.distribution import headers
from infra.constructs.function import RETENTION
from infra.constructs.nag import acknowledge, acknowledge_cdks_own
from infra.constructs.pools import STAFF, single_sign_on
from infra.names import client_of, pool_of
from infra.stages import Stage

COPY_MB = 256
QUALIFIER = "hnb659fds"  # of the CDK's own bucket, if the account was bootstrapped as usual
KEPT_FOR_GOOD = "public, max-age=31536000, immutable"
# A folder has no file: its first page is meant. Without its slash the page's own addresses would lead elsewhere.
FIRST_PAGE = f"""\
function handler(event) {{
  var request = event.request;
  if (request.uri === "/{dashboard.UNDER}") {{
    var there = {{ location: {{ value: "/{dashboard.UNDER}/" }} }};
    return {{ statusCode: 301, statusDescription: "Moved", headers: there }};
  }}
  if (request.uri === "/{dashboard.UNDER}/") request.uri = "/{dashboard.UNDER}/index.html";
  return request;
}}
"""


class Site(Construct):
    """The bucket with the files in it; `behavior` is how CloudFront serves it."""

    def __init__(self, scope: Construct, stage: Stage, files: Path) -> None:
        """files: of `infra.dashboard.build`."""
        super().__init__(scope, "dashboard")
        self._stage, self._files = stage, files
        stack = Stack.of(self)
        self.bucket = s3.Bucket(
            self,
            "files",
            bucket_name=stage.names.bucket("dashboard", stack.account, stack.region),
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            removal_policy=RemovalPolicy.DESTROY,  # it is made of the sources, and emptied as the stack goes
        )
        self._log = logs.LogGroup(
            self,
            "log",
            log_group_name=f"/aws/lambda/{stage.names.of('dashboard')}",
            retention=RETENTION[stage.log_days],
            removal_policy=RemovalPolicy.DESTROY,
        )
        acknowledge(self.bucket, "S1", "Public files, read by CloudFront alone, which counts its requests itself.")

        # Two steps, so that no page names parts that are not there yet.
        parts = self._copied("parts", exclude=["*"], include=[f"{dashboard.FOR_GOOD}*"], kept=KEPT_FOR_GOOD)
        settings = deployment.Source.json_data(dashboard.SETTINGS, self._settings())
        page = self._copied("page", settings, exclude=[f"{dashboard.FOR_GOOD}*"], kept="no-cache")
        page.node.add_dependency(parts)
        self._explain(parts)

    def behavior(self) -> cloudfront.BehaviorOptions:
        """How it is served: kept as long as each file says, and told what a browser may load and whom it may ask."""
        stack = Stack.of(self)
        first_page = cloudfront.Function(
            self,
            "first_page",
            function_name=self._stage.names.of("dashboard"),
            comment="Finds the dashboard's first page.",
            code=cloudfront.FunctionCode.from_inline(FIRST_PAGE),
            runtime=cloudfront.FunctionRuntime.JS_2_0,
        )
        sso = single_sign_on(self, self._stage)
        codes = [sso["page"] or ""] if sso else []  # are redeemed there
        told = headers(
            self,
            "headers",
            self._stage.names.of("dashboard"),
            comment="On the dashboard's files.",
            policy=dashboard.policy([*dashboard.asked_in_an_account(stack.region, stack.url_suffix), *codes]),
            is_whole=True,
        )
        return cloudfront.BehaviorOptions(
            origin=origins.S3BucketOrigin.with_origin_access_control(self.bucket),
            cache_policy=cloudfront.CachePolicy.CACHING_OPTIMIZED,
            allowed_methods=cloudfront.AllowedMethods.ALLOW_GET_HEAD,
            compress=True,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
            response_headers_policy=told,
            function_associations=[
                cloudfront.FunctionAssociation(
                    function=first_page, event_type=cloudfront.FunctionEventType.VIEWER_REQUEST
                )
            ],
        )

    def _copied(
        self,
        name: str,
        *besides: deployment.ISource,
        exclude: list[str],
        kept: str,
        include: list[str] | None = None,
    ) -> deployment.BucketDeployment:
        return deployment.BucketDeployment(
            self,
            name,
            sources=[deployment.Source.asset(str(self._files)), *besides],
            destination_bucket=self.bucket,
            destination_key_prefix=dashboard.UNDER,
            exclude=exclude,
            include=include,
            prune=False,  # who has the old page open goes on with the old parts
            retain_on_delete=False,
            cache_control=[deployment.CacheControl.from_string(kept)],
            memory_limit=COPY_MB,
            log_group=self._log,
        )

    def _explain(self, copied: deployment.BucketDeployment) -> None:
        """What cdk-nag finds in the function of CDK's that copies."""
        assert copied.handler_role is not None
        for what in ("Action::s3:GetObject*", "Action::s3:GetBucket*", "Action::s3:List*"):
            acknowledge(copied.handler_role, f"IAM5[{what}]", "As CDK makes it: to read what it copies.")
        for what in ("Action::s3:DeleteObject*", "Action::s3:Abort*"):
            acknowledge(copied.handler_role, f"IAM5[{what}]", "As CDK makes it: in this bucket of files alone.")
        assets = f"Resource::arn:<AWS::Partition>:s3:::cdk-{QUALIFIER}-assets-<AWS::AccountId>-<AWS::Region>/*"
        bucket = self.bucket.node.default_child
        assert isinstance(bucket, s3.CfnBucket)
        for what in (assets, f"Resource::<{Stack.of(self).get_logical_id(bucket)}.Arn>/*"):
            acknowledge(copied.handler_role, f"IAM5[{what}]", "As CDK makes it: what is deployed, into this bucket.")
        handler = copied.handler_role.node.scope
        assert handler
        acknowledge_cdks_own(handler)

    def _settings(self) -> dict[str, str | dict[str, str | None] | None]:
        """Where the shop answers: at the page's own origin; and the pool, which AWS names itself."""
        names = self._stage.names

        def told(parameter: str) -> str:
            return ssm.StringParameter.value_for_string_parameter(self, names.parameter(parameter))

        return {
            "api": "",
            "cognito": None,
            "region": Stack.of(self).region,
            "pool": told(pool_of(STAFF)),
            "client": told(client_of(STAFF)),
            "sso": single_sign_on(self, self._stage),
        }
