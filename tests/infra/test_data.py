"""What remembers: tables as their specs say, protected in prod, gone without a trace in dev."""

from dataclasses import replace
from typing import Any

from infra.domains import DOMAINS
from infra.stacks.data import put_from_dashboard
from infra.stages import STAGES
from shared.table import TableSpec
from tests.infra.joined import Resource
from tests.infra.template import Template

SPECS = [domain.table for domain in DOMAINS if domain.table]
CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/0123abcd-0123-0123-0123-0123456789ab"
FRONT = {"Service": "cloudfront.amazonaws.com"}
REMEMBERS = ("DynamoDB::Table", "S3::Bucket", "SecretsManager::Secret", "Logs::LogGroup")


def test_every_table_is_as_its_spec_says(template: Template) -> None:
    tables = {each["TableName"]: each for each in template.of("DynamoDB::Table").values()}
    assert set(tables) == {template.names.of(spec.name) for spec in SPECS}
    for spec in SPECS:
        table = tables[template.names.of(spec.name)]
        assert table["KeySchema"] == [_hash("pk"), _range("sk")]
        assert {each["IndexName"]: each["KeySchema"] for each in table.get("GlobalSecondaryIndexes", [])} == {
            index.name: [_hash(index.partition), *([_range(index.sort)] if index.sort else [])]
            for index in spec.all_indexes
        }
        assert {each["IndexName"]: each["Projection"] for each in table.get("GlobalSecondaryIndexes", [])} == {
            index.name: {"ProjectionType": "KEYS_ONLY" if index.keys_only else "ALL"} for index in spec.all_indexes
        }
        assert ("StreamSpecification" in table) == spec.says


def test_every_table_is_on_demand_encrypted_recoverable_and_collects_garbage(template: Template) -> None:
    for table in template.of("DynamoDB::Table").values():
        assert table["BillingMode"] == "PAY_PER_REQUEST"
        assert table["SSESpecification"]["SSEEnabled"] is True
        recovery: dict[str, Any] = {"PointInTimeRecoveryEnabled": True}
        if table["TableName"] == template.names.of("people"):
            recovery["RecoveryPeriodInDays"] = 7  # of what was erased no copy of the key may be left after that
        assert table["PointInTimeRecoverySpecification"] == recovery
        assert table["TimeToLiveSpecification"] == {"AttributeName": "ttl", "Enabled": True}


def test_no_table_is_global(template: Template) -> None:
    """Stock and money need one writer: of two regions the last would win."""
    assert template.of("DynamoDB::GlobalTable") == {}


def test_prod_refuses_to_forget(prod: Template) -> None:
    assert all(each["DeletionProtectionEnabled"] for each in prod.of("DynamoDB::Table").values())
    for kind in REMEMBERS:
        for logical_id in prod.of(kind):
            resource = prod.resources[logical_id]
            assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_dev_leaves_nothing_behind(dev: Template) -> None:
    for kind in REMEMBERS:
        for logical_id in dev.of(kind):
            assert dev.resources[logical_id]["DeletionPolicy"] == "Delete"


def test_prod_backs_up_every_table_but_the_keys_of_people_and_dev_none(prod: Template, dev: Template) -> None:
    [selection] = prod.of("Backup::BackupSelection").values()
    tag = {"ConditionKey": "backup", "ConditionType": "STRINGEQUALS", "ConditionValue": "daily"}
    assert selection["BackupSelection"]["ListOfTags"] == [tag]
    for table in prod.of("DynamoDB::Table").values():
        is_kept = {"Key": "backup", "Value": "daily"} in table.get("Tags", [])
        assert is_kept == (table["TableName"] != prod.names.of("people"))
    assert dev.of("Backup::BackupPlan") == {}


def test_files_and_mails_are_private_encrypted_and_read_over_tls_only(template: Template) -> None:
    buckets, policies = template.of("S3::Bucket").values(), template.of("S3::BucketPolicy").values()
    assert len(buckets) == len(policies) == 3
    for bucket, policy in zip(buckets, policies, strict=True):
        assert bucket["BucketEncryption"]
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        [denial] = [each for each in policy["PolicyDocument"]["Statement"] if each["Effect"] == "Deny"]
        assert denial["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_pages_of_the_edge_alone_put_files_from_a_browser(template: Template) -> None:
    buckets = template.of("S3::Bucket").values()
    [rule] = [rule for each in buckets for rule in each.get("CorsConfiguration", {}).get("CorsRules", [])]
    assert rule["AllowedMethods"] == ["PUT", "GET"]
    assert rule["AllowedOrigins"] == ["https://*.cloudfront.net"]


def test_an_edge_with_a_domain_takes_files_from_its_own_pages_alone() -> None:
    stage = STAGES["prod"]
    edge = replace(stage.edge, domain="api.lindenhof.shop", certificate=CERTIFICATE)
    rule = put_from_dashboard(replace(stage, edge=edge))
    assert rule.allowed_origins == ["https://api.lindenhof.shop"]


def test_cloudfront_alone_reads_pictures_and_nothing_else_of_their_bucket(template: Template) -> None:
    policies = [each["PolicyDocument"]["Statement"] for each in template.of("S3::BucketPolicy").values()]
    [reads] = [each for statements in policies for each in statements if each["Principal"] == FRONT]
    assert (reads["Effect"], reads["Action"]) == ("Allow", "s3:GetObject")
    assert "/media/*" in str(reads["Resource"])
    assert reads["Condition"] == {"StringEquals": {"AWS:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_mail_comes_in_only_where_a_stage_has_an_address_for_it(prod: Template, dev: Template) -> None:
    [rule] = prod.of("SES::ReceiptRule").values()
    assert rule["Rule"]["Recipients"] == ["help@in.lindenhof.shop"]
    assert rule["Rule"]["ScanEnabled"] is True
    assert dev.of("SES::ReceiptRule") == dev.of("SES::ReceiptRuleSet") == {}


def test_a_mail_that_was_not_taken_does_not_stay(template: Template) -> None:
    [days] = [
        rule["ExpirationInDays"]
        for bucket in template.of("S3::Bucket").values()
        for rule in bucket.get("LifecycleConfiguration", {}).get("Rules", [])
        if rule["Id"] == "mail"
    ]
    assert days == 14


def test_an_index_is_found_by_its_name_only_once() -> None:
    for spec in SPECS:
        assert _has_unique_indexes(spec), spec.name


def _has_unique_indexes(spec: TableSpec) -> bool:
    names = [index.name for index in spec.all_indexes]
    return len(set(names)) == len(names)


def _hash(name: str) -> Resource:
    return {"AttributeName": name, "KeyType": "HASH"}


def _range(name: str) -> Resource:
    return {"AttributeName": name, "KeyType": "RANGE"}
