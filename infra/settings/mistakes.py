"""What is wrong with a table of settings, in words for somebody who has not read the sources."""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from typing import get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from infra.stages import StageSettings

WORDS = {  # by pydantic's kinds of errors
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "string_type": "must be text in quotes",
    "tuple_type": 'must be a list, such as ["one", "two"]',
    "dataclass_type": "must be a table",
    "greater_than_equal": "must be at least {ge:,}",
    "less_than_equal": "must be at most {le:,}",
    "literal_error": "must be {expected}",
    "value_error": "{error}",
}
NO_SUCH = "unexpected_keyword_argument"
SECRET = re.compile(
    r"\b[sr]k_(live|test)_|\bwhsec_|\bsk_[0-7][0-9A-HJKMNP-TV-Z]{25}_|\b(AKIA|ASIA)[0-9A-Z]{16}|-----BEGIN "
)


def of_table(where: str, table: object, model: type) -> list[str]:
    """A sentence for each mistake. Values are never repeated: one of them may be a secret."""
    found = dict.fromkeys(_secrets(where, table), "looks like a secret, and secrets stay in Secrets Manager")
    try:
        TypeAdapter(model).validate_json(as_json(table), strict=True)
    except ValidationError as error:
        for each in error.errors():
            found.setdefault(_path(where, each["loc"]), _words(each, model))
    return [sentence(path, words) for path, words in found.items()]


def sentence(path: str, words: str) -> str:
    return f"{path}: {words}" + ("" if words.endswith("?") else ".")


def as_json(table: object) -> str:
    """The table for a strict check. No setting is a day or a time, which become what none takes."""
    return json.dumps(table, default=lambda _: {})


def no_such(name: str, known: Collection[str]) -> str:
    """Of a name that there is not; with the one that was meant, if one looks like it."""
    near = get_close_matches(name, known, n=1)
    return "there is no such setting" + (f"; did you mean {near[0]}?" if near else "")


def _words(error: ErrorDetails, model: type) -> str:
    if error["type"] != NO_SUCH:
        words = WORDS.get(error["type"])
        return words.format(**error.get("ctx", {})) if words else error["msg"]
    *within, name = map(str, error["loc"])
    table = _table(model, within)
    if name in _names(StageSettings) and not within:
        return "belongs to a stage in an account, such as [stages.prod]"
    return no_such(name, _names(table))


def _table(model: type, within: list[str]) -> type:
    """The class of a table in a table."""
    for name in within:
        model = get_type_hints(model)[name]
    return model


def _names(model: type) -> list[str]:
    return [each.name for each in fields(model)] if is_dataclass(model) else []


def _path(where: str, loc: tuple[int | str, ...]) -> str:
    """`stages.prod.cors_origins, entry 2`."""
    names = [str(each) for each in loc if isinstance(each, str)]
    entries = [f", entry {each + 1}" for each in loc if isinstance(each, int)]
    return ".".join([where, *names]) + "".join(entries)


def _secrets(where: str, value: object) -> Iterator[str]:
    """Where something looks like a secret."""
    match value:
        case dict():
            for name, each in value.items():
                yield from _secrets(f"{where}.{name}", each)
        case list():
            for number, each in enumerate(value, 1):
                yield from _secrets(f"{where}, entry {number}", each)
        case str() if SECRET.search(value):
            yield where
