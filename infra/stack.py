"""The whole shop as one stack: what all domains share, then each domain as its plan says."""

from collections.abc import Mapping, Sequence

from aws_cdk import CfnOutput, CfnParameter, RemovalPolicy, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.constructs.alarms import Alarms
from infra.constructs.api import HttpApi
from infra.constructs.backups import add_backups
from infra.constructs.clock import add_schedule
from infra.constructs.function import DomainFunction
from infra.constructs.nag import acknowledge
from infra.constructs.secrets import make_secrets
from infra.constructs.stream import add_publisher, add_watcher
from infra.constructs.surroundings import Surroundings
from infra.constructs.tables import DomainTable
from infra.constructs.worker import add_worker
from infra.plan import Api, Authorizer, Domain, Function, Operator, Publisher, Schedule, Watcher, Worker
from infra.stages import OPERATOR_TIMEOUT_S, Stage


class Storewright(Stack):
    def __init__(
        self,
        scope: Construct,
        stage: Stage,
        domains: Sequence[Domain],
        codes: Mapping[str, lambda_.Code],
        search_paths: Mapping[str, str],
        **options: object,
    ) -> None:
        """`codes`: the Lambdas' code by variant, as `infra.bundle` builds it.

        `search_paths`: where a variant's dependencies lie that are not in its code, for the local cloud.
        """
        super().__init__(scope, f"storewright-{stage.name}", **options)  # type: ignore[arg-type]
        self._stage = stage
        alarms = Alarms(self, stage)
        self.around = Surroundings(
            stack=self,
            stage=stage,
            alarms=alarms,
            bus=events.EventBus(self, "bus", event_bus_name=f"storewright-{stage.name}"),
            bucket=self._reports_bucket(),
            secrets=make_secrets(self, stage),
            codes=dict(codes),
            search_paths=dict(search_paths),
            stripe_api_base=CfnParameter(self, "StripeApiBase").value_as_string if stage.is_local else None,
            hold_minutes=self._hold_minutes(),
        )
        self._tables(domains)
        self._api = HttpApi(self.around)
        for domain in sorted(domains, key=_has_no_authorizer):
            for plan in domain.functions:
                self._add(domain, plan)
            alarms.on_counted(domain.name, domain.counted)
        if stage.keeps_data:
            add_backups(self, stage)
        alarms.draw()

    def _hold_minutes(self) -> str:
        """How long an unpaid order keeps its stock; tests of the local cloud wait for the end of a shorter time."""
        usual = str(self._stage.hold_minutes)
        return CfnParameter(self, "HoldMinutes", default=usual).value_as_string if self._stage.is_local else usual

    def _tables(self, domains: Sequence[Domain]) -> None:
        for domain in domains:
            if domain.table:
                table = DomainTable(self, domain.table, self._stage)
                self.around.tables[domain.table.name] = table
                CfnOutput(self, f"{domain.table.name.title()}Table", value=table.table.table_name)

    def _add(self, domain: Domain, plan: Function) -> None:
        match plan:
            case Authorizer():
                self._api.add_authorizer(domain.name, plan)
            case Api():
                self._api.add_routes(domain.name, plan)
            case Worker():
                add_worker(self.around, domain.name, plan)
            case Publisher():
                add_publisher(self.around, domain.name, plan, self._own_table(domain))
            case Watcher():
                add_watcher(self.around, domain.name, plan, self._own_table(domain))
            case Schedule():
                add_schedule(self.around, domain.name, plan)
            case Operator():
                DomainFunction(self.around, domain.name, plan, timeout_s=OPERATOR_TIMEOUT_S)
            case _:
                raise TypeError(f"{domain.name}.{plan.name} is of no kind that can be woken.")

    def _own_table(self, domain: Domain) -> DomainTable:
        if domain.table is None:
            raise ValueError(f"{domain.name} follows its table's stream, and has no table.")
        return self.around.tables[domain.table.name]

    def _reports_bucket(self) -> s3.Bucket:
        keeps = self._stage.keeps_data
        bucket = s3.Bucket(
            self,
            "reports",
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=not self._stage.is_local,  # the local cloud speaks plain HTTP on loopback
            versioned=keeps,
            removal_policy=RemovalPolicy.RETAIN if keeps else RemovalPolicy.DESTROY,
        )
        acknowledge(bucket, "S1", "Only two of our functions may touch it, and both log what they do.")
        return bucket


def _has_no_authorizer(domain: Domain) -> bool:
    """Sorts the domain with the authorizer first: the admin routes hang on it."""
    return not any(isinstance(plan, Authorizer) for plan in domain.functions)
