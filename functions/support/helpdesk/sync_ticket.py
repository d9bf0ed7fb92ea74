"""Bring a ticket and its twin at the helpdesk to be alike, whatever news leads here, how often and in which order.

What is said on either side carries the other's id once it is there: our message that of the comment it came from, their
comment that of the message it is. So whoever looks sees what is missing, also where a try before died after its effect.
One worker at a time looks and acts, by a hold that outlives it; and what it changes there must be as it was read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from functions.support import store
from functions.support.helpdesk import zendesk_api
from functions.support.helpdesk.link import Link, link, save_link
from functions.support.helpdesk.twin import Comment, Twin, agreed
from functions.support.lifecycle import Status, WrongState
from functions.support.ticket import Author, Message, Ticket, TicketFull
from functions.support.write_message import added
from shared import clock, ids, telemetry
from shared.dynamo import Write, commit, fetch
from shared.errors import NotFound, Stale, Unavailable
from shared.queue import News

ROUNDS = 5  # of looking, while others write here
BROUGHT_MAX = 20  # messages a run: each is a call, and a run has a minute


def sync_ticket(ticket_id: str, news: News, *, is_theirs: bool = False) -> None:
    """Make both alike. is_theirs: whether it is there that something happened.

    Raises Stale while somebody else is at it, HelpdeskUnreachable or HelpdeskRefused; the queue brings the news again.
    """
    try:
        ticket, known = fetch(store.ticket(ticket_id), link(ticket_id))
    except NotFound:  # the helpdesk's signature is good, and yet it is no ticket of ours
        telemetry.count("HelpdeskEventsForeign")
        commit(news.heard)
        return
    if ticket.email is None or (not is_theirs and known.is_alike(ticket)):
        commit(news.heard)
        return
    with holding(known, news.now) as hand:
        for _ in range(ROUNDS):
            if _look(hand, ticket_id, news.now):
                commit(hand.moves(hand.link.let_go()), news.heard)
                return
        raise Stale


class Hand:
    """Who is at a ticket's twin, and what of the link is kept by now."""

    def __init__(self, link: Link) -> None:
        self.link = link

    def moves(self, after: Link) -> Write:
        """The next version of the link; for one commit, after which `took` says that it stands."""
        self._next = after
        return save_link(after)

    def took(self) -> None:
        """The commit stands."""
        self.link = self._next

    def keeps(self, after: Link, *writes: Write) -> None:
        """Commit the next version of the link, with what belongs to it."""
        commit(*writes, self.moves(after))
        self.took()


@contextmanager
def holding(known: Link, now: datetime) -> Iterator[Hand]:
    """The link for us alone. Raises Stale where somebody else has it; let go of where anything is raised within."""
    if known.is_held(now):
        raise Stale
    hand = Hand(known)
    hand.keeps(known.held(now))
    try:
        yield hand
    except Exception:
        try:
            hand.keeps(hand.link.let_go())
        except (Stale, Unavailable):  # the hold ends by itself
            pass
        raise


def _look(hand: Hand, ticket_id: str, now: datetime) -> bool:
    """One look at both, and what follows from it. False where another is needed: more to bring, or our side moved."""
    (ticket,) = fetch(store.ticket(ticket_id))
    said = store.all_messages(ticket)
    if ticket.email is None or hand.link.is_gone:
        return True
    twin = _twin(hand, ticket, said)
    if twin is None:
        telemetry.count("HelpdeskTicketsGone", 1 if hand.link.twin_id else 0)
        hand.keeps(hand.link.gone())
        return True
    ticket = _take_in(hand, ticket, twin, said, now)
    missing = [each for each in said if each.number > hand.link.since and _is_missing(each, twin)]
    is_asked = any(each.author is Author.CUSTOMER for each in missing)
    status = agreed(ticket.status, twin.status, hand.link.status, is_asked=is_asked)
    ticket = _moved(hand, ticket, status, now)
    if not _bring(hand, ticket, twin, missing, status):
        return False
    (as_it_is,) = fetch(store.ticket(ticket_id))
    hand.link = hand.link.now_alike(ticket)
    return as_it_is.version == ticket.version


def _is_missing(said: Message, twin: Twin) -> bool:
    return said.helpdesk_id is None and said.id not in twin.brought


def _twin(hand: Hand, ticket: Ticket, said: list[Message]) -> Twin | None:
    """The twin as it is now, made where there is none; None where it was deleted there, or is not worth making."""
    if hand.link.twin_id is None:
        found = zendesk_api.find(ticket.id)
        if not found and ticket.status is Status.CLOSED:
            return None
        hand.keeps(hand.link.found(found[-1] if found else _made(ticket, said[0])))
    assert hand.link.twin_id is not None
    return zendesk_api.read(hand.link.twin_id)


def _made(ticket: Ticket, first: Message, follows: Twin | None = None) -> Twin:
    requester_id = follows.requester_id if follows else zendesk_api.requester(ticket.email or "")
    made = zendesk_api.create(ticket, first, requester_id, follows.id if follows else None)
    telemetry.count("HelpdeskTicketsMade")
    telemetry.note("helpdesk_ticket_made", ticket_id=ticket.id, message_id=first.id)
    return made


def _take_in(hand: Hand, ticket: Ticket, twin: Twin, said: list[Message], now: datetime) -> Ticket:
    """What somebody wrote there, oldest first; the ticket with it."""
    foreign = twin.foreign(said)
    staff = zendesk_api.staff_among({each.author_id for each in foreign} - {twin.requester_id})
    for comment in foreign:
        is_asker = comment.author_id == twin.requester_id
        is_heard = comment.is_public and (is_asker or comment.author_id in staff)  # a third person's words are a note
        author = Author.CUSTOMER if is_asker else Author.STAFF
        ticket = _take(hand, ticket, comment, author, now, is_internal=not is_heard)
    return ticket


def _take(hand: Hand, ticket: Ticket, comment: Comment, author: Author, now: datetime, *, is_internal: bool) -> Ticket:
    moment, number = clock.stamp(now), ticket.messages + 1
    message_id = ids.new_id("msg", now)
    said = Message(message_id, ticket.id, number, author, None, comment.body, is_internal, moment, comment.id)
    try:
        after = ticket.with_message(said, ticket.status, now)
    except (WrongState, TicketFull) as refusal:
        telemetry.count("HelpdeskCommentsLeft")
        telemetry.warn("helpdesk_comment_left", ticket_id=ticket.id, code=refusal.code)
        return ticket
    hand.keeps(hand.link.moved(), *store.save_ticket(ticket, after, added(said), said=said))
    telemetry.count("HelpdeskCommentsTaken")
    telemetry.note("helpdesk_comment_taken", ticket_id=ticket.id, message_id=said.id)
    (as_it_is,) = fetch(store.ticket(ticket.id)) if ticket.key is None else (after,)  # it has a key from now on
    return as_it_is


def _moved(hand: Hand, ticket: Ticket, status: Status, now: datetime) -> Ticket:
    """Our ticket in the status that both are in from now on; it is closed by way of solved."""
    is_straight = status is not Status.CLOSED or ticket.status in (Status.SOLVED, Status.CLOSED)
    for each in [status] if is_straight else [Status.SOLVED, status]:
        if ticket.status is not each:
            after = ticket.changed(now, status=each)
            hand.keeps(hand.link.moved(), *store.save_ticket(ticket, after))
            ticket = after
    return ticket


def _bring(hand: Hand, ticket: Ticket, twin: Twin, missing: list[Message], status: Status) -> bool:
    """What they do not know yet, oldest first, and the status with the last of it. False where more is left."""
    if missing and twin.status is Status.CLOSED:
        _follow_up(hand, ticket, twin, missing[0])
        return False
    now, later = missing[:BROUGHT_MAX], missing[BROUGHT_MAX:]
    for each in now:
        is_last = not later and each is now[-1]
        twin = zendesk_api.update(twin, each, status if is_last else twin.status)
        telemetry.count("HelpdeskMessagesBrought")
        telemetry.note("helpdesk_message_brought", ticket_id=ticket.id, message_id=each.id)
    if not later and twin.status not in (status, Status.CLOSED):  # what is closed there stays so
        zendesk_api.update(twin, None, status)
    return not later


def _follow_up(hand: Hand, ticket: Ticket, closed: Twin, first: Message) -> None:
    """Nothing can be added to that one any more: it goes on as another, from this message on."""
    made = [each for each in zendesk_api.find(ticket.id) if each.id not in hand.link.twins]
    twin = made[-1] if made else _made(ticket, first, follows=closed)
    hand.keeps(hand.link.found(twin, since=first.number - 1))
