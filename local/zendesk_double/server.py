"""The HTTP server of the Zendesk double, on loopback only."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from local.zendesk_double.answers import Answer, Hangup, Request

BODY_MAX = 1_048_576

Responder = Callable[[Request], Answer]


class Server(ThreadingHTTPServer):
    """Raises ValueError for an address that is not this machine's own: what it serves has no real token."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    allow_reuse_address = True

    def __init__(self, host: str, port: int, respond: Responder) -> None:
        if host != "localhost" and not host.startswith("127."):
            raise ValueError(f"the Zendesk double listens on loopback only, not on {host}")
        self.respond = respond
        super().__init__((host, port), _Handler)

    def start(self) -> None:
        threading.Thread(target=self.serve_forever, args=(0.01,), name="zendesk-double", daemon=True).start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is not worth a traceback."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 75.0
    disable_nagle_algorithm = True
    wbufsize = -1  # headers and body leave in one packet
    server: Server

    def handle_one_request(self) -> None:
        for method in ("GET", "POST", "PUT", "DELETE"):
            setattr(self, f"do_{method}", self._serve)
        super().handle_one_request()

    def _serve(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > BODY_MAX:
            self.close_connection = True
            return
        body = self.rfile.read(int(length))
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            answer = self.server.respond(Request(self.command, path, query, headers, body))
        except Hangup:
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in {"Content-Type": "application/json", **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)
        self.wfile.flush()

    def log_message(self, *_args: Any) -> None:
        """Say nothing: the calls are counted in /_double/state."""
