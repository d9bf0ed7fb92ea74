"""The queues, all encrypted, over TLS only, and none without an alarm."""

from aws_cdk import Duration
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.nag import acknowledge
from infra.constructs.surroundings import Surroundings
from infra.stages import MAX_RECEIVES, QUEUE_DAYS, VISIBILITY_FACTOR


def dead_letter_queue(scope: Construct, around: Surroundings, title: str) -> sqs.Queue:
    """Where what failed for good waits for a person. Anything in it raises an alarm."""
    name = around.stage.names.of(title, "dlq")
    queue = sqs.Queue(
        scope,
        "dlq",
        queue_name=name,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        retention_period=Duration.days(QUEUE_DAYS),
    )
    acknowledge(queue, "SQS3", "It is a dead-letter queue: of a queue, a stream's follower or a schedule.")
    around.alarms.on_dead_letters(title, name)
    return queue


def work_queue(
    scope: Construct, around: Surroundings, title: str, dlq: sqs.Queue, function_timeout_s: int, *, by_tls: bool = True
) -> sqs.Queue:
    """What waits to be worked on. A message is hidden longer than its function and the retries on throttling take.

    by_tls: whether it hears nobody without; only a queue of the local cloud may.
    """
    name = around.stage.names.of(title)
    queue = sqs.Queue(
        scope,
        "queue",
        queue_name=name,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=by_tls,
        retention_period=Duration.days(QUEUE_DAYS),
        visibility_timeout=Duration.seconds(VISIBILITY_FACTOR * function_timeout_s),
        dead_letter_queue=sqs.DeadLetterQueue(queue=dlq, max_receive_count=MAX_RECEIVES),
    )
    around.alarms.on_waiting(title, name)
    return queue
