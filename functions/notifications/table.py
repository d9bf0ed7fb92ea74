"""The table `notifications`: keys, and items ⇄ models.

| item        | pk         | sk    | what for                                                                 |
|-------------|------------|-------|--------------------------------------------------------------------------|
| a mail      | MAIL#{id}  | MAIL  | owed or sent; its id follows from the event and the kind, so it is one   |
| claim       | IDEM#…     | IDEM  | once                                                                     |
| inbox notes | HEARD#…    | HEARD | shared.inbox                                                             |

The sparse index `owed` holds the mails that are still to be tried, by the time of their next try: a mail that has ended
leaves it. The sparse index `by_order` holds what whoever ordered was told of an order, by when it was owed. The table
says nothing, so it has no outbox.
"""

from datetime import timedelta

from functions.notifications.lifecycle import Status
from functions.notifications.mail import Kind, Mail
from shared.clock import epoch, parse
from shared.dynamo import Item
from shared.table import Index, TableSpec

OWED = Index("owed", partition="owed", sort="next_try_at")
BY_ORDER = Index("by_order", partition="order_id", sort="owed_at")


def with_its_order(item: Item) -> Item:
    """Step 1 to 2: a mail to whoever ordered is in the index that lists those of an order."""
    return {**item, **_of_order(mail_of(item))} if item["sk"] == "MAIL" else item


SPEC = TableSpec("notifications", indexes=(OWED, BY_ORDER), says=False, upgrades=(with_its_order,))

OWED_PARTITION = "owed"  # one will do: it takes a thousand mails a second
KEPT = timedelta(days=400)  # support looks back a year; an event comes again for 90 days at the most


def mail_key(mail_id: str) -> tuple[str, str]:
    return f"MAIL#{mail_id}", "MAIL"


def mail_item(mail: Mail) -> Item:
    pk, sk = mail_key(mail.id)
    item: Item = {
        "pk": pk,
        "sk": sk,
        "id": mail.id,
        "kind": mail.kind.value,
        "facts": dict(mail.facts),
        "status": mail.status.value,
        "tries": mail.tries,
        "owed_at": mail.owed_at,
        "sent_at": mail.sent_at,
        "version": mail.version,
        "ttl": epoch(parse(mail.owed_at) + KEPT),
        **_of_order(mail),
    }
    if mail.again_of is not None:
        item |= {"again_of": mail.again_of, "by": mail.by}
    if mail.next_try_at is not None:
        item |= {"owed": OWED_PARTITION, "next_try_at": mail.next_try_at}
    return item


def mail_of(item: Item) -> Mail:
    return Mail(
        id=item["id"],
        kind=Kind(item["kind"]),
        facts=item["facts"],
        status=Status(item["status"]),
        tries=item["tries"],
        owed_at=item["owed_at"],
        next_try_at=item.get("next_try_at"),
        sent_at=item["sent_at"],
        version=item["version"],
        again_of=item.get("again_of"),
        by=item.get("by"),
    )


def _of_order(mail: Mail) -> Item:
    return {"order_id": mail.order_id} if mail.order_id else {}
