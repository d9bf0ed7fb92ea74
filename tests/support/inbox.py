"""Mail as SES puts it into the bucket, and as S3 tells the queue of it."""

import json
from pathlib import Path
from typing import Any

from tests.world import ENVIRONMENT, service

MAILS = Path(__file__).parent / "mails"
BUCKET, HELP = ENVIRONMENT["MAIL_BUCKET"], "help@in.example.com"


def make_bucket() -> None:
    """Where mail comes in, empty."""
    region = {"LocationConstraint": ENVIRONMENT["AWS_REGION"]}
    service("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration=region)


def a_mail(name: str) -> bytes:
    """One of those in `mails/`."""
    return (MAILS / f"{name}.eml").read_bytes()


def put(raw: bytes, message_id: str) -> str:
    """The key under which SES has put it."""
    key = f"in/{message_id}"
    service("s3").put_object(Bucket=BUCKET, Key=key, Body=raw)
    return key


def told_of(key: str) -> dict[str, Any]:
    """A queue's batch of one."""
    body = {"Records": [{"s3": {"bucket": {"name": BUCKET}, "object": {"key": key, "size": 1}}}]}
    return {"Records": [{"messageId": "1", "eventSource": "aws:sqs", "body": json.dumps(body)}]}
