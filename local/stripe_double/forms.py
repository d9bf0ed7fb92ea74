"""Stripe's form encoding: `a[b][c]=1&list[0]=x&list[]=y` to nested dictionaries of strings."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl

from local.stripe_double.errors import invalid

Raw = str | dict[str, "Raw"]
Form = dict[str, Raw]

MAX_FIELDS = 1_000  # Stripe's largest documented call, 100 line items, needs some 800.
MAX_DEPTH = 8  # payment_method_data[card][…] is 3 deep; the deepest documented parameter is 6.

_NAME = re.compile(r"^([^\[\]]+)((?:\[[^\[\]]*\])*)$")


def pairs(text: str) -> list[tuple[str, str]]:
    """The decoded fields in order. Raises invalid for more than MAX_FIELDS or for broken UTF-8."""
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except ValueError as error:
        raise invalid(f"Invalid request: the form could not be decoded ({error}).") from None


def nest(fields: list[tuple[str, str]]) -> Form:
    """Nested form of the fields; a list is a dictionary with the keys "0", "1", ….

    Raises invalid for names with unbalanced brackets, too deep a nesting, and a name used as value and as hash.
    """
    form: Form = {}
    for name, value in fields:
        _put(form, _path(name), value, name)
    return form


@lru_cache(maxsize=1_000)  # the names of parameters are few; a shop's metadata adds a handful
def _path(name: str) -> tuple[str, ...]:
    match = _NAME.match(name)
    if match is None:
        raise invalid(f"Invalid parameter name: {name}", param=name)
    path = (match[1], *re.findall(r"\[([^\[\]]*)\]", match[2]))
    if len(path) > MAX_DEPTH:
        raise invalid(f"Parameter nested too deeply: {name}", param=name)
    return path


def _put(form: Form, path: tuple[str, ...], value: str, name: str) -> None:
    here = form
    for step in path[:-1]:
        deeper = here.setdefault(step or str(len(here)), {})
        if isinstance(deeper, str):
            raise invalid(f"Invalid parameter: {name} is both a value and a hash", param=name)
        here = deeper
    last = path[-1] or str(len(here))
    if isinstance(here.get(last), dict):
        raise invalid(f"Invalid parameter: {name} is both a value and a hash", param=name)
    here[last] = value
