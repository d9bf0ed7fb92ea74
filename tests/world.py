"""The small world of a unit test: a clock that stands still, ids that count, and a cloud with our tables."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import boto3
from moto import mock_aws

from functions.system import show_system
from infra.job_machine import definition
from shared import audit, aws, clock, ids, people, secret
from shared.operations import letters
from shared.settings import read_settings
from shared.table import TableSpec
from shared.webhook_signature import sign
from tests import database, lambdas
from tests.cheap_moto import cheapen, furnish

# `TESTS_DATABASE=moto pytest tests/orders`: DynamoDB is moto's, too. `tests/shared/test_on_moto.py` has a page of each
# domain run so in every suite.
ON_MOTO = os.environ.get("TESTS_DATABASE") == "moto"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_SESSION_TOKEN": "testing",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_REGION": "eu-west-1",
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
    "STAGE": "test",
    "STAFF_POOL": "eu-west-1_staff",
    "STAFF_CLIENT": "client-of-the-dashboard",
    "EVENT_BUS": "storewright-test",
    "POWERTOOLS_SERVICE_NAME": "test",
    "POWERTOOLS_METRICS_NAMESPACE": "Storewright",
    "GUEST_KEY_SECRET": "storewright/test/guest_key",
    "SESSION_KEY_SECRET": "storewright/test/session_key",
    "CURSOR_KEY_SECRET": "storewright/test/cursor_key",
    "CONFIRM_KEY_SECRET": "storewright/test/confirm_key",
    "CONSENT_KEY_SECRET": "storewright/test/consent_key",
    "REPLY_KEY_SECRET": "storewright/test/reply_key",
    "LIMITS_KEY_SECRET": "storewright/test/limits_key",
    "LOOKUP_KEY_SECRET": "storewright/test/lookup_key",
    "ANSWERS_KEY_SECRET": "storewright/test/answers_key",
    "PEOPLE_KEY_SECRET": "storewright/test/people_key",
    "TOKEN_KEY_SECRET": "storewright/test/token_key",
    "STRIPE_API_KEY_SECRET": "storewright/test/stripe_api_key",
    "STRIPE_WEBHOOK_SECRET_SECRET": "storewright/test/stripe_webhook_secret",
    "CARRIER_WEBHOOK_SECRET_SECRET": "storewright/test/carrier_webhook_secret",
    "HELPDESK_API_TOKEN_SECRET": "storewright/test/helpdesk_api_token",
    "HELPDESK_WEBHOOK_SECRET_SECRET": "storewright/test/helpdesk_webhook_secret",
    "HELPDESK_EMAIL": "storewright@helpdesk.example",
    "ORIGIN_SECRET_SECRET": "storewright/test/origin_secret",
    "CUSTOMERS_POOL": "eu-west-1_customers",
    "CUSTOMERS_CLIENT": "client-of-customers",
    "REPORTS_BUCKET": "storewright-test-reports",
    "MEDIA_BUCKET": "storewright-test-media",
    "JOB_MACHINE": "arn:aws:states:eu-west-1:123456789012:stateMachine:storewright-test-{domain}-jobs",
    "SENDS_TEXTS": "true",
    "SHOP_NAME": "Example Shop",
    "SHOP_URL": "https://shop.example.com",
    "ORDER_URL": "https://shop.example.com/orders/{order_id}?token={token}",
    "CONFIRM_URL": "https://shop.example.com/orders/{order_id}/confirm?token={token}",
    "SUPPORT_URL": "https://shop.example.com/support/{ticket_id}?token={token}",
    "CONSENT_URL": "https://shop.example.com/consent?token={token}",
    "UNSUBSCRIBE_URL": "https://api.example.com/store/consents/unsubscribe?token={token}",
    "CONTACT": "help@example.com",
    "MAIL_FROM": "shop@example.com",
    "MAIL_REPLY_TO": "help@example.com",
    "MAIL_FOOTER": '["Example Shop, 1 Example Street, 12345 Example City"]',
    "OWN_ADDRESSES": "shop@example.com,help@example.com",
    "MAIL_BUCKET": "storewright-test-mail",
    "STAFF_MAIL": "staff@example.com",
    "DEFAULT_LOCALE": "en",
    "LOCALES": '["en", "de"]',
    "HOLD_MINUTES": "30",
    "SYSTEM_NAMES": "storewright-test",
    "SHOP_PREFIX": "storewright",
    "QUEUES_URL": "https://sqs.eu-west-1.amazonaws.com/123456789012",
    "HAS_ALARMS": "true",
}
CARRIERS = {"ups": "ups-test-secret", "dhl": "dhl-test-secret"}  # the carriers that the shop knows, and their secrets
JOBS_OF = ("orders", "audit", "customers", "migrations")  # the domains whose jobs are gone through step by step
SECRETS = {
    "guest_key": "test-guest-key-of-some-length",
    "session_key": "test-session-key-of-some-length",
    "cursor_key": "test-cursor-key-of-some-length",
    "confirm_key": "test-confirm-key-of-some-length",
    "consent_key": "test-consent-key-of-some-length",
    "reply_key": "test-reply-key-of-some-length",
    "limits_key": "test-limits-key-of-some-length",
    "lookup_key": "test-lookup-key-of-some-length",
    "answers_key": "test-answers-key-of-some-length",
    "people_key": "test-people-key-of-some-length",
    "token_key": "test-token-key-of-some-length",
    "stripe_api_key": "sk_test_123",
    "stripe_webhook_secret": "whsec_test",
    "helpdesk_api_token": "test-helpdesk-api-token",
    "helpdesk_webhook_secret": "test-helpdesk-webhook-secret",
    "origin_secret": "origin-test-secret",
    "carrier_webhook_secret": json.dumps(CARRIERS),
}


def sign_as_carrier(raw: bytes, now: datetime, carrier: str = "ups", secret: str | None = None) -> str:
    """The Carrier-Signature of these bytes, for the carrier's own path."""
    return sign(raw, secret or CARRIERS[carrier], now, path=f"/webhooks/carriers/{carrier}")


class Clock:
    """Stands at NOON until a test moves it. Pauses take no time but are counted."""

    def __init__(self) -> None:
        self.now = NOON
        self.pauses: list[float] = []

    def seconds(self) -> float:
        """Since the epoch, as `time.time` has it."""
        return self.now.timestamp()

    def advance(self, **by: float) -> datetime:
        """Move on: `advance(minutes=31)`."""
        self.now += timedelta(**by)
        return self.now


@cache
def service(name: str) -> Any:
    """A client for the tests' own looks into the cloud, past whatever listens to the shop's."""
    return boto3.client(name, region_name=ENVIRONMENT["AWS_REGION"])  # slow to make; moto answers to any, always


@contextmanager
def cloud(monkeypatch: Any, *tables: TableSpec) -> Iterator[Clock]:
    """moto's cloud with the bus, the secrets, the mail sender and the two buckets; and a database of these tables:
    in memory, or moto's own.

    The audit log is always there: whatever staff do has a row in it; and so are the keys of what is personal.
    """
    tables = tuple(dict.fromkeys([*tables, audit.SPEC, people.SPEC]))
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    for table in tables:
        monkeypatch.setenv(f"{table.name.upper()}_TABLE", f"storewright-test-{table.name}")
    standing = Clock()
    monkeypatch.setattr(clock, "source", standing.seconds)
    monkeypatch.setattr(clock, "pause", standing.pauses.append)
    cheapen(monkeypatch)
    lambdas.stand(monkeypatch)
    monkeypatch.setattr(letters, "WAIT_S", 0)  # which moto would wait for
    for known in (show_system._ages, show_system._runs, show_system._version):
        known.cache_clear()
    if not ON_MOTO:
        database.stand(monkeypatch, tables, standing.seconds)
    with mock_aws():
        aws.client.cache_clear()  # the session stays: each cloud's settings are the same
        secret.forget()
        read_settings.cache_clear()  # a page's own shop is set up before any test's
        furnish(_furniture)
        for table in tables if ON_MOTO else ():
            create_table(service("dynamodb"), table)
        for name in ("REPORTS_BUCKET", "MEDIA_BUCKET"):
            service("s3").create_bucket(
                Bucket=ENVIRONMENT[name], CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
            )
        yield standing
    aws.client.cache_clear()
    secret.forget()


def _furniture() -> None:
    service("events").create_event_bus(Name=ENVIRONMENT["EVENT_BUS"])
    for name, value in SECRETS.items():
        service("secretsmanager").create_secret(Name=f"storewright/test/{name}", SecretString=value)
    for domain in JOBS_OF:
        service("stepfunctions").create_state_machine(
            name=f"storewright-test-{domain}-jobs",
            definition=json.dumps(definition("arn:aws:lambda:eu-west-1:123456789012:function:steps")),
            roleArn="arn:aws:iam::123456789012:role/machine",
        )
    service("ses").verify_email_identity(EmailAddress=ENVIRONMENT["MAIL_FROM"])


def create_table(dynamodb: Any, table: TableSpec) -> None:
    """The table as the deployment makes it. dynamodb: a client of whichever cloud."""
    attributes = {"pk", "sk"}
    indexes = []
    for index in table.all_indexes:
        keys = [{"AttributeName": index.partition, "KeyType": "HASH"}]
        attributes.add(index.partition)
        if index.sort:
            keys.append({"AttributeName": index.sort, "KeyType": "RANGE"})
            attributes.add(index.sort)
        projection = {"ProjectionType": "KEYS_ONLY" if index.keys_only else "ALL"}
        indexes.append({"IndexName": index.name, "KeySchema": keys, "Projection": projection})
    extra: dict[str, Any] = {"GlobalSecondaryIndexes": indexes} if indexes else {}
    if table.says:
        extra["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    dynamodb.create_table(
        TableName=table.physical_name,
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in sorted(attributes)],
        BillingMode="PAY_PER_REQUEST",
        **extra,
    )


def counting_ids(monkeypatch: Any) -> None:
    """Ids without chance: the same run makes the same ids."""
    counter = iter(range(1, 10**9))
    monkeypatch.setattr(ids, "random_bits", lambda bits: next(counter) % (1 << bits))


def api_event(method: str, path: str, body: str | None = None, **more: Any) -> dict[str, Any]:
    """An HTTP API event (payload 2.0) as API Gateway sends it. more: headers, query (a dict), scopes, ip."""
    headers = {"content-type": "application/json", **{k.lower(): v for k, v in more.get("headers", {}).items()}}
    context: dict[str, Any] = {
        "http": {
            "method": method,
            "path": path,
            "protocol": "HTTP/1.1",
            "sourceIp": more.get("ip", "192.0.2.1"),
            "userAgent": "t",
        },
        "stage": "$default",
        "requestId": "r",
        "accountId": "123456789012",
        "apiId": "api",
        "domainName": "api.example.com",
        "domainPrefix": "api",
        "routeKey": "$default",
        "time": "22/Nov/2026:12:00:00 +0000",
        "timeEpoch": 0,
    }
    if "scopes" in more:
        known = {"principal": more.get("key_id", "key_TEST"), "scopes": more["scopes"]}
        known |= {name: more.get(name, "") for name in ("allowed_ips", "locations")}
        context["authorizer"] = {"lambda": known}
    query = more.get("query") or {}
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "&".join(f"{k}={v}" for k, v in query.items()),
        "headers": headers,
        "queryStringParameters": query,
        "requestContext": context,
        "body": body,
        "isBase64Encoded": False,
    }
