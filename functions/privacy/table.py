"""The table `privacy`.

| entity | pk | sk | changes |
|---|---|---|---|
| erasure | `ERASURE#{erasure_id}` | `ERASURE` | its status, what it waits for |
| event | `ERASURE#{erasure_id}` | `EVENT#…` | |
| claim | `IDEM#…` | `IDEM` | once |

| question | answered by |
|---|---|
| an erasure | its key, made of whom it is of |
| erasures, newest first | index `erasures_by_time` |
| erasures that are not done, the one that was longest not looked at first | index `open_erasures`, sparse |

It outlives who was erased: that they were has to be shown, and done again after a restore. It holds ids alone.
"""

from functions.privacy.erasure import Erasure
from functions.privacy.lifecycle import Status
from shared.dynamo import Item
from shared.table import Index, TableSpec

BY_TIME = Index("erasures_by_time", partition="listed", sort="created_at", keys_only=True)
OPEN_ERASURES = Index("open_erasures", partition="open", sort="updated_at", keys_only=True)

SPEC = TableSpec("privacy", indexes=(BY_TIME, OPEN_ERASURES))

LISTED = OPEN = "erasure"  # the one partition of each index


def erasure_pk(erasure_id: str) -> str:
    """The partition of all that is known of an erasure."""
    return f"ERASURE#{erasure_id}"


def erasure_key(erasure_id: str) -> tuple[str, str]:
    """Where the erasure is."""
    return (erasure_pk(erasure_id), "ERASURE")


def erasure_item(erasure: Erasure) -> Item:
    """The erasure as it is stored."""
    pk, sk = erasure_key(erasure.id)
    item = {"pk": pk, "sk": sk, "listed": LISTED, **erasure.model_dump(mode="json")}
    if erasure.status is not Status.DONE:
        item["open"] = OPEN
    return item


def erasure_of(item: Item) -> Erasure:
    """The erasure of a stored item."""
    return Erasure.model_validate({**item, "status": Status(item["status"])})
