"""The HTTP server: reads requests, asks for answers, keeps connections alive, and stops at once when told."""

import socket
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from local.stripe_double.answers import Answer, Hangup, Request, json_answer

MAX_BODY = 1_048_576  # bytes; Stripe's largest call, a checkout with 100 lines, is under 100 KB
MAX_CONNECTIONS = 256  # one thread each; a burst in the local cloud opens one for each warm Lambda
IDLE_S = 75.0  # as long as Stripe's own load balancer keeps an idle connection

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "authorization, content-type, idempotency-key, stripe-version",
    "Access-Control-Expose-Headers": "Request-Id, Stripe-Should-Retry, Idempotent-Replayed",
}

Responder = Callable[[Request], Answer]


class Server(ThreadingHTTPServer):
    """Listens on a loopback address. Raises ValueError for any other: what it serves has no real key."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    allow_reuse_address = True

    def __init__(self, host: str, port: int, respond: Responder) -> None:
        if host != "localhost" and not host.startswith("127."):
            raise ValueError(f"the Stripe double listens on loopback only, not on {host}")
        self.respond = respond
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        self._serving = False
        super().__init__((host, port), _Handler)

    def start(self) -> None:
        """Serve in the background."""
        self._serving = True
        threading.Thread(target=self.serve_forever, args=(0.01,), name="stripe-double-server", daemon=True).start()

    def stop(self) -> None:
        """Stop listening and close every connection, kept-alive ones too."""
        if self._serving:
            self.shutdown()
        self.server_close()
        with self._guard:
            for connection in self._open:
                _hang_up(connection)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Give a connection its thread, or close it when there are too many."""
        with self._guard:
            is_full = len(self._open) >= MAX_CONNECTIONS
            if not is_full:
                self._open.add(request)
        if is_full:
            self.shutdown_request(request)
        else:
            super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget a connection that ends."""
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is not worth a traceback; a fault of the double is."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)
        _hang_up(request)


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # the other side was faster


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version = "stripe-double"
    sys_version = ""
    timeout = IDLE_S
    disable_nagle_algorithm = True  # or every answer on a kept-alive connection waits 40 ms for an acknowledgement
    wbufsize = -1  # headers and body leave in one packet
    server: Server

    def handle_one_request(self) -> None:
        """As the standard one, for every method."""
        for method in ("GET", "POST", "DELETE", "OPTIONS"):
            setattr(self, f"do_{method}", self._serve)
        super().handle_one_request()

    def _serve(self) -> None:
        body = self._body()
        if body is None:
            return
        path, _, query = self.path.partition("?")
        headers = {name.lower(): " ".join(value.splitlines()) for name, value in self.headers.items()}
        try:
            self._send(self._answer(Request(self.command, path, query, headers, body)))
        except Hangup:
            self.close_connection = True
            _hang_up(self.connection)

    def _answer(self, request: Request) -> Answer:
        if not request.path.startswith("/v1/"):
            return self.server.respond(request)
        if request.method == "OPTIONS":
            return Answer(204, b"", CORS)
        return self.server.respond(request).with_headers(CORS)  # browsers may call Stripe's API from any page

    def _body(self) -> bytes | None:
        """The request's body; None when it was refused, and the connection closes."""
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not length.isdecimal() or int(length) > MAX_BODY:
            self.close_connection = True
            self._send(json_answer(413, {"error": {"type": "invalid_request_error", "message": "Request too large."}}))
            return None
        return self.rfile.read(int(length))

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body)
        self.wfile.flush()

    def version_string(self) -> str:
        """The Server header."""
        return self.server_version

    def log_message(self, *_args: Any) -> None:
        """Say nothing: the calls are under /_double/calls."""
