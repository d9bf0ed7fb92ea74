"""Write `docs/operate/screens` anew, each command given to a demo shop of its own: `python -m local.generate.screens`.

What no two runs have the same, ids, times and tokens, is made the same in all.
"""

import io
import json
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stdout
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from infra.operate.app import main as storewright
from infra.operate.place import Place, now, place_of
from local.cloud import running_cloud
from local.generate.commands import SCREENS
from local.paths import ROOT
from shared.dynamo.values import to_wire

WIDTH = 160  # no value is folded, so that each can be found
DAY = datetime(2026, 11, 29, 8, tzinfo=UTC)
ULID = re.compile(r"\b(?:[a-z]+_)?[0-9A-HJKMNP-TV-Z]{26}\b")
UUID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
MOMENT = re.compile(r"\b(20\d\d-\d\d-\d\d)([ T])(\d\d:\d\d:\d\d)")
ON_PAYMENT, DAILY, COUNT_SALES = "orders-on_payment", "reports-daily_sales", "reports-count_sales"
LOST = {"detail": {"type": "payment.captured", "id": "evt_01KB6Z4M1W2ABCDEFGHJKMNPQR"}}
MISSED = {
    "requestContext": {"condition": "RetriesExhausted"},
    "requestPayload": {"time": "2026-11-29T00:05:00Z"},
}


WITHOUT = {  # commands that have no screen, and why
    "migrate": "it tells how far it is, another number of times in each run",
    "reindex": "it says one sentence",
    "jobs list": "the demo shop has no long work",
    "jobs show": "the demo shop has no long work",
    "jobs cancel": "the demo shop has no long work",
    "jobs resume": "the demo shop has no long work",
}


class NotShown(Exception):
    """A command was refused, so that there is no screen of it."""


def main() -> int:
    with running_cloud(demo="shop", say=print) as running, tempfile.TemporaryDirectory() as folder:
        endpoints = Path(folder) / "endpoints.json"
        endpoints.write_text(json.dumps(asdict(running)))
        screens = told(endpoints, first_order(place_of("local", endpoints=endpoints)))
    for name, screen in screens.items():
        (ROOT / file_of(name)).write_text(screen, encoding="utf-8")
    print(f"{len(screens)} screens in {SCREENS}; `python -m local.generate` puts them into the page.")
    return 0


def file_of(name: str) -> str:
    return f"{SCREENS}/{name.replace(' ', '-')}.txt"


def first_order(place: Place) -> str:
    """The id of an order of the demo shop's."""
    found = place.client("dynamodb").scan(TableName=place.table("orders"), ConsistentRead=True)["Items"]
    keys = [each["pk"]["S"].partition("#") for each in found if each["sk"]["S"] == "ORDER"]
    return str(min(name for kind, _, name in keys if kind == "ORDER"))


def told(endpoints: Path, order_id: str) -> dict[str, str]:
    """The screens, by their commands' names: each given after the other to the shop at these addresses.

    order_id: an order that was paid. The shop is damaged, mended and paused meanwhile, and is as before at the end.
    """
    shown = Shown(endpoints)
    place = place_of("local", endpoints=endpoints)
    letter_id = _lost(place, ON_PAYMENT, LOST)
    _lost(place, DAILY, MISSED)
    shown.of("status")
    shown.of("dead-letters list")
    shown.of("dead-letters show", letter_id)
    shown.of("dead-letters redrive", "--of", DAILY, "--all", "--yes")
    shown.of("dead-letters drop", letter_id, "--reason", "heard by hand", "--yes")
    shown.of("events of", order_id)
    shown.of("replay", "--to", COUNT_SALES, "--since", f"{now():%Y-%m-%d}", "--yes")
    shown.of("run", DAILY)
    key_id = shown.of("keys issue", "dashboard", "--scopes", "orders:read,products:read").split()[0]
    shown.of("keys list")
    shown.of("keys revoke", key_id, "--yes")
    shown.of("staff invite-owner", "olga@lindenhof.shop", "--name", "Olga")
    shown.of("secrets rotate", "cursor_key", "--yes")
    shown.of("secrets finish", "cursor_key", "--yes")
    shown.of("export", "orders", "--to", "orders.jsonl")
    stamp = shown.of("restore begin", "--latest").split()[-1].rstrip(".`")
    shown.of("restore list")
    shown.of("pause", "--settle-s", "0", "--yes")
    with _without_its_ledger(place, order_id):
        shown.of("restore compare", stamp)
        shown.of("restore switch", stamp, "--put-back", "missing", "--yes")
    shown.of("resume")
    shown.of("restore forget", stamp, "--yes")
    return the_same(shown.screens)


@dataclass
class Shown:
    """What was seen so far, by the commands' names."""

    endpoints: Path
    screens: dict[str, str] = field(default_factory=dict)

    def of(self, name: str, *words: str) -> str:
        """What the command says. Raises NotShown where it is refused."""
        given, out = [*name.split(), *words, "--local"], io.StringIO()
        with tempfile.TemporaryDirectory() as folder, chdir(folder), _columns(WIDTH), redirect_stdout(out):
            code = storewright([*given, "--endpoints", str(self.endpoints)])
        if code:
            raise NotShown(f"{shlex.join(given)} ended with {code}.")
        lines = [line.rstrip() for line in out.getvalue().splitlines()]
        self.screens[name] = "\n".join([f"$ storewright {shlex.join(given)}", *lines]).rstrip() + "\n"
        return out.getvalue()


def the_same(screens: dict[str, str]) -> dict[str, str]:
    """With ids, times and tokens that are the same in every run: numbered, a second apart, left out."""
    whole = "\n".join(screens.values())
    moments = sorted({day + clock for day, _, clock in MOMENT.findall(whole)})
    seconds = {moment: DAY + timedelta(seconds=i) for i, moment in enumerate(moments)}
    ids = {each: i for i, each in enumerate(dict.fromkeys(ULID.findall(whole)))}
    uuids = {each: i for i, each in enumerate(dict.fromkeys(UUID.findall(whole)))}

    def numbered(found: re.Match[str]) -> str:
        prefix = found[0][:-26]
        return f"{prefix}01KB6Z4M1W2ABCDEFGHJKMNP{ids[found[0]]:02}"

    def at(found: re.Match[str]) -> str:
        return f"{seconds[found[1] + found[3]]:%Y-%m-%d{found[2]}%H:%M:%S}"

    def one(screen: str) -> str:
        screen = re.sub(r"\bsk_\S+", "sk_…", screen)
        screen = UUID.sub(lambda found: f"00000000-0000-4000-8000-{uuids[found[0]]:012}", ULID.sub(numbered, screen))
        screen = re.sub(r"\b20\d\d-\d\d-\d\d(?![ T]\d\d:\d\d:\d\d)", f"{DAY:%Y-%m-%d}", MOMENT.sub(at, screen))
        return re.sub(r"\b20\d{12}\b", f"{DAY:%Y%m%d}081500", screen)

    return {name: one(screen) for name, screen in screens.items()}


def shape(screen: str) -> list[str]:
    """What of a screen does not hang on the shop: its tables' titles and columns, or the words of its sentences."""
    lines = screen.splitlines()[1:]
    rules = [i for i, line in enumerate(lines) if set(line.strip()) == {"─"}]
    if rules:
        titles = [_masked(lines[i - 3]) for i in rules]
        columns = [" | ".join(re.split(r" {2,}", lines[i - 1].strip())) for i in rules]
        return [f"{title}: {names}" for title, names in zip(titles, columns, strict=True)]
    return [_masked(line) for line in lines if line]


def _masked(text: str) -> str:
    numbered = re.sub(r"sk_\S+|[\d,]*\d", "#", UUID.sub("#", ULID.sub("#", text)))
    return re.sub(r"(# \w+?)s\b", r"\1", numbered)  # one item, two items


@contextmanager
def _columns(number: int) -> Iterator[None]:
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = str(number)
    try:
        yield
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before


def _lost(place: Place, title: str, body: Any) -> str:
    """A message among the part's dead letters, and its id."""
    sqs = place.client("sqs")
    url = sqs.get_queue_url(QueueName=place.names.of(title, "dlq"))["QueueUrl"]
    return str(sqs.send_message(QueueUrl=url, MessageBody=json.dumps(body))["MessageId"])


@contextmanager
def _without_its_ledger(place: Place, order_id: str) -> Iterator[None]:
    """The order's entries are gone; at the end they are there, whoever put them back."""
    dynamodb, payments = place.client("dynamodb"), place.table("payments")
    entries = dynamodb.query(
        TableName=payments,
        KeyConditionExpression="pk = :pk AND begins_with(sk, :sk)",
        ExpressionAttributeValues=to_wire({":pk": f"ORDER#{order_id}", ":sk": "LEDGER#"}),
    )["Items"]
    try:
        for entry in entries:
            dynamodb.delete_item(TableName=payments, Key={name: entry[name] for name in ("pk", "sk")})
        yield
    finally:
        for entry in entries:
            dynamodb.put_item(TableName=payments, Item=entry)


if __name__ == "__main__":
    sys.exit(main())
