"""The tables of `shop.toml` as the classes in `infra/stages.py` make them."""

import inspect
from typing import Any

from pydantic import TypeAdapter


def properties(table: type) -> dict[str, dict[str, Any]]:
    """Of each setting that the class itself has, in its order: JSON Schema with default, bounds and meaning.

    Tables within are not among them.
    """
    told: dict[str, dict[str, Any]] = TypeAdapter(table).json_schema()["properties"]
    return {name: told[name] for name in inspect.get_annotations(table) if "$ref" not in told[name]}


def meanings(table: type) -> dict[str, str]:
    """What each of its own settings means."""
    return {name: each["description"] for name, each in properties(table).items()}
