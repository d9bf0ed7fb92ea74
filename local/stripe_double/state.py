"""Everything the double remembers, behind one lock."""

import secrets
import string
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from local.stripe_double.agenda import Agenda
from local.stripe_double.cards import Card
from local.stripe_double.errors import StripeError, missing

Json = dict[str, Any]

API_VERSION = "2026-10-28.endive"  # the version the pinned SDK, stripe 16.1.0, speaks

PREFIXES = {
    "pi": "payment_intents",
    "ch": "charges",
    "re": "refunds",
    "cus": "customers",
    "pm": "payment_methods",
    "txn": "balance_transactions",
    "cs": "checkout_sessions",
    "evt": "events",
}
PARTS = frozenset(["charges", "refunds"])  # the kinds that say for good whose part they are, and are found by it
MAX_OBJECTS = 20_000  # of a kind: a load run of 10,000 orders with a retry each, in some 500 MB of memory
MAX_EVENTS = 60_000  # an order says four to six events; a reset empties everything

_ALPHABET = string.ascii_letters + string.digits


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which API call caused an event; both None for what Stripe did by itself."""

    id: str | None = None
    idempotency_key: str | None = None


@dataclass(slots=True)
class Settings:
    """What a test may turn while the double runs.

    async_delay_s: virtual seconds until Stripe's own later steps: bank debits settle, pending refunds end, a
    balance transaction appears under `automatic_async`.
    search_lag_s: virtual seconds until a new object is found by search, which Stripe calls eventually consistent.
    """

    async_delay_s: float = 0.3
    search_lag_s: float = 0.0


class World:
    """Tables of Stripe objects by kind and id, the virtual clock, and what is due on it.

    Whoever reads or writes holds `lock`. `publish` is called with every new event. What comes from outside, the time,
    chance and later, is in methods of their own: a simulation of the world has its own.
    """

    def __init__(self, publish: Callable[[Json], None], settings: Settings | None = None) -> None:
        self.lock = threading.RLock()
        self.publish = publish
        self.url = ""  # where the double listens, for the links inside answers
        self.agenda = Agenda(self.lock, self.time)
        self._start_settings = settings or Settings()
        self.reset()

    def reset(self) -> None:
        """Forget every object, plan and clock shift."""
        with self.lock:
            self.shift_s = 0.0
            self.tables: dict[str, dict[str, Json]] = {kind: {} for kind in PREFIXES.values()}
            self._parts: dict[tuple[str, str], list[Json]] = {}  # by kind, and id of the charge or PaymentIntent
            self.cards: dict[str, Card] = {}  # by PaymentMethod id: how the card behaves; never in an answer
            self.sessions: dict[str, Json] = {}  # by Checkout Session id: its lines, and what its payment should be
            self.followers: dict[str, Callable[[str], None]] = {}  # by object id: hears each event's type
            self.stamp = Stamp()
            self.settings = Settings(self._start_settings.async_delay_s, self._start_settings.search_lag_s)
            self.agenda.clear()

    def time(self) -> float:
        """Virtual now, in seconds since the epoch."""
        return time.time() + self.shift_s

    def now(self) -> int:
        """Virtual now as Stripe writes it."""
        return int(self.time())

    def advance(self, seconds: float) -> None:
        """Shift the virtual clock and let everything due by then happen before returning."""
        with self.lock:
            self.shift_s += seconds
            self.agenda.run_due()

    def later(self, job: Callable[[], None], delay_s: float | None = None) -> None:
        """Do a job of Stripe's own after a delay, by default the setting's."""
        delay = self.settings.async_delay_s if delay_s is None else delay_s
        self.agenda.at(self.time() + delay, job)

    def add(self, prefix: str, fields: Json) -> Json:
        """Store a new object under a fresh id. Raises StripeError when the double is full."""
        table = self.tables[PREFIXES[prefix]]
        most = MAX_EVENTS if prefix == "evt" else MAX_OBJECTS
        if len(table) >= most:
            message = f"The Stripe double is full: {most} {PREFIXES[prefix]}. POST /_double/reset to empty it."
            raise StripeError(500, message, type_="api_error")
        made = {"id": self.new_id("cs_test" if prefix == "cs" else prefix), **fields}
        self.put(PREFIXES[prefix], made)
        return made

    def put(self, kind: str, made: Json) -> None:
        """Store an object under the id it has."""
        self.tables[kind][made["id"]] = made
        if kind in PARTS:
            for whole in filter(None, (made.get("charge"), made["payment_intent"])):
                self._parts.setdefault((kind, whole), []).append(made)

    def new_id(self, prefix: str) -> str:
        """An id that no other object has."""
        return new_id(prefix)

    def parts(self, kind: str, whole: str) -> list[Json]:
        """The charges of a PaymentIntent, or the refunds of either, by its id; in the order they were made."""
        return self._parts.get((kind, whole), [])

    def known_to_search(self, kind: str, _wanted: Mapping[str, str]) -> Iterable[Json]:
        """What search may find by now, newest first. wanted: metadata that is asked for, to look only there."""
        visible = self.time() - self.settings.search_lag_s
        return (obj for obj in reversed(self.tables[kind].values()) if obj["created"] <= visible)

    def get(self, kind: str, object_id: str, param: str = "id") -> Json:
        """The object itself. Raises StripeError `resource_missing`, deleted objects included unless asked by path."""
        found = self.tables[kind].get(object_id)
        if found is None or (found.get("deleted") and param != "id"):
            raise missing(kind, object_id, param)
        return found


@dataclass(frozen=True, slots=True)
class Asked:
    """One call of an endpoint: the world it runs in, its typed parameters, the id in its path."""

    world: World
    params: Json
    id: str = ""


def new_id(prefix: str) -> str:
    """An id that looks like Stripe's: a prefix and 24 letters and digits."""
    return f"{prefix}_{''.join(secrets.choice(_ALPHABET) for _ in range(24))}"
