"""The OpenAPI document: valid, complete, and true to what the handlers do."""

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from local.generate.__main__ import ROOT
from local.generate.discovery import apis, description, domains
from local.generate.openapi import FILE, generate
from shared.http.api import Route
from shared.http.openapi import document
from tests.shared.kit import SCOPE, api, call
from tests.world import Clock

DOCUMENT: dict[str, Any] = json.loads(generate(ROOT)[FILE])
ROUTES = [(domain, route) for domain, its in apis().items() for each in its for route in each.routes]
KIT = document({"things": [api]}, {"things": "Things."})


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


def test_every_domain_with_an_api_is_in_it() -> None:
    assert {tag["name"] for tag in DOCUMENT["tags"]} == set(apis()) <= set(domains())
    assert all(description(domain).endswith(".") for domain in domains())


@pytest.mark.parametrize("route", [route for _, route in ROUTES], ids=lambda route: f"{route.method} {route.path}")
def test_every_route_is_in_it_as_it_is_declared(route: Route) -> None:
    found = operation(route)
    assert str(route.status) in found["responses"]
    assert found["summary"]
    assert [p["name"] for p in found["parameters"] if p["in"] == "path"] == re.findall(r"<(\w+)>", route.path)
    assert ("requestBody" in found) == ("body" in route.hints)
    assert {"500", "503", "429"} <= set(found["responses"])
    if route.scope:
        assert found["security"] == [{"ApiKey": [route.scope]}]
        assert {"401", "403"} <= set(found["responses"])
    elif route.guest_of:
        assert [list(each) for each in found["security"]] in ([["CartToken"]], [["OrderToken"]])
        assert "404" in found["responses"]
    else:
        assert found["security"] == []


@pytest.mark.parametrize(("domain", "route"), ROUTES, ids=lambda each: getattr(each, "path", each))
def test_staffs_routes_and_no_others_ask_for_a_scope(domain: str, route: Route) -> None:
    """FAULTS 90"""
    assert (route.scope is not None) == route.path.startswith("/admin/"), domain
    assert route.run.__doc__


def test_operations_have_names_of_their_own() -> None:
    names = [each["operationId"] for path in DOCUMENT["paths"].values() for each in path.values()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z_]+", name) for name in names)


def test_schemas_have_names_that_people_read() -> None:
    assert [name for name in DOCUMENT["components"]["schemas"] if "_" in name] == []


def test_a_query_field_with_an_operator_is_sent_in_brackets() -> None:
    parameters = {each["name"]: each for each in kit("get", "/store/things")["parameters"]}
    assert list(parameters) == ["limit", "cursor", "color", "created_at[gte]"]
    assert parameters["limit"]["schema"] == {"default": 20, "maximum": 100, "minimum": 1, "type": "integer"}
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
