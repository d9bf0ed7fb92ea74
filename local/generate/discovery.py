"""What there is to generate from: the domains, their APIs, their states, and the events, as the code has them."""

import pkgutil
from enum import Enum
from importlib import import_module
from types import ModuleType
from typing import Any

import events
import functions
from shared.event import Event
from shared.http import Api

Transitions = dict[Enum, Any]


def domains() -> list[str]:
    """The names of the packages in `functions/`."""
    return sorted(module.name for module in pkgutil.iter_modules(functions.__path__) if module.ispkg)


def description(domain: str) -> str:
    """The first sentence of the domain's face."""
    text = (import_module(f"functions.{domain}").__doc__ or domain).strip().split("\n\n")[0]
    return " ".join(text.split())


def apis() -> dict[str, list[Api]]:
    """The APIs that the handlers declare, by domain."""
    found = {domain: [getattr(handler, "api", None) for handler in _handlers(domain)] for domain in domains()}
    return {domain: its for domain, all_ in found.items() if (its := [api for api in all_ if isinstance(api, Api)])}


def transitions(domain: str) -> dict[str, Transitions]:
    """The tables of transitions in the domain's `lifecycle.py`, by name; none where it has no states."""
    try:
        lifecycle = import_module(f"functions.{domain}.lifecycle")
    except ModuleNotFoundError:
        return {}
    return {name: table for name, table in vars(lifecycle).items() if name.endswith("TRANSITIONS")}


def event_types() -> list[type[Event]]:
    """Every event there is, by its type."""
    found = [getattr(events, name) for name in events.__all__]
    kinds = [each for each in found if isinstance(each, type) and issubclass(each, Event) and each is not Event]
    return sorted(kinds, key=lambda event: event.type)


def said_by(event: type[Event]) -> str:
    """The domain that says it: `events/` has one file for each."""
    return event.__module__.rsplit(".", 1)[-1]


def _handlers(domain: str) -> list[ModuleType]:
    try:
        package = import_module(f"functions.{domain}.handlers")
    except ModuleNotFoundError:
        return []
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    return [import_module(f"{package.__name__}.{name}") for name in names]
