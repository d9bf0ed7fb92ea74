"""Backups of what must not be lost: daily for five weeks, monthly for a year, of everything tagged `backup: daily`."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_backup as backup
from constructs import Construct

from infra.constructs.nag import acknowledge
from infra.stages import Stage


def add_backups(scope: Construct, stage: Stage) -> None:
    vault = backup.BackupVault(
        scope,
        "vault",
        backup_vault_name=stage.names.of(),
        removal_policy=RemovalPolicy.RETAIN,
    )
    plan = backup.BackupPlan.daily_monthly1_year_retention(scope, "backup", vault)
    selection = plan.add_selection("kept", resources=[backup.BackupResource.from_tag("backup", "daily")])
    policy = "service-role/AWSBackupServiceRolePolicyForBackup"
    acknowledge(
        selection,
        f"IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{policy}]",
        "AWS Backup's own policy for its own service; it grows with what AWS Backup can do.",
    )
