"""Changing what a seed has drawn: how a failing world is made smaller, and how a committed trace says what it needs."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

T = TypeVar("T")


def changed(whole: T, overrides: Mapping[str, Any]) -> T:
    """The same but for these values, each under its dotted name.

    overrides: such as `{"shoppers": 3, "mix.rate": 0.0, "weather.late": 0.0}`.
    Raises KeyError, TypeError where there is no such name.
    """
    for name, value in overrides.items():
        whole = _with(whole, name.split("."), value)
    return whole


def _with(whole: Any, path: list[str], value: Any) -> Any:
    first, *rest = path
    if isinstance(whole, Mapping):
        here = whole[first]  # what is not there cannot be changed
        return {**whole, first: _with(here, rest, value) if rest else value}
    return replace(whole, **{first: _with(getattr(whole, first), rest, value) if rest else _frozen(value)})


def _frozen(value: Any) -> Any:
    """JSON has lists where a climate has tuples."""
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value
