"""The open pages: health, the document, its reader, and everything that is not there."""

import base64
import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from functions.access import docs
from functions.access.handlers.docs_api import handler
from tests.world import Clock, api_event

pytestmark = pytest.mark.usefixtures("world")


def get(path: str, method: str = "GET", accepts: str | None = None) -> dict[str, Any]:
    headers = {} if accepts is None else {"Accept-Encoding": accepts}
    return handler(api_event(method, path, headers=headers), None)


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


def named() -> dict[str, str]:
    """The files that the page names, by the names they are shipped under."""
    found = re.findall(r'"docs/([a-z-]+)\.([0-9a-f]{16})\.(css|js)"', get("/docs")["body"])
    return {f"{stem}.{ending}": f"/docs/{stem}.{digits}.{ending}" for stem, digits, ending in found}


def test_the_page_names_only_files_that_we_serve_ourselves() -> None:
    page = get("/docs")
    assert page["headers"]["Content-Type"] == "text/html; charset=utf-8"
    assert "//" not in page["body"]
    assert len(page["body"]) < 1000
    assert "script-src 'self';" in page["headers"]["Content-Security-Policy"]
    types = {"swagger-ui.css": "text/css", "swagger-ui-bundle.js": "text/javascript", "start.js": "text/javascript"}
    assert set(named()) == set(types)
    for name, content_type in types.items():
        answer = get(named()[name])
        assert answer["statusCode"] == 200
        assert answer["headers"]["Content-Type"].startswith(content_type)
        assert answer["headers"]["X-Content-Type-Options"] == "nosniff"


def test_a_file_is_named_by_its_content_and_kept_for_good() -> None:
    for name, path in named().items():
        answer = get(path)
        assert answer["headers"]["Cache-Control"] == "public, max-age=31536000, immutable"
        assert hashlib.sha256(answer["body"].encode()).hexdigest()[:16] == path.split(".")[1]
        assert get(f"/docs/{name}")["statusCode"] == 404
        assert get(path.replace(path.split(".")[1], "0" * 16))["statusCode"] == 404


def test_what_may_change_is_kept_for_minutes_and_a_missing_page_not_at_all(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    document = tmp_path / "openapi.json"
    document.write_text("{}")
    monkeypatch.setattr(docs, "OPENAPI", document)
    for path in ("/docs", "/openapi.json"):
        assert get(path)["headers"]["Cache-Control"] == "public, max-age=300"
    for path in ("/nowhere", "/docs/none.js", "/health"):
        assert get(path)["headers"]["Cache-Control"] == "no-store"


@pytest.mark.parametrize("accepts", ["gzip", "br, gzip;q=0.8", "GZIP", "*", "deflate, *;q=0.5"])
def test_a_client_that_unpacks_gets_it_packed(accepts: str) -> None:
    path = named()["swagger-ui-bundle.js"]
    answer = get(path, accepts=accepts)
    raw = base64.b64decode(answer["body"])
    assert answer["isBase64Encoded"] is True
    assert (answer["headers"]["Content-Encoding"], answer["headers"]["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(raw).decode() == get(path)["body"]
    assert len(raw) < len(get(path)["body"]) / 2.5
    assert get(path, accepts=accepts)["body"] == answer["body"]


def test_whatever_is_served_comes_packed_too() -> None:
    """The document as well, whose packed bytes are no JSON any more."""
    for path in ("/openapi.json", "/docs", *named().values()):
        plain, answer = get(path), get(path, accepts="gzip")
        assert (plain["statusCode"], answer["statusCode"]) == (200, 200), path
        assert gzip.decompress(base64.b64decode(answer["body"])).decode() == plain["body"]
        assert answer["headers"]["Content-Type"] == plain["headers"]["Content-Type"]


@pytest.mark.parametrize("accepts", ["", "br", "gzip;q=0", "gzip;q=0, *", "identity", "x-gzip", "gzip;q=none", "*;q=0"])
def test_a_client_that_does_not_say_so_gets_it_plain(accepts: str) -> None:
    answer = get(named()["start.js"], accepts=accepts)
    assert "Content-Encoding" not in answer["headers"]
    assert answer["body"].startswith("SwaggerUIBundle(")
    assert answer["headers"]["Vary"] == "Accept-Encoding"


def test_the_reader_is_one_that_reads_openapi_3_1() -> None:
    assert "SwaggerUIBundle" in get(named()["swagger-ui-bundle.js"])["body"]
    (name,) = [each for each in docs.folder().name.split("-") if each[0].isdigit()]
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
