"""The table `reports`: facts as they were heard, the sales they refer to, and the days that are closed.

| entity | pk | sk | changes |
|---|---|---|---|
| fact: one event that counts | `DAY#2026-11-22#<shard>` | `FACT#<created_at>#<event id>` | never |
| sale: the placed order, for facts that name only its id | `SALE#<order id>` | `SALE` | never |
| open end: a fact that a closing may have missed | `OPEN` | `2026-11-22#<event id>` | removed once it is counted |
| closing: the day's report was written | `CLOSED#sales` | `2026-11-22` | a new revision for facts that came late |
| its event rows | `REPORT#sales#2026-11-22` | `EVENT#…` | |
| news heard | `HEARD#…` | `HEARD` | never |

Reads: a day's facts (one query a shard) · the sales of some orders (one batch) · the closings and the open ends of some
days (one query each) · the last closing (one query).
"""

from datetime import date

from events import OrderPlaced
from functions.reports.closing import Closing, OpenEnd
from functions.reports.fact import Fact, fact_of
from shared import ids
from shared.dynamo import Item
from shared.table import TableSpec

SPEC = TableSpec("reports")

SHARDS = 4  # partitions a day; each takes some 200 sales a second, and a report reads them one after the other
OPEN = "OPEN"
CLOSED = "CLOSED#sales"


def fact_partition(day: date, shard: int) -> str:
    return f"DAY#{day.isoformat()}#{shard}"


def fact_item(fact: Fact) -> Item:
    shard = ids.ALPHABET.index(fact.event_id[-1]) % SHARDS
    return {
        "pk": fact_partition(fact.day, shard),
        "sk": f"FACT#{fact.created_at}#{fact.event_id}",
        "type": fact.event.type,
        "event_id": fact.event_id,
        "created_at": fact.created_at,
        "data": fact.event.model_dump(mode="json"),
    }


def item_fact(item: Item) -> Fact:
    return fact_of(item["event_id"], item["created_at"], item["type"], item["data"])


def sale_key(order_id: str) -> tuple[str, str]:
    return f"SALE#{order_id}", "SALE"


def sale_item(sale: OrderPlaced) -> Item:
    pk, sk = sale_key(sale.order_id)
    return {"pk": pk, "sk": sk, "data": sale.model_dump(mode="json")}


def open_end_item(fact: Fact) -> Item:
    pk, sk = open_end_key(OpenEnd(fact.day, fact.event_id))
    return {"pk": pk, "sk": sk}


def open_range(first: date, last: date) -> tuple[str, str, str]:
    """The sort condition that selects the open ends of these days."""
    return "between", first.isoformat(), last.isoformat() + "~"  # which sorts after every id


def open_end_of(item: Item) -> OpenEnd:
    day, _, event_id = item["sk"].partition("#")
    return OpenEnd(date.fromisoformat(day), event_id)


def open_end_key(end: OpenEnd) -> tuple[str, str]:
    return OPEN, f"{end.day.isoformat()}#{end.event_id}"


def closing_item(closing: Closing) -> Item:
    return {
        "pk": CLOSED,
        "sk": closing.day.isoformat(),
        "version": closing.version,
        "revision": closing.revision,
        "inputs_hash": closing.inputs_hash,
        "fact_count": closing.fact_count,
        "summary_hash": closing.summary_hash,
        "files": list(closing.files),
        "closed_at": closing.closed_at,
    }


def item_closing(item: Item) -> Closing:
    return Closing(
        day=date.fromisoformat(item["sk"]),
        version=item["version"],
        revision=item["revision"],
        inputs_hash=item["inputs_hash"],
        fact_count=item["fact_count"],
        summary_hash=item["summary_hash"],
        files=tuple(item["files"]),
        closed_at=item["closed_at"],
    )


def report_partition(day: date) -> str:
    return f"REPORT#sales#{day.isoformat()}"
