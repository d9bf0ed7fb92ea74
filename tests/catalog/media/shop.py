"""Short ways for the tests of pictures: uploaded, named, looked at."""

import hashlib
import json
from typing import Any
from uuid import uuid4

from functions.catalog.handlers import process_media
from functions.catalog.table import SPEC, product_pk
from shared import outbox
from tests.catalog.media.files import JPEG
from tests.catalog.shop import Answer, admin
from tests.world import ENVIRONMENT, service

UPLOADS = ENVIRONMENT["REPORTS_BUCKET"]
SHOWN = ENVIRONMENT["MEDIA_BUCKET"]


def post(path: str, body: Any, **headers: str) -> Answer:
    return admin("POST", path, body, headers={"idempotency-key": uuid4().hex, **headers})


def upload(content: bytes = JPEG, content_type: str = "image/jpeg") -> str:
    """The id of an upload with this content."""
    asked = {"size_bytes": max(1, len(content)), "content_type": content_type}
    answer = post("/admin/media/uploads", {**asked, "sha256": hashlib.sha256(content).hexdigest()})
    assert answer.status == 201, answer.body
    service("s3").put_object(Bucket=UPLOADS, Key=f"uploads/{answer.body['id']}", Body=content)
    return str(answer.body["id"])


def add(product: dict[str, Any], content: bytes = JPEG, **body: Any) -> Answer:
    """A picture of the product, which nobody has looked at yet."""
    return post(f"/admin/products/{product['id']}/media", {"upload_id": upload(content), **body})


def news(product: dict[str, Any]) -> list[dict[str, Any]]:
    """Of pictures that were added."""
    return [each for each in outbox.history(SPEC, product_pk(product["id"])) if each["type"] == "media.added"]


def look(*envelopes: dict[str, Any]) -> list[Any]:
    """What the worker gives back of these messages."""
    records = [
        {"messageId": f"m{i}", "eventSource": "aws:sqs", "body": json.dumps({"detail": each}), "attributes": {}}
        for i, each in enumerate(envelopes)
    ]
    return list(process_media.handler({"Records": records}, None)["batchItemFailures"])


def shown_keys() -> list[str]:
    """All files that everybody sees."""
    return sorted(each["Key"] for each in service("s3").list_objects_v2(Bucket=SHOWN).get("Contents", []))


def shown(product: dict[str, Any], content: bytes = JPEG, **body: Any) -> dict[str, Any]:
    """The product with another picture, made ready."""
    answer = add(product, content, **body)
    assert answer.status == 201, answer.body
    assert look(news(product)[-1]) == []
    whole: dict[str, Any] = admin("GET", f"/admin/products/{product['id']}").body
    return whole
