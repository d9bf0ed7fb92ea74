"""A worker: rule → queue (and dead-letter queue) → Lambda, which reports the messages that failed one by one."""

from collections.abc import Sequence
from typing import Any

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.function import DomainFunction
from infra.constructs.queues import dead_letter_queue, work_queue
from infra.constructs.surroundings import Surroundings
from infra.plan import Worker
from infra.stages import WORKER_TIMEOUT_S
from shared.event import Event

BATCH_SIZE = 10  # messages; the most SQS hands out without a batching window
TARGET_RETRIES = 185  # EventBridge's own most, spread over a day
TARGET_AGE_HOURS = 24


def add_worker(around: Surroundings, domain: str, plan: Worker) -> None:
    title = f"{domain}-{plan.name}"
    scope = Construct(around.stack, f"{title}-inbox")
    dlq = dead_letter_queue(scope, around, title)
    queue = work_queue(scope, around, title, dlq, plan.timeout_s or WORKER_TIMEOUT_S)
    grants = [may_receive(queue), *([_may_hide(queue)] if plan.of_helpdesk else [])]
    worker = DomainFunction(around, domain, plan, timeout_s=WORKER_TIMEOUT_S, grants=grants)
    if plan.of_helpdesk:
        worker.function.add_environment("QUEUE_URL", queue.queue_url)
    lambda_.EventSourceMapping(
        worker,
        "mapping",
        target=worker.function,
        event_source_arn=queue.queue_arn,
        batch_size=BATCH_SIZE,
        report_batch_item_failures=True,
        max_concurrency=around.stage.worker_concurrency,
    )
    events.Rule(
        scope,
        "rule",
        rule_name=around.stage.names.of(title),
        event_bus=events.EventBus.from_event_bus_name(scope, "bus", around.stage.names.bus),
        event_pattern=_pattern(plan.hears),
        targets=[
            targets.SqsQueue(
                queue,
                dead_letter_queue=dlq,
                retry_attempts=TARGET_RETRIES,
                max_event_age=Duration.hours(TARGET_AGE_HOURS),
            )
        ],
    )


def may_receive(queue: sqs.Queue) -> iam.PolicyStatement:
    """What Lambda's poller takes of the function's role, and no more than AWS's own policy for it has."""
    return iam.PolicyStatement(
        actions=["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        resources=[queue.queue_arn],
    )


def _may_hide(queue: sqs.Queue) -> iam.PolicyStatement:
    """What it takes to have a message come again when somebody has said it shall."""
    return iam.PolicyStatement(actions=["sqs:ChangeMessageVisibility"], resources=[queue.queue_arn])


def _pattern(hears: Sequence[type[Event]]) -> events.EventPattern:
    """One rule for all events a worker hears: the union of their patterns, field by field."""
    union: dict[str, list[Any]] = {}
    for event in hears:
        for field, values in event.pattern().items():
            union[field] = list(dict.fromkeys([*union.get(field, []), *values]))
    return events.EventPattern(source=union["source"], detail_type=union["detail-type"])
