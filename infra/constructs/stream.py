"""The followers of a table's stream: publishers and watchers, with bounded retries and a place for what failed."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.clock import wake
from infra.constructs.function import DomainFunction
from infra.constructs.nag import acknowledge
from infra.constructs.queues import dead_letter_queue
from infra.constructs.surroundings import Surroundings
from infra.names import stream_of
from infra.plan import Function, Publisher, Watcher
from infra.stages import STREAM_TIMEOUT_S
from shared.table import TableSpec

BATCH_SIZE = 100  # records; ten calls of PutEvents at most
RETRIES = 10  # Lambda's default is without end: one bad record would block its shard for a day
RECORD_AGE_HOURS = 6  # well inside the stream's 24 h, so that what is given up still reaches the dead-letter queue

NEW_EVENTS = {"eventName": ["INSERT"], "dynamodb": {"NewImage": {"unsent": {"S": [{"exists": True}]}}}}


def add_publisher(around: Surroundings, domain: str, plan: Publisher, table: TableSpec) -> None:
    env = {f"{table.name.upper()}_TABLE": around.stage.names.of(table.name)}
    publisher, dlq = _follow(around, domain, plan, table, [NEW_EVENTS], around.publisher_grants(table.name), env)
    wake(around, publisher, "rate(1 minute)", dlq)


def add_watcher(around: Surroundings, domain: str, plan: Watcher, table: TableSpec) -> None:
    _follow(around, domain, plan, table, plan.when, [], {})


def _follow(
    around: Surroundings,
    domain: str,
    plan: Function,
    table: TableSpec,
    filters: Sequence[Mapping[str, Any]],
    grants: Sequence[iam.PolicyStatement],
    env: dict[str, str],
) -> tuple[DomainFunction, sqs.Queue]:
    title = f"{domain}-{plan.name}"
    stream = around.parameter(stream_of(table.name))
    dlq = dead_letter_queue(Construct(around.stack, f"{title}-failures"), around, title)
    follower = DomainFunction(
        around,
        domain,
        plan,
        timeout_s=STREAM_TIMEOUT_S,
        env=env,
        grants=[
            *grants,
            iam.PolicyStatement(
                actions=["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
                resources=[stream],
            ),
            iam.PolicyStatement(actions=["dynamodb:ListStreams"], resources=["*"]),  # knows no resource
            iam.PolicyStatement(actions=["sqs:SendMessage"], resources=[dlq.queue_arn]),
        ],
    )
    acknowledge(follower.role, "IAM5[Resource::*]", "ListStreams cannot be granted on a single stream.")
    lambda_.CfnEventSourceMapping(
        follower,
        "mapping",
        function_name=follower.function.function_name,
        event_source_arn=stream,
        starting_position="TRIM_HORIZON",
        batch_size=BATCH_SIZE,
        bisect_batch_on_function_error=True,
        maximum_retry_attempts=RETRIES,
        maximum_record_age_in_seconds=int(Duration.hours(RECORD_AGE_HOURS).to_seconds()),
        function_response_types=["ReportBatchItemFailures"],
        filter_criteria={"filters": [{"pattern": json.dumps(each)} for each in filters]},
        destination_config={"onFailure": {"destination": dlq.queue_arn}},
    )
    around.alarms.on_falling_behind(title)
    return follower, dlq
