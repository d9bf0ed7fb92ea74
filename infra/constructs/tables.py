"""The domains' tables, made from the same specs that the code reads."""

from aws_cdk import RemovalPolicy, Tags
from aws_cdk import aws_dynamodb as dynamodb
from constructs import Construct

from infra.stages import Stage
from shared.table import Index, TableSpec


def string(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)


class DomainTable(Construct):
    """One table: on demand, encrypted, with its indexes, a stream where it says events, TTL on `ttl`."""

    def __init__(self, scope: Construct, spec: TableSpec, stage: Stage) -> None:
        super().__init__(scope, f"{spec.name}_table")
        self.spec = spec
        self.table = dynamodb.Table(
            self,
            "table",
            table_name=stage.names.of(spec.name),
            partition_key=string("pk"),
            sort_key=string("sk"),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            encryption=dynamodb.TableEncryption.AWS_MANAGED,
            stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES if spec.says else None,
            time_to_live_attribute="ttl",
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True, recovery_period_in_days=spec.recovery_days
            ),
            deletion_protection=stage.keeps_data,
            removal_policy=RemovalPolicy.RETAIN if stage.keeps_data else RemovalPolicy.DESTROY,
        )
        for index in spec.all_indexes:
            self._add(index)
        if stage.keeps_data and spec.recovery_days is None:
            Tags.of(self.table).add("backup", "daily")  # the backup plan selects by it

    def _add(self, index: Index) -> None:
        self.table.add_global_secondary_index(
            index_name=index.name,
            partition_key=string(index.partition),
            sort_key=string(index.sort) if index.sort else None,
            projection_type=dynamodb.ProjectionType.KEYS_ONLY if index.keys_only else dynamodb.ProjectionType.ALL,
        )

    @property
    def stream_arn(self) -> str:
        """Raises ValueError where the table says no events and so has no stream."""
        arn = self.table.table_stream_arn
        if arn is None:
            raise ValueError(f"The table {self.spec.name} has no stream: its spec says no events.")
        return arn
