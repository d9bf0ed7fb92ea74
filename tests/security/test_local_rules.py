"""The house's own rules find what they forbid, at its place, and leave alone what looks like it."""

import json
import subprocess
import sysconfig
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
AST_GREP = Path(sysconfig.get_path("scripts")) / "ast-grep"
CONFIG = ROOT / "checks" / "sgconfig.yml"
PLACE = "functions/orders/planted.py"

PLANTED = [  # what rule forbids which code in which file
    ("raw-database-call", 'client("dynamodb").describe_table(TableName="orders")', PLACE),
    ("raw-database-call", "dynamodb.query(TableName=name)", PLACE),
    ("raw-database-call", "table.batch_get_item(RequestItems=wanted)", "functions/orders/store.py"),
    ("raw-database-call", "getter = aws.client(name).get_item(Key=key)", "shared/inbox.py"),
    ("raw-database-call", 'pages = dynamodb.get_paginator("query")', "shared/idempotency.py"),
    ("no-scan", "rows = table.scan()", PLACE),
    ("no-scan", 'rows = ask("scan", TableName=name)', "shared/dynamo/reads.py"),
    ("no-stale-read", 'request = {"ConsistentRead": False}', "shared/dynamo/reads.py"),
    ("no-stale-read", "ask(operation, ConsistentRead=False)", "shared/dynamo/commit.py"),
    ("index-outside-of-lists", "page = query(SPEC, status, index=BY_STATUS, limit=1)", PLACE),
    (
        "index-outside-of-lists",
        "rows = dynamo.query_all(SPEC, status, index=BY_STATUS)",
        "functions/orders/new_order.py",
    ),
    (
        "index-outside-of-its-function",
        "def load(order_id):\n    return query(SPEC, order_id, index=BY_STATUS)",
        "functions/orders/store.py",
    ),
    ("own-clock-or-chance", "import time", PLACE),
    ("own-clock-or-chance", "import random as chance", PLACE),
    ("own-clock-or-chance", "from uuid import uuid4", PLACE),
    ("own-clock-or-chance", "from secrets import token_hex", "shared/locked.py"),
    ("own-clock-or-chance", "now = datetime.now(UTC)", PLACE),
    ("own-clock-or-chance", "now = datetime.datetime.now(tz=UTC)", "functions/orders/handlers/store_api.py"),
    ("own-clock-or-chance", "today = date.today()", "events/orders.py"),
    ("own-clock-or-chance", "salt = os.urandom(16)", PLACE),
    ("clock-or-id-in-a-rule", "now = clock.now()", "functions/orders/order.py"),
    ("clock-or-id-in-a-rule", 'order_id = ids.new_id("order")', "functions/orders/pricing.py"),
    ("clock-or-id-in-a-rule", "bits = ids.random_bits(8)", "functions/orders/cart.py"),
    ("clock-or-id-in-a-rule", "from shared.ids import new_id", "functions/orders/lifecycle.py"),
    ("log-line-made-up", 'telemetry.note(f"order_placed {order_id}")', PLACE),
    ("log-line-made-up", "telemetry.warn(message, error)", PLACE),
    ("log-line-made-up", 'telemetry.note("order_placed", order_id=f"{order_id} {total}")', PLACE),
    ("log-line-made-up", 'note("order " + order_id)', PLACE),
    ("log-line-made-up", "telemetry.count(status)", "shared/queue.py"),
    ("log-line-made-up", "telemetry.measure(status, 1.5)", "shared/queue.py"),
    ("logger-beside-telemetry", "print(order)", PLACE),
    ("logger-beside-telemetry", "import logging", "shared/queue.py"),
    ("logger-beside-telemetry", "from aws_lambda_powertools import Logger", PLACE),
    ("logger-beside-telemetry", 'telemetry.logger.info("order")', PLACE),
    ("secret-or-body-told", 'telemetry.note("request", code=request.raw)', PLACE),
    ("secret-or-body-told", 'telemetry.note("mail_sent", type=order.email)', PLACE),
    ("secret-or-body-told", 'telemetry.warn("refused", error, code=str(error))', PLACE),
    ("secret-or-body-told", 'telemetry.note("key_made", key_id=token)', PLACE),
    ("another-way-out", "import requests", PLACE),
    ("another-way-out", "import boto3", "functions/orders/handlers/store_api.py"),
    ("another-way-out", "from urllib.request import urlopen", PLACE),
    ("another-way-out", "import json, socket", "shared/secret.py"),
    ("another-way-out", "import urllib.request as web", PLACE),
    ("another-way-out", 'os.system("true")', PLACE),
    ("environment-read-in-passing", 'stage = os.environ["STAGE"]', PLACE),
    ("environment-read-in-passing", "from os import getenv", "shared/files.py"),
]

INNOCENT = """
import hashlib
from datetime import UTC, datetime

from shared import clock
from shared.dynamo import fetch, query
from shared.http import PageQuery


def show(request, query: PageQuery):
    telemetry.note("order_shown", order_id=request.id, total=3)
    telemetry.count("OrdersShown" if request.now else "OrdersHidden")
    telemetry.warn("not_shown", error, status=error.status)
    moment = clock.parse(clock.stamp(request.now))
    page = query(SPEC, "ORDER#1", sort=("<", moment.isoformat()), limit=query.limit)
    return order.with_token(token, update={"index": 1}), lines.index(line), hashlib.sha256(b"").hexdigest()
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The rules that were broken, by folder: one for each planted line, and one with nothing planted."""
    root = tmp_path_factory.mktemp("planted")
    for number, (_, code, place) in enumerate(PLANTED):
        _write(root / str(number) / place, code)
    _write(root / "innocent" / PLACE, INNOCENT)
    seen = defaultdict(set)
    for folder in root.iterdir():
        for each in _scan(folder):
            seen[folder.name].add(each)
    return seen


@pytest.mark.parametrize(("number", "rule"), [(n, rule) for n, (rule, _, _) in enumerate(PLANTED)])
def test_what_is_planted_is_found(found: dict[str, set[str]], number: int, rule: str) -> None:
    """FAULTS 12, 13, 17, 19, 95: each by its own rule."""
    assert rule in found[str(number)], PLANTED[number]


def test_what_is_innocent_is_left_alone(found: dict[str, set[str]]) -> None:
    assert found["innocent"] == set()


def test_every_rule_has_something_planted_for_it() -> None:
    rules = {
        line.removeprefix("id: ")
        for file in CONFIG.parent.glob("rules/*.yml")
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.startswith("id: ")
    }
    assert rules == {rule for rule, _, _ in PLANTED}


def test_the_shop_itself_breaks_none() -> None:
    """FAULTS 12, 13, 17, 19, 95, 97"""
    assert _scan(ROOT) == []


def test_every_exception_is_a_file_that_is_there() -> None:
    for file in CONFIG.parent.glob("rules/*.yml"):
        for line in file.read_text(encoding="utf-8").splitlines():
            path = line.removeprefix("  - ").split(" #")[0]
            if line.startswith("  - ") and path.endswith(".py"):
                assert (ROOT / path).exists(), path


def _scan(folder: Path) -> list[str]:
    """The rules that are broken below this folder."""
    there = [name for name in ("functions", "shared", "events") if (folder / name).exists()]
    command = [str(AST_GREP), "scan", "--config", str(CONFIG), "--json=compact", *there]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert ran.stdout, ran.stderr
    return [each["ruleId"] for each in json.loads(ran.stdout)]


def _write(file: Path, code: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(code + "\n", encoding="utf-8")
