"""Whose ticket it was is forgotten: its twin goes for good, and so does who asked where nothing else is theirs."""

from functions.support.helpdesk import zendesk_api
from functions.support.helpdesk.link import Link, link
from functions.support.helpdesk.sync_ticket import holding
from shared import telemetry
from shared.dynamo import commit, fetch
from shared.queue import News


def forget_twin(ticket_id: str, news: News) -> None:
    """Delete what the helpdesk has of the ticket; again, it changes nothing.

    Raises Stale while somebody brings something, HelpdeskUnreachable or HelpdeskRefused; the queue brings it again.
    """
    (known,) = fetch(link(ticket_id))
    with holding(known, news.now) as hand:
        people = _delete_twins(hand.link)
        for user_id in sorted(people):
            if not zendesk_api.delete_user(user_id):
                telemetry.count("HelpdeskPeopleLeft")
                telemetry.warn("helpdesk_person_left", ticket_id=ticket_id)
        commit(hand.moves(hand.link.gone()), news.heard)


def _delete_twins(known: Link) -> set[int]:
    """All that it ever was there, also what we have not heard of yet; whose they were."""
    found = zendesk_api.find(known.ticket_id)
    read = [each for twin_id in sorted(known.twins) if (each := zendesk_api.read(twin_id))]
    for twin_id in sorted(known.twins | {each.id for each in found}):
        zendesk_api.delete_ticket(twin_id)
    return {each.requester_id for each in (*found, *read)} | set(known.requesters)
