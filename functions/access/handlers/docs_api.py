"""Health, the OpenAPI document, its page, and the answer to every path that leads nowhere. Open to everybody."""

from collections.abc import Mapping
from typing import Any

from functions.access import docs
from functions.access.health import HealthView, health
from shared.http import Api, Reply, Request
from shared.http.caching import FOR_MINUTES
from shared.http.packing import takes_gzip

api = Api("access")

JSON_TYPE = "application/json"
HTML_TYPE = "text/html; charset=utf-8"


@api.get("/health")
def show_health(request: Request) -> Reply[HealthView]:
    """Whether the shop answers, and which it is."""
    return Reply(health())


@api.get("/openapi.json", gives=("application/json",))
def show_openapi(request: Request) -> Reply[str]:
    """This API as an OpenAPI 3.1 document."""
    return _text(request, docs.openapi(), JSON_TYPE, FOR_MINUTES)


@api.get("/docs", gives=("text/html",))
def show_docs(request: Request) -> Reply[str]:
    """The page to read and try the API."""
    return _text(request, docs.page(), HTML_TYPE, FOR_MINUTES, {"Content-Security-Policy": docs.POLICY})


@api.get("/docs/<name>", gives=("text/css", "text/javascript"))
def show_asset(request: Request, name: str) -> Reply[str]:
    """A file of that page."""
    return _text(request, *docs.asset(name), docs.FOR_GOOD)


def _text(
    request: Request, text: str, content_type: str, kept: str, more: Mapping[str, str] | None = None
) -> Reply[Any]:
    """The text, packed for a client that can unpack it. kept: for how long caches may."""
    headers = {"Content-Type": content_type, "Cache-Control": kept, "Vary": "Accept-Encoding", **(more or {})}
    if not takes_gzip(request.headers.get("accept-encoding", "")):
        return Reply(text, headers=headers)
    return Reply(docs.packed(text), headers={**headers, "Content-Encoding": "gzip"})


handler = api.handler
