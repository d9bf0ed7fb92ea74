"""The schemas of the OpenAPI document: the models that routes take and give, each under one name."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from shared.http.api import Route
from shared.http.models import ErrorView

Schema = dict[str, Any]
Shape = tuple[type[BaseModel], JsonSchemaMode]
REF = "#/components/schemas/{model}"


class _Plain(GenerateJsonSchema):
    """Without a title for each field: it only says the field's name again."""

    def field_title_should_be_set(self, _schema: Any) -> bool:
        return False


def schemas_of(routes: Iterable[Route]) -> tuple[dict[Shape, str], Schema]:
    """Each shape's name, and the named schemas."""
    routes = list(routes)
    shapes: set[Shape] = {(ErrorView, "serialization")}
    for route in routes:
        shapes.update([*query_of(route), *body_of(route), *answer_of(route)])
    shapes.update([(listed, "serialization") for shape in shapes.copy() for listed in _listed(shape)])
    ordered = sorted(shapes, key=lambda shape: (shape[0].__module__, shape[0].__name__, shape[1]))
    keyed, definitions = models_json_schema(ordered, ref_template=REF, schema_generator=_Plain)
    defined = {shape: keyed[shape]["$ref"].rsplit("/", 1)[-1] for shape in ordered}
    names = {name: _short(name) for name in definitions["$defs"]}
    for shape in ordered:
        for listed in _listed(shape):
            names[defined[shape]] = names[defined[listed, "serialization"]] + "List"
    schemas = {names[name]: _renamed(schema, names) for name, schema in definitions["$defs"].items()}
    for route in routes:
        if route.method == "PATCH":
            for shape in body_of(route):
                _without_defaults(schemas[names[defined[shape]]])
    return {shape: names[name] for shape, name in defined.items()}, schemas


def query_of(route: Route) -> list[Shape]:
    """The model of the route's query, if it has one."""
    return [(route.hints["query"], "validation")] if "query" in route.hints else []


def body_of(route: Route) -> list[Shape]:
    """The model of the route's body, if it has one."""
    return [(route.hints["body"], "validation")] if "body" in route.hints else []


def answer_of(route: Route) -> list[Shape]:
    """The model of the route's answer; none where it answers with something else than JSON of ours."""
    (shown,) = get_args(route.hints["return"])
    return [(shown, "serialization")] if isinstance(shown, type) and issubclass(shown, BaseModel) else []


def _listed(shape: Shape) -> tuple[type[BaseModel], ...]:
    """What a list is a list of: `Listed[OrderView]` lists OrderView."""
    args: tuple[type[BaseModel], ...] = shape[0].__pydantic_generic_metadata__["args"]
    return args


def _short(name: str) -> str:
    """Of two models of one name, as pydantic tells them apart, `FulfillmentShippingOptionView` is fulfillment's."""
    qualified = re.fullmatch(r"functions__([a-z]+)__.*__(\w+)", name)
    return qualified[1].capitalize() + qualified[2] if qualified else name


def _without_defaults(schema: Schema) -> None:
    """Absent means unchanged in a PATCH, whatever the model keeps in the field's place."""
    for field in schema["properties"].values():
        field.pop("default", None)


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_renamed(each, names) for each in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("$ref"), str):
        path, _, name = value["$ref"].rpartition("/")
        return {**value, "$ref": f"{path}/{names[name]}"}
    return {key: _renamed(each, names) for key, each in value.items()}
