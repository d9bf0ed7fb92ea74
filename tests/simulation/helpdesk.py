"""The helpdesk in a simulation: the double's rules on the loop's time, the calls to it, and what it tells the shop.

Its webhooks are lost and come again, come twice, late, and so in another order than they were sent.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from urllib.parse import urlsplit

import urllib3

from functions.support.helpdesk import zendesk_api
from local.zendesk_double import desk as desk_module
from local.zendesk_double.answers import Json, Request
from local.zendesk_double.api import Api
from local.zendesk_double.courier import SUBSCRIBED, signed
from local.zendesk_double.desk import Desk
from local.zendesk_double.double import EMAIL, TOKEN
from shared import clock, ids
from tests.simulation.calls import NoAnswer
from tests.simulation.dynamodb import AwsError
from tests.simulation.loop import current
from tests.world import SECRETS, api_event

if TYPE_CHECKING:
    from tests.simulation.staff import Staff
    from tests.simulation.world import World

URL = "https://helpdesk.example"
GAPS_S = (5.0, 60.0, 300.0, 900.0)  # from one try to tell of an event to the next, and the last again and again
LATE_S = (0.5, 0.5, 20.0)  # on average, until a try arrives: now and then others overtake it
LOSS_MAX = 0.5  # where Stripe does not reach us at all, the helpdesk does
ANSWERS = "canary: we send another one"
NOTED, SOLVED = 0.2, 0.4  # of what agents write there is for colleagues; of their answers solve it


class SimulatedHelpdesk:
    """An account at the helpdesk. Nothing happens but by calls, by agents, and by what it planned on the loop."""

    def __init__(self, world: "World") -> None:
        self._world, self._random = world, Random(f"helpdesk of {world.seed}")
        self.desk = Desk(lambda: world.loop.now, self._tell, EMAIL)
        self._api = Api(self.desk, EMAIL, TOKEN, lambda: world.loop.now)
        self._open: dict[str, int] = {}  # tries so far, by the event's id

    @property
    def is_quiet(self) -> bool:
        """Whether it has nothing more to tell."""
        return not self._open

    def send(self, method: str, url: str, raw: bytes | None, headers: dict[str, str]) -> tuple[int, bytes, str | None]:
        """What leaves the shop by its adapter, and what befalls it on the way. Raises TimeoutError."""
        parts = urlsplit(url)
        named = {name.lower(): value for name, value in headers.items()}
        request = Request(method, parts.path, parts.query, named, raw or b"")

        def effect(_operation: str, _request: Any) -> tuple[int, bytes, str | None]:
            answer = self._api.answer(request)
            return answer.status, answer.body, answer.headers.get("Retry-After")

        process = current()
        if process is None:
            return effect("", None)
        operation = f"{method} {_shape(parts.path)}"
        try:
            done: tuple[int, bytes, str | None] = self._world.calls.meet(
                process, "helpdesk", operation, request, effect, zendesk_api.TIMEOUT_S
            )
        except NoAnswer:
            raise urllib3.exceptions.TimeoutError from None
        except AwsError as error:
            return (429 if error.status == 400 else 503), b"", None
        return done

    def write(self, staff: "Staff") -> None:
        """An agent answers something there, or notes it for others."""
        chance = staff.chance
        waiting = [each for each in self.desk.tickets.values() if each["status"] not in ("closed", "solved")]
        if not waiting:
            return
        ticket, is_note = chance.choice(waiting), chance.random() < NOTED
        asked: Json = {"comment": {"body": ANSWERS, "public": not is_note}}
        if not is_note and chance.random() < SOLVED:
            asked["status"] = "solved"
        self.desk.update(ticket["id"], asked, self.desk.agent)
        self._world.happened["noted at the helpdesk" if is_note else "answered at the helpdesk"] += 1

    def _tell(self, event: Json) -> None:
        if event["type"] in SUBSCRIBED:
            self._open[event["id"]] = 0
            self._world.loop.after(0.0, lambda: self._try(json.loads(json.dumps(event))))

    def _try(self, event: Json) -> None:
        tries = self._open.get(event["id"])
        if tries is None:
            return
        self._open[event["id"]] = tries + 1
        self._world.loop.after(GAPS_S[min(tries, len(GAPS_S) - 1)], lambda: self._try(event))
        if self._world.faults.is_on and self._random.random() < min(self._world.climate.webhook_loss, LOSS_MAX):
            self._world.happened["helpdesk's webhook lost"] += 1
            return
        times = 1 + (self._random.random() < self._world.climate.webhook_twice)
        self._world.happened["helpdesk's webhook twice"] += times > 1
        for _ in range(times):
            late_s = self._random.expovariate(1.0 / self._random.choice(LATE_S))
            self._world.spawn("helpdesk", lambda: self._deliver(event), late_s)

    def _deliver(self, event: Json) -> None:
        raw = json.dumps(event)
        headers = signed(raw.encode(), SECRETS["helpdesk_webhook_secret"], clock.stamp(clock.now()))
        webhook = api_event("POST", "/webhooks/helpdesk", raw, headers=headers)
        status, _, _ = self._world.gateway.request("support.helpdesk_webhook", webhook)
        self._world.story.happened("helpdesk", f"webhook {event['type']}", f"→ {status}")
        if 200 <= status < 300:
            self._open.pop(event["id"], None)


@contextmanager
def at_the_helpdesk(helpdesk: SimulatedHelpdesk) -> Iterator[None]:
    """All that the adapter sends goes there, while the context lasts; chance is the world's."""
    with (
        patch.object(zendesk_api, "_send", helpdesk.send),
        patch.object(desk_module, "new_event_id", lambda: f"{ids.random_bits(128):032x}"),
    ):
        yield


def _shape(path: str) -> str:
    """A path without the ids in it."""
    return "/".join("{id}" + each.lstrip("0123456789") if each[:1].isdigit() else each for each in path.split("/"))
