"""The Zendesk double, put together: desk, API, control, webhooks and server, started and stopped as one."""

import json
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from local.zendesk_double.answers import Answer, Json, Request, ZendeskError
from local.zendesk_double.api import FAULTS, Api
from local.zendesk_double.courier import Courier
from local.zendesk_double.desk import Desk
from local.zendesk_double.server import Server

EMAIL, TOKEN = "storewright@helpdesk.example", "test-helpdesk-api-token"
SECRET = "test-helpdesk-webhook-secret"  # noqa: S105 - of the double


class ZendeskDouble:
    """A Zendesk of one's own on a loopback port; port 0 takes any free one. Use it as a context manager.

    webhook_url: where events go; None: they wait in `events_to_send`. clock: seconds since the epoch.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        webhook_url: str | None = None,
        webhook_secret: str = SECRET,
        email: str = EMAIL,
        token: str = TOKEN,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._lock = threading.RLock()
        self.courier = Courier(webhook_url, webhook_secret, clock)
        self.desk = Desk(clock, self.courier.send, email)
        self.api = Api(self.desk, email, token, clock)
        self._server = Server(host, port, self.respond)
        self.url = f"http://{host}:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self.courier.start()
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()
        self.courier.stop()

    def respond(self, request: Request) -> Answer:
        """The answer to a request of the API or of control."""
        if not request.path.startswith("/_double/"):
            with self._lock:
                return self.api.answer(request)
        try:
            body = json.loads(request.body or b"{}")
            return Answer(200, self.control(request.path.removeprefix("/_double/"), body))
        except ZendeskError as error:
            return error.answer
        except LookupError as error:
            return Answer(404, {"error": f"No such call: {error}"})
        except (ValueError, TypeError, AssertionError) as error:
            return Answer(400, {"error": str(error)})

    def control(self, what: str, body: Json | None = None) -> Any:
        """A control call, also without HTTP: `double.control("answer", {...})`. README.md has them all."""
        acts: dict[str, Callable[..., Any]] = {
            "health": lambda: {"ok": True},
            "reset": self._reset,
            "state": self._state,
            "answer": self._answer,
            "faults": self._add_fault,
            "webhooks": self._webhooks,
            "wait": lambda timeout_s=10.0: {"is_quiet": self.courier.wait(timeout_s)},
        }
        return acts[what](**(body or {}))

    def _reset(self) -> Json:
        with self._lock:
            self.desk.reset()
            self.api.reset()
        self.courier.reset()
        return {"ok": True}

    def _state(self) -> Json:
        with self._lock:
            desk = self.desk
            whole: Json = json.loads(
                json.dumps(
                    {
                        "tickets": list(desk.tickets.values()),
                        "audits": [audit for audits in desk.audits.values() for audit in audits],
                        "users": list(desk.users.values()),
                        "deleted_tickets": list(desk.deleted_tickets.values()),
                        "deleted_users": list(desk.deleted_users.values()),
                        "calls": self.api.calls,
                        "webhooks": self.courier.log,
                        "agent": desk.agent,
                    }
                )
            )
        return whole

    def _answer(
        self,
        ticket: int,
        body: str | None = None,
        status: str | None = None,
        *,
        public: bool = True,
        author: int | None = None,
    ) -> Json:
        """An agent writes, or moves the ticket; author: somebody else."""
        asked: Json = {"comment": {"body": body, "public": public}} if body else {}
        if status:
            asked["status"] = status
        with self._lock:
            updated, audit = self.desk.update(ticket, asked, self.desk.agent if author is None else author)
            return {"ticket": dict(updated), "audit": dict(audit)}

    def _add_fault(self, call: str = "*", fault: str = "down", times: int = 1) -> Json:
        assert fault in FAULTS, f"fault is one of {', '.join(FAULTS)}"
        with self._lock:
            self.api.faults = [each for each in self.api.faults if each["times"] > 0]
            if times > 0:
                self.api.faults.append({"call": call, "fault": fault, "times": times})
            else:
                self.api.faults = []
            return {"faults": self.api.faults}

    def _webhooks(self, **how: bool) -> Json:
        assert how.keys() <= {"twice", "hold", "backwards"}, "twice, hold, backwards"
        self.courier.set(**how)
        return {"waiting": len(self.courier.waiting)}
