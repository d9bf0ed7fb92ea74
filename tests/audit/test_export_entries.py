"""The audit log as a file: a job that writes what the list's filters leave."""

import csv
import io
import json
from typing import Any

import pytest

from functions.audit.export_entries import AUDIT_EXPORT
from functions.jobs import FILES_KEPT, run_job
from functions.jobs.table import SPEC, job_key
from shared.audit import ORIGIN_DAYS
from shared.files import get_file
from tests.audit.test_list_entries import HOME, by, read, rename
from tests.in_process import InProcessShop

EXPORT = "/admin/audit/export"


@pytest.fixture
def shop(shop: InProcessShop, monkeypatch: pytest.MonkeyPatch) -> InProcessShop:
    """The shop, whose jobs have chunks of two."""
    monkeypatch.setattr(run_job, "size_of", lambda _kind: 2)
    return shop


@pytest.fixture
def place(shop: InProcessShop) -> str:
    """A location that Ann and Bob have renamed, a minute apart."""
    made = shop.a_location()
    for key_id in ("key_ANN", "key_BOB"):
        shop.clock.advance(minutes=1)
        rename(shop, made, f"={key_id}", **by(key_id))
    return made


def exported(shop: InProcessShop, **body: Any) -> list[dict[str, str]]:
    """The lines of the file that comes of it."""
    shop.clock.advance(seconds=1)
    status, job, _ = shop.admin("POST", EXPORT, body)
    assert status == 202, job
    shop.clock.advance(seconds=1)
    shop.go_through(job["id"])
    _, job, _ = shop.admin("GET", f"/admin/jobs/{job['id']}")
    assert (job["status"], job["failed"]) == ("done", 0), job
    content = get_file(shop.item(SPEC, *job_key(job["id"]))["result"])
    assert content is not None
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode().removeprefix("\ufeff"))))


def test_every_entry_is_in_the_file_once_oldest_first_and_the_export_is_one_of_them(
    shop: InProcessShop, place: str
) -> None:
    lines = exported(shop)
    listed = read(shop)["data"]
    assert [line["id"] for line in lines] == [entry["id"] for entry in reversed(listed)]
    assert [line["action"].partition(".")[2] for line in lines] == ["create", "update", "update", "export"]
    bobs, told = lines[2], listed[1]
    assert json.loads(bobs.pop("changes")) == told["changes"]
    assert told["changes"]["name"] == {"before": "=key_ANN", "after": "=key_BOB"}
    assert bobs == {
        "id": told["id"],
        "created_at": "2026-11-22T12:02:00.000Z",
        "actor_type": "key",
        "actor_id": "key_BOB",
        "action": "location.update",
        "object_id": place,
        "left_out": "0",
        "reason": "",
        "approved_by": "",
        "approval_id": "",
        "request_id": told["request_id"],
        "address": HOME,
    }


def test_only_those_for_which_all_filters_hold(shop: InProcessShop, place: str) -> None:
    def names(**body: Any) -> list[str]:
        return [line["actor_id"] for line in exported(shop, **body)]

    assert names(actor="key_ANN") == ["key_ANN"]
    assert names(object=place, action="location.update") == ["key_ANN", "key_BOB"]
    assert names(object=place, actor="key_BOB") == ["key_BOB"]
    assert names(action="location.update", created_at_gt="2026-11-22T12:01:00Z") == ["key_BOB"]
    assert names(actor="key_ANN", action="order.cancel") == []


def test_no_address_outlives_its_ninety_days_in_a_file(shop: InProcessShop, place: str) -> None:
    shop.clock.advance(days=ORIGIN_DAYS - FILES_KEPT.days - 1)
    assert [line["address"] for line in exported(shop, actor="key_ANN")] == [HOME]
    shop.clock.advance(days=1)
    assert read(shop, "?actor=key_ANN")["data"][0]["address"] == HOME
    assert [line["address"] for line in exported(shop, actor="key_ANN")] == [""]


def test_the_same_key_begins_one_job_and_leaves_one_entry(shop: InProcessShop) -> None:
    answers = [shop.admin("POST", EXPORT, {}, Idempotency_Key="a-key") for _ in range(2)]
    assert answers[0][1] == answers[1][1]
    assert answers[1][2]["idempotent-replayed"] == "true"
    assert [entry["object_id"] for entry in read(shop)["data"]] == [answers[0][1]["id"]]


def test_a_key_that_may_not_read_the_log_gets_neither_the_job_nor_its_file(shop: InProcessShop) -> None:
    _, job, _ = shop.admin("POST", EXPORT, {})
    others = "jobs:read jobs:write orders:read"
    assert shop.admin("POST", EXPORT, {}, scopes=others)[0] == 403
    assert shop.admin("GET", f"/admin/jobs/{job['id']}", scopes=others)[0] == 403
    assert AUDIT_EXPORT.scope == "audit:read"


@pytest.mark.parametrize(
    "body",
    [
        {"actor": "Ann"},
        {"object": "order-1"},
        {"action": "cancel"},
        {"created_at_gte": "2026-02-30"},
        {"created_at_gte": "2026-11-02", "created_at_lt": "2026-11-01"},
        {"limit": 10},
    ],
)
def test_what_no_entry_can_have_is_refused(shop: InProcessShop, body: Any) -> None:
    status, answer, _ = shop.admin("POST", EXPORT, body)
    assert status in (400, 422), answer
    assert answer["error"]["type"] == "invalid_request"
    assert read(shop)["data"] == []
