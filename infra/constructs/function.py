"""One Lambda with everything that belongs to it: its own role with exactly its grants, its log group, its alarm."""

from collections.abc import Iterable

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.constructs.nag import acknowledge
from infra.constructs.surroundings import Surroundings
from infra.plan import Api, Function
from infra.stages import Stage

RETENTION = {  # by days
    1: logs.RetentionDays.ONE_DAY,
    3: logs.RetentionDays.THREE_DAYS,
    5: logs.RetentionDays.FIVE_DAYS,
    7: logs.RetentionDays.ONE_WEEK,
    14: logs.RetentionDays.TWO_WEEKS,
    30: logs.RetentionDays.ONE_MONTH,
    60: logs.RetentionDays.TWO_MONTHS,
    90: logs.RetentionDays.THREE_MONTHS,
    120: logs.RetentionDays.FOUR_MONTHS,
    150: logs.RetentionDays.FIVE_MONTHS,
    180: logs.RetentionDays.SIX_MONTHS,
    365: logs.RetentionDays.ONE_YEAR,
    400: logs.RetentionDays.THIRTEEN_MONTHS,
    545: logs.RetentionDays.EIGHTEEN_MONTHS,
    731: logs.RetentionDays.TWO_YEARS,
    1096: logs.RetentionDays.THREE_YEARS,
    1827: logs.RetentionDays.FIVE_YEARS,
    2192: logs.RetentionDays.SIX_YEARS,
    2557: logs.RetentionDays.SEVEN_YEARS,
    2922: logs.RetentionDays.EIGHT_YEARS,
    3288: logs.RetentionDays.NINE_YEARS,
    3653: logs.RetentionDays.TEN_YEARS,
}


class DomainFunction(Construct):
    """The Lambda `functions/<domain>/handlers/<name>.py`."""

    def __init__(
        self,
        around: Surroundings,
        domain: str,
        plan: Function,
        *,
        timeout_s: int,
        reserved_concurrency: int | None = None,
        grants: Iterable[iam.PolicyStatement] = (),
        env: dict[str, str] | None = None,
    ) -> None:
        """`timeout_s` and `reserved_concurrency` are its kind's; the plan's own go before them.

        `grants` and `env` come on top of what the plan names: what its kind needs to be woken.
        """
        super().__init__(around.stack, f"{domain}-{plan.name}")
        stage = around.stage
        self.plan = plan
        self.title = f"{domain}-{plan.name}"
        self.timeout_s = plan.timeout_s or timeout_s
        name = stage.names.of(self.title)
        reserved = reserved_concurrency if plan.reserved_concurrency is None else plan.reserved_concurrency

        log_group = logs.LogGroup(
            self,
            "logs",
            log_group_name=f"/aws/lambda/{name}",
            retention=RETENTION[stage.log_days],
            removal_policy=RemovalPolicy.RETAIN if stage.keeps_data else RemovalPolicy.DESTROY,
        )
        may_log = iam.PolicyStatement(
            actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[log_group.log_group_arn]
        )
        self.role = iam.Role(
            self,
            "role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            inline_policies={
                "grants": iam.PolicyDocument(statements=[may_log, *around.grants(domain, plan), *grants]),
            },
        )
        if plan.reads_bucket or plan.writes_bucket:
            files = f"{around.nag_name(around.bucket_arn)}/*"
            acknowledge(self.role, f"IAM5[Resource::{files}]", "A file's name is made of its period, or of its job.")
        if plan.shows_files or plan.hides_files:
            files = around.nag_name(around.media_files)
            acknowledge(self.role, f"IAM5[Resource::{files}]", "A file's name is made of what is in it.")
        if plan.takes_uploads or plan.reads_uploads:
            uploads = f"{around.nag_name(around.bucket_arn)}/uploads/*"
            acknowledge(self.role, f"IAM5[Resource::{uploads}]", "A file's name is that of its upload.")
        if plan.sends_texts and stage.texts.is_on:
            acknowledge(self.role, "IAM5[Resource::*]", "A phone number is no resource that could be named.")
        for star, why in around.system_stars().items() if plan.runs_system else ():
            acknowledge(self.role, f"IAM5[{star}]", why)
        for arn in [around.machine_arn("*")] * plan.starts_jobs + [around.runs_arn("*")] * plan.watches_jobs:
            rule = f"IAM5[Resource::{around.nag_name(arn)}]"
            acknowledge(self.role, rule, "The jobs of every domain, found by the rule of names.")
        self.function = lambda_.Function(
            self,
            "function",
            function_name=name,
            runtime=lambda_.Runtime.PYTHON_3_13,
            architecture=lambda_.Architecture.ARM_64,
            code=around.code(plan),
            handler=f"functions.{domain}.handlers.{plan.name}.handler",
            timeout=Duration.seconds(self.timeout_s),
            memory_size=plan.memory_mb or stage.memory_mb,
            reserved_concurrent_executions=reserved if stage.reserves_concurrency else None,
            snap_start=_snap_start(plan, stage),
            role=self.role.without_policy_updates(),
            log_group=log_group,
            environment={"POWERTOOLS_SERVICE_NAME": domain, **around.environment(plan), **(env or {}), **plan.env},
        )
        acknowledge(self.function, "L1", "3.13 is the version that code and dependencies are built and tested for.")
        around.alarms.on_function(self.title)


def _snap_start(plan: Function, stage: Stage) -> lambda_.SnapStartConf | None:
    is_frozen = stage.snap_start and isinstance(plan, Api) and plan.is_store
    return lambda_.SnapStartConf.ON_PUBLISHED_VERSIONS if is_frozen else None
