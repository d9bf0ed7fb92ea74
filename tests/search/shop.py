"""Short ways for the search's tests."""

import json
from typing import Any

from functions.catalog.table import SPEC as CATALOG
from functions.catalog.table import product_pk
from functions.search.handlers import build_index, note_changes, store_api
from shared import outbox
from tests.catalog.shop import Answer, admin, make
from tests.world import Clock, api_event


def search(q: str | None = None, **query: str) -> Answer:
    """What the store's search answers."""
    asked = query if q is None else {"q": q, **query}
    answer = store_api.handler(api_event("GET", "/store/search", query=asked), None)
    return Answer(answer["statusCode"], json.loads(answer["body"]), answer["headers"], answer["body"])


def titles(q: str | None = None, **query: str) -> list[str]:
    """The titles of what is found."""
    answer = search(q, **query)
    assert answer.status == 200, answer.body
    return [each["product"]["title"] for each in answer.body["data"]]


def build(*, whole: bool = False) -> str:
    """What the builder did."""
    done: str = build_index.handler({"whole": whole} if whole else {}, None)
    return done


def tell(product_id: str, *, times: int = 1) -> None:
    """The worker hears all that was said of a product."""
    for row in outbox.history(CATALOG, product_pk(product_id)):
        if row["type"] == "product.updated":
            for _ in range(times):
                hear(outbox.envelope(row))


def hear(envelope: dict[str, Any]) -> None:
    """The worker hears this event."""
    record = {"messageId": envelope["id"], "body": json.dumps({"detail": envelope}), "eventSource": "aws:sqs"}
    assert note_changes.handler({"Records": [record]}, None) == {"batchItemFailures": []}


def searchable(clock: Clock, *bodies: dict[str, Any]) -> list[dict[str, Any]]:
    """Products that are made, told of and in the index."""
    made = []
    for body in bodies:
        clock.advance(seconds=1)
        made.append(make(body))
        tell(made[-1]["id"])
    assert build() == "built"
    clock.advance(seconds=10)
    return made


def change(product_id: str, body: dict[str, Any]) -> None:
    """Change a product, and let it be told."""
    answer = admin("PATCH", f"/admin/products/{product_id}", body)
    assert answer.status == 200, answer.body
    tell(product_id)
