"""What whoever ordered was told of an order; and a letter of it sent once more, since it was lost or thrown away.

It is made anew, of the order as it is now, and goes where the order's letters go now.
"""

from functions import orders
from functions.notifications import store
from functions.notifications.deliver import try_to_deliver
from functions.notifications.mail import Kind, Mail, NotSentAgain
from functions.notifications.views import MailQuery, MailView, mail_view
from functions.orders import OrderForMail
from shared import ids
from shared.dynamo import commit, fetch
from shared.errors import Refused
from shared.http import Listed, Paging, Reply, Request
from shared.http.persons import SCOPE

READ_MOST = 100  # mails of an order that are looked through; one with twenty refunds has some thirty


class NobodyToWriteTo(Refused):
    """The order, or whose it was, is gone; or it waits for its confirmation no more."""

    code = "nobody_to_write_to"

    def __init__(self) -> None:
        super().__init__("Nobody is left who should get this letter.")


def list_mails(query: MailQuery, request: Request) -> Reply[Listed[MailView]]:
    """Newest first. Raises BadCursor."""
    paging = Paging(request, query)
    mails, page = store.page_of_order(query.order_id, paging.limit, paging.after)
    order = orders.order_for_mail(query.order_id) if mails else None
    return Reply(Listed(data=[_shown(mail, order, request) for mail in mails], **paging.next(page)))


def send_again(mail_id: str, request: Request) -> Reply[MailView]:
    """Owe it once more and send it; whatever fails after the commit is tried again like any other.

    Raises NotSentAgain, StillOwed, SentAgainEnough, NobodyToWriteTo or NotFound.
    """
    _, mail = fetch(request.claim.read, store.mail(mail_id))
    if mail.order_id is None:
        raise NotSentAgain
    order = orders.order_for_mail(mail.order_id)
    if order is None or (mail.kind is Kind.CONFIRMATION_REQUEST and order.status != "pending"):
        raise NobodyToWriteTo
    others, _ = store.page_of_order(mail.order_id, READ_MOST, None)
    again = mail.again(ids.new_id("mail", request.now), request.principal, request.now, others)
    reply = Reply(_shown(again, order, request), 201)
    told = {"mails": {again.id: {"kind": again.kind.value, "again_of": mail.id}}}
    commit(store.add(again), *request.settle(reply, on=mail.order_id, after=told))
    try_to_deliver(again)
    return reply


def _shown(mail: Mail, order: OrderForMail | None, request: Request) -> MailView:
    return mail_view(mail, order.email if order else None, sees_persons=SCOPE in request.scopes)
