"""Telling the shop: the threads that deliver events to the endpoint, and what may go wrong on the way."""

import itertools
import json
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

from local.stripe_double.delivery import Endpoint, Outcome, post, signature
from local.stripe_double.events import is_of_type
from local.stripe_double.lanes import Lanes, Parcel
from local.stripe_double.state import MAX_EVENTS, Json

WORKERS = 4  # deliveries at a time; a laptop's local cloud answers no faster with more
MAX_QUEUED = MAX_EVENTS  # every event the double can hold, once
MAX_LOG = 5_000  # attempts kept for assertions, the newest
REORDER_WINDOW_S = 0.2  # how long events gather before they leave newest first
NO_ENDPOINT = Outcome(None, "", "the endpoint was removed", 0)


@dataclass(slots=True)
class WebhookFaults:
    """What goes wrong with deliveries: the next `duplicate` events go out twice, the next `drop` never."""

    duplicate: int = 0
    drop: int = 0
    delay_s: float = 0.0
    reorder: bool = False
    hold: bool = False


class Courier:
    """Delivers events in order per object, each retried with backoff until a 2xx or the endpoint's bound.

    delivered: called with the event's id after a 2xx. It may take the world's lock; the courier holds none then.
    """

    def __init__(self, delivered: Callable[[str], None]) -> None:
        self._delivered = delivered
        self._changed = threading.Condition()
        self._number = itertools.count()
        self._generation = 0
        self._stopping = False
        self.endpoint: Endpoint | None = None
        self.reset()

    def reset(self) -> None:
        """Forget every parcel, fault and record; the endpoint stays."""
        with self._changed:
            self._generation += 1  # what is on the wire now ends unrecorded
            self._lanes = Lanes()
            self._held: list[Parcel] = []
            self._pile: list[Parcel] = []  # gathers under `reorder`, until …
            self._pile_due = 0.0
            self.faults = WebhookFaults()
            self.log: deque[Json] = deque(maxlen=MAX_LOG)
            self.counts: Counter[str] = Counter()
            self._changed.notify_all()

    def send(self, event: Json) -> None:
        """Queue a new event for the endpoint, if there is one that wants it."""
        with self._changed:
            wanted = self.endpoint.enabled_events if self.endpoint else ()
            if not any(is_of_type(event["type"], name) for name in wanted):
                return
            event["pending_webhooks"] = 1
            parcel = _parcel(event)
            if self.faults.drop > 0 or len(self._held) + len(self._pile) + len(self._lanes) >= MAX_QUEUED:
                self.faults.drop = max(0, self.faults.drop - 1)
                self._record(parcel, "dropped", None)
                return
            self._take_in(parcel)
            if self.faults.duplicate > 0:  # a lane of its own, so that both may arrive at the same moment
                self.faults.duplicate -= 1
                self._take_in(replace(parcel, is_duplicate=True, lane=f"{parcel.lane}#{next(self._number)}"))

    def _take_in(self, parcel: Parcel) -> None:
        due = time.monotonic() + self.faults.delay_s
        if self.faults.hold:
            self._held.append(parcel)
        elif self.faults.reorder:
            if not self._pile:
                self._pile_due = due + REORDER_WINDOW_S
            self._pile.append(parcel)
        else:
            self._lanes.put([parcel], due)
        self._changed.notify()

    def release(self, *, discard: bool = False) -> int:
        """End a hold: deliver what was held, oldest first, or newest first under `reorder`; or throw it away."""
        with self._changed:
            held, self._held = self._held, []
            self.faults.hold = False
            if not discard:
                self._lanes.put(_backwards(held) if self.faults.reorder else held, time.monotonic())
            self._changed.notify_all()
            return len(held)

    def queued(self) -> int:
        """How many parcels wait for their first or next attempt, or are on the wire; held ones not counted."""
        with self._changed:
            return len(self._lanes) + len(self._pile)

    def held(self) -> int:
        """How many parcels a hold keeps back."""
        with self._changed:
            return len(self._held)

    def wait(self, timeout_s: float) -> bool:
        """Whether everything queued was delivered or given up within the time."""
        with self._changed:
            return self._changed.wait_for(lambda: self.queued() == 0, timeout_s)

    def deliver_now(self, endpoint: Endpoint, event: Json, at: int) -> Json:
        """Deliver an event at once, outside the queue, signed as of a time; the record of the attempt."""
        parcel = _parcel(event)
        parcel.attempts = 1
        outcome = post(endpoint, parcel.body, signature(parcel.body, endpoint.secrets, at))
        if outcome.is_accepted:
            self._delivered(parcel.event_id)
        with self._changed:
            return self._record(parcel, "accepted" if outcome.is_accepted else "refused", outcome)

    def start(self) -> None:
        """Begin to deliver in the background."""
        for number in range(WORKERS):
            threading.Thread(target=self._work, name=f"stripe-double-courier-{number}", daemon=True).start()

    def stop(self) -> None:
        """End the threads; what is still queued is lost, as the double's memory is."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()

    def _work(self) -> None:
        while (parcel := self._next()) is not None:
            generation, endpoint = self._generation, self.endpoint
            parcel.attempts += 1
            outcome = NO_ENDPOINT
            if endpoint is not None:
                outcome = post(endpoint, parcel.body, signature(parcel.body, endpoint.secrets, int(time.time())))
            if outcome.is_accepted:
                self._delivered(parcel.event_id)
            with self._changed:
                if generation == self._generation:
                    self._after(parcel, endpoint, outcome)

    def _next(self) -> Parcel | None:
        """The next parcel, once it is due; None when the double stops."""
        with self._changed:
            while not self._stopping:
                now = time.monotonic()
                if self._pile and self._pile_due <= now:
                    self._lanes.put(_backwards(self._pile), now)
                    self._pile = []
                due = self._lanes.next_due()
                if due is not None and due <= now:
                    return self._lanes.take()
                moments = [moment for moment in (due, self._pile_due if self._pile else None) if moment is not None]
                self._changed.wait(min(moments) - now if moments else None)
            return None

    def _after(self, parcel: Parcel, endpoint: Endpoint | None, outcome: Outcome) -> None:
        now = time.monotonic()
        if endpoint is not None and not outcome.is_accepted and parcel.attempts < endpoint.max_attempts:
            self._record(parcel, "refused", outcome)
            pause = min(endpoint.backoff_s * 2 ** (parcel.attempts - 1), endpoint.max_backoff_s)
            self._lanes.again(parcel, now + pause)
        else:
            self._record(parcel, "accepted" if outcome.is_accepted else "given_up", outcome)
            self._lanes.done(parcel, now)
        self._changed.notify_all()

    def _record(self, parcel: Parcel, verdict: str, outcome: Outcome | None) -> Json:
        self.counts[verdict] += 1
        record = {
            "event": parcel.event_id,
            "type": parcel.type,
            "object": parcel.object_id,
            "attempt": parcel.attempts,
            "duplicate": parcel.is_duplicate,
            "verdict": verdict,
            "at": time.time(),
            "response": None if outcome is None else asdict(outcome),
        }
        self.log.append(record)
        return record


def _parcel(event: Json) -> Parcel:
    body = json.dumps(event, separators=(",", ":")).encode()
    object_id = str(event["data"]["object"].get("id"))
    return Parcel(event["id"], event["type"], object_id, body, lane=object_id)


def _backwards(parcels: list[Parcel]) -> list[Parcel]:
    """The parcels newest first, in one lane so that they arrive in that order."""
    return [replace(parcel, lane="reordered") for parcel in reversed(parcels)]
