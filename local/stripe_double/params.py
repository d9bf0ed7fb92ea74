"""What a call may say: readers that turn form values into typed ones, and refuse everything else as Stripe does."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from local.stripe_double.errors import invalid
from local.stripe_double.forms import Form, Raw

Reader = Callable[[str, Raw], Any]
Spec = Mapping[str, Reader]

_WHOLE = re.compile(r"-?[0-9]{1,18}")

MAX_METADATA_KEYS = 50  # Stripe's documented limits for metadata, here and below.
MAX_METADATA_KEY = 40
MAX_METADATA_VALUE = 500


def read(spec: Spec, form: Form, required: tuple[str, ...] = (), prefix: str = "") -> dict[str, Any]:
    """The typed parameters of a call: only those that were sent.

    Raises invalid with Stripe's codes `parameter_unknown`, `parameter_missing` and the readers' own.
    """
    for name in form:
        if name not in spec:
            full = _full(prefix, name)
            raise invalid(f"Received unknown parameter: {full}", full, "parameter_unknown")
    for name in required:
        if name not in form:
            full = _full(prefix, name)
            raise invalid(f"Missing required param: {full}.", full, "parameter_missing")
    return {name: spec[name](_full(prefix, name), raw) for name, raw in form.items()}


def _full(prefix: str, name: str) -> str:
    return f"{prefix}[{name}]" if prefix else name


def text(most: int = 5_000) -> Reader:
    """A string; an empty one unsets and reads as None."""

    def reader(name: str, raw: Raw) -> str | None:
        if not isinstance(raw, str):
            raise invalid(f"Invalid string: {name}", name)
        if len(raw) > most:
            raise invalid(f"Invalid string: {raw[:20]}…; must be at most {most} characters", name)
        return raw or None

    return reader


def needed(inner: Reader) -> Reader:
    """A value that cannot be unset: the empty string is refused."""

    def reader(name: str, raw: Raw) -> Any:
        if raw == "":
            message = (
                f"You passed an empty string for '{name}'. We assume empty values are an attempt to unset a parameter; "
                f"however '{name}' cannot be unset. You should remove '{name}' from your request or supply a "
                "non-empty value."
            )
            raise invalid(message, name, "parameter_invalid_empty")
        return inner(name, raw)

    return reader


def integer(least: int | None = None, most: int | None = None) -> Reader:
    """A whole number within bounds."""

    def reader(name: str, raw: Raw) -> int:
        if not isinstance(raw, str) or not _WHOLE.fullmatch(raw):
            raise invalid(f"Invalid integer: {raw}", name, "parameter_invalid_integer")
        number = int(raw)
        if least is not None and number < least:
            raise invalid(f"This value must be greater than or equal to {least}.", name, "parameter_invalid_integer")
        if most is not None and number > most:
            raise invalid(f"This value must be less than or equal to {most}.", name, "parameter_invalid_integer")
        return number

    return needed(reader)


def boolean(name: str, raw: Raw) -> bool:
    """`true` or `false`."""
    if raw not in ("true", "false"):
        raise invalid(f"Invalid boolean: {raw}", name)
    return raw == "true"


def one_of(*choices: str) -> Reader:
    """One of a fixed set of words."""

    def reader(name: str, raw: Raw) -> str:
        if not isinstance(raw, str) or raw not in choices:
            raise invalid(f"Invalid {name}: must be one of {', '.join(choices)}", name)
        return raw

    return reader


def hash_of(spec: Spec, required: tuple[str, ...] = ()) -> Reader:
    """A nested hash with its own parameters."""

    def reader(name: str, raw: Raw) -> dict[str, Any]:
        if isinstance(raw, str):
            raise invalid(f"Invalid object: {name}", name)
        return read(spec, raw, required, prefix=name)

    return reader


def list_of(inner: Reader, most: int) -> Reader:
    """A list in Stripe's indexed form, at most so long."""

    def reader(name: str, raw: Raw) -> list[Any]:
        if isinstance(raw, str) or not all(key.isdigit() for key in raw):
            raise invalid(f"Invalid array: {name}", name)
        if len(raw) > most:
            raise invalid(f"Invalid array: {name} has more than {most} entries", name)
        return [inner(f"{name}[{key}]", raw[key]) for key in sorted(raw, key=int)]

    return reader


def anything(_name: str, raw: Raw) -> Raw:
    """A parameter Stripe knows and the double only stores or ignores."""
    return raw


def metadata(name: str, raw: Raw) -> dict[str, str]:
    """Key-value pairs; an empty value unsets its key, an empty hash in place of all unsets every key."""
    if raw == "":
        return {"": ""}
    if isinstance(raw, str):
        raise invalid("Invalid hash: metadata", name)
    for key, value in raw.items():
        if not isinstance(value, str):
            raise invalid(f"Invalid string: metadata[{key}]; metadata values are strings", f"metadata[{key}]")
        if len(key) > MAX_METADATA_KEY or len(value) > MAX_METADATA_VALUE:
            raise invalid(
                f"Metadata keys can have up to {MAX_METADATA_KEY} characters and values up to {MAX_METADATA_VALUE}",
                f"metadata[{key}]",
            )
    if len(raw) > MAX_METADATA_KEYS:
        raise invalid(f"Metadata can only have up to {MAX_METADATA_KEYS} keys", name)
    return {key: value for key, value in raw.items() if isinstance(value, str)}


def merged(old: Mapping[str, str], change: Mapping[str, str] | None) -> dict[str, str]:
    """Metadata after an update. Raises invalid when the result holds too many keys."""
    if change is None:
        return dict(old)
    kept = {} if "" in change else {**old, **change}
    result = {key: value for key, value in kept.items() if value}
    if len(result) > MAX_METADATA_KEYS:
        raise invalid(f"Metadata can only have up to {MAX_METADATA_KEYS} keys", "metadata")
    return result
