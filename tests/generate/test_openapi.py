"""The OpenAPI document: valid, complete, and true to what the handlers do."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from local.generate import book
from local.generate.__main__ import ROOT
from local.generate.discovery import apis, domains
from local.generate.openapi import FILE
from shared.http.openapi import Book, Group, document
from shared.http.route import Route
from tests.shared.kit import SCOPE, api, call
from tests.world import Clock

DOCUMENT: dict[str, Any] = json.loads((ROOT / FILE).read_text(encoding="utf-8"))  # as test_generate.py holds it
ROUTES = [(domain, route) for domain, its in apis().items() for each in its for route in each.routes]
KIT = document(
    [api], Book(lambda route: route.run.__name__, lambda _: "Things", (Group("/", "Things", "Things."),), book.word_for)
)


def operation(route: Route, of: dict[str, Any] = DOCUMENT) -> dict[str, Any]:
    found: dict[str, Any] = of["paths"][re.sub(r"<(\w+)>", r"{\1}", route.path)][route.method.lower()]
    return found


def kit(method: str, path: str) -> dict[str, Any]:
    found: dict[str, Any] = KIT["paths"][path][method]
    return found


def refs(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for each in value.values():
            yield from refs(each)
    elif isinstance(value, list):
        for each in value:
            yield from refs(each)


def resolved(ref: str, of: dict[str, Any]) -> Any:
    found: Any = of
    for part in ref.removeprefix("#/").split("/"):
        found = found[part]
    return found


@pytest.mark.parametrize("of", [DOCUMENT, KIT], ids=["the shop's", "the kit's"])
def test_the_document_is_valid(of: dict[str, Any]) -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(of).iter_errors()] == []
    for ref in set(refs(of)):
        resolved(ref, of)


def test_operations_are_grouped_as_clients_think_of_them_the_store_first() -> None:
    groups = [tag["name"] for tag in DOCUMENT["tags"]]
    assert {tag for path in DOCUMENT["paths"].values() for each in path.values() for tag in each["tags"]} == set(groups)
    assert groups.index("Store: carts") < groups.index("Admin: orders")
    assert all(tag["description"].endswith(".") for tag in DOCUMENT["tags"])
    staffs = {
        tag
        for path, known in DOCUMENT["paths"].items()
        if path.startswith("/admin/")
        for each in known.values()
        for tag in each["tags"]
    }
    assert all(tag.startswith("Admin: ") for tag in staffs), staffs
    assert set(apis()) <= set(domains())


def test_the_names_of_operations_stay() -> None:
    """A generated client's methods are called so: a name that changes breaks whoever calls it."""
    kept = dict(line.split("\t") for line in (ROOT / book.OPERATIONS).read_text(encoding="utf-8").splitlines()[1:])
    now = {f"{m.upper()} {path}": op["operationId"] for path, its in DOCUMENT["paths"].items() for m, op in its.items()}
    assert now == kept
    assert kept["POST /store/carts/{cart_id}/complete"] == "completeCart"
    assert len(set(kept.values())) == len(kept)
    assert all(re.fullmatch(r"[a-z]+([A-Z][a-z]+)+", name) for name in kept.values())


@pytest.mark.parametrize("route", [route for _, route in ROUTES], ids=lambda route: f"{route.method} {route.path}")
def test_every_route_is_in_it_as_it_is_declared(route: Route) -> None:
    found = operation(route)
    assert str(route.status) in found["responses"]
    assert found["summary"]
    assert [p["name"] for p in found["parameters"] if p["in"] == "path"] == re.findall(r"<(\w+)>", route.path)
    assert ("requestBody" in found) == ("body" in route.hints or route.sent is not None)
    assert {"500", "503", "429"} <= set(found["responses"])
    if route.scope:
        assert found["security"] == [{"ApiKey": [] if route.is_for_any_staff else [route.scope]}]
        assert {"401", "403"} <= set(found["responses"])
    elif route.guest_of:
        own, *others = [list(each) for each in found["security"]]
        assert sorted({*own} - {"SessionToken"}) in (["CartToken"], ["OrderToken"], ["TicketToken"])
        assert others == ([["SessionToken"]] if route.customer == "taken" else [])
        assert "404" in found["responses"]
    elif route.customer:
        assert found["security"] == [{}] * (route.customer == "taken") + [{"SessionToken": []}]
        assert "401" in found["responses"]
    else:
        assert found["security"] == []


@pytest.mark.parametrize(("domain", "route"), ROUTES, ids=lambda each: getattr(each, "path", each))
def test_staffs_routes_and_no_others_ask_for_a_scope(domain: str, route: Route) -> None:
    """FAULTS 90"""
    assert (route.scope is not None) == route.path.startswith("/admin/"), domain
    assert route.run.__doc__


def test_every_field_and_every_parameter_says_what_it_means() -> None:
    fields = [
        f"{name}.{field}"
        for name, schema in DOCUMENT["components"]["schemas"].items()
        for field, its in schema.get("properties", {}).items()
        if not its.get("description")
    ]
    parameters = [
        each["name"]
        for path in DOCUMENT["paths"].values()
        for op in path.values()
        for each in op["parameters"]
        if not each.get("description")
    ]
    assert (fields, parameters) == ([], []), f"a line in {book.FIELDS.name} says it"


def test_an_example_is_one() -> None:
    """What reads "placed" where only "active" is known teaches the reader something wrong."""
    fields = [
        (f"{name}.{field}", example, its)
        for name, schema in DOCUMENT["components"]["schemas"].items()
        for field, its in schema.get("properties", {}).items()
        for example in its.get("examples", ())
    ]
    parameters = [
        (f"{method} {path} {each['name']}", example, each["schema"])
        for path, its in DOCUMENT["paths"].items()
        for method, op in its.items()
        for each in op["parameters"]
        for example in [*each["schema"].get("examples", ()), *([each["example"]] if "example" in each else ())]
    ]
    wrong = [(name, example) for name, example, its in [*fields, *parameters] if not fits(example, its)]
    assert (wrong, len(fields) > 100, len(parameters) > 50) == ([], True, True)


def fits(example: Any, schema: Any) -> bool:
    validator = jsonschema.Draft202012Validator({**schema, "components": DOCUMENT["components"]})
    return validator.is_valid(example)


def test_every_text_and_figure_has_an_example_unless_its_schema_says_all() -> None:
    silent = [
        f"{name}.{field}"
        for name, schema in DOCUMENT["components"]["schemas"].items()
        for field, its in schema.get("properties", {}).items()
        if its.get("type") in ("string", "integer", "number") and not {"const", "enum", "examples"} & set(its)
    ]
    assert silent == [], f"an example in {book.FIELDS.name} shows it"


def test_a_field_has_its_words_once() -> None:
    names = [line.split("\t")[0] for line in book.FIELDS.read_text(encoding="utf-8").splitlines()]
    assert [name for name, times in Counter(names).items() if times > 1] == []


def test_no_word_is_left_of_a_field_that_is_gone() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    models = {f"{name}.{field}" for name, schema in schemas.items() for field in schema.get("properties", {})}
    every = {each["name"] for path in DOCUMENT["paths"].values() for op in path.values() for each in op["parameters"]}
    used = models | {name.partition(".")[2] for name in models} | {f"path.{name}" for name in every}
    used |= {re.sub(r"\[(\w+)\]", r"_\1", name) for name in every}
    queries = (route.hints["query"] for _, route in ROUTES if "query" in route.hints)
    used |= {f"{query.__name__}.{field}" for query in queries for field in query.model_fields}
    assert sorted(book.words().keys() - used) == []


def test_what_is_sent_has_no_defaults_and_what_is_answered_is_whole() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    sent, given = set[str](), set[str]()
    for path in DOCUMENT["paths"].values():
        for op in path.values():
            sent |= within(op.get("requestBody", {}))
            given |= within(op["responses"])
    for name in sent:
        assert [f for f, its in schemas[name].get("properties", {}).items() if "default" in its] == [], name
    for name in given - {"ErrorView"}:
        assert schemas[name].get("required", []) == list(schemas[name].get("properties", {})), name


def within(value: Any) -> set[str]:
    """The names of all schemas that are in it, however deep."""
    found = set[str]()
    waiting = {ref.rsplit("/", 1)[-1] for ref in refs(value) if "/schemas/" in ref}
    while waiting:
        found |= waiting
        inner = (ref for name in waiting for ref in refs(DOCUMENT["components"]["schemas"][name]))
        waiting = {ref.rsplit("/", 1)[-1] for ref in inner} - found
    return found


def test_titles_are_names_and_no_two_are_the_same() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    assert {name: schema["title"] for name, schema in schemas.items()} == {name: name for name in schemas}


def test_every_answer_says_what_type_it_has() -> None:
    """A generator leaves out what it cannot read."""
    given = {
        f"{method.upper()} {path}": list(op["responses"]["200"]["content"])
        for path, its in DOCUMENT["paths"].items()
        for method, op in its.items()
        if "200" in op["responses"]
    }
    assert {name: types for name, types in given.items() if types != ["application/json"]} == {
        "GET /docs": ["text/html"],
        "GET /store/consents/unsubscribe": ["text/html"],
        "POST /store/consents/unsubscribe": ["text/html"],
        "GET /docs/{name}": ["text/css", "text/javascript"],
        "GET /admin/reports/sales": ["application/json", "text/csv"],
    }


def test_no_two_operations_have_one_name_and_a_webhook_has_no_path() -> None:
    told = DOCUMENT["webhooks"].values()
    assert set(DOCUMENT["webhooks"]) == {"receiveStripeEvent", "receiveCarrierEvent", "receiveHelpdeskEvent"}
    assert [op for each in told for op in each.values() if "operationId" in op or not op["requestBody"]] == []
    assert {parameter["in"] for each in told for parameter in each["post"]["parameters"]} == {"header"}


def test_every_schema_is_used() -> None:
    assert within([DOCUMENT["paths"], DOCUMENT["components"]["responses"]]) == set(DOCUMENT["components"]["schemas"])


def test_times_are_told_as_times() -> None:
    for name, schema in DOCUMENT["components"]["schemas"].items():
        for field, its in schema.get("properties", {}).items():
            if field.endswith(("_at", "_until")):
                assert "date-time" in json.dumps(its), f"{name}.{field}"


def test_summaries_are_whole_sentences() -> None:
    for path in DOCUMENT["paths"].values():
        for op in path.values():
            assert op["summary"]
            assert op["summary"][-1] not in ",:("
            assert op["summary"].count("`") % 2 == 0


def test_schemas_have_names_that_people_read() -> None:
    assert [name for name in DOCUMENT["components"]["schemas"] if "_" in name] == []


def test_a_query_field_with_an_operator_is_sent_in_brackets() -> None:
    parameters = {each["name"]: each for each in kit("get", "/store/things")["parameters"]}
    assert list(parameters) == ["limit", "cursor", "color", "created_at[gte]", "If-None-Match"]
    limit = {"default": 20, "maximum": 100, "minimum": 1, "type": "integer", "examples": [20]}
    assert parameters["limit"]["schema"] == limit
    assert parameters["created_at[gte]"]["schema"] == {"maxLength": 255, "type": "string"}


def test_a_key_is_asked_for_where_it_must_be_sent() -> None:
    def key(path: str) -> dict[str, Any]:
        return next(each for each in kit("post", path)["parameters"] if each["name"] == "Idempotency-Key")

    assert (key("/admin/things")["required"], key("/store/things")["required"]) == (True, False)
    assert "If-Match" in [each["name"] for each in kit("patch", "/store/things/{thing_id}")["parameters"]]


def test_a_patch_shows_no_defaults() -> None:
    """Absent means unchanged."""
    fields = KIT["components"]["schemas"]["NewThing"]["properties"].values()
    assert [field for field in fields if "default" in field] == []


@pytest.mark.parametrize(
    ("method", "path", "url", "body"),
    [
        ("post", "/store/things", "/store/things", {"n": 1}),
        ("post", "/store/things", "/store/things", {"n": "x"}),
        ("post", "/store/things", "/store/things", "{"),
        ("post", "/store/things", "/store/things", "x" * 300_000),
        ("get", "/store/things", "/store/things", None),
        ("get", "/store/things/{thing_id}", "/store/things/a", None),
        ("get", "/store/carts/{cart_id}", "/store/carts/a", None),
        ("post", "/admin/things", "/admin/things", {}),
        ("post", "/store/broken/{how}", "/store/broken/refused", {}),
        ("post", "/store/broken/{how}", "/store/broken/other", {}),
    ],
)
def test_what_is_answered_is_what_is_documented(world: Clock, method: str, path: str, url: str, body: Any) -> None:
    answer = call(method.upper(), url, body, scopes=SCOPE)
    documented = kit(method, path)["responses"][str(answer.status)]
    if "$ref" in documented:
        documented = resolved(documented["$ref"], KIT)
    schema = documented["content"]["application/json"]["schema"]
    jsonschema.validate(answer.json, {**schema, "components": KIT["components"]})
    assert set(documented["headers"]) - {"ETag", "Idempotent-Replayed", "Retry-After"} <= set(answer.headers)
