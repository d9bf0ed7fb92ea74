"""Every door of the shop: the routes of all its APIs, found by looking, and how to knock at one."""

import base64
import importlib
import pkgutil
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel

import functions
from shared.http import Api
from shared.http.route import Route
from tests.world import api_event

PARAMETER = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: str
    headers: Mapping[str, str]  # lower-case names


@dataclass(frozen=True)
class Door:
    """A route and the Lambda behind it."""

    api: Api
    route: Route

    @property
    def name(self) -> str:
        """`POST /store/carts/<cart_id>/items`."""
        return f"{self.route.method} {self.route.path}"

    @property
    def parameters(self) -> list[str]:
        """The names of its path parameters."""
        return PARAMETER.findall(self.route.path)

    @property
    def body(self) -> type[BaseModel] | None:
        """The model of its body, if it takes one."""
        return self.route.hints.get("body")

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON schema of its body; of one that it does not take, an empty one."""
        return self.body.model_json_schema() if self.body else {"title": "", "properties": {}}

    @property
    def query(self) -> type[BaseModel] | None:
        """The model of its query, if it takes one."""
        return self.route.hints.get("query")

    def path(self, parameters: Mapping[str, str]) -> str:
        """The path with these parameters."""
        return PARAMETER.sub(lambda found: parameters[found[1]], self.route.path)

    def knock(self, path: str, raw: bytes = b"", **more: Any) -> Answer:
        """Send a request with these bytes. more: headers, query, key_id and scopes as the authorizer gives them."""
        return knock(self.api.handler, self.route.method, path, raw, **more)


def knock(
    handler: Callable[[dict[str, Any], Any], Any], method: str, path: str, raw: bytes = b"", **more: Any
) -> Answer:
    """Send a request to a Lambda as API Gateway does, which encodes a body that is no text."""
    try:
        event = api_event(method, path, raw.decode() or None, **more)
    except UnicodeDecodeError:
        event = api_event(method, path, base64.b64encode(raw).decode(), **more) | {"isBase64Encoded": True}
    answer = handler(event, None)
    return Answer(answer["statusCode"], answer.get("body") or "", {k.lower(): v for k, v in answer["headers"].items()})


@cache
def doors() -> tuple[Door, ...]:
    """All of them, in a fixed order."""
    names = (found.name for found in pkgutil.walk_packages(functions.__path__, "functions."))
    modules = (importlib.import_module(name) for name in names if ".handlers." in name)
    apis = {id(module.api): module.api for module in modules if isinstance(getattr(module, "api", None), Api)}
    found = (Door(api, route) for api in apis.values() for route in api.routes)
    return tuple(sorted(found, key=lambda door: (door.route.path, door.route.method)))


def door(name: str) -> Door:
    """The door of this name."""
    return next(each for each in doors() if each.name == name)


def title(each: Any) -> str:
    """A door's name, for the name of a test."""
    return each.name if isinstance(each, Door) else str(each)
