"""Telling the shop what happens to tickets: signed as Zendesk signs, until it is taken; twice, late, or backwards."""

import base64
import hashlib
import hmac
import json
import threading
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime

from local.zendesk_double.answers import Json

ATTEMPTS_MAX = 5  # as often as Zendesk tries where an endpoint is too slow
TIMEOUT_S = 12  # as Zendesk's own
PAUSE_S = 0.5  # between tries
SUBSCRIBED = ("zen:event-type:ticket.comment_added", "zen:event-type:ticket.status_changed")


def signed(body: bytes, secret: str, moment: str) -> dict[str, str]:
    """The headers of a webhook with this body, as of this time."""
    digest = hmac.new(secret.encode(), moment.encode() + body, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json; charset=utf-8",
        "X-Zendesk-Webhook-Id": "01GN0B4TJTPVXJBKP1ZPQH8TXA",
        "X-Zendesk-Webhook-Signature": base64.b64encode(digest).decode(),
        "X-Zendesk-Webhook-Signature-Timestamp": moment,
    }


class Courier:
    """Delivers events, oldest first, once there is somewhere to deliver them to; until then they wait.

    twice: each goes out a second time. hold: none goes out. backwards: those that were held leave newest first.
    """

    def __init__(self, url: str | None, secret: str, clock: Callable[[], float]) -> None:
        self._url, self._secret, self._clock = url, secret, clock
        self._changed = threading.Condition()
        self._stopping = False
        self.reset()

    def reset(self) -> None:
        with self._changed:
            self.waiting: deque[Json] = deque()
            self.log: list[Json] = []
            self.twice = self.hold = self.backwards = False
            self._busy = False

    def send(self, event: Json) -> None:
        if event["type"] in SUBSCRIBED:
            with self._changed:
                self.waiting.extend([event] * (2 if self.twice else 1))
                self._changed.notify_all()

    def set(self, **how: bool) -> None:
        with self._changed:
            for name, value in how.items():
                setattr(self, name, value)
            if self.backwards and not self.hold:
                self.waiting.reverse()
            self._changed.notify_all()

    def take_all(self) -> list[Json]:
        """What waits, for who delivers it by himself."""
        with self._changed:
            events = list(self.waiting)
            self.waiting.clear()
            return events

    def wait(self, timeout_s: float) -> bool:
        """Whether all has left within the time."""
        with self._changed:
            return self._changed.wait_for(lambda: not self.waiting and not self._busy, timeout_s)

    def start(self) -> None:
        if self._url:
            threading.Thread(target=self._work, name="zendesk-double-courier", daemon=True).start()

    def stop(self) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify_all()

    def _work(self) -> None:
        while (event := self._next()) is not None:
            for attempt in range(1, ATTEMPTS_MAX + 1):
                status = self._post(event)
                with self._changed:
                    self.log.append({"event": event["id"], "attempt": attempt, "status": status})
                    if status is not None and status < 300:
                        break
                    self._changed.wait(PAUSE_S)

    def _next(self) -> Json | None:
        """The next event, once there is one; None when the double stops."""
        with self._changed:
            self._busy = False
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._stopping or bool(self.waiting and not self.hold))
            if self._stopping:
                return None
            self._busy = True
            return self.waiting.popleft()

    def _post(self, event: Json) -> int | None:
        body = json.dumps(event).encode()
        moment = datetime.fromtimestamp(int(self._clock()), UTC).isoformat().replace("+00:00", "Z")
        request = urllib.request.Request(self._url or "", data=body, headers=signed(body, self._secret, moment))
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None
