"""Health, the OpenAPI document, its page, and the answer to every path that leads nowhere. Open to everybody."""

from functions.access import docs
from functions.access.health import HealthView, health
from shared.http import Api, Reply, Request

api = Api("access")

JSON_TYPE = "application/json"
HTML_TYPE = "text/html; charset=utf-8"


@api.get("/health")
def show_health(request: Request) -> Reply[HealthView]:
    """Whether the shop answers, and which it is."""
    return Reply(health())


@api.get("/openapi.json")
def show_openapi(request: Request) -> Reply[str]:
    """This API as an OpenAPI 3.1 document."""
    return Reply(docs.openapi(), headers={"Content-Type": JSON_TYPE})


@api.get("/docs")
def show_docs(request: Request) -> Reply[str]:
    """The page to read and try the API."""
    return Reply(docs.PAGE, headers={"Content-Type": HTML_TYPE, "Content-Security-Policy": docs.POLICY})


@api.get("/docs/<name>")
def show_asset(request: Request, name: str) -> Reply[str]:
    """A file of that page."""
    text, content_type = docs.asset(name)
    return Reply(text, headers={"Content-Type": content_type})


handler = api.handler
