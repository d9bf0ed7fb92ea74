"""What is made of the API's document as the shop serves it: two clients that buy here. And two linters find nothing."""

import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import run
from uuid import uuid4

import pytest

from functions.access.docs import OPENAPI
from local.endpoints import edge_headers
from local.paths import ROOT, search_path
from tests.journeys.shop import Shop

CLIENTS = Path(__file__).parent / "clients"
FETCHED = CLIENTS / "node_modules"
GUIDE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
RULES = (ROOT / "checks" / "redocly.yml", ROOT / "checks" / "spectral.yml")


def said(*command: object, folder: Path = CLIENTS, **env: str) -> str:
    """What a command printed; it must end well."""
    assert FETCHED.exists(), "`make install` fetches what it needs"
    path = os.pathsep.join((str(Path(sys.executable).parent), search_path()))
    words = [str(word) for word in command]
    known = {**os.environ, "PATH": path, **env}
    ended = run(words, cwd=folder, env=known, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def as_the_guide_says(tool: str) -> str:
    """The guide's line that makes a client by this tool."""
    (line,) = re.findall(rf"^.*{tool} .*\$API/openapi\.json .*$", GUIDE, re.MULTILINE)
    return str(line)


@pytest.fixture(scope="module")
def python_client(deployed: Shop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the Python package `storewright_client`, just generated."""
    folder = tmp_path_factory.mktemp("python")
    line = as_the_guide_says("openapi-python-client generate")
    said("sh", "-c", f"{line} --fail-on-warning", folder=folder, API=deployed.endpoints.api)
    return folder


@pytest.fixture(scope="module")
def typescript_client(deployed: Shop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled purchase, beside the types just generated, of which it is compiled strictly."""
    folder = tmp_path_factory.mktemp("typescript")
    for file in ("package.json", "tsconfig.json", "purchase.ts"):
        shutil.copy(CLIENTS / file, folder)
    (folder / "node_modules").symlink_to(FETCHED)
    said("sh", "-c", as_the_guide_says("openapi-typescript"), folder=folder, API=deployed.endpoints.api)
    said(FETCHED / ".bin" / "tsc", "--project", folder)
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


def found_in(document: Path) -> list[str]:
    """What the linters find, each with its rule's name first."""
    found: list[str] = json.loads(said("node", CLIENTS / "lint.js", document, *RULES))
    return found


def test_the_document_keeps_to_the_linters_rules() -> None:
    assert found_in(OPENAPI) == []


def test_each_linter_finds_what_is_wrong(tmp_path: Path) -> None:
    document = json.loads(OPENAPI.read_text(encoding="utf-8"))
    document["components"]["schemas"]["Forgotten"] = {"title": "Forgotten", "type": "object"}
    wrong = tmp_path / "openapi.json"
    wrong.write_text(json.dumps(document), encoding="utf-8")
    assert [each.split()[0] for each in found_in(wrong)] == ["no-unused-components", "oas3-unused-component"]


@pytest.mark.parametrize("rules", RULES, ids=lambda file: file.stem)
def test_every_rule_that_is_taken_out_has_its_reason_above_it(rules: Path) -> None:
    lines = rules.read_text(encoding="utf-8").partition("\nrules:\n")[2].splitlines()
    assert [
        lines[at] for at in range(len(lines)) if at % 2 == 0 and not re.fullmatch(r"  # [A-Z`].*\.", lines[at])
    ] == []
    assert [lines[at] for at in range(len(lines)) if at % 2 == 1 and not lines[at].endswith(": off")] == []
