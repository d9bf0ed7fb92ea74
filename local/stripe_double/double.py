"""The Stripe double, put together: state, API, control, webhooks and server, started and stopped as one."""

import threading
from types import TracebackType
from typing import Any, Self

from local.stripe_double.answers import Answer, Request, json_answer
from local.stripe_double.api import Api
from local.stripe_double.control import Control
from local.stripe_double.memory import recall
from local.stripe_double.pages import page_for
from local.stripe_double.server import Server
from local.stripe_double.state import Settings, World
from local.stripe_double.webhooks import Courier


class StripeDouble:
    """A Stripe of one's own on a loopback port; port 0 takes any free one.

    Use it as a context manager, or call `start` and `stop`. A stopped double cannot be started again.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        webhook_url: str | None = None,
        webhook_secret: str | None = None,
        async_delay_s: float = 0.3,
        memory: dict[str, Any] | None = None,
    ) -> None:
        self._stopping = threading.Event()
        self._courier = Courier(self._delivered)
        self._world = World(self._courier.send, Settings(async_delay_s=async_delay_s))
        self._api = Api(self._world, self._stopping)
        self._control = Control(self._world, self._api, self._courier)
        if memory is not None:
            recall(self._world, self._api.keys, memory)
        if webhook_url is not None:
            self.control("webhooks/endpoint", {"url": webhook_url, "secret": webhook_secret})
        self._server = Server(host, port, self._respond)
        self._world.url = self.url = f"http://{host}:{self._server.server_address[1]}"

    def start(self) -> Self:
        """Begin to listen, to deliver and to keep time."""
        self._world.agenda.start()
        self._courier.start()
        self._server.start()
        return self

    def stop(self) -> None:
        """Close every connection and end every thread; what it remembered is gone with it."""
        self._stopping.set()
        self._server.stop()
        self._courier.stop()
        self._world.agenda.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def control(self, path: str, body: dict[str, Any] | None = None, *, method: str | None = None) -> dict[str, Any]:
        """A control call without HTTP: `double.control("faults", {...})` posts, `double.control("state")` reads."""
        return self._control.act(method or ("GET" if body is None else "POST"), path, body or {})

    def _delivered(self, event_id: str) -> None:
        with self._world.lock:
            event = self._world.tables["events"].get(event_id)
            if event is not None:
                event["pending_webhooks"] = 0

    def _respond(self, request: Request) -> Answer:
        if not request.path.startswith("/_double/"):
            return self._api.answer(request)
        origin = request.headers.get("origin")
        if origin not in (None, "null", self.url):
            return json_answer(403, {"error": "a page of another site may not control the Stripe double"})
        with self._world.lock:
            page = page_for(self._world, request)
        return page or self._control.answer(request)
