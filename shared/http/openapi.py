"""OpenAPI 3.1 from the declared routes: what a handler runs is what it shows. Only generation imports this."""

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from shared.approvals import ApprovalView
from shared.http.api import API_VERSION, KEY_LENGTH_MAX, PATH_PARAMETER_MAX, Api
from shared.http.openapi_parts import (
    COMMON_HEADERS,
    HEADERS,
    IF_MATCH,
    IF_NONE_MATCH,
    RESPONSES,
    SECURITY,
    STATUS_NAMES,
    security_of,
)
from shared.http.openapi_schemas import REF, Schema, Shape, answer_of, body_of, query_of, schemas_of, used
from shared.http.route import Route


@dataclass(frozen=True)
class Group:
    """Operations that belong together for whoever uses them. under: what their paths begin with."""

    under: str
    name: str
    about: str


@dataclass(frozen=True)
class Word:
    """What a field means, and an example; None where there is none."""

    meaning: str
    example: Any = None


@dataclass(frozen=True)
class Book:
    """What the document says beyond the code. See `local/generate/book.py`."""

    operation: Callable[[Route], str]
    group: Callable[[Route], str]
    groups: tuple[Group, ...]
    word: Callable[[str, str], Word | None]


METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")  # in the order in which one reads what can be done
OPERATORS = re.compile(r"(.+)_(gte|gt|lte|lt)")  # `created_at_gte` is sent as `created_at[gte]`


def document(apis: Iterable[Api], book: Book) -> Schema:
    """The document of these APIs."""
    routes = [(api, route) for api in apis for route in api.routes]
    refs, schemas = schemas_of(route for _, route in routes)
    _also_of_the_gateway(schemas["ErrorView"])
    _explain(schemas, book)
    paths: Schema = {}
    for api, route in sorted(routes, key=lambda each: (each[1].path, METHODS.index(each[1].method))):
        operation = _operation(book, api, route, refs, schemas)
        paths.setdefault(re.sub(r"<(\w+)>", r"{\1}", route.path), {})[route.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Storewright",
            "version": API_VERSION,
            "description": "Commerce over HTTP: `/store` for shoppers' clients, `/admin` for staff and other systems.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": ".", "description": "Where this document is served."}],
        "tags": [{"name": each.name, "description": each.about} for each in book.groups if each.about],
        "paths": paths,
        "webhooks": {
            each["post"]["operationId"]: {"post": _unaddressed(each["post"])}
            for path, each in paths.items()
            if path.startswith("/webhooks/")
        },
        "components": {
            "schemas": used(schemas, paths),
            "responses": RESPONSES,
            "headers": HEADERS,
            "securitySchemes": SECURITY,
        },
    }


def _operation(book: Book, api: Api, route: Route, refs: dict[Shape, str], schemas: Schema) -> Schema:
    paragraphs = inspect.cleandoc(route.run.__doc__ or route.run.__name__).split("\n\n")
    summary, *more = re.split(r"(?<=\.)\s+", " ".join(paragraphs[0].split()), maxsplit=1)
    told = [*more, *paragraphs[1:], _needed(route)]
    description = "\n\n".join(filter(None, told))
    operation: Schema = {
        "operationId": book.operation(route),
        "summary": summary.rstrip("."),
        "description": description or summary,
        "tags": [book.group(route)],
        "parameters": [
            *_path_parameters(route, book),
            *_query_parameters(route, refs, schemas),
            *_headers(api, route),
        ],
        "security": security_of(route),
    }
    for shape in body_of(route):
        content = {"application/json": {"schema": {"$ref": REF.format(model=refs[shape])}}}
        operation["requestBody"] = {"required": bool(schemas[refs[shape]].get("required")), "content": content}
    if route.sent and not route.sent.model:
        content = {"application/json": {"schema": {"type": "object", "description": "As its sender documents it."}}}
        operation["requestBody"] = {"required": True, "content": content}
    operation["responses"] = _responses(api, route, refs, schemas)
    return operation


def _needed(route: Route) -> str:
    """What staff need for it."""
    if route.is_for_any_staff:
        return "Needs a key, whatever its scopes."
    return f"Needs a key with the scope `{route.scope}`." if route.scope else ""


def _unaddressed(operation: Schema) -> Schema:
    """A webhook as its sender sees it: without a path, and without the name of the operation that it leads to."""
    parameters = [each for each in operation["parameters"] if each["in"] != "path"]
    return {**{key: value for key, value in operation.items() if key != "operationId"}, "parameters": parameters}


def _also_of_the_gateway(error: Schema) -> None:
    """One model for every error: where the gateway refuses by itself, it says `message` and nothing else."""
    error["properties"]["message"] = {"type": ["string", "null"]}
    del error["required"]


def _explain(schemas: Schema, book: Book) -> None:
    """Give each field its meaning and its example, unless its model has told them."""
    for model, schema in schemas.items():
        for field, its in schema.get("properties", {}).items():
            word = book.word(model, field)
            if word is None:
                continue
            its["description"] = " ".join(filter(None, (its.get("description", word.meaning), its.pop("usually", ""))))
            if word.example is not None:
                its.setdefault("examples", [word.example])


def _path_parameters(route: Route, book: Book) -> list[Schema]:
    schema = {"type": "string", "maxLength": PATH_PARAMETER_MAX}
    parameters = []
    for name in re.findall(r"<(\w+)>", route.path):
        word = book.word("path", name) or Word(f"The {name.replace('_', ' ')}.")
        shown = {"schema": schema, **({"example": word.example} if word.example is not None else {})}
        parameters.append({"name": name, "in": "path", "required": True, "description": word.meaning, **shown})
    return parameters


def _query_parameters(route: Route, refs: dict[Shape, str], schemas: Schema) -> list[Schema]:
    parameters: list[Schema] = []
    for shape in query_of(route):
        model = schemas[refs[shape]]
        for field, schema in model["properties"].items():
            name = OPERATORS.sub(r"\1[\2]", field)
            is_required = field in model.get("required", ())
            described = {"description": schema["description"]} if "description" in schema else {}
            parameter = {"name": name, "in": "query", "required": is_required, **described}
            parameters.append({**parameter, "schema": _sent(schema)})
    return parameters


def _sent(schema: Schema) -> Schema:
    """A parameter is sent or it is not; there is no null."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    plain = kinds[0] if len(kinds) == 1 else schema
    return {key: value for key, value in plain.items() if key != "description" and (key, value) != ("default", None)}


def _headers(api: Api, route: Route) -> list[Schema]:
    headers = [IF_MATCH] if _changes_an_object(route) else []
    if route.method == "GET":
        headers.append(IF_NONE_MATCH)
    if route.sent:
        told = "The sender's signature over the bytes of the body, not older than five minutes."
        name = route.sent.signed_in
        headers.append(
            {"name": name, "in": "header", "required": True, "description": told, "schema": {"type": "string"}}
        )
    if route.method == "POST" and api.keeps_claims:
        key = {"type": "string", "minLength": 1, "maxLength": KEY_LENGTH_MAX}
        told = "Makes the request safe to send again: the same key and body get the first answer, byte for byte."
        name = "Idempotency-Key"
        headers.append(
            {"name": name, "in": "header", "required": route.is_key_required, "description": told, "schema": key}
        )
    return headers


def _follows_a_link(route: Route) -> bool:
    """Whether a letter's link leads there, whose token may be no good any more."""
    return "token" in getattr(route.hints.get("query"), "model_fields", {})


def _changes_an_object(route: Route) -> bool:
    """Whether it is asked of one that there is, so that a client may say which version of it."""
    is_asked_of_one = "<" in route.path and not route.sent
    return route.method in ("PUT", "PATCH", "DELETE") or (route.method == "POST" and is_asked_of_one)


def _responses(api: Api, route: Route, refs: dict[Shape, str], schemas: Schema) -> Schema:
    headers = dict(COMMON_HEADERS)
    success: Schema = {"description": "As asked.", "headers": headers}
    for shape in answer_of(route):
        if "version" in schemas[refs[shape]]["properties"]:
            headers["ETag"] = {"$ref": "#/components/headers/ETag"}
        success["content"] = {"application/json": {"schema": {"$ref": REF.format(model=refs[shape])}}}
    for content_type in route.gives:
        success.setdefault("content", {})[content_type] = {"schema": _plain(content_type)}
    if route.method == "GET":
        headers["ETag"] = {"$ref": "#/components/headers/ETag"}
        headers["Cache-Control"] = {"$ref": "#/components/headers/Cache-Control"}
    if route.method == "POST" and api.keeps_claims:
        headers["Idempotent-Replayed"] = {"$ref": "#/components/headers/Idempotent-Replayed"}
    errors = {str(status): {"$ref": f"#/components/responses/{STATUS_NAMES[status]}"} for status in _errors(api, route)}
    known = {"304": {"$ref": "#/components/responses/NotModified"}} if route.method == "GET" else {}
    answers = {str(route.status): success}
    if route.may_wait:
        answers["202"] = _or_waiting(answers.get("202"), headers, refs)
    return {**answers, **known, **errors}


def _or_waiting(accepted: Schema | None, headers: Schema, refs: dict[Shape, str]) -> Schema:
    """The answer where another person has to approve what was asked for; where else it is 202, too, one of both."""
    approval: Schema = {"$ref": REF.format(model=refs[ApprovalView, "serialization"])}
    if accepted is None:
        content: Schema = {"application/json": {"schema": approval}}
        return {"description": "Another person has to approve it first.", "headers": headers, "content": content}
    asked = accepted["content"]["application/json"]["schema"]
    content = {"application/json": {"schema": {"oneOf": [asked, approval]}}}
    return {
        "description": "As asked; or another person has to approve it first.",
        "headers": headers,
        "content": content,
    }


def _plain(content_type: str) -> Schema:
    """What has no view, such as this document itself; a generated client leaves out what has no type."""
    return {"type": "object" if content_type == "application/json" else "string"}


def _errors(api: Api, route: Route) -> list[int]:
    """The errors that a route of this kind can answer with."""
    writes, takes_body = route.method != "GET", "body" in route.hints
    has_claim = route.method == "POST" and api.keeps_claims
    can = {
        400: True,  # an Api-Version that there is not
        401: any((route.scope, route.customer)) or route.path == "/store/sessions",
        403: route.scope is not None,
        404: "<" in route.path or route.may_miss,
        409: writes,
        412: _changes_an_object(route),
        413: takes_body or writes,
        415: takes_body,
        422: takes_body or has_claim or _follows_a_link(route),
    }
    return [*(status for status, is_possible in can.items() if is_possible), 429, 500, 503]
