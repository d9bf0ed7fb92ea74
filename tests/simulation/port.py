"""The fast path: in the place of botocore's clients, objects with the same methods, which go straight to `Calls`."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from types import SimpleNamespace
from typing import Any

from tests.simulation.calls import Calls


class PortClient:
    """A client of one service: `client.get_item(**request)`."""

    def __init__(self, calls: Calls, service: str) -> None:
        self._calls = calls
        self._service = service

    def __getattr__(self, method: str) -> Callable[..., Any]:
        operation, calls, service = _operation(method), self._calls, self._service

        def call(**request: Any) -> Any:
            if hasattr(request.get("Body"), "read"):
                request["Body"] = request["Body"].read()  # a try sends it from its beginning, as the SDK does
            return calls.through_sdk(service, operation, request)

        self.__dict__[method] = call
        return call

    def get_paginator(self, method: str) -> Any:
        """Of a list that has one page."""
        return SimpleNamespace(paginate=lambda **asked: [getattr(self, method)(**asked)])

    def generate_presigned_url(self, _operation: str, **asked: Any) -> str:
        """A link to a file, for which nobody is called."""
        return f"https://files.example.com/{asked['Params']['Key']}"


@contextmanager
def port(calls: Calls) -> Iterator["PortSession"]:
    """The path to AWS that leaves the SDK out."""
    yield PortSession(calls)


class PortSession:
    """Stands where the SDK's session does: it makes clients."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def create_client(self, service: str, **_how: Any) -> PortClient:
        """The client of a service."""
        return PortClient(self._calls, service)


@cache
def _operation(method: str) -> str:
    """`transact_write_items` → `TransactWriteItems`."""
    return re.sub(r"(?:^|_)(.)", lambda found: found[1].upper(), method)
