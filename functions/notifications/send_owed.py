"""Owe a mail for an event, or one to each of several people, then send it."""

from collections.abc import Mapping

from events import Event
from functions.notifications import store
from functions.notifications.ask_for_review import ask_later
from functions.notifications.deliver import try_to_deliver
from functions.notifications.mail import Facts, Kind, caused_by, owed
from shared.dynamo import commit
from shared.queue import News


def send_owed(event: Event, news: News) -> None:
    """Record the mail that the event causes, if any, together with the note that it was heard; then send it.

    From the commit on the mail is owed: what fails after it is tried again by `resend_mail`, not by the queue.
    """
    caused = caused_by(event)
    if caused is None:  # most orders that wait, for instance: what changes nothing need not be noted
        return
    kind, facts = caused
    if kind is Kind.REVIEW_REQUEST:
        ask_later(facts, news)
        return
    mail = owed(news.id, kind, facts, news.now)
    commit(news.heard, store.add(mail))
    try_to_deliver(mail)


def owe_each(kind: Kind, told: Mapping[str, Facts], news: News) -> None:
    """One mail to each of these people, of whom the facts say who they are; as send_owed does one."""
    mails = [owed(news.id, kind, facts, news.now, to=person) for person, facts in told.items()]
    commit(news.heard, *map(store.add, mails))
    for mail in mails:
        try_to_deliver(mail)
