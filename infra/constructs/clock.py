"""What runs by the clock: EventBridge Scheduler wakes a Lambda, and keeps what it could not deliver."""

from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.function import DomainFunction
from infra.constructs.queues import dead_letter_queue
from infra.constructs.surroundings import Surroundings
from infra.plan import Schedule
from infra.stages import SCHEDULE_TIMEOUT_S

DELIVERY_RETRIES = 10
DELIVERY_AGE_S = 3600  # a run an hour late is still worth it; each run catches up on what was missed
ONE_AT_A_TIME = 1  # a slow run must not be overtaken by the next
RUN_RETRIES = 2  # after a failed run, a minute and two minutes later


def add_schedule(around: Surroundings, domain: str, plan: Schedule) -> None:
    title = f"{domain}-{plan.name}"
    dlq = dead_letter_queue(Construct(around.stack, f"{title}-missed"), around, title)
    may_give_up = iam.PolicyStatement(actions=["sqs:SendMessage"], resources=[dlq.queue_arn])
    function = DomainFunction(
        around, domain, plan, timeout_s=SCHEDULE_TIMEOUT_S, reserved_concurrency=ONE_AT_A_TIME, grants=[may_give_up]
    )
    wake(around, function, plan.expression, dlq)


def wake(around: Surroundings, target: DomainFunction, expression: str, dlq: sqs.Queue) -> None:
    """Invoke `target` by the clock, with EventBridge's own scheduled event: its `time` is the time that was due.

    What cannot be delivered, and a run that failed for good, goes to `dlq`; `target` must be allowed to send there.
    """
    may_invoke = iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=[target.function.function_arn])
    may_give_up = iam.PolicyStatement(actions=["sqs:SendMessage"], resources=[dlq.queue_arn])
    role = iam.Role(
        target,
        "scheduler",
        assumed_by=iam.ServicePrincipal("scheduler.amazonaws.com"),
        inline_policies={"wake": iam.PolicyDocument(statements=[may_invoke, may_give_up])},
    )
    scheduler.CfnSchedule(
        target,
        "schedule",
        name=around.stage.names.of(target.title),
        schedule_expression=expression,
        schedule_expression_timezone="UTC",
        flexible_time_window={"mode": "OFF"},
        target={
            "arn": target.function.function_arn,
            "roleArn": role.role_arn,
            "retryPolicy": {"maximumRetryAttempts": DELIVERY_RETRIES, "maximumEventAgeInSeconds": DELIVERY_AGE_S},
            "deadLetterConfig": {"arn": dlq.queue_arn},
        },
    )
    lambda_.CfnEventInvokeConfig(
        target,
        "runs",
        function_name=target.function.function_name,
        qualifier="$LATEST",
        maximum_retry_attempts=RUN_RETRIES,
        maximum_event_age_in_seconds=DELIVERY_AGE_S,
        destination_config={"onFailure": {"destination": dlq.queue_arn}},
    )
