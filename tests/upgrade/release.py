"""What a release leaves behind, in `kept/<version>/`: in its tables, on its way, and in people's hands.

`tables/` has an item a line; `messages.json` what nobody has heard, as the bus, Stripe and carriers send it;
`held.json` what clients and staff hold, and the secrets it was signed with; `stripe.json` the double's memory;
`files.json` the reports.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from packaging.version import Version

from infra.domains import DOMAINS
from shared import clock
from shared.aws import client
from shared.dynamo import Item
from shared.dynamo.values import from_wire, to_wire
from shared.table import TableSpec
from tests.in_process import InProcessShop
from tests.upgrade.life import Life
from tests.world import ENVIRONMENT, SECRETS

KEPT = Path(__file__).with_name("kept")
TABLES: dict[str, TableSpec] = {domain.name: domain.table for domain in DOMAINS if domain.table}
BUCKET = ENVIRONMENT["REPORTS_BUCKET"]


@dataclass(frozen=True)
class Release:
    """A kept one, by its folder."""

    folder: Path

    def items(self, table: str) -> list[Item]:
        """What stands in a table; nothing in one that the release did not have."""
        path = self.folder / "tables" / f"{table}.jsonl"
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []

    @cached_property
    def messages(self) -> dict[str, Any]:
        """`events` on their way to workers, `webhooks` of Stripe's, `reports` of carriers."""
        return self._json("messages")

    @cached_property
    def held(self) -> dict[str, Any]:
        """What people hold, the time, and the secrets."""
        return self._json("held")

    @property
    def stripe(self) -> dict[str, Any]:
        """What Stripe remembers; anew each time, since the double goes on with it."""
        return self._json("stripe")

    def _json(self, name: str) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))
        return content

    def put_into(self, shop: InProcessShop) -> None:
        """Into an empty shop, whose clock goes on from there."""
        shop.clock.now = clock.parse(self.held["now"])
        for name, value in self.held["secrets"].items():
            client("secretsmanager").put_secret_value(SecretId=f"storewright/test/{name}", SecretString=value)
        for name, table in TABLES.items():
            for item in self.items(name):
                client("dynamodb").put_item(TableName=table.physical_name, Item=to_wire(item))
        for key, content in self._json("files").items():
            client("s3").put_object(Bucket=BUCKET, Key=key, Body=content.encode())


def releases() -> list[Release]:
    """All that are kept, in order."""
    return [Release(folder) for folder in sorted(KEPT.iterdir(), key=lambda folder: Version(folder.name))]


def write(folder: Path, shop: InProcessShop, life: Life) -> None:
    """Write down the shop as it stands, into an empty folder."""
    (folder / "tables").mkdir(parents=True)
    for name, table in TABLES.items():
        lines = (_line(item) for item in all_items(table))
        (folder / "tables" / f"{name}.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    memory = shop.double.control("memory")
    memory["tables"]["events"] = {}  # told already, or among the messages
    unheard = {
        item["idempotency_key"] for item in all_items(TABLES["payments"]) if item.get("provider_reference", "") is None
    }
    memory["keys"] = [each for each in memory["keys"] if each["key"] in unheard]  # of the others nobody asks again
    parts = {
        "messages": {"events": life.messages, "webhooks": life.webhooks, "reports": life.reports},
        "held": {"now": clock.stamp(shop.clock.now), "secrets": SECRETS, **life.held},
        "stripe": memory,
        "files": dict(_files()),
    }
    for name, content in parts.items():
        text = _page(content).replace(shop.double.url, "http://stripe.test")  # its port is another one each time
        (folder / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")


def _line(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _page(content: Any, depth: int = 2) -> str:
    """JSON with a line for each thing, down to this depth."""
    if depth == 0 or not content or not isinstance(content, dict | list):
        return _line(content)
    if isinstance(content, list):
        return "[\n" + ",\n".join(_page(each, depth - 1) for each in content) + "\n]"
    return "{\n" + ",\n".join(f"{_line(name)}:{_page(each, depth - 1)}" for name, each in content.items()) + "\n}"


def all_items(table: TableSpec) -> list[Item]:
    """Whatever stands in the table, by its keys."""
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=table.physical_name)
    found = [from_wire(wire) for page in pages for wire in page["Items"]]
    return sorted(found, key=lambda item: (item["pk"], item["sk"]))


def _files() -> Iterator[tuple[str, str]]:
    for each in client("s3").list_objects_v2(Bucket=BUCKET).get("Contents", []):
        if each["Key"].startswith("search/"):
            continue  # an index is of its release; where its file is gone it is built anew
        yield each["Key"], client("s3").get_object(Bucket=BUCKET, Key=each["Key"])["Body"].read().decode()
