"""Renew a session, and end it."""

from functions.customers import store
from functions.customers.views import SessionEnded, SessionView, session_view
from shared.dynamo import commit, fetch, retry_stale
from shared.http import Reply, Request


def renew_session(request: Request) -> Reply[SessionView]:
    """The session with a token that lasts another hour, up to its maximum. Raises NotSignedIn.

    Its answer is not kept: who asks again gets another token.
    """
    assert request.session  # the route needs one
    (sessions,) = fetch(store.sessions(request.session.customer_id))
    return Reply(session_view(sessions.renewed(request.session, request.now)))


def end_session(request: Request) -> Reply[SessionEnded]:
    """Sign out: no token of this session opens anything any more. Raises NotSignedIn."""
    session = request.session
    assert session  # the route needs one

    def attempt() -> None:
        (sessions,) = fetch(store.sessions(session.customer_id))
        sessions.require(session)
        commit(store.save_sessions(sessions.without(session, request.now)))

    retry_stale(attempt)
    return Reply(SessionEnded())
