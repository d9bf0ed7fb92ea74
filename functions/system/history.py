"""What an object of the shop said, from the rows that its commits kept: the outbox is its history."""

from collections.abc import Callable, Iterable, Iterator

from shared.dynamo import Item
from shared.errors import Invalid

Query = Callable[[str, str, str], Iterable[Item]]  # (table, partition, how the sort key begins)

SAYING = {  # who says events: the beginning of its id, its table, and how its partition begins
    "order_": ("orders", "ORDER#"),
    "pay_": ("payments", "PAYMENT#"),
    "ref_": ("payments", "REFUND#"),
    "evt_": ("payments", "STRIPE#"),
    "ful_": ("fulfillment", "FULFILLMENT#"),
    "prod_": ("catalog", "PRODUCT#"),
    "mov_": ("inventory", "MOVEMENT#"),
    "cus_": ("customers", "CUSTOMER#"),
    "comp_": ("companies", "COMPANY#"),
    "tkt_": ("support", "TICKET#"),
    "job_": ("jobs", "JOB#"),
    "apr_": ("approvals", "APPROVAL#"),
    "ers_": ("privacy", "ERASURE#"),
}
TABLES = tuple(dict.fromkeys(table for table, _ in SAYING.values()))
OF_AN_ORDER = {  # rows that name what belongs to it
    "payments": ("PAYMENT#", "REFUND#"),
    "fulfillment": ("FULFILLMENT#",),
}


class UnknownObject(Invalid):
    """An id of nothing that says events; `details.prefixes` has how those begin."""

    status = 400
    code = "unknown_object"

    def __init__(self, object_id: str) -> None:
        told = f"{object_id[:64]!a} is no id of something that says events; they begin with {', '.join(SAYING)}."
        super().__init__(told, param="object", details={"prefixes": list(SAYING)})


def history(object_id: str, query: Query) -> list[Item]:
    """The event rows, in the order in which they were decided; an order's with its payments' and parcels'.

    Raises UnknownObject.
    """
    partitions = [_partition(object_id)]
    if object_id.startswith("order_"):
        partitions += _of_an_order(f"ORDER#{object_id}", query)
    rows = [row for table, pk in partitions for row in query(table, pk, "EVENT#")]
    return sorted(rows, key=lambda row: row["sequence"])


def _partition(object_id: str) -> tuple[str, str]:
    for beginning, (table, prefix) in SAYING.items():
        if object_id.startswith(beginning):
            return table, prefix + object_id
    raise UnknownObject(object_id)


def _of_an_order(pk: str, query: Query) -> Iterator[tuple[str, str]]:
    for table, kinds in OF_AN_ORDER.items():
        for kind in kinds:
            yield from ((table, row["sk"]) for row in query(table, pk, kind))
