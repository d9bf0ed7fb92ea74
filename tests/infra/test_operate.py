"""What the operator's commands and pages take for granted is in the template, under the names that they use."""

from infra.operate.pause import BY_THE_CLOCK
from infra.operate.place import PARTS
from infra.parts import FAILING
from infra.stacks.__main__ import parts
from tests.infra.shop import STAGES
from tests.infra.template import Template


def test_every_part_is_a_lambda_and_its_log_and_dead_letters_are_found_by_its_title(template: Template) -> None:
    names = template.names
    assert {each["FunctionName"] for each in template.of("Lambda::Function").values()} == {
        names.of(title) for title in PARTS
    }
    logs = {each["LogGroupName"] for each in template.of("Logs::LogGroup").values() if "LogGroupName" in each}
    assert {f"/aws/lambda/{names.of(title)}" for title in PARTS} <= logs
    dead = {each["QueueName"] for each in template.of("SQS::Queue").values() if each["QueueName"].endswith("-dlq")}
    assert dead == {names.of(title, "dlq") for title, (_, plan) in PARTS.items() if isinstance(plan, FAILING)}
    assert set(template.stacks) == {names.of(name) for name in parts(STAGES[template.stage])}


def test_a_pause_knows_every_schedule(template: Template) -> None:
    names = {each["Name"] for each in template.of("Scheduler::Schedule").values()}
    assert names == {template.names.of(title) for title in BY_THE_CLOCK}


def test_a_replay_finds_the_archive_and_the_rule(template: Template) -> None:
    [archive] = template.of("Events::Archive").values()
    assert archive["ArchiveName"] == template.names.of("events")
    rules = {each["Name"] for each in template.of("Events::Rule").values()}
    assert template.names.of("reports-count_sales") in rules


def test_a_restore_has_what_its_page_says(prod: Template, template: Template) -> None:
    for table in template.of("DynamoDB::Table").values():
        assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    [vault] = prod.of("Backup::BackupVault").values()
    assert vault["BackupVaultName"] == "storewright-prod"
    [plan] = prod.of("Backup::BackupPlan").values()
    kept = {rule["RuleName"]: rule["Lifecycle"] for rule in plan["BackupPlan"]["BackupPlanRule"]}
    assert kept["Daily"]["DeleteAfterDays"] == 35
    assert kept["Monthly1Year"]["DeleteAfterDays"] == 365
    for table in prod.of("DynamoDB::Table").values():
        is_kept = {"Key": "backup", "Value": "daily"} in table.get("Tags", [])
        assert is_kept == (table["TableName"] != prod.names.of("people"))
        assert table["DeletionProtectionEnabled"] is True
    versioned = [each.get("VersioningConfiguration", {}).get("Status") for each in prod.of("S3::Bucket").values()]
    assert sorted(versioned, key=str) == [
        "Enabled",
        None,
        None,
    ]  # a mail that was taken is gone, and a picture has another name
    queues = prod.of("SQS::Queue").values()
    assert {each["MessageRetentionPeriod"] for each in queues} == {14 * 86_400}


def test_the_tags_that_costs_are_asked_by_are_on_the_tables(prod: Template) -> None:
    for table in prod.of("DynamoDB::Table").values():
        tags = {each["Key"]: each["Value"] for each in table["Tags"]}
        assert (tags["storewright:shop"], tags["storewright:stage"]) == ("storewright", "prod")
