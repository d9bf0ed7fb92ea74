"""A product whose writer dies in the middle of it, for shops in one process."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from unittest.mock import patch

from functions.catalog.chunked import chunks, write


class Gone(BaseException):
    """The Lambda that wrote it."""


def half_written(ask: Callable[[], Any]) -> None:
    """Ask for what writes a product of two variants or more: its writer dies after the first chunk."""
    with _dies_at(write, "goes_on", 2), suppress(Gone):
        ask()


def half_settled(ask: Callable[[], Any]) -> None:
    """The same, but its writer dies once everybody sees it."""
    with _dies_at(write, "settle", 1), suppress(Gone):
        ask()


@contextmanager
def _dies_at(module: Any, name: str, time: int) -> Iterator[None]:
    real, called = getattr(module, name), []

    def call(*given: Any) -> Any:
        called.append(1)
        if len(called) >= time:
            raise Gone
        return real(*given)

    with patch.object(chunks, "writes_max", 5), patch.object(module, name, call):
        yield
