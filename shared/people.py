"""Personal data: sealed under a key of its own for each thing that holds some; what is forgotten is the key.

| entity | pk | sk | says |
|---|---|---|---|
| key | `PERSON#{of}` | `KEY` | 256 bits, locked under the secret `people_key`; or since when they are destroyed |

of: the id of what names somebody: a customer, a cart, an order, a ticket. Its item holds the personal fields together
in the attribute `personal`, sealed for this place; the key is read in the same call as the item. Backups keep items
for a year, and keys for seven days: what is left of an erased person then is chance.

A key of what ends has an end too, behind the thing's own; where a thing lives on, its key does.

An item of before has its fields in the open and is read so; the next write seals them.
"""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from shared import clock, ids
from shared.dynamo import Item, Place, Write, create, update
from shared.locked import lock, unlock
from shared.sealed import opened as opened_bytes
from shared.sealed import seal
from shared.table import TableSpec

SPEC = TableSpec("people", says=False, recovery_days=7)
SEALED = "personal"  # the attribute
KEY_BITS = 256
OUTLIVES_S = 90 * 86_400  # what a key's end is behind that of its thing, so that it is seldom put off


@dataclass(frozen=True)
class Key:
    """What opens one thing's personal fields. bits: None once it is destroyed."""

    of: str
    bits: bytes | None = field(repr=False)
    ttl: int | None = None  # when it is garbage, in epoch seconds


def key_place(of: str) -> Place:
    """Where the key is: read it beside the item."""
    return SPEC, f"PERSON#{of}", "KEY"


def key_found(of: str, item: Item | None) -> Key | None:
    """The key of what was read there; None where there has been none. Raises NotOurs where `people_key` is another."""
    if item is None:
        return None
    bits = base64.b85decode(unlock(item["locked"], _place(of), "people_key")) if "locked" in item else None
    return Key(of, bits, item.get("ttl"))


def open_item(table: TableSpec, item: Item, key: Key | None) -> Item:
    """The item with its personal fields; without them where the key is destroyed. Raises NotOurs."""
    if SEALED not in item or key is None or key.bits is None:
        return item
    fields: Item = json.loads(opened_bytes(item[SEALED], key.bits, _sealed_place(table, item)))
    return {**item, **fields}


def seal_item(
    table: TableSpec, item: Item, names: Iterable[str], of: str, key: Key | None
) -> tuple[Item, tuple[Write, ...]]:
    """The item with these fields sealed, and what is to be written beside it: its key, where it has none yet.

    An item with a `ttl` has a key with one. Who made a key meanwhile makes the commit Stale. Of what was erased nothing
    is kept any more.
    """
    fields = {name: item[name] for name in names if item.get(name)}
    plain = {name: value for name, value in item.items() if name not in names}
    if not fields or (key and key.bits is None):
        return plain, ()
    bits = key.bits if key and key.bits else _chance()
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    sealed = seal(text.encode(), bits, _sealed_place(table, item))
    return {**plain, SEALED: sealed}, _kept(of, bits, key, item.get("ttl"))


def new_key(of: str) -> tuple[Key, Write]:
    """A key for a thing of several items, which are sealed under it from the first on, and the write that keeps it."""
    key = Key(of, _chance())
    (kept,) = _kept(of, key.bits or b"", None, None)
    return key, kept


def destroy_key(of: str, now: datetime) -> Write:
    """Nobody opens it any more, nor makes another key of it. Has no condition: done again, it changes nothing."""
    names = {"#locked": "locked", "#erased_at": "erased_at"}
    expression = "SET #erased_at = if_not_exists(#erased_at, :now) REMOVE #locked"
    return update(SPEC, _row(of), expression, condition="", names=names, values={":now": clock.stamp(now)})


def _kept(of: str, bits: bytes, key: Key | None, ends: int | None) -> tuple[Write, ...]:
    """A new key, or one more time for the one that there is."""
    pk, sk = _row(of)
    end = {"ttl": ends + OUTLIVES_S} if ends else {}
    if key is None:
        locked = lock(base64.b85encode(bits).decode(), _place(of), "people_key")
        return (create(SPEC, {"pk": pk, "sk": sk, "locked": locked, **end}),)
    if ends and key.ttl and key.ttl < ends:
        return (update(SPEC, (pk, sk), "SET #ttl = :ttl", names={"#ttl": "ttl"}, values={":ttl": end["ttl"]}),)
    return ()


def _chance() -> bytes:
    return ids.random_bits(KEY_BITS).to_bytes(KEY_BITS // 8, "big")


def _row(of: str) -> tuple[str, str]:
    _, pk, sk = key_place(of)
    return pk, sk


def _place(of: str) -> str:
    return f"{SPEC.name}\n{of}"


def _sealed_place(table: TableSpec, item: Item) -> str:
    return "\n".join((table.name, item["pk"], item["sk"], SEALED))
