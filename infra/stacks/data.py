"""What remembers, and what everybody else finds by name: it outlives every other stack, and is changed with care."""

from collections.abc import Sequence
from typing import Any

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from functions.jobs import FILES_KEPT, UPLOADS_KEPT
from functions.search import INDEXES_KEPT
from infra.constructs.backups import add_backups
from infra.constructs.nag import acknowledge
from infra.constructs.pools import make_pools
from infra.constructs.secrets import make_secrets
from infra.constructs.tables import DomainTable
from infra.constructs.topics import AlarmTopics
from infra.names import MEDIA, stream_of
from infra.plan import Domain
from infra.stages import Stage

SENT = ("content-type", "x-amz-checksum-sha256")  # besides what a browser sends of itself
ASKED_AGAIN_S = 3600  # a browser asks no more than so often whether it may


def put_from_dashboard(stage: Stage) -> s3.CorsRule:
    """Which pages may put files by a link, and show what became of them.

    The link is the right to it; this only keeps other pages' scripts out.
    """
    if stage.is_local:
        pages = ["http://127.0.0.1:*", "http://localhost:*"]
    else:  # of the edge's own domain; where it has none, CloudFront names it, and after this stack
        pages = [f"https://{stage.edge.domain or '*.cloudfront.net'}"]
    return s3.CorsRule(
        allowed_methods=[s3.HttpMethods.PUT, s3.HttpMethods.GET],
        allowed_origins=pages,
        allowed_headers=list(SENT),
        max_age=ASKED_AGAIN_S,
    )


class DataStack(Stack):
    """Tables, bucket, secrets, pools of people, the bus and its archive, the topics that people subscribe to."""

    def __init__(self, scope: Construct, stage: Stage, domains: Sequence[Domain], **options: Any) -> None:
        name = stage.names.of("data")
        super().__init__(scope, name, description="Storewright: what the shop remembers.", **options)
        self._stage = stage
        self.bus = events.EventBus(self, "bus", event_bus_name=stage.names.bus)
        if stage.archive_days:
            self.bus.archive(
                "archive",
                archive_name=stage.names.of("events"),
                description="Every event of the shop, to be replayed.",
                event_pattern=events.EventPattern(account=[self.account]),
                retention=Duration.days(stage.archive_days),
            )
        self.bucket = self._reports_bucket()
        self.media = self._media_bucket()
        make_secrets(self, stage)
        make_pools(self, stage)
        self.tables = {domain.table.name: DomainTable(self, domain.table, stage) for domain in domains if domain.table}
        for table in self.tables.values():
            self._tell_stream(table)
        if stage.has_alarms:
            AlarmTopics(self, stage)
        if stage.keeps_data:
            add_backups(self, stage)

    def _tell_stream(self, table: DomainTable) -> None:
        """AWS puts the moment of its making into a stream's name."""
        if table.spec.says:
            name = stream_of(table.spec.name)
            ssm.StringParameter(
                self, name, parameter_name=self._stage.names.parameter(name), string_value=table.stream_arn
            )

    def _reports_bucket(self) -> s3.Bucket:
        keeps = self._stage.keeps_data
        bucket = s3.Bucket(
            self,
            "reports",
            bucket_name=self._stage.names.bucket("reports", self.account, self.region),
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=not self._stage.is_local,  # the local cloud speaks plain HTTP on loopback
            versioned=keeps,
            cors=[put_from_dashboard(self._stage)],
            removal_policy=RemovalPolicy.RETAIN if keeps else RemovalPolicy.DESTROY,
        )
        bucket.add_lifecycle_rule(
            id="jobs",
            prefix="jobs/",
            expiration=Duration.days(FILES_KEPT.days + 1),  # the job says first that they are gone
            noncurrent_version_expiration=Duration.days(1),
            abort_incomplete_multipart_upload_after=Duration.days(1),
        )
        bucket.add_lifecycle_rule(
            id="uploads",
            prefix="uploads/",
            expiration=Duration.days(UPLOADS_KEPT.days),
            noncurrent_version_expiration=Duration.days(1),
            abort_incomplete_multipart_upload_after=Duration.days(1),
        )
        bucket.add_lifecycle_rule(
            id="search",
            prefix="search/",
            expiration=Duration.days(INDEXES_KEPT.days),  # the one that is read was built within a day
            noncurrent_version_expiration=Duration.days(1),
            abort_incomplete_multipart_upload_after=Duration.days(1),
        )
        acknowledge(bucket, "S1", "Only functions of ours may touch it, and they log what they do.")
        return bucket

    def _media_bucket(self) -> s3.Bucket:
        """What everybody sees, through the edge alone; its name is known there by the rule of names."""
        keeps = self._stage.keeps_data
        bucket = s3.Bucket(
            self,
            "media",
            bucket_name=self._stage.names.bucket(MEDIA, self.account, self.region),
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=not self._stage.is_local,
            removal_policy=RemovalPolicy.RETAIN if keeps else RemovalPolicy.DESTROY,
        )
        # The distribution comes after this stack and has no name that could be foretold: any of this account's may.
        bucket.add_to_resource_policy(
            iam.PolicyStatement(
                actions=["s3:GetObject"],
                principals=[iam.ServicePrincipal("cloudfront.amazonaws.com")],
                resources=[bucket.arn_for_objects("media/*")],
                conditions={"StringEquals": {"AWS:SourceAccount": self.account}},
            )
        )
        acknowledge(bucket, "S1", "Public files, read by CloudFront alone, which counts its requests itself.")
        return bucket
