"""What a change changed, field by field: the difference of two views of an object, fit to be kept for ever. Pure.

A field is told by its path, `variants.var_….prices.USD`: things in a list go by their id, prices by their currency.
What is a person's or a secret is never told, only that it changed. Long values are cut, and a long list of fields ends
somewhere: a row is for people who ask what was done, and the object itself is where it always was.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

Told = Mapping[str, Any] | BaseModel | None  # an object as it is told; None: it was not there, or is not any more

TEXT_MAX = 500  # characters of one value; a key's scopes, all of them, have 350
ALL_MAX = 8_000  # characters of all fields together: a row costs by the kilobyte, and what is larger is a list of goods
HIDDEN = "(not kept)"  # in the place of what is a person's or a secret
NAMES = ("id", "currency")  # by which things in a list are told apart

# What goes with every change and says nothing of it.
ALWAYS = frozenset(["id", "object", "version", "created_at", "updated_at"])

# Field names whose values are a person's or a secret's, or free text that may hold either. They are the same
# everywhere: a new field of this kind is added here, and a test lays the list beside every view and every body.
UNTOLD = frozenset(
    [
        *(
            "email",
            "other_emails",
            "phone",
            "first_name",
            "last_name",
            "company",
            "address1",
            "address2",
            "city",
            "province",
        ),
        *("postal_code", "shipping_address", "billing_address", "address", "tracking", "note", "subject", "body"),
        *("tax_ids", "tax_exemption", "certificate", "exemption_certificate"),
        *("token", "secret", "client_secret", "order_token", "result_url"),
    ]
)


def changes(before: Told, after: Told) -> tuple[dict[str, tuple[Any, Any]], int]:
    """Each field that differs, (before, after); and how many more do that are left out, since it would be too much."""
    was, becomes = dict(_fields(_plain(before))), dict(_fields(_plain(after)))
    told: dict[str, tuple[Any, Any]] = {}
    left_out = length = 0
    for field in dict.fromkeys([*was, *becomes]):
        pair = was.get(field), becomes.get(field)
        if _is_same(*pair):
            continue
        shown = (_shown(field, pair[0]), _shown(field, pair[1]))
        length += len(json.dumps({field: shown}, ensure_ascii=False))
        if length > ALL_MAX:
            left_out += 1
        else:
            told[field] = shown
    return told, left_out


def _plain(told: Told) -> Mapping[str, Any]:
    if told is None:
        return {}
    plain: Any = told.model_dump(mode="json") if isinstance(told, BaseModel) else told
    return {name: value for name, value in plain.items() if name not in ALWAYS}


def _fields(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value by its path."""
    parts = _parts(value) if path.rpartition(".")[2] not in UNTOLD else None
    if parts is None:
        yield path, value
        return
    for name, part in parts.items():
        yield from _fields(part, f"{path}.{name}" if path else name)


def _parts(value: Any) -> Mapping[str, Any] | None:
    if isinstance(value, Mapping):
        return {str(name): part for name, part in value.items()}
    if isinstance(value, Sequence) and value and all(isinstance(each, Mapping) for each in value):
        return dict(_named(place, each) for place, each in enumerate(value))
    return None


def _named(place: int, thing: Mapping[str, Any]) -> tuple[str, Any]:
    name = next((name for name in NAMES if name in thing), None)
    rest = {key: value for key, value in thing.items() if key != name and key not in ALWAYS}
    return (str(thing[name]) if name else str(place)), (rest["amount"] if list(rest) == ["amount"] else rest)


def _is_same(before: Any, after: Any) -> bool:
    """Empty is empty, however it is written."""
    return before == after or (_is_empty(before) and _is_empty(after))


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {}, ())


def _shown(field: str, value: Any) -> Any:
    if _is_empty(value):
        return None
    if field.rpartition(".")[2] in UNTOLD:
        return HIDDEN
    if isinstance(value, bool | int):
        return value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if len(text) > TEXT_MAX:
        return text[:TEXT_MAX] + "…"
    return value
