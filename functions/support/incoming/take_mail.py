"""Take a mail that came in: an answer to its ticket, or a ticket of its own; once each, and never to a program."""

from dataclasses import dataclass
from datetime import datetime

from events import TicketCreated, TicketMessageAdded
from functions.support import store
from functions.support.incoming.mail import BYTES_MAX, Mail, Unreadable, read_mail
from functions.support.incoming.reply_address import ticket_named
from functions.support.lifecycle import Status, WrongState
from functions.support.open_ticket import TicketLimits
from functions.support.table import SPEC
from functions.support.ticket import Author, Channel, Message, Ticket, TicketFull
from shared import clock, ids, limits, mail_store, telemetry
from shared.dynamo import Write, commit, fetch, retry_stale
from shared.errors import NotFound, RateLimited
from shared.inbox import AlreadyHeard, heard
from shared.settings import Settings, read_settings

CONSUMER = "support.take_mail"


class MailRules(Settings):
    """inbound_address: where mail comes in. own_addresses: from which the shop writes, by commas.

    mails_per_hour: how many of one sender's are taken.
    """

    inbound_address: str
    own_addresses: str
    mails_per_hour: int = 20

    @property
    def own(self) -> frozenset[str]:
        """The shop's addresses, without what stands after a plus."""
        return frozenset(map(limits.mailbox, filter(None, (self.inbound_address, *self.own_addresses.split(",")))))


@dataclass(frozen=True)
class Taken:
    """A mail to be taken: what SES calls it, and what is written down with whatever becomes of it."""

    message_id: str
    mail: Mail
    now: datetime

    @property
    def noted(self) -> Write:
        """That it was taken: the same mail told of again changes nothing."""
        return heard(SPEC, CONSUMER, self.message_id, self.now)

    @property
    def counted(self) -> tuple[Write, ...]:
        """One of its sender's mails of this hour."""
        most = limits.Limit("mails", read_settings(MailRules).mails_per_hour, limits.HOUR_S)
        return (limits.counting(most, limits.mailbox(self.mail.sender), self.now),)


def take_mail(key: str, now: datetime) -> None:
    """What became of it is on record before it is removed. Raises Unavailable."""
    raw = mail_store.read_beginning(key, BYTES_MAX)
    if raw is None:
        return
    message_id = key.rpartition("/")[2]
    try:
        _take(message_id, raw, now)
    except AlreadyHeard:
        telemetry.note("mail_taken_before", message_id=message_id)
    mail_store.remove(key)


def _take(message_id: str, raw: bytes, now: datetime) -> None:
    try:
        mail = read_mail(raw)
    except Unreadable:
        _ignore(message_id, "unreadable", now)
        return
    if reason := _why_not(mail, read_settings(MailRules)):
        _ignore(message_id, reason, now)
        return
    taken = Taken(message_id, mail, now)
    try:
        retry_stale(lambda: _answer(taken) or _open(taken))
    except RateLimited:
        _ignore(message_id, "limited", now)


def _why_not(mail: Mail, rules: MailRules) -> str | None:
    """Why nobody answers it: a program wrote it, perhaps to a letter of ours; we did; or it does harm."""
    if limits.mailbox(mail.sender) in rules.own:
        return "own"
    if mail.is_harmful:
        return "harmful"
    return "automatic" if mail.is_automatic else None


def _ignore(message_id: str, reason: str, now: datetime) -> None:
    commit(heard(SPEC, CONSUMER, message_id, now))
    telemetry.note("mail_ignored", message_id=message_id, code=reason)
    telemetry.count("MailsIgnored")


def _answer(taken: Taken) -> bool:
    """Whether it went to the ticket that it answers: one that takes answers, and the sender's own, as is proven."""
    ticket = _named(taken.mail)
    if ticket is None or not _is_its_persons(ticket, taken.mail):
        return False
    said = _said(ticket.id, ticket.messages + 1, taken)
    try:
        after = ticket.with_message(said, Status.OPEN, taken.now)
    except (WrongState, TicketFull):
        return False
    news = TicketMessageAdded(ticket_id=ticket.id, message_id=said.id, by=said.author.value)
    commit(*store.save_ticket(ticket, after, news, said=said), taken.noted, *taken.counted)
    telemetry.note("mail_taken", message_id=taken.message_id, ticket_id=ticket.id)
    telemetry.count("TicketReplies")
    return True


def _open(taken: Taken) -> bool:
    mail, moment = taken.mail, clock.stamp(taken.now)
    ticket = Ticket(
        id=ids.new_id("tkt", taken.now),
        number=store.next_number(),
        status=Status.OPEN,
        channel=Channel.EMAIL,
        subject=mail.subject,
        email=mail.sender,
        order_id=None,
        locale=mail.locale,
        is_sender_proven=mail.is_proven,
        messages=1,
        created_at=moment,
        updated_at=moment,
    )
    first = _said(ticket.id, 1, taken)
    news = TicketCreated(ticket_id=ticket.id, order_id=None, message_id=first.id, by=first.author.value)
    most = limits.Limit("tickets_per_mailbox", read_settings(TicketLimits).tickets_per_mailbox_a_day, limits.DAY_S)
    counted = limits.counting(most, limits.mailbox(mail.sender), taken.now)
    commit(*store.create_ticket(ticket, first, news), taken.noted, *taken.counted, counted)
    telemetry.note("mail_taken", message_id=taken.message_id, ticket_id=ticket.id)
    telemetry.count("TicketsOpened")
    return True


def _named(mail: Mail) -> Ticket | None:
    """The ticket that one of its recipients is the address of."""
    address = read_settings(MailRules).inbound_address
    named = (ticket_named(each, address) for each in mail.recipients)
    for ticket_id in filter(None, named):
        try:
            (ticket,) = fetch(store.ticket(ticket_id))
        except NotFound:
            continue
        return ticket
    return None


def _is_its_persons(ticket: Ticket, mail: Mail) -> bool:
    """Who holds the address of a ticket is not yet who asked: a letter is passed on, and a sender is easily made up."""
    return mail.is_proven and ticket.email is not None and ticket.email.casefold() == mail.sender.casefold()


def _said(ticket_id: str, number: int, taken: Taken) -> Message:
    moment = clock.stamp(taken.now)
    message_id = ids.new_id("msg", taken.now)
    return Message(message_id, ticket_id, number, Author.CUSTOMER, None, taken.mail.text, False, moment)
