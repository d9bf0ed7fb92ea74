"""The guide to the API says what the code does: its codes, routes, requests, headers, numbers and states."""

import ast
import json
import re
import subprocess
from dataclasses import fields
from typing import Any, get_args

import jsonschema
import pytest

from functions.access.scopes import SCOPES
from functions.catalog.product import VARIANTS_MAX
from functions.fulfillment import lifecycle as parcels
from functions.inventory.views import ADJUSTED_MAX
from functions.orders import cart, lifecycle, order
from functions.payments.account import OrderPaymentStatus
from functions.payments.lifecycle import PaymentStatus, RefundStatus
from functions.reports.read_sales import DAYS_MAX
from infra.stages import Limits, Stage
from local.generate import api_guide
from local.generate.__main__ import ROOT
from local.stripe_double.cards import named
from shared import clock, idempotency
from shared.http import api, body, caching, guest, models
from shared.http.paging import PageQuery
from shared.webhook_signature import TOLERANCE_S, verify
from tests.generate.test_openapi import DOCUMENT, resolved

GUIDE = (ROOT / api_guide.FILE).read_text(encoding="utf-8")
SHELL = "\n".join(re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL))
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
OF_OTHERS = {"Content-Type", "Origin-Verify"}  # headers that no list of ours has
SOME_ID = "li_01M8JN1FN3R315Q5CMAKABMSQ2"
NUMBERS = (  # how the page says it, and the number
    ("| a body | {} |", f"{body.BODY_BYTES_MAX // 1024} KB"),
    ("| depth of JSON | {} |", str(body.DEPTH_MAX)),
    ("| lines of a cart | {} |", str(cart.LINES_MAX)),
    ("| units of a line | {} |", f"{models.QUANTITY_MAX:,}"),
    ("| `metadata` | {} |", f"{models.METADATA_BYTES_MAX:,} bytes"),
    ("| variants of a product | {} |", str(VARIANTS_MAX)),
    ("| items of an adjustment | {} |", str(ADJUSTED_MAX)),
    ("(1 to {} printable ASCII characters)", str(api.KEY_LENGTH_MAX)),
    ("Keys are kept for {} days", str(idempotency.KEPT_DAYS)),
    ("Tokens are good for {} days", str(guest.TOKEN_DAYS)),
    ("A cart lives for {} days", str(cart.LIFE.days)),
    ("(`{}`)", caching.FOR_SECONDS),
    ("both included and at most {} of them", str(DAYS_MAX)),
    ("for {} minutes (`hold_minutes`)", str(Stage(name="any").hold_minutes)),
    ("for {} minutes (`free_hold_minutes`)", str(Stage(name="any").free_hold_minutes)),
    ("1 to 100, default {}.", str(PageQuery().limit)),
    ("This is version `{}`", api.API_VERSION),
)
STATES: dict[str, list[str]] = {
    "cart `status`": list(lifecycle.CartStatus),
    "order `status`": list(lifecycle.Status),
    "order `payment_status`": list(get_args(OrderPaymentStatus)),
    "order `fulfillment_status`": list(get_args(order.FulfillmentStatus)),
    "payment `status`": list(PaymentStatus),
    "refund `status`": list(RefundStatus),
    "parcel `status`": list(parcels.Status),
    "`tracking_status`": list(parcels.TrackingStatus),
}


def rows(begin: str) -> list[list[str]]:
    """The rows of the table whose head begins so."""
    lines = GUIDE.partition(begin)[2].split("\n\n")[0].splitlines()[2:]
    assert lines, begin
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if line.startswith("|")]


def words(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_keys_are_made_of_what_every_machine_has_and_are_secrets() -> None:
    [made] = re.findall(r"^new_key\(\).*$", SHELL, re.MULTILINE)
    program = f"{made}\nfor each in 1 2 3; do new_key; echo; done"
    keys = subprocess.run(["sh", "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert len(set(keys)) == 3
    assert all(map(idempotency.is_secret, keys))
    assert SHELL.count("Idempotency-Key: $(new_key)") == SHELL.count("Idempotency-Key: ")


def test_the_table_has_every_code_with_its_status_and_no_other() -> None:
    told = {(words(row[0])[0], int(row[1]), words(row[2])[0]) for row in rows("| `code` |")}
    assert told == {(each.code, each.status, each.type) for each in api_guide.problems()}
    written = {
        line.value.value
        for part in ("functions", "shared")
        for file in (ROOT / part).rglob("*.py")
        for each in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(each, ast.ClassDef) and each.bases
        for line in each.body
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant)
        if [target.id for target in line.targets if isinstance(target, ast.Name)] == ["code"]
    }
    assert written <= {code for code, _, _ in told}
    assert all(row[3].endswith((".", "!")) for row in rows("| `code` |"))


def test_a_code_beside_a_status_in_the_text_has_this_status() -> None:
    statuses = {(each.code, each.status) for each in api_guide.problems()}
    said = [(code, int(status)) for status, code in re.findall(r"\b([45]\d\d) `([a-z_]+)`", GUIDE)]
    assert len(said) > 10
    assert set(said) <= statuses


def test_every_route_named_is_there() -> None:
    named_here = re.findall(rf"`({'|'.join(METHODS)}) (/[^`? ]+)", GUIDE)
    assert len(named_here) > 10
    for method, path in named_here:
        assert method.lower() in DOCUMENT["paths"].get(path, {}), f"{method} {path}"


def test_the_table_has_every_scope_and_no_other() -> None:
    assert [words(row[0])[0] for row in rows("| scope |")] == list(SCOPES)
    assert set(re.findall(r"`([a-z]+:(?:read|write))`", GUIDE)) <= set(SCOPES)


def test_every_header_named_is_ours() -> None:
    parameters = [each for path in DOCUMENT["paths"].values() for how in path.values() for each in how["parameters"]]
    whole = [resolved(each["$ref"], DOCUMENT) if "$ref" in each else each for each in parameters]
    ours = {each["name"] for each in whole if each["in"] == "header"} | set(DOCUMENT["components"]["headers"])
    ours |= {scheme["name"] for scheme in DOCUMENT["components"]["securitySchemes"].values() if "name" in scheme}
    said = set(re.findall(r"`([A-Z][a-z]+(?:-[A-Z][a-z]+)+)[:`]", GUIDE)) | set(re.findall(r"-H \"([\w-]+):", GUIDE))
    assert said - {"Authorization"} <= ours | OF_OTHERS


@pytest.mark.parametrize(("where", "number"), NUMBERS)
def test_every_number_is_the_codes(where: str, number: str) -> None:
    assert where.format(number) in GUIDE


def test_the_limits_per_caller_are_the_stages_settings() -> None:
    stage = Stage(name="any")
    told = {words(row[2])[0]: int(row[3]) for row in rows("| `details.limit` |")}
    limits = {each.name: getattr(stage.limits, each.name) for each in fields(Limits)}
    assert told == {**limits, "card_tries_max": stage.card_tries_max}
    source = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "functions").rglob("*.py"))
    for row in rows("| `details.limit` |"):
        assert f'"{words(row[0])[0]}"' in source
    for setting in ("requests_per_second", "requests_burst", "confirm_url"):
        assert f"`{setting}`" in GUIDE
        assert hasattr(stage, setting)


def test_the_states_are_the_codes() -> None:
    assert {of: words(states) for of, states in rows("| of | states |")} == STATES


def test_filters_and_orders_of_lists_are_there() -> None:
    said = re.findall(r"`GET (/admin/[\w/]+)` takes ((?:`\w+`(?:, )?)+)", GUIDE)
    assert len(said) == 5
    there = {path: {each.get("name") for each in DOCUMENT["paths"][path]["get"]["parameters"]} for path, _ in said}
    assert [(path, word) for path, names in said for word in words(names) if word not in there[path]] == []
    assert [path for path in ("/admin/orders", "/admin/products", "/admin/refunds") if "sort" not in there[path]] == []


def requests() -> list[tuple[str, str, dict[str, Any]]]:
    """The calls of the API in the walk: method, path and body, with ids and amounts for its variables."""
    found = []
    for line in (line for line in SHELL.splitlines() if '"$API/' in line):
        method = re.search(r"-X (\w+)", line)
        path = line.partition('"$API')[2].partition('"')[0].partition("?")[0]
        given = re.search(r"-d '(\{.*\})'", line)
        raw = given[1].replace("'$TOTAL'", "5626") if given else "{}"
        raw = re.sub(r"'\$[A-Z]+'", SOME_ID, raw)
        found.append((method[1] if method else "GET", path, json.loads(raw)))
    return found


def declared(method: str, path: str) -> dict[str, Any]:
    """The operation of a path of the walk."""
    for known, operations in DOCUMENT["paths"].items():
        if re.sub(r"\{\w+\}", "?", known) == re.sub(r"\$\w+", "?", path):
            found: dict[str, Any] = operations[method.lower()]
            return found
    raise AssertionError(f"no {method} {path}")


@pytest.mark.parametrize(("method", "path", "sent"), requests(), ids=lambda each: str(each)[:60])
def test_every_request_of_the_walk_is_what_the_document_asks_for(method: str, path: str, sent: dict[str, Any]) -> None:
    operation = declared(method, path)
    if "requestBody" not in operation:
        assert sent == {}
        return
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    whole = {**resolved(schema["$ref"], DOCUMENT), "components": DOCUMENT["components"]}
    jsonschema.Draft202012Validator(whole).validate(sent)


def test_the_walk_goes_from_the_shop_to_money_back() -> None:
    steps = [f"{method} {path}" for method, path, _ in requests()]
    assert steps[0] == "GET /store/config"
    assert "POST /store/carts/$ID/complete" in steps
    assert steps[-1] == "POST /admin/refunds"


def test_every_request_that_needs_a_key_has_one() -> None:
    for line in SHELL.splitlines():
        if '"$API/' in line and "-X POST" in line:
            assert "Idempotency-Key" in line, line


def test_the_carriers_snippet_signs_what_we_verify() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    names: dict[str, Any] = {"secret": "of-ups"}
    exec(code, names)
    verify(names["body"], names["headers"]["Carrier-Signature"], ["of-ups"], clock.now(), path=names["path"])
    model = {**DOCUMENT["components"]["schemas"]["CarrierEventInput"], "components": DOCUMENT["components"]}
    jsonschema.Draft202012Validator(model).validate(json.loads(names["body"]))
    assert TOLERANCE_S == 5 * 60


def test_every_test_card_is_known_to_the_double() -> None:
    cards = set(re.findall(r"pm_card_\w+", GUIDE))
    assert len(cards) >= 5
    assert [card for card in sorted(cards) if named(card) is None] == []
