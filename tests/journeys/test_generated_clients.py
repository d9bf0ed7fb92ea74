"""What is generated from the API's document as it is checked in: two clients that buy here, without a warning."""

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import run
from uuid import uuid4

import pytest

from functions.access.docs import OPENAPI
from local.endpoints import edge_headers
from local.paths import search_path
from tests.journeys.shop import Shop

CLIENTS = Path(__file__).parent / "clients"
TOOLS = CLIENTS / "node_modules" / ".bin"


def said(*command: object, **env: str) -> str:
    """What a command printed; it must end well."""
    words = [str(word) for word in command]
    known = {**os.environ, "PATH": search_path(), **env}
    ended = run(words, env=known, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def python_client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the Python package `storewright_client`, just generated."""
    folder = tmp_path_factory.mktemp("python")
    generator = Path(sys.executable).with_name("openapi-python-client")
    where = ["--meta", "none", "--output-path", folder / "storewright_client"]
    said(generator, "generate", "--path", OPENAPI, *where, "--config", CLIENTS / "generator.yml", "--fail-on-warning")
    return folder


@pytest.fixture(scope="module")
def typescript_client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled purchase, beside the types just generated, of which it is compiled strictly."""
    folder = tmp_path_factory.mktemp("typescript")
    for file in ("package.json", "tsconfig.json", "purchase.ts"):
        shutil.copy(CLIENTS / file, folder)
    (folder / "node_modules").symlink_to(CLIENTS / "node_modules")
    said(TOOLS / "openapi-typescript", OPENAPI, "--output", folder / "api.ts")
    said(TOOLS / "tsc", "--project", folder)
    return folder / "purchase.js"


def test_the_generated_python_client_buys(deployed: Shop, option: str, python_client: Path) -> None:
    buys(deployed, lambda given: said(sys.executable, CLIENTS / "purchase.py", given, PYTHONPATH=str(python_client)))


def test_the_generated_typescript_client_buys(deployed: Shop, option: str, typescript_client: Path) -> None:
    buys(deployed, lambda given: said("node", typescript_client, given))


def buys(shop: Shop, program: Callable[[str], str]) -> None:
    """It bought two units and shipped them, by nothing but the client that was generated."""
    name, place = uuid4().hex, shop.a_location()
    variant_id = shop.a_variant(units=3, location=place)
    given = {
        "api": shop.endpoints.api,
        "admin_key": shop.endpoints.admin_key,
        "stripe_api": shop.endpoints.stripe_api,
        "edge": edge_headers(shop.endpoints.origin_secret, name),
        "email": f"{name}@example.com",
        "variant_id": variant_id,
        "location_id": place,
    }
    order = shop.order(program(json.dumps(given)).strip())
    assert (order["email"], order["payment_status"], order["fulfillment_status"]) == (given["email"], "paid", "shipped")
    assert shop.available(variant_id) == 1


def test_the_document_keeps_to_redoclys_rules() -> None:
    assert json.loads(said("node", CLIENTS / "lint.js", OPENAPI)) == []
