"""What staff note on an order, for each other: written once and never changed, taken away as a whole.

A note may name somebody: its words are sealed under the order's key, and nobody reads them once that is destroyed.
"""

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from functions.orders.table import NOTE, SPEC, note_key, order_key, order_pk
from shared.dynamo import Item, Read, Write, create, delete, fetch, query_all, required
from shared.errors import NotFound, Refused
from shared.people import Key, key_found, key_place, open_item, seal_item

NOTES_MAX = 100  # of an order, which its timeline shows all together; the longest day of a helpdesk has some ten
SEALED_FIELDS = ("note",)


class OrderErased(Refused):
    """Nobody knows whose the order was, and nothing may be noted that could tell."""

    code = "order_erased"

    def __init__(self) -> None:
        super().__init__("Who ordered was forgotten as they asked; nothing is noted on the order any more.")


class TooManyNotes(Refused):
    """As many notes as an order may have."""

    code = "too_many_notes"

    def __init__(self) -> None:
        super().__init__(f"An order has at most {NOTES_MAX} notes.", param="note", details={"limit": NOTES_MAX})


class Note(BaseModel):
    """One of them. by: a staff's or a key's id. request_id: of the request that wrote it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    order_id: str
    note: str
    by: str
    request_id: str
    created_at: str


def key_for_notes(order_id: str) -> Read[Key | None]:
    """What notes on the order are sealed under. Raises NotFound, or OrderErased where it was destroyed."""

    def parse(items: list[Item | None]) -> Key | None:
        if items[0] is None:
            raise NotFound("order")
        key = key_found(order_id, items[1])
        if key and key.bits is None:
            raise OrderErased
        return key

    return Read(SPEC, (order_key(order_id),), parse, beside=(key_place(order_id),))


def count_notes(order_id: str) -> int:
    """How many there are."""
    return sum(1 for _ in _items(order_id))


def notes_of(order_id: str) -> list[Note]:
    """All that can still be read, oldest first. A note of an order that was erased cannot."""
    items = list(_items(order_id))
    if not items:
        return []
    (key,) = fetch(Read(SPEC, (), lambda found: key_found(order_id, found[0]), beside=(key_place(order_id),)))
    found = [open_item(SPEC, item, key) for item in items]
    return [Note.model_validate(item) for item in found if "note" in item]


def note(order_id: str, note_id: str) -> Read[str]:
    """The id of a note that is there. Raises NotFound."""
    return required(SPEC, note_key(order_id, note_id), lambda item: str(item["id"]), "note")


def add(new: Note, key: Key | None) -> tuple[Write, ...]:
    """The write of a new one, and of its order's key where that has none yet."""
    pk, sk = note_key(new.order_id, new.id)
    item, kept = seal_item(SPEC, {"pk": pk, "sk": sk, **new.model_dump()}, SEALED_FIELDS, new.order_id, key)
    return (create(SPEC, item), *kept)


def remove(order_id: str, note_id: str) -> Write:
    """It is gone. The commit raises Stale where it was before."""
    return delete(SPEC, note_key(order_id, note_id))


def _items(order_id: str) -> Iterator[Item]:
    return query_all(SPEC, order_pk(order_id), sort=("begins_with", NOTE))
