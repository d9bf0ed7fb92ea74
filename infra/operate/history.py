"""What an object of the shop said, from the rows that its commits kept: the outbox is its history."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any

from cyclopts import App, Parameter

from functions import system
from infra.operate.place import Mistake, Place, Refusal
from infra.operate.telling import HERE, At, Row, table
from shared.dynamo.values import Item, from_wire

app = App(name="events", help="What the objects of the shop said.")


@app.command(name="of")
def events_of(
    object_id: Annotated[
        str, Parameter(help="The id of an order, a payment, a refund, a parcel, a product, a movement.")
    ],
    *,
    at: At = HERE,
) -> None:
    """All events of an object, in the order in which they were decided; an order's with its payments and parcels.

    `storewright events of order_01KB6Z4M1W2ABCDEFGHJKMNPQR --stage prod`
    """
    rows = history(at.place(), object_id)
    if not rows:
        raise Refusal(f"Nothing was ever said of {object_id}.")
    shown: list[Row] = [
        {
            "event": row["id"],
            "at": row["created_at"][:19],
            "type": row["type"],
            "of": row["aggregate"]["id"],
            "on the bus": "no" if "unsent" in row else "yes",
        }
        for row in rows
    ]
    at.tell(rows, table(f"Events of {object_id}", shown))


def history(place: Place, object_id: str) -> list[Item]:
    """The event rows. Raises Mistake where the id is of nothing that says events."""
    try:
        return system.history(object_id, partial(_query, place))
    except system.UnknownObject as error:
        raise Mistake(error.message) from None


def _query(place: Place, name: str, pk: str, beginning: str) -> Iterator[Item]:
    return _items(
        place,
        "query",
        name,
        KeyConditionExpression="pk = :pk AND begins_with(sk, :sk)",
        ExpressionAttributeValues={":pk": {"S": pk}, ":sk": {"S": beginning}},
        ConsistentRead=True,
    )


def said_between(place: Place, name: str, since: str, until: str) -> Iterator[dict[str, Any]]:
    """The event rows of a table from one time to another, both as `shared.clock.stamp` writes them; in no order."""
    return _items(
        place,
        "scan",
        name,
        FilterExpression="begins_with(sk, :event) AND created_at BETWEEN :since AND :until",
        ExpressionAttributeValues={":event": {"S": "EVENT#"}, ":since": {"S": since}, ":until": {"S": until}},
    )


def _items(place: Place, operation: str, name: str, **asked: Any) -> Iterator[Item]:
    """All that a query or a scan of a table finds."""
    pages = place.client("dynamodb").get_paginator(operation).paginate(TableName=place.table(name), **asked)
    return (from_wire(item) for page in pages for item in page["Items"])
