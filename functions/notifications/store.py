"""Loading and staged writes of mails."""

from datetime import datetime

from functions.notifications.mail import Mail
from functions.notifications.table import BY_ORDER, OWED, OWED_PARTITION, SPEC, mail_item, mail_key, mail_of
from shared.clock import stamp
from shared.dynamo import Key, Page, Read, Write, create, query, replace, required
from shared.inbox import AlreadyHeard


def add(mail: Mail) -> Write:
    """The write of a new mail. The commit raises AlreadyHeard where its event has caused it before."""
    return create(SPEC, mail_item(mail), refusal=lambda _: AlreadyHeard())


def save(mail: Mail) -> Write:
    """The write of a mail's next version. The commit raises Stale where another has the mail in hand."""
    return replace(SPEC, mail_item(mail), seen=mail.version - 1)


def due(now: datetime, limit: int) -> list[Mail]:
    """Mails whose next try has come, longest due first; from an index, so only a commit tells if one still is owed."""
    page = query(SPEC, OWED_PARTITION, index=OWED, sort=("<=", stamp(now)), limit=limit)
    return [mail_of(item) for item in page.items]


def mail(mail_id: str) -> Read[Mail]:
    """The mail. Raises NotFound."""
    return required(SPEC, mail_key(mail_id), mail_of, "mail")


def page_of_order(order_id: str, limit: int, after: Key | None) -> tuple[list[Mail], Page]:
    """A page of what whoever ordered was told of the order, newest first, as the index lists it."""
    page = query(SPEC, order_id, index=BY_ORDER, limit=limit, after=after, newest_first=True)
    return [mail_of(item) for item in page.items], page
