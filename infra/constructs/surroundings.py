"""What every Lambda finds around it: tables, bus, bucket, secrets, code; a plan's needs as grants and settings."""

from dataclasses import asdict, dataclass, field

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_ssm as ssm

from infra.constructs.alarms import Alarms
from infra.constructs.metrics import NAMESPACE
from infra.names import MEDIA, client_of, pool_of
from infra.parts import parts
from infra.plan import Api, Authorizer, Function, Jobs, Needs, Schedule
from infra.stages import Stage, double_opt_in, letterhead, second_person, storefront, text_messages
from shared.table import UNSENT

READS = ["dynamodb:BatchGetItem", "dynamodb:Query"]
HOLDS = [*READS, "dynamodb:ConditionCheckItem"]
WRITES = [
    *READS,
    "dynamodb:GetItem",  # of a commit's proof, where its answer was lost
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:ConditionCheckItem",
]
MIGRATES = ["dynamodb:Scan", "dynamodb:GetItem", "dynamodb:UpdateItem"]
APPENDS = ["dynamodb:PutItem", "dynamodb:GetItem"]  # of a commit's proof, which is an item of its own
DELETES = [*WRITES, "dynamodb:DeleteItem"]  # for staff and for the clock: nothing that strangers reach takes away
VIEWER = "viewer-address"  # the header in which our edge says who connected to it
NOTES = ["dynamodb:UpdateItem"]
NOTED = "USED#*"  # all that who decides on keys may write, and so it cannot make, mend or revoke one
SENDS = ["ses:SendEmail", "ses:SendRawEmail"]  # the other one where a letter has headers of its own
PUBLISHES = ["dynamodb:BatchWriteItem"]
LOOKS = "sqs:GetQueueAttributes"
SYSTEM = "system-admin_api"  # looks after all others, and may look at itself


@dataclass(kw_only=True)
class Surroundings:
    stack: Stack
    stage: Stage
    alarms: Alarms
    codes: dict[str, lambda_.Code]  # by variant
    search_paths: dict[str, str]  # by variant
    stripe_api_base: str | None  # None: Stripe's own
    helpdesk_url: str  # of a stage that has one
    hold_minutes: str
    aliases: dict[str, lambda_.Alias] = field(default_factory=dict)  # by the function's name in the plan

    def parameter(self, name: str) -> str:
        """What another stack tells under this name, read as this one is deployed."""
        return ssm.StringParameter.value_for_string_parameter(self.stack, self.stage.names.parameter(name))

    def table_arn(self, name: str) -> str:
        return self.stack.format_arn(service="dynamodb", resource="table", resource_name=self.stage.names.of(name))

    def secret_id(self, name: str) -> str:
        """What a Lambda asks for: our name, or the ARN of one that was there already."""
        return getattr(self.stage.secrets, name) or self.stage.names.secret(name)

    def secret_arn(self, name: str) -> str:
        """AWS ends a secret's ARN with six characters of chance."""
        return getattr(self.stage.secrets, name) or self.stack.format_arn(
            service="secretsmanager",
            resource="secret",
            resource_name=f"{self.stage.names.secret(name)}-??????",
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )

    @property
    def bus_arn(self) -> str:
        return self.stack.format_arn(service="events", resource="event-bus", resource_name=self.stage.names.bus)

    @property
    def bucket_name(self) -> str:
        return self.stage.names.bucket("reports", self.stack.account, self.stack.region)

    def nag_name(self, arn: str) -> str:
        """An ARN as cdk-nag writes it."""
        rule = self.stack.resolve(arn)
        parts = rule["Fn::Join"][1] if isinstance(rule, dict) else [rule]
        return "".join(part if isinstance(part, str) else f"<{part['Ref']}>" for part in parts)

    @property
    def bucket_arn(self) -> str:
        return self.stack.format_arn(service="s3", region="", account="", resource=self.bucket_name)

    @property
    def media_name(self) -> str:
        return self.stage.names.bucket(MEDIA, self.stack.account, self.stack.region)

    @property
    def media_files(self) -> str:
        """All that everybody sees."""
        return self.stack.format_arn(service="s3", region="", account="", resource=f"{self.media_name}/media/*")

    def machine_arn(self, domain: str) -> str:
        """The state machine of a domain's jobs."""
        return self._states_arn("stateMachine", self.stage.names.of(domain, "jobs"))

    def runs_arn(self, domain: str) -> str:
        """What it runs."""
        return self._states_arn("execution", f"{self.stage.names.of(domain, 'jobs')}:*")

    def chunks_arn(self, domain: str) -> str:
        """What its Distributed Map runs; AWS names each."""
        return self._states_arn("execution", f"{self.stage.names.of(domain, 'jobs')}/*")

    def _states_arn(self, what: str, name: str) -> str:
        return f"arn:{self.stack.partition}:states:{self.stack.region}:{self.stack.account}:{what}:{name}"

    def code(self, needs: Needs) -> lambda_.Code:
        return self.codes[needs.variant]

    def environment(self, needs: Needs) -> dict[str, str]:
        stage = self.stage
        env = {
            "STAGE": stage.name,
            "LOG_LEVEL": stage.log_level,
            "POWERTOOLS_METRICS_NAMESPACE": NAMESPACE,
            "EVENT_BUS": stage.names.bus,
            "HOLD_MINUTES": self.hold_minutes,
            "FREE_HOLD_MINUTES": str(stage.free_hold_minutes),
            "PROCESSING_DAYS": str(stage.processing_days),
            "CARD_TRIES_MAX": str(stage.card_tries_max),
            "SHOWS_STOCK": str(stage.shows_stock).lower(),
        }
        env |= {f"{name.upper()}_TABLE": stage.names.of(name) for name in _tables_of(needs)}
        env |= {f"{name.upper()}_SECRET": self.secret_id(name) for name in self._secrets_of(needs)}
        if stage.has_edge and isinstance(needs, Api):
            env |= {"VIEWER_HEADER": VIEWER, "ONLY_BY_EDGE": str(stage.edge.closes_api).lower()}
        if "limits" in needs.writes:
            env |= {name.upper(): str(most) for name, most in asdict(stage.limits).items()}
        # A job that gives money back must know what waits for a second person, though it asks nobody.
        if "approvals" in (*needs.appends, *needs.writes) or (isinstance(needs, Jobs) and "payments" in needs.writes):
            env |= second_person(stage)
        if needs.knows_bucket:
            env["REPORTS_BUCKET"] = self.bucket_name
        if needs.ships == "checkout":
            env |= storefront(stage)
        if needs.runs_system:
            env |= self._system()
        if path := self.search_paths.get(needs.variant):
            env["PYTHONPATH"] = path
        return env | self._public(needs) | self._letters(needs) | self._others(needs)

    def _public(self, needs: Needs) -> dict[str, str]:
        """Where what everybody sees is."""
        return {"MEDIA_BUCKET": self.media_name} if needs.shows_files or needs.hides_files else {}

    def _letters(self, needs: Needs) -> dict[str, str]:
        """What is written, and which consents a letter asks for."""
        env = double_opt_in(self.stage) if "consent_key" in needs.secrets and isinstance(needs, Api) else {}
        if needs.sends_texts:
            env |= text_messages(self.stage)
        return env | letterhead(self.stage) if needs.sends_mail else env

    def _others(self, needs: Needs) -> dict[str, str]:
        """Where what others keep is: pools of people, state machines, Stripe's double, the helpdesk."""
        env = {}
        for people in dict.fromkeys([*needs.believes, *needs.manages]):
            env[f"{people.upper()}_POOL"] = self.parameter(pool_of(people))
        if "staff" in needs.manages:
            env["STAFF_PROVIDERS"] = ",".join(filter(None, (self.stage.staff_oidc.name, self.stage.staff_saml.name)))
        for people in needs.believes:
            env[f"{people.upper()}_CLIENT"] = self.parameter(client_of(people))
        if needs.starts_jobs or needs.watches_jobs:
            env["JOB_MACHINE"] = self.machine_arn("{domain}")
        if needs.calls_stripe and self.stripe_api_base:
            env["STRIPE_API_BASE"] = self.stripe_api_base
        if needs.of_helpdesk:
            env["HELPDESK_URL"] = self.helpdesk_url
            env["HELPDESK_EMAIL"] = self.stage.helpdesk.email or ""
            env["HELPDESK_ORDER_FIELD"] = str(self.stage.helpdesk.order_field or "")
        return env

    def _system(self) -> dict[str, str]:
        """By which rule all that is looked after is called, and what of it this stage has."""
        account, suffix = self.stack.account, self.stack.url_suffix
        return {
            "SYSTEM_NAMES": self.stage.names.of(),
            "SHOP_PREFIX": self.stage.prefix,
            "QUEUES_URL": f"https://sqs.{self.stack.region}.{suffix}/{account}",
            "HAS_ALARMS": str(self.stage.has_alarms).lower(),
        }

    def _system_grants(self) -> list[iam.PolicyStatement]:
        """Work queues and what the clock and streams wake, each by its name; figures, which know no resource.

        Dead-letter queues go by the rule of their names, since it is all of them and a role's policies have an end.
        What is dropped is kept in the bucket, under a name of its own.
        """
        failing = parts().values()
        alive = [self._queue_arn(part.title) for part in failing if part.kind.has_queue]
        run = [self.function_arn(part.title) for part in failing if not part.kind.has_queue]
        streams = [f"{self.table_arn(part.title.split('-')[0])}/stream/*" for part in failing if part.when]
        allowed = [
            (
                [LOOKS, "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"],
                [self._dead_letters_arn],
            ),
            ([LOOKS, "sqs:SendMessage"], alive),
            (["lambda:InvokeFunction"], run),
            (["lambda:GetFunctionConfiguration"], [self.function_arn(SYSTEM)]),
            (["dynamodb:GetShardIterator", "dynamodb:GetRecords"], streams),
            (["cloudwatch:GetMetricData", "cloudwatch:DescribeAlarms", "ce:GetCostAndUsage"], ["*"]),
            (["s3:PutObject"], [f"{self.bucket_arn}/{each}/*" for each in ("dropped", "system")]),
            (["s3:GetObject"], [f"{self.bucket_arn}/system/*"]),
        ]
        return [iam.PolicyStatement(actions=actions, resources=resources) for actions, resources in allowed]

    def system_stars(self) -> dict[str, str]:
        """The stars in what it may do, as cdk-nag names them, and why each has to be."""
        watched = [part for part in parts().values() if part.when]
        told = {"Resource::*": "Figures of CloudWatch and of the bill know no resource."}
        dead = self.nag_name(self._dead_letters_arn)
        told[f"Resource::{dead}"] = "All dead-letter queues of the shop, found by the rule of names."
        for part in watched:
            stream = f"{self.nag_name(self.table_arn(part.title.split('-')[0]))}/stream/*"
            told[f"Resource::{stream}"] = "AWS names a stream by the time when it was made."
        for each in ("dropped", "system"):
            told[f"Resource::{self.nag_name(self.bucket_arn)}/{each}/*"] = "A file is named by what it keeps."
        return told

    @property
    def _dead_letters_arn(self) -> str:
        """Every dead-letter queue of this shop in this stage, and no queue that work waits in."""
        return self._queue_arn("*-dlq")

    def _queue_arn(self, title: str) -> str:
        return self.stack.format_arn(service="sqs", resource=self.stage.names.of(title))

    def function_arn(self, title: str) -> str:
        """A Lambda, by the name that the plan gives it."""
        return self.stack.format_arn(
            service="lambda",
            resource="function",
            resource_name=self.stage.names.of(title),
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )

    def grants(self, domain: str, plan: Function) -> list[iam.PolicyStatement]:
        """What the plan's line says."""
        grants = [self._table_grant(name, READS) for name in plan.reads if name not in plan.writes]
        grants += [self._table_grant(name, HOLDS) for name in plan.holds]
        if isinstance(plan, Authorizer):
            grants += [grant for name in plan.writes for grant in self._note_grants(name)]
        else:
            grants += [self._table_grant(name, _changes(plan)) for name in plan.writes]
        if plan.migrates:
            arns = [self.table_arn(name) for name in plan.migrates]
            grants.append(iam.PolicyStatement(actions=MIGRATES, resources=arns))
        grants += [self._table_grant(name, APPENDS) for name in plan.appends]
        for table, indexes in {domain: plan.lists, **plan.lists_of}.items():
            if indexes:
                grants.append(self._index_grant(table, [index.name for index in indexes]))
        if secrets := self._secrets_of(plan):
            arns = [self.secret_arn(name) for name in secrets]
            grants.append(iam.PolicyStatement(actions=["secretsmanager:GetSecretValue"], resources=arns))
            grants += self._key_grants([arn for name in secrets if (arn := getattr(self.stage.secrets, name))])
        grants += [*self._sending_grants(plan), *self._pool_grants(plan), *self._job_grants(plan)]
        if plan.runs_system:
            grants += self._system_grants()
        return [*grants, *self._bucket_grants(plan)]

    def publisher_grants(self, table: str) -> list[iam.PolicyStatement]:
        """To find what was not sent yet, to hand it over, and to mark it as sent."""
        return [
            iam.PolicyStatement(actions=["events:PutEvents"], resources=[self.bus_arn]),
            self._table_grant(table, PUBLISHES),
            self._index_grant(table, [UNSENT.name]),
        ]

    def _secrets_of(self, needs: Needs) -> list[str]:
        """Those that it names, Stripe's key, and what proves the edge to whatever stands behind it."""
        is_behind_edge = self.stage.has_edge and isinstance(needs, Api)
        of_its_kind = ["stripe_api_key"] * needs.calls_stripe + ["origin_secret"] * is_behind_edge
        return list(dict.fromkeys([*needs.secrets, *of_its_kind]))

    def _key_grants(self, secrets: list[str]) -> list[iam.PolicyStatement]:
        """To read these secrets, which are under a key of the shop's own, and nothing else that is under it."""
        key = self.stage.secrets_key
        if not key or not secrets:
            return []
        only = {"StringEquals": {"kms:EncryptionContext:SecretARN": secrets}}
        return [iam.PolicyStatement(actions=["kms:Decrypt"], resources=[key], conditions=only)]

    def _table_grant(self, name: str, actions: list[str]) -> iam.PolicyStatement:
        return iam.PolicyStatement(actions=actions, resources=[self.table_arn(name)])

    def _note_grants(self, name: str) -> list[iam.PolicyStatement]:
        """To read by keys, and to write down a use beside what is used."""
        arns = [self.table_arn(name)]
        only = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": [NOTED]}}
        return [
            iam.PolicyStatement(actions=["dynamodb:BatchGetItem"], resources=arns),
            iam.PolicyStatement(actions=NOTES, resources=arns, conditions=only),
        ]

    def _index_grant(self, name: str, indexes: list[str]) -> iam.PolicyStatement:
        arns = [f"{self.table_arn(name)}/index/{index}" for index in indexes]
        return iam.PolicyStatement(actions=["dynamodb:Query"], resources=arns)

    def _bucket_grants(self, needs: Needs) -> list[iam.PolicyStatement]:
        """Listing tells a missing object from a forbidden one; without it S3 says 403 to both."""
        actions = ["s3:GetObject"] * needs.reads_bucket + ["s3:PutObject"] * needs.writes_bucket
        grants = [iam.PolicyStatement(actions=actions, resources=[f"{self.bucket_arn}/*"])] if actions else []
        if needs.takes_uploads or needs.reads_uploads:
            uploads, may = [f"{self.bucket_arn}/uploads/*"], ["s3:GetObject"] + ["s3:PutObject"] * needs.takes_uploads
            grants.append(iam.PolicyStatement(actions=may, resources=uploads))
        if may := ["s3:PutObject"] * needs.shows_files + ["s3:DeleteObject"] * needs.hides_files:
            grants.append(iam.PolicyStatement(actions=may, resources=[self.media_files]))
        if needs.reads_bucket or needs.takes_uploads or needs.reads_uploads:
            grants.append(iam.PolicyStatement(actions=["s3:ListBucket"], resources=[self.bucket_arn]))
        return grants

    def _pool_grants(self, needs: Needs) -> list[iam.PolicyStatement]:
        return [
            iam.PolicyStatement(
                actions=[f"cognito-idp:{each}" for each in what],
                resources=[
                    self.stack.format_arn(
                        service="cognito-idp", resource="userpool", resource_name=self.parameter(pool_of(people))
                    )
                ],
            )
            for people, what in needs.manages.items()
        ]

    def _job_grants(self, needs: Needs) -> list[iam.PolicyStatement]:
        """Of every domain, since a job's row says which does it."""
        may = [("states:StartExecution", self.machine_arn("*"))] * needs.starts_jobs
        may += [("states:DescribeExecution", self.runs_arn("*"))] * needs.watches_jobs
        return [iam.PolicyStatement(actions=[action], resources=[arn]) for action, arn in may]

    def _sending_grants(self, needs: Needs) -> list[iam.PolicyStatement]:
        """Of letters, and of text messages where the stage sends any: a phone number is no resource to be named."""
        grants = [self._mail_grant()] if needs.sends_mail else []
        if needs.sends_texts and self.stage.texts.is_on:
            grants.append(iam.PolicyStatement(actions=["sns:Publish"], resources=["*"]))
        return grants

    def _mail_grant(self) -> iam.PolicyStatement:
        if self.stage.is_local:  # the emulator asks for `*`, and knows no condition on the sender
            return iam.PolicyStatement(actions=SENDS, resources=["*"])
        domain = self.stage.mail_from.partition("@")[2]
        identities = [
            self.stack.format_arn(service="ses", resource="identity", resource_name=name)
            for name in (domain, self.stage.mail_from)
        ]
        return iam.PolicyStatement(
            actions=SENDS,
            resources=identities,
            conditions={"StringEquals": {"ses:FromAddress": self.stage.mail_from}},
        )


def _tables_of(needs: Needs) -> list[str]:
    return list(dict.fromkeys([*needs.reads, *needs.holds, *needs.writes, *needs.appends, *needs.migrates]))


def _changes(plan: Function) -> list[str]:
    """What `writes` means for a Lambda of its kind."""
    is_trusted = isinstance(plan, Schedule) or (isinstance(plan, Api) and plan.is_admin)
    return DELETES if is_trusted else WRITES
