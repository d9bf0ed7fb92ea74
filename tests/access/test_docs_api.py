"""The open pages: health, the document, its reader, and everything that is not there."""

import json
from pathlib import Path
from typing import Any

import pytest

from functions.access import docs
from functions.access.handlers.docs_api import handler
from tests.world import Clock, api_event

pytestmark = pytest.mark.usefixtures("world")


def get(path: str, method: str = "GET") -> dict[str, Any]:
    return handler(api_event(method, path), None)


def test_health_names_the_stage_and_the_version() -> None:
    answer = get("/health")
    assert (answer["statusCode"], json.loads(answer["body"])) == (
        200,
        {"status": "ok", "stage": "test", "version": "2026-11-01"},
    )


def test_the_document_is_served_as_it_was_generated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    document = tmp_path / "openapi.json"
    document.write_text('{"openapi":"3.1.0"}')
    monkeypatch.setattr(docs, "OPENAPI", document)
    answer = get("/openapi.json")
    assert (answer["statusCode"], answer["body"]) == (200, '{"openapi":"3.1.0"}')
    assert answer["headers"]["Content-Type"] == "application/json"


def test_a_checkout_without_the_document_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(docs, "OPENAPI", tmp_path / "openapi.json")
    answer = get("/openapi.json")
    assert answer["statusCode"] == 404
    assert json.loads(answer["body"])["error"]["code"] == "not_found"


def test_the_page_names_only_files_that_we_serve_ourselves() -> None:
    page = get("/docs")
    assert page["headers"]["Content-Type"] == "text/html; charset=utf-8"
    assert "//" not in page["body"]
    assert "script-src 'self';" in page["headers"]["Content-Security-Policy"]
    types = {
        "docs/swagger-ui.css": "text/css",
        "docs/swagger-ui-bundle.js": "text/javascript",
        "docs/start.js": "text/javascript",
    }
    for name, content_type in types.items():
        assert f'"{name}"' in page["body"]
        answer = get(f"/{name}")
        assert answer["statusCode"] == 200
        assert answer["headers"]["Content-Type"].startswith(content_type)
        assert answer["headers"]["X-Content-Type-Options"] == "nosniff"


def test_the_reader_is_one_that_reads_openapi_3_1() -> None:
    assert "SwaggerUIBundle" in get("/docs/swagger-ui-bundle.js")["body"]
    (name,) = [each for each in docs.bundle().name.split("-") if each[0].isdigit()]
    assert int(name.split(".")[0]) >= 5


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/nowhere"),
        ("POST", "/health"),
        ("GET", "/docs/index.html"),
        ("GET", "/docs/..%2F..%2F__init__.py"),
        ("GET", "/docs/../docs.py"),
        ("GET", "/docs/a/b"),
        ("DELETE", "/webhooks/stripe"),
        ("GET", "/admin"),
        ("GET", "/ünïcode"),
        ("GET", "/" + "x" * 8000),
    ],
)
def test_a_path_that_leads_nowhere_is_a_documented_404(method: str, path: str) -> None:
    answer = get(path, method)
    error = json.loads(answer["body"])["error"]
    assert (answer["statusCode"], error["type"], error["code"]) == (404, "not_found", "not_found")
    assert answer["headers"]["Content-Type"] == "application/json"
    assert answer["headers"]["Request-Id"] == error["request_id"]


def test_every_answer_carries_the_security_headers(world: Clock) -> None:
    for path in ("/health", "/docs", "/nowhere"):
        assert get(path)["headers"]["Strict-Transport-Security"]
