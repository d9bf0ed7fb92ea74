"""Loading and staged writes of mails."""

from datetime import datetime

from functions.notifications.mail import Mail
from functions.notifications.table import OWED, OWED_PARTITION, SPEC, mail_item, mail_of
from shared.clock import stamp
from shared.dynamo import Write, create, query, replace
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
