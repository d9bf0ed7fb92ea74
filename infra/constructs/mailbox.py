"""Mail that comes in: SES's rule → bucket → queue (and dead-letter queue) → Lambda. The rule is the stage's to have."""

from aws_cdk import Aws, Duration, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.function import DomainFunction
from infra.constructs.nag import acknowledge
from infra.constructs.queues import dead_letter_queue, work_queue
from infra.constructs.surroundings import Surroundings
from infra.constructs.worker import may_receive
from infra.plan import Mailbox
from infra.stages import WORKER_TIMEOUT_S

PREFIX = "in/"  # SES puts each mail there, under the id that it gives it
BATCH_SIZE = 1  # a mail may be two megabytes in parts; one slow one keeps no other waiting


def add_mailbox(around: Surroundings, domain: str, plan: Mailbox) -> None:
    """Without an address there is no rule, and so nothing ever comes into the bucket."""
    stage = around.stage
    title = f"{domain}-{plan.name}"
    scope = Construct(around.stack, f"{title}-inbox")
    dlq = dead_letter_queue(scope, around, title)
    by_tls = not stage.is_local  # the local cloud's S3 speaks to its queues without
    queue = work_queue(scope, around, title, dlq, WORKER_TIMEOUT_S, by_tls=by_tls)
    bucket = _bucket(scope, around, queue)
    worker = DomainFunction(
        around,
        domain,
        plan,
        timeout_s=WORKER_TIMEOUT_S,
        grants=_grants(queue, bucket),
        env={
            "MAIL_BUCKET": _name(around),
            "INBOUND_ADDRESS": stage.inbound.address or "",
            "OWN_ADDRESSES": f"{stage.mail_from},{stage.mail_reply_to}",
        },
    )
    acknowledge(
        worker.role,
        f"IAM5[Resource::<{around.stack.get_logical_id(_made(bucket))}.Arn>/{PREFIX}*]",
        "A mail's name is SES's id of it.",
    )
    lambda_.EventSourceMapping(
        worker,
        "mapping",
        target=worker.function,
        event_source_arn=queue.queue_arn,
        batch_size=BATCH_SIZE,
        report_batch_item_failures=True,
        max_concurrency=stage.worker_concurrency,
    )
    if (
        stage.inbound.address and not stage.is_local
    ):  # the local cloud has no mail from outside: there a mail is put into the bucket
        _rule(scope, around, bucket, stage.inbound.address)


def _bucket(scope: Construct, around: Surroundings, queue: sqs.Queue) -> s3.Bucket:
    """It tells the queue of each mail. What is taken is removed at once, what is not after some days."""
    stage, stack = around.stage, around.stack
    bucket = s3.Bucket(
        scope,
        "mail",
        bucket_name=_name(around),
        encryption=s3.BucketEncryption.S3_MANAGED,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        enforce_ssl=not stage.is_local,
        removal_policy=RemovalPolicy.RETAIN if stage.keeps_data else RemovalPolicy.DESTROY,
    )
    bucket.add_lifecycle_rule(
        id="mail",
        expiration=Duration.days(stage.inbound.keep_days),
        abort_incomplete_multipart_upload_after=Duration.days(1),
    )
    acknowledge(bucket, "S1", "Only SES and one function of ours may touch it, and both log what they do.")
    told = queue.add_to_resource_policy(
        iam.PolicyStatement(
            actions=["sqs:SendMessage"],
            principals=[iam.ServicePrincipal("s3.amazonaws.com")],
            resources=[queue.queue_arn],
            conditions={
                "ArnEquals": {"aws:SourceArn": _arn(around)},
                "StringEquals": {"aws:SourceAccount": stack.account},
            },
        )
    )
    _made(bucket).notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
        queue_configurations=[
            s3.CfnBucket.QueueConfigurationProperty(
                event="s3:ObjectCreated:*",
                queue=queue.queue_arn,
                filter=s3.CfnBucket.NotificationFilterProperty(
                    s3_key=s3.CfnBucket.S3KeyFilterProperty(
                        rules=[s3.CfnBucket.FilterRuleProperty(name="prefix", value=PREFIX)]
                    )
                ),
            )
        ]
    )
    if told.policy_dependable is not None:
        bucket.node.add_dependency(told.policy_dependable)  # S3 tries whether it may tell the queue
    return bucket


def _made(bucket: s3.Bucket) -> s3.CfnBucket:
    made = bucket.node.default_child
    assert isinstance(made, s3.CfnBucket)
    return made


def _name(around: Surroundings) -> str:
    return around.stage.names.bucket("mail", around.stack.account, around.stack.region)


def _arn(around: Surroundings) -> str:
    return around.stack.format_arn(service="s3", region="", account="", resource=_name(around))


def _grants(queue: sqs.Queue, bucket: s3.Bucket) -> list[iam.PolicyStatement]:
    """What Lambda's poller takes; and to read a mail, to remove it, and to tell a missing one from a forbidden one."""
    return [
        may_receive(queue),
        iam.PolicyStatement(
            actions=["s3:GetObject", "s3:DeleteObject"], resources=[bucket.arn_for_objects(f"{PREFIX}*")]
        ),
        iam.PolicyStatement(actions=["s3:ListBucket"], resources=[bucket.bucket_arn]),
    ]


def _rule(scope: Construct, around: Surroundings, bucket: s3.Bucket, address: str) -> None:
    """Of an account and region one set of rules is active, which an operator makes it: CloudFormation cannot."""
    name, stack = around.stage.names.of("mail"), around.stack
    rule_arn = f"arn:{Aws.PARTITION}:ses:{stack.region}:{stack.account}:receipt-rule-set/{name}:receipt-rule/{name}"
    granted = bucket.add_to_resource_policy(
        iam.PolicyStatement(
            actions=["s3:PutObject"],
            principals=[iam.ServicePrincipal("ses.amazonaws.com")],
            resources=[bucket.arn_for_objects(f"{PREFIX}*")],
            conditions={"StringEquals": {"aws:SourceAccount": stack.account, "aws:SourceArn": rule_arn}},
        )
    )
    rules = ses.CfnReceiptRuleSet(scope, "rules", rule_set_name=name)
    rule = ses.CfnReceiptRule(
        scope,
        "rule",
        rule_set_name=name,
        rule=ses.CfnReceiptRule.RuleProperty(
            name=name,
            enabled=True,
            scan_enabled=True,
            tls_policy="Optional",
            recipients=[address],  # SES takes what has a plus in it for the same
            actions=[
                ses.CfnReceiptRule.ActionProperty(
                    s3_action=ses.CfnReceiptRule.S3ActionProperty(
                        bucket_name=bucket.bucket_name, object_key_prefix=PREFIX
                    )
                )
            ],
        ),
    )
    rule.add_resource_dependency(rules)
    if granted.policy_dependable is not None:
        rule.node.add_dependency(granted.policy_dependable)  # SES tries whether it may write
