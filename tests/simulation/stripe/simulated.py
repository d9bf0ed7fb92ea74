"""Stripe in a simulation, put together: what the shop calls, what the shopper and the staff do, what the books say."""

import json
from collections.abc import Callable, Iterator, Mapping
from threading import Event
from urllib.parse import urlsplit

from local.stripe_double import expiry, refunds
from local.stripe_double.answers import Answer, Hangup, Request
from local.stripe_double.api import Api
from local.stripe_double.state import Asked, Json, Settings
from tests.simulation.loop import Loop
from tests.simulation.stripe.books import Book, book_of
from tests.simulation.stripe.lost import Lost
from tests.simulation.stripe.shopper import Shopper
from tests.simulation.stripe.troubles import Troubles
from tests.simulation.stripe.webhooks import Webhooks
from tests.simulation.stripe.world import SimulatedWorld

SEARCH_LAG_S = 60.0  # Stripe: "searchable in less than a minute" on good days, later in an outage
OWN_STEPS_S = 30.0  # until a balance transaction appears, or a pending refund ends


class SimulatedStripe:
    """The double's rules on the loop's time. Nothing happens but by its calls and by what it planned on the loop.

    deliver: takes one webhook event, to be signed and brought to the shop; it comes again until `delivered` says so.
    enabled_events: what the endpoint wants to hear; a trailing `*` matches.
    """

    def __init__(
        self, loop: Loop, deliver: Callable[[Json], None], *, enabled_events: tuple[str, ...] = ("*",)
    ) -> None:
        self._world = SimulatedWorld(loop, self._published, Settings(OWN_STEPS_S, SEARCH_LAG_S))
        self._webhooks = Webhooks(loop, self._world.random, deliver, enabled_events)
        self._api = _Api(self._world, Event())
        self._shopper = Shopper(self._world, self._api)
        self.troubles = Troubles(self._world, self._api.faults)

    def request(self, method: str, url: str, headers: Mapping[str, str], form: str) -> tuple[int, str, dict[str, str]]:
        """What a call of api.stripe.com does, its effect included: status, body and headers of the answer.

        url: whole, or path and query. Raises Lost where Stripe works on it for longer than anybody waits.
        """
        parts = urlsplit(url)
        named = {name.lower(): value for name, value in headers.items()}
        asked = Request(method.upper(), parts.path, parts.query, named, form.encode())
        answer = self.troubles.hold(asked, self._answer) or self._answer(asked)
        return answer.status, answer.body.decode(), answer.headers

    def delivered(self, event_id: str) -> None:
        """The shop took an event: it is not sent again."""
        self._webhooks.delivered(event_id)
        self._world.tables["events"][event_id]["pending_webhooks"] = 0

    def confirm(
        self,
        intent_id: str,
        client_secret: str,
        method: str = "pm_card_visa",
        *,
        after_s: float | None = None,
        succeeds: bool = True,
    ) -> tuple[int, Json]:
        """What the shopper's browser does; the status and body of Stripe's answer.

        method: a test PaymentMethod's name, or `declined`, `3ds`, `processing`. after_s: how much later the shopper
        answers the 3-D Secure challenge, or the bank the debit, and succeeds or not; None: never.
        """
        return self._shopper.confirm(intent_id, client_secret, method, after_s, succeeds=succeeds)

    def dashboard_refund(self, intent_id: str, amount: int | None = None) -> str:
        """Staff refund in Stripe's dashboard, by default all that is left; the refund's id. Raises StripeError."""
        asked = {"payment_intent": intent_id} | ({} if amount is None else {"amount": amount})
        return str(refunds.create(Asked(self._world, asked))["id"])

    def dashboard_cancel(self, intent_id: str) -> None:
        """Staff cancel a payment in Stripe's dashboard. Raises StripeError where it is paid or canceled already."""
        expiry.cancel(Asked(self._world, {"cancellation_reason": "requested_by_customer"}, intent_id))

    @property
    def search_lag_s(self) -> float:
        """How old what search finds is; may be changed at any time."""
        return self._world.settings.search_lag_s

    @search_lag_s.setter
    def search_lag_s(self, seconds: float) -> None:
        self._world.settings.search_lag_s = seconds

    def calm(self) -> None:
        """Nothing goes wrong inside Stripe from now on, and search is as quick as on a good day."""
        self.troubles.end()
        self.search_lag_s = SEARCH_LAG_S

    def books(self) -> dict[str, Book]:
        """The money of every PaymentIntent, by its id, oldest first."""
        return {each["id"]: book_of(self._world, each) for each in self._world.tables["payment_intents"].values()}

    def event(self, event_id: str) -> Json:
        """An event as it was sent, to send it once more. Raises KeyError."""
        return dict(self._world.tables["events"][event_id])

    @property
    def is_quiet(self) -> bool:
        """Whether Stripe has nothing more to tell and nothing more to do by itself, but for what takes days."""
        return not self._webhooks.open() and not self._world.steps_to_come

    @property
    def is_still(self) -> bool:
        """Whether Stripe has nothing more to do by itself, whatever it still tries to tell."""
        return not self._world.steps_to_come

    def unheard(self) -> tuple[str, ...]:
        """The ids of events that nobody took and that are not sent any more."""
        return tuple(self._webhooks.given_up)

    def image(self) -> tuple[str, ...]:
        """All that Stripe remembers, a line for each thing: equal where two runs came to the same."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[str]:
        for kind, table in self._world.tables.items():
            for each in table.values():
                yield f"{kind} {json.dumps(each, sort_keys=True)}"
        for key, kept in self._api.keys.summary().items():
            yield f"key {key} {json.dumps(kept, sort_keys=True)}"
        yield f"webhooks {self._webhooks.open()}"
        yield f"troubles {self.troubles.image()}"

    def _answer(self, asked: Request) -> Answer:
        try:
            return self._api.answer(asked)
        except Hangup:
            raise Lost from None

    def _published(self, event: Json) -> None:
        self.troubles.heard(event)
        self._webhooks.send(event)


class _Api(Api):
    """The double's API, where a fault of the double ends the simulation instead of being a 500."""

    def broken(self, error: Exception) -> Exception:
        """The error itself."""
        return error
