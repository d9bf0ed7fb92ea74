"""What every Lambda finds around it: tables, bus, bucket, secrets, code; a plan's needs as grants and settings."""

from dataclasses import dataclass, field

from aws_cdk import Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3

from infra.constructs.alarms import Alarms
from infra.constructs.tables import DomainTable
from infra.plan import Needs
from infra.stages import Stage

READS = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"]
WRITES = [
    *READS,
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
    "dynamodb:BatchWriteItem",
    "dynamodb:ConditionCheckItem",
]


@dataclass(kw_only=True)
class Surroundings:
    stack: Stack
    stage: Stage
    alarms: Alarms
    bus: events.EventBus
    bucket: s3.Bucket
    secrets: dict[str, str]  # ARNs by name
    codes: dict[str, lambda_.Code]  # by variant
    search_paths: dict[str, str]  # by variant
    stripe_api_base: str | None  # None: Stripe's own
    hold_minutes: str
    tables: dict[str, DomainTable] = field(default_factory=dict)

    def code(self, needs: Needs) -> lambda_.Code:
        return self.codes[_variant(needs)]

    def environment(self, needs: Needs) -> dict[str, str]:
        stage = self.stage
        env = {
            "STAGE": stage.name,
            "LOG_LEVEL": stage.log_level,
            "POWERTOOLS_METRICS_NAMESPACE": "Storewright",
            "EVENT_BUS": self.bus.event_bus_name,
            "HOLD_MINUTES": self.hold_minutes,
        }
        env |= {f"{name.upper()}_TABLE": self.tables[name].table.table_name for name in _tables_of(needs)}
        env |= {f"{name.upper()}_SECRET": self.secrets[name] for name in _secrets_of(needs)}
        if needs.reads_bucket or needs.writes_bucket:
            env["REPORTS_BUCKET"] = self.bucket.bucket_name
        if needs.sends_mail:
            env |= {"MAIL_FROM": stage.mail_from, "STAFF_MAIL": stage.staff_mail}
        if path := self.search_paths.get(_variant(needs)):
            env["PYTHONPATH"] = path
        if needs.calls_stripe and self.stripe_api_base:
            env["STRIPE_API_BASE"] = self.stripe_api_base
        return env

    def grants(self, needs: Needs) -> list[iam.PolicyStatement]:
        grants = [self.table_grant(name, READS) for name in needs.reads if name not in needs.writes]
        grants += [self.table_grant(name, WRITES) for name in needs.writes]
        if secrets := _secrets_of(needs):
            arns = [self.secrets[name] for name in secrets]
            grants.append(iam.PolicyStatement(actions=["secretsmanager:GetSecretValue"], resources=arns))
        if needs.sends_mail:
            grants.append(self._mail_grant())
        if needs.reads_bucket or needs.writes_bucket:
            grants += self._bucket_grants(can_write=needs.writes_bucket)
        return grants

    def table_grant(self, name: str, actions: list[str]) -> iam.PolicyStatement:
        table = self.tables[name]
        return iam.PolicyStatement(actions=actions, resources=[table.table.table_arn, *table.index_arns])

    def _bucket_grants(self, *, can_write: bool) -> list[iam.PolicyStatement]:
        """Listing tells a missing object from a forbidden one; without it S3 says 403 to both."""
        objects = ["s3:GetObject", "s3:PutObject"] if can_write else ["s3:GetObject"]
        return [
            iam.PolicyStatement(actions=objects, resources=[self.bucket.arn_for_objects("*")]),
            iam.PolicyStatement(actions=["s3:ListBucket"], resources=[self.bucket.bucket_arn]),
        ]

    def _mail_grant(self) -> iam.PolicyStatement:
        if self.stage.is_local:  # the emulator asks for `*`, and knows no condition on the sender
            return iam.PolicyStatement(actions=["ses:SendEmail"], resources=["*"])
        domain = self.stage.mail_from.partition("@")[2]
        identities = [
            self.stack.format_arn(service="ses", resource="identity", resource_name=name)
            for name in (domain, self.stage.mail_from)
        ]
        return iam.PolicyStatement(
            actions=["ses:SendEmail"],
            resources=identities,
            conditions={"StringEquals": {"ses:FromAddress": self.stage.mail_from}},
        )


def _tables_of(needs: Needs) -> list[str]:
    return list(dict.fromkeys([*needs.reads, *needs.writes]))


def _variant(needs: Needs) -> str:
    return "payments" if needs.calls_stripe else needs.ships


def _secrets_of(needs: Needs) -> list[str]:
    return list(dict.fromkeys([*needs.secrets, *(["stripe_api_key"] if needs.calls_stripe else [])]))
