"""A new version of what shoppers wait for is asked by a part of them first, and alarms take it back.

AWS CodeDeploy moves the alias: the part, then after the minutes all. Where an alarm is raised meanwhile, the alias goes
back to the version before, and the deployment of the stack fails and goes back with it.
"""

from collections.abc import Iterator

from aws_cdk import ArnFormat, Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_codedeploy as codedeploy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.constructs.metrics import metric
from infra.constructs.nag import acknowledge
from infra.constructs.objectives import window_name
from infra.constructs.surroundings import Surroundings
from infra.plan import Api, Domain
from infra.register.vocabulary import FAST, Lost

A_MINUTE = Duration.minutes(1)  # how often CloudWatch looks whether the new version has failed
FAULTS = "UnexpectedErrors"  # what an API of the domain counts where it answers 500


def add_canary(around: Surroundings, domain: Domain, plan: Api, alias: lambda_.Alias) -> None:
    """Let CodeDeploy move the alias of this function."""
    stage, title = around.stage, f"{domain.name}-{plan.name}"
    scope = Construct(around.stack, f"{title}-canary")
    name = stage.names.of(title)
    config = codedeploy.LambdaDeploymentConfig(
        scope,
        "config",
        # CloudFormation replaces it where a figure changes, so its name has them in it.
        deployment_config_name=f"{name}-{stage.canary_percent}-percent-{stage.canary_minutes}-minutes",
        traffic_routing=codedeploy.TimeBasedCanaryTrafficRouting(
            interval=Duration.minutes(stage.canary_minutes), percentage=stage.canary_percent
        ),
    )
    codedeploy.LambdaDeploymentGroup(
        scope,
        "group",
        application=codedeploy.LambdaApplication(scope, "application", application_name=name),
        deployment_group_name=alias.alias_name,
        deployment_config=config,
        alias=alias,
        alarms=[_on_errors(around, scope, title, alias), *_alarms_besides(around, domain, plan)],
        auto_rollback=codedeploy.AutoRollbackConfig(
            deployment_in_alarm=True, failed_deployment=True, stopped_deployment=True
        ),
        role=_role(around, scope, name, alias.alias_name),
    )


def _on_errors(around: Surroundings, scope: Construct, title: str, alias: lambda_.Alias) -> cloudwatch.Alarm:
    """Of the version that is being deployed, and of no other: what ended without an answer."""
    name = around.stage.names.of(title)
    new_version = {
        "FunctionName": name,
        "Resource": f"{name}:{alias.alias_name}",
        "ExecutedVersion": alias.version.version,
    }
    return cloudwatch.Alarm(
        scope,
        "errors",
        alarm_name=around.stage.names.of(f"{title}-new-version"),
        alarm_description="Tells nobody: takes a deployment back.",
        metric=metric("AWS/Lambda", "Errors", new_version, "Sum", A_MINUTE),
        threshold=1,
        evaluation_periods=1,
        comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
    )


def _alarms_besides(around: Surroundings, domain: Domain, plan: Api) -> Iterator[cloudwatch.IAlarm]:
    """What the domain has anyway: on answers of 500, and on objectives whose budget the function may burn.

    Of an objective the short window: CodeDeploy knows alarms on metrics only, and the long one is longer than a canary.
    """
    yield around.alarms.made[f"{domain.name}-{FAULTS}"]
    for objective in domain.objectives:
        if isinstance(objective.measured_by, Lost) and objective.measured_by.function == plan.name:
            yield around.alarms.made[window_name(domain.name, objective, FAST.short_minutes)]


def _role(around: Surroundings, scope: Construct, function: str, alias: str) -> iam.IRole:
    """For CodeDeploy: to look at alarms, and to move this alias. By names, since the alias waits for its group."""
    function_arn = around.stack.format_arn(
        service="lambda", resource="function", resource_name=function, arn_format=ArnFormat.COLON_RESOURCE_NAME
    )
    moves = iam.PolicyStatement(
        actions=["lambda:GetAlias", "lambda:UpdateAlias", "lambda:GetProvisionedConcurrencyConfig"],
        resources=[function_arn, f"{function_arn}:{alias}"],
    )
    looks = iam.PolicyStatement(actions=["cloudwatch:DescribeAlarms"], resources=["*"])
    role = iam.Role(
        scope,
        "role",
        assumed_by=iam.ServicePrincipal("codedeploy.amazonaws.com"),
        inline_policies={"grants": iam.PolicyDocument(statements=[looks, moves])},
    )
    acknowledge(role, "IAM5[Resource::*]", "What AWS's own policy for CodeDeploy has; it only looks at alarms.")
    return role.without_policy_updates()
