"""The in-process shop behind a socket, for what speaks HTTP. One request at a time: it is for one thread."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from moto.backends import get_backend

from tests.in_process import InProcessShop
from tests.world import ENVIRONMENT

ACCOUNT = "123456789012"
MAILS = "/mails"  # what was sent, in the form of the local cloud's own list


@dataclass
class Door:
    """What came through it."""

    url: str
    requests: list[tuple[str, str]] = field(default_factory=list)  # (method, path)
    replays: int = 0  # answers that had been given before


@contextmanager
def served(shop: InProcessShop) -> Iterator[Door]:
    """The shop at an address. What was said is carried to its hearers before each look at an order or a report."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            with lock:
                status, body, headers = self.ask(raw)
            content = body.encode()
            self.send_response(status)
            for name, value in {**headers, "content-length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def ask(self, raw: str) -> tuple[int, str, dict[str, str]]:
            if self.path == MAILS:
                return 200, json.dumps({"messages": {ACCOUNT: _mails()}}), {}
            door.requests.append((self.command, self.path))
            if self.command == "GET" and ("/orders/" in self.path or "/reports/" in self.path):
                shop.pump()
            kept = ["Idempotency-Key", "Cart-Token", "Order-Token", "Carrier-Signature", "If-Match"]
            kept += ["Origin-Verify", "CloudFront-Viewer-Address"]
            headers = {name.replace("-", "_"): self.headers[name] for name in kept if name in self.headers}
            body: Any = json.loads(raw) if raw else None
            if "Carrier_Signature" in headers:
                body = raw
            ask = shop.admin if "Authorization" in self.headers else shop.call
            status, answer, told = ask(self.command, self.path, body, **headers)
            door.replays += told.get("idempotent-replayed") == "true"
            return status, json.dumps(answer), {k: v for k, v in told.items() if k != "content-length"}

        do_GET = do_POST = do_PUT = do_PATCH = answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    door = Door(f"http://127.0.0.1:{server.server_port}")
    serving = threading.Thread(target=server.serve_forever, args=(0.01,))
    serving.start()
    try:
        yield door
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def _mails() -> list[dict[str, Any]]:
    sent = get_backend("ses")[ACCOUNT][ENVIRONMENT["AWS_REGION"]].sent_messages
    return [{"To": mail.destinations["ToAddresses"], "Subject": mail.subject} for mail in sent]
