"""The kinds of things that the code knows to be left behind, and those that a kept release has."""

import importlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from functions.fulfillment.lifecycle import TrackingStatus
from functions.payments.stripe_event import TYPES
from infra.domains import DOMAINS
from infra.plan import Worker
from local.generate.discovery import event_types
from shared.dynamo import Item
from tests.upgrade.release import TABLES, Release

ANYTHING = re.compile(r"\\\{[^}]*\\\}|<[^>]*>|…|\d{4}\\-\d\d\\-\d\d")  # in a key as a docstring writes it
CLAIMS = ("done", "started")


@dataclass(frozen=True)
class Entity:
    """A row of a table's docstring: what is stored, and where."""

    table: str
    name: str
    pk: str
    sk: str

    @property
    def kind(self) -> str:
        return f"item {self.table}: {self.name}, {self.pk} {self.sk}".rstrip()

    def is_it(self, item: Item) -> bool:
        """Whether an item is of it."""
        return _fits(self.pk, item["pk"]) and (not self.sk or _fits(self.sk, item["sk"]))


def _fits(pattern: str, key: str) -> bool:
    return bool(re.fullmatch(ANYTHING.sub(".+", re.escape(pattern)), key))


def entities(table: str) -> list[Entity]:
    """All that the docstring of the table's page tells of."""
    module = f"shared.{table}" if table in ("audit", "limits", "approvals", "people") else f"functions.{table}.table"
    return list(read(table, importlib.import_module(module).__doc__ or ""))


def read(table: str, docstring: str) -> Iterator[Entity]:
    """The rows of the docstring's table that has the columns `pk` and `sk`; a cell may name several keys."""
    columns: list[str] = []
    for line in docstring.splitlines():
        cells = [cell.strip().replace("`", "") for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            columns = []
        elif not columns:
            columns = cells
        elif "pk" in columns and not set(cells[0]) <= {"-"}:
            partitions = cells[columns.index("pk")].split(", ")
            sorts = cells[columns.index("sk")].split(", ")
            pairs = zip(partitions, sorts if len(sorts) == len(partitions) else sorts * len(partitions), strict=True)
            yield from (Entity(table, cells[0], pk, sk) for pk, sk in pairs)


def known() -> set[str]:
    """What the code knows: every kind of item, event and message."""
    kinds = {entity.kind for table in TABLES for entity in entities(table)}
    kinds |= {f"claim {state}" for state in CLAIMS} | {"event that is unsent"}
    kinds |= {f"event {event.type}, version {event.schema_version}" for event in event_types()}
    for domain in DOMAINS:
        for worker in domain.functions:
            if isinstance(worker, Worker):
                kinds |= {f"message {event.type}, to {domain.name}.{worker.name}" for event in worker.hears}
    kinds |= {f"webhook {of_type}" for of_type in TYPES}
    return kinds | {f"carrier's report {status}" for status in TrackingStatus}


def kept(release: Release) -> set[str]:
    """What is in a release, under the same names."""
    items = {table: release.items(table) for table in TABLES}
    kinds = {entity.kind for table in TABLES for entity in entities(table) if any(map(entity.is_it, items[table]))}
    rows = [item for each in items.values() for item in each]
    kinds |= {f"claim {item['state']}" for item in rows if item["sk"] == "IDEM"}
    said = [item for item in rows if item["sk"].startswith("EVENT#")]
    kinds |= {"event that is unsent" for item in said if "unsent" in item}
    kinds |= {f"event {item['type']}, version {item['schema_version']}" for item in said}
    types = {envelope["type"] for envelope in release.messages["events"]}
    for domain in DOMAINS:
        for worker in domain.functions:
            heard = types & {event.type for event in worker.hears} if isinstance(worker, Worker) else ()
            kinds |= {f"message {of_type}, to {domain.name}.{worker.name}" for of_type in heard}
    kinds |= {f"webhook {event['type']}" for event in release.messages["webhooks"]}
    return kinds | set(_reports(release.messages["reports"]))


def _reports(reports: Iterable[dict[str, str]]) -> Iterator[str]:
    for report in reports:
        found = re.search(r'"status": "(\w+)"', report["raw"])
        yield f"carrier's report {found[1] if found else None}"
