"""Bodies made wrong on purpose: what a model's JSON schema forbids, one mistake at a time."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]
Place = tuple[str | int, ...]  # where in a body: ("items", 0, "quantity")

HERE = "@@HERE@@"
UNKNOWN = (
    "id", "object", "status", "payment_status", "version", "price", "unit_price", "amount_captured", "total",
    "subtotal", "tax_total", "role", "scope", "is_admin", "customer_id", "principal", "order_id", "token", "number",
    "created_at", "placed_at", "pk", "sk", "ttl", "unsent", "secret_hash", "created_by", "reserved", "available",
    "on_hand", "captured", "__class__", "__proto__", "constructor", "", " ", "Quantity", "$where", "a.b", "metadata[x]",
)  # fmt: skip
NOT_TEXT = ("0", "-1", "1.5", "true", "false", "[]", '["a"]', "{}", '{"a":"b"}', "1e400", "9" * 4000)
NOT_WHOLE = (
    '"1"', '""', '"one"', "1.0", "1.5", "1e2", "-0.0", "1e400", "-1e400", "true", "false", "[]", "[1]", "{}",
    "9" * 20, "-" + "9" * 20, "9" * 401, "9" * 4000, "9" * 5000, "NaN", "Infinity", "-Infinity", '"１"', "0x1", "01",
)  # fmt: skip
HOSTILE_VALUES = ("null", "true", '""', '"\\u0000"', "-1", "0", "1.5", "3.0", "1e400", "NaN", "9" * 400, "[]", "{}")
NOT_TRUTH = ('"true"', '"false"', '""', "0", "1", "-1", "1.0", "[]", "{}", '"yes"')
NOT_LIST = ('"a"', "1", "true", "{}", '{"0":"a"}', "[[]]", "[null]", '""')
NOT_MAP = ('"a"', "1", "true", "[]", '[["a","b"]]', '""', "[{}]")


@dataclass(frozen=True)
class Wrong:
    """A body with one mistake in it. what: the mistake."""

    what: str
    raw: bytes


def wrong_bodies(schema: Schema, good: dict[str, Any]) -> Iterator[Wrong]:
    """Every body that differs from the good one in one thing which the schema forbids."""
    for place, known in places(schema, good):
        for value in _forbidden(known):
            yield _with(good, place, value)
        if known.get("type") == "object" and known.get("additionalProperties") is False:
            yield from _with_more(schema, good, place, known)
            for name in known.get("required", ()):
                yield Wrong(
                    f"{place}: no {name}", json.dumps(_replaced(good, place, _without(good, place, name))).encode()
                )


def places(schema: Schema, good: Any, place: Place = (), known: Schema | None = None) -> Iterator[tuple[Place, Schema]]:
    """Each value of the body with what the schema says of it: its own words, and `nullable`."""
    here = _resolved(schema, known or schema)
    yield place, here
    value = value_at(good, place)
    if isinstance(value, dict):
        for name in value:
            yield from places(schema, good, (*place, name), _of_field(here, name))
    if isinstance(value, list):
        for i in range(len(value)):
            yield from places(schema, good, (*place, i), here["items"])


def with_text(good: dict[str, Any], place: Place, text: str) -> bytes:
    """The good body with this text in that place, its characters as they are wherever JSON allows."""
    return json.dumps(_replaced(good, place, text), ensure_ascii=False).encode(errors="surrogatepass")


def with_value(good: dict[str, Any], place: Place, value: str) -> bytes:
    """The good body with this JSON in that place."""
    return json.dumps(_replaced(good, place, HERE)).replace(json.dumps(HERE), value).encode()


def fields_of(schema: Schema) -> set[str]:
    """Every field that a body may have, at any depth, as `NewItem.quantity`."""
    models = {schema["title"]: schema, **schema.get("$defs", {})}
    return {f"{model}.{name}" for model, known in models.items() for name in known.get("properties", {})}


def fields_in(schema: Schema, body: dict[str, Any]) -> set[str]:
    """Those of them that stand in this body."""
    return {
        f"{known['title']}.{name}"
        for place, known in places(schema, body)
        if "properties" in known
        for name in value_at(body, place)
    }


def _forbidden(known: Schema) -> list[str]:
    null = [] if known["nullable"] else ["null"]
    match known.get("type"):
        case "integer":
            return [*NOT_WHOLE, str(known["minimum"] - 1), str(known["maximum"] + 1), *null]
        case "string":
            return [*NOT_TEXT, *null]
        case "boolean":
            return [*NOT_TRUTH, *null]
        case "array":
            return [*NOT_LIST, *null]
        case _:
            return [*NOT_MAP, *null]


def _with_more(schema: Schema, good: dict[str, Any], place: Place, known: Schema) -> Iterator[Wrong]:
    had = json.dumps(value_at(good, place))[1:-1]
    for name in UNKNOWN:
        if name not in known["properties"]:
            yield _with(good, place, f"{{{json.dumps(name)}:1{',' if had else ''}{had}}}")
    first = next(iter(known["properties"]))
    twin = json.dumps(first) + ":1,"
    yield _with(good, place, "{" + twin + twin + had + "}")


def _with(good: dict[str, Any], place: Place, value: str) -> Wrong:
    return Wrong(f"{place} = {value[:60]}", with_value(good, place, value))


def _of_field(known: Schema, name: str) -> Schema:
    if name in known.get("properties", {}):
        inner: Schema = known["properties"][name]
    elif "patternProperties" in known:  # a map whose keys have a form
        (inner,) = known["patternProperties"].values()
    else:
        inner = known["additionalProperties"]
    return inner


def _resolved(schema: Schema, known: Schema) -> Schema:
    """What the schema says here, through references and `anyOf … null`."""
    if "$ref" in known:
        return _resolved(schema, schema["$defs"][known["$ref"].rpartition("/")[2]])
    options = [_resolved(schema, each) for each in known.get("anyOf", ())]
    if options:
        solid = [each for each in options if each.get("type") != "null"]
        return {**solid[0], "nullable": len(solid) < len(options) or any(each["nullable"] for each in solid)}
    if "allOf" in known:
        return _resolved(schema, known["allOf"][0])
    return {**known, "nullable": False}


def value_at(good: Any, place: Place) -> Any:
    """What stands in that place."""
    for step in place:
        good = good[step]
    return good


def _replaced(good: Any, place: Place, value: Any) -> Any:
    if not place:
        return value
    if isinstance(good, list):
        return [_replaced(each, place[1:], value) if i == place[0] else each for i, each in enumerate(good)]
    return {name: _replaced(each, place[1:], value) if name == place[0] else each for name, each in good.items()}


def _without(good: Any, place: Place, name: str) -> dict[str, Any]:
    return {field: value for field, value in value_at(good, place).items() if field != name}
