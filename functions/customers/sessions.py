"""Which of a customer's sessions still count. Pure.

A session's token proves itself; what it cannot tell is that it was ended. Two things end it: its own sign-out, which is
noted until the last of its tokens is over, and `tokens_valid_from`, which ends all that were made before.
"""

from datetime import datetime, timedelta
from typing import Self

from pydantic import BaseModel, ConfigDict

from shared import clock
from shared.http.session import NotSignedIn, Session

ENDED_MAX = 50  # sign-outs within a day that are noted one by one; one more ends all sessions
TICK = timedelta(milliseconds=1)  # the grain of what is stored


class Sessions(BaseModel):
    """What was ended. ended: by the session's id, until when a token of it may be about."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    customer_id: str
    version: int = 0
    tokens_valid_from: str = ""
    ended: dict[str, str] = {}

    def require(self, session: Session) -> None:
        """Raises NotSignedIn for a session that was ended."""
        if session.id in self.ended or session.made_at < self.tokens_valid_from:
            raise NotSignedIn

    def begun(self, session_id: str, signed_in_at: datetime, now: datetime) -> Session:
        """A new session of who signed in then. Raises NotSignedIn where that was before all sessions were ended.

        The pool counts in whole seconds, so a sign-in of the same second counts.
        """
        if self.tokens_valid_from and clock.epoch(signed_in_at) < clock.epoch(clock.parse(self.tokens_valid_from)):
            raise NotSignedIn
        made_at = self._made_at(now)
        return Session(session_id, self.customer_id, made_at, made_at)

    def renewed(self, session: Session, now: datetime) -> Session:
        """The session with a token that lasts longer, up to its maximum. Raises NotSignedIn."""
        self.require(session)
        return Session(session.id, session.customer_id, self._made_at(now), session.begun_at)

    def without(self, session: Session, now: datetime) -> Self:
        """This session is over; the others go on, unless there were too many to remember."""
        ended = {id_: until for id_, until in self.ended.items() if until > clock.stamp(now)}
        ended[session.id] = clock.stamp(session.renewable_until)
        return self.none(now) if len(ended) > ENDED_MAX else self._next(ended=ended)

    def none(self, now: datetime) -> Self:
        """All sessions are over."""
        return self._next(ended={}, tokens_valid_from=max(clock.stamp(now + TICK), self.tokens_valid_from))

    def _made_at(self, now: datetime) -> str:
        """Whatever the clocks of two machines say: what is made after an end is younger than it."""
        return max(clock.stamp(now), self.tokens_valid_from)

    def _next(self, **changed: object) -> Self:
        return self.model_copy(update={"version": self.version + 1, **changed})
