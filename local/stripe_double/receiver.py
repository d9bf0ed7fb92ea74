"""A tiny webhook endpoint for tests: keeps what it was told, and answers as it is told."""

import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

MAX_KEPT = 10_000  # deliveries remembered, the newest: more than any test makes


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request as it came: the raw body, and its `Stripe-Signature`."""

    body: bytes
    signature: str


class Receiver:
    """Listens on a free loopback port. `statuses` are its next answers, one for each delivery; then it answers 200."""

    def __init__(self, statuses: Iterable[int] = ()) -> None:
        self.deliveries: deque[Delivery] = deque(maxlen=MAX_KEPT)
        self.statuses = deque(statuses)
        self._arrived = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/webhooks/stripe"

    def wait_for(self, count: int, timeout_s: float = 5.0) -> list[Delivery]:
        """The deliveries so far, once there are so many. Raises TimeoutError when they do not come."""
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self.deliveries) >= count, timeout_s):
                raise TimeoutError(f"{len(self.deliveries)} of {count} deliveries came")
            return list(self.deliveries)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _take(self, delivery: Delivery) -> int:
        with self._arrived:
            self.deliveries.append(delivery)
            self._arrived.notify_all()
            return self.statuses.popleft() if self.statuses else 200

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        take = self._take

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(take(Delivery(body, self.headers["Stripe-Signature"])))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_args: Any) -> None:
                """Say nothing."""

        return Handler
