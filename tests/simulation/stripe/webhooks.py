"""Stripe's webhooks: each event is sent again and again, for three days at most, until somebody took it."""

from collections.abc import Callable
from random import Random

from local.stripe_double.events import is_of_type
from local.stripe_double.state import Json
from tests.simulation.loop import Loop

# Seconds from one try to the next. Stripe documents exponential backoff for up to three days and no figures; these are
# what its dashboard has been seen to plan.
GAPS_S = (300, 1_800, 7_200, 14_400, 28_800, 57_600, 86_400)
JITTER = 0.1  # of a gap, either way: two events that failed together do not come back together


class Webhooks:
    """Hands events over, one try at a time, and tries again until `delivered` is called for an event."""

    def __init__(
        self, loop: Loop, random: Random, deliver: Callable[[Json], None], enabled_events: tuple[str, ...]
    ) -> None:
        self._loop, self._random, self._deliver = loop, random, deliver
        self._enabled = enabled_events
        self._open: dict[str, int] = {}  # tries so far, by the event's id
        self.given_up: list[str] = []  # ids of events that nobody ever took

    def send(self, event: Json) -> None:
        """Begin to deliver a new event, if the endpoint wants its type."""
        if any(is_of_type(event["type"], name) for name in self._enabled):
            event["pending_webhooks"] = 1
            self._open[event["id"]] = 0
            self._loop.after(0, lambda: self._try(event))

    def delivered(self, event_id: str) -> None:
        """Somebody took the event, in this try or an earlier one: it is not sent again."""
        self._open.pop(event_id, None)

    def open(self) -> tuple[tuple[str, int], ...]:
        """The events that are still sent, with their tries so far."""
        return tuple(self._open.items())

    def _try(self, event: Json) -> None:
        tries = self._open.get(event["id"])
        if tries is None:
            return
        if tries > len(GAPS_S):
            del self._open[event["id"]]
            self.given_up.append(event["id"])
            return
        self._open[event["id"]] = tries + 1
        gap = GAPS_S[tries] if tries < len(GAPS_S) else GAPS_S[-1]  # after the last, a day to be taken
        self._loop.after(gap * self._random.uniform(1 - JITTER, 1 + JITTER), lambda: self._try(event))
        self._deliver(dict(event))
