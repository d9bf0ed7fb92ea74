"""The tables of `shop.toml` as the classes in `infra/stages.py` make them."""

from dataclasses import fields
from typing import Any

from pydantic import TypeAdapter


def properties(table: type) -> dict[str, dict[str, Any]]:
    """Of each setting that the class itself has, in its order: JSON Schema with default, bounds and meaning.

    Tables within are not among them.
    """
    inherited = {each.name for base in table.__bases__ if base is not object for each in fields(base)}
    schema = TypeAdapter(table).json_schema()
    return {name: each for name, each in schema["properties"].items() if name not in inherited and "$ref" not in each}


def meanings(table: type) -> dict[str, str]:
    """What each of its own settings means."""
    return {name: each["description"] for name, each in properties(table).items()}
