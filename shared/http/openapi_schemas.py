"""The schemas of the OpenAPI document: the models that routes take and give, each under one name."""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from shared.http.models import ErrorView
from shared.http.route import Route

Schema = dict[str, Any]
Shape = tuple[type[BaseModel], JsonSchemaMode]
REF = "#/components/schemas/{model}"
ERROR = ErrorView.__name__  # in the answers that all operations share


class _Plain(GenerateJsonSchema):
    """Without a title for each field: it only says the field's name again."""

    def field_title_should_be_set(self, _schema: Any) -> bool:
        return False


def schemas_of(routes: Iterable[Route]) -> tuple[dict[Shape, str], Schema]:
    """Each shape's name, and the named schemas.

    What is sent has no defaults in its schema, since a generated client would ask for the field; what is answered has
    all its fields. A model that is sent and answered, and differs in that, is answered as `AddressView`.
    """
    routes = list(routes)
    queries = {shape for route in routes for shape in query_of(route)}
    bodies = {shape for route in routes for shape in body_of(route)}
    answers: set[Shape] = {shape for route in routes for shape in answer_of(route)}
    answers.update([(listed, "serialization") for shape in answers.copy() for listed in _listed(shape)])
    answers.add((ErrorView, "serialization"))
    sent, sent_schemas = _named(bodies)
    asked, asked_schemas = _named(queries)
    given, given_schemas = _named(answers)
    changed = {shape for route in routes if route.method == "PATCH" for shape in body_of(route)}
    _without_defaults(sent_schemas, told=sent_schemas.keys() - {sent[shape] for shape in changed})
    _whole(given_schemas)
    own = {name for name in given_schemas if sent_schemas.get(name, given_schemas[name]) != given_schemas[name]}
    names = {name: f"{name}View" if name in own else name for name in given_schemas}
    given_schemas = {names[name]: _renamed(schema, names) for name, schema in given_schemas.items()}
    schemas = {**asked_schemas, **sent_schemas, **given_schemas}
    for name, schema in schemas.items():
        schema["title"] = name
        _dated(schema)
    return {**asked, **sent, **{shape: names[name] for shape, name in given.items()}}, schemas


def _named(shapes: Iterable[Shape]) -> tuple[dict[Shape, str], Schema]:
    """The schemas of these shapes and of what is in them, by names that people read."""
    ordered = sorted(shapes, key=lambda shape: (shape[0].__module__, shape[0].__name__))
    keyed, definitions = models_json_schema(ordered, ref_template=REF, schema_generator=_Plain)
    defined = {shape: keyed[shape]["$ref"].rsplit("/", 1)[-1] for shape in ordered}
    names = {name: _short(name) for name in definitions.get("$defs", ())}
    for shape in ordered:
        for listed in _listed(shape):
            names[defined[shape]] = names[defined[listed, "serialization"]] + "List"
    schemas = {names[name]: _renamed(schema, names) for name, schema in definitions.get("$defs", {}).items()}
    return {shape: names[name] for shape, name in defined.items()}, schemas


def query_of(route: Route) -> list[Shape]:
    """The model of the route's query, if it has one."""
    return [(route.hints["query"], "validation")] if "query" in route.hints else []


def body_of(route: Route) -> list[Shape]:
    """The model of the route's body, if it has one."""
    model = route.hints.get("body") or (route.sent.model if route.sent else None)
    return [(model, "validation")] if model else []


def answer_of(route: Route) -> list[Shape]:
    """The model of the route's answer; none where it answers with something else than JSON of ours."""
    (shown,) = get_args(route.hints["return"])
    return [(shown, "serialization")] if isinstance(shown, type) and issubclass(shown, BaseModel) else []


def used(schemas: Schema, paths: Schema) -> Schema:
    """The schemas that operations name, and those within them; what a query is made of is told as parameters."""
    found: set[str] = set()
    waiting = {*_named_in(paths), ERROR}
    while waiting:
        found |= waiting
        waiting = {name for known in waiting for name in _named_in(schemas[known])} - found
    return {name: schemas[name] for name in sorted(found)}


def _named_in(value: Any) -> set[str]:
    return set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(value)))


def _listed(shape: Shape) -> tuple[type[BaseModel], ...]:
    """What a list is a list of: `Listed[OrderView]` lists OrderView."""
    args: tuple[type[BaseModel], ...] = shape[0].__pydantic_generic_metadata__["args"]
    return args


def _short(name: str) -> str:
    """Of two models of one name, as pydantic tells them apart, `FulfillmentShippingOptionView` is fulfillment's."""
    qualified = re.fullmatch(r"functions__([a-z]+)__.*__(\w+)", name)
    return qualified[1].capitalize() + qualified[2] if qualified else name


def _without_defaults(schemas: Schema, told: Collection[str]) -> None:
    """Take the defaults out. told: the models in which what is left out has a value that is worth telling."""
    for name, schema in schemas.items():
        for field in schema.get("properties", {}).values():
            default = field.pop("default", None)
            if name in told and default not in (None, "", [], {}):
                field["usually"] = f"If left out: `{json.dumps(default)}`."


def _whole(schemas: Schema) -> None:
    for schema in schemas.values():
        if "properties" in schema:
            schema["required"] = list(schema["properties"])
            for field in schema["properties"].values():
                field.pop("default", None)


def _dated(schema: Schema) -> None:
    """Times are told as such: RFC 3339."""
    for name, field in schema.get("properties", {}).items():
        for kind in field.get("anyOf", [field]):
            if name.endswith(("_at", "_until")) and kind.get("type") == "string":
                kind.setdefault("format", "date-time")


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_renamed(each, names) for each in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("$ref"), str):
        path, _, name = value["$ref"].rpartition("/")
        return {**value, "$ref": f"{path}/{names[name]}"}
    return {key: _renamed(each, names) for key, each in value.items()}
