"""The export of orders: a job, step by step, and what it leaves."""

import csv
import io
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from functions.jobs.table import SPEC, job_key
from shared.files import get_file
from tests.in_process import InProcessShop


def begun(shop: InProcessShop, **body: Any) -> str:
    status, job, _ = shop.admin("POST", "/admin/orders/export", body)
    assert status == 202, job
    return str(job["id"])


def shown(shop: InProcessShop, job_id: str) -> Any:
    status, job, _ = shop.admin("GET", f"/admin/jobs/{job_id}")
    assert status == 200, job
    return job


def result(shop: InProcessShop, job_id: str) -> str:
    key = shop.item(SPEC, *job_key(job_id))["result"]
    content = get_file(key)
    assert content is not None
    return content.decode()


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_every_order_is_in_the_file_once_oldest_first(small: InProcessShop, orders: list[str]) -> None:
    job_id = begun(small)
    small.go_through(job_id)
    job = shown(small, job_id)
    assert (job["status"], job["done"], job["failed"], job["total"]) == ("done", 5, 0, 5)
    written = rows(result(small, job_id))
    assert [row["id"] for row in written] == orders
    first = small.order(orders[0])
    assert written[0]["total"] == "31.43"
    assert first["total"] == 3143
    assert (written[0]["email"], written[0]["country"], written[0]["units"]) == ("jane@example.com", "US", "1")
    assert written[0]["created_at"] == first["created_at"]


def test_as_json_each_line_is_the_order_as_the_api_shows_it(small: InProcessShop, orders: list[str]) -> None:
    job_id = begun(small, format="jsonl")
    small.go_through(job_id)
    assert [json.loads(line) for line in result(small, job_id).splitlines()] == [small.order(each) for each in orders]


def test_only_those_of_a_status_and_a_time(small: InProcessShop, orders: list[str]) -> None:
    assert small.admin("POST", f"/admin/orders/{orders[1]}/cancel", {})[0] == 200
    job_id = begun(small, status="canceled")
    small.go_through(job_id)
    assert [row["id"] for row in rows(result(small, job_id))] == [orders[1]]
    since = small.order(orders[3])["created_at"]
    job_id = begun(small, created_at_gte=since)
    small.go_through(job_id)
    assert [row["id"] for row in rows(result(small, job_id))] == orders[3:]


def test_only_those_for_which_every_filter_holds(small: InProcessShop, orders: list[str]) -> None:
    """Of five that are unpaid and two that are paid, of two things."""
    paid = []
    for _ in range(2):
        small.clock.advance(seconds=1)
        completed = small.complete(small.a_cart(small.a_variant(), small.a_shipping_option()))[1]
        small.pay(completed)
        small.pump()
        paid.append(completed["order"]["id"])
    sku = small.order(paid[0])["items"][0]["sku"].lower()
    since = small.order(paid[1])["created_at"]

    def exported(**filters: Any) -> list[str]:
        job_id = begun(small, **filters)
        small.go_through(job_id)
        assert shown(small, job_id)["failed"] == 0
        return [row["id"] for row in rows(result(small, job_id))]

    assert exported(is_to_ship=True) == paid
    assert exported(is_to_ship=True, created_at_gte=since) == paid[1:]
    assert exported(sku=sku) == exported(sku=sku, created_at_lt=since) == paid[:1]
    assert exported(sku=sku, status="canceled") == exported(customer_id=f"cus_{'0' * 26}") == []
    assert exported(fulfillment_status="unfulfilled") == [*orders, *paid]
    assert exported(fulfillment_status="unfulfilled", status="pending") == orders
    assert exported(is_to_ship=False) == orders


def test_no_orders_make_a_file_with_nothing_but_its_head(small: InProcessShop) -> None:
    job_id = begun(small)
    small.go_through(job_id)
    assert rows(result(small, job_id)) == []
    assert shown(small, job_id)["total"] == 0


def test_the_link_is_for_an_hour_for_the_result_alone_and_none_after_a_week(
    small: InProcessShop, orders: list[str]
) -> None:
    job_id = begun(small)
    assert shown(small, job_id)["result_url"] is None
    small.go_through(job_id)
    link = urlsplit(shown(small, job_id)["result_url"])
    assert link.path.endswith(small.item(SPEC, *job_key(job_id))["result"])
    asked = parse_qs(link.query)
    assert asked.get("X-Amz-Expires", ["3600"]) == ["3600"]
    small.clock.advance(days=7)
    job = shown(small, job_id)
    assert (job["status"], job["result_url"]) == ("done", None)


def test_the_same_key_begins_one_job(small: InProcessShop) -> None:
    answers = [small.admin("POST", "/admin/orders/export", {}, Idempotency_Key="a-key") for _ in range(2)]
    assert answers[0][1] == answers[1][1]
    assert answers[0][2]["etag"] == '"1"'
    assert answers[1][2]["idempotent-replayed"] == "true"


@pytest.mark.parametrize(
    "body", [{"format": "xlsx"}, {"status": "shipped"}, {"created_at_gte": "2026-02-30"}, {"columns": ["id"]}]
)
def test_what_cannot_be_exported_is_refused(small: InProcessShop, body: Any) -> None:
    status, answer, _ = small.admin("POST", "/admin/orders/export", body)
    assert (status, answer["error"]["type"]) == (422, "invalid_request"), answer


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_who_may_not_see_persons_exports_none(small: InProcessShop, orders: list[str], form: str) -> None:
    unseeing = "orders:read jobs:read jobs:write"
    status, job, _ = small.admin("POST", "/admin/orders/export", {"format": form}, scopes=unseeing)
    assert status == 202
    small.go_through(job["id"])
    written = result(small, job["id"])
    assert all(each in written for each in orders)
    assert [word for word in ("jane@", "Doe", "Main St") if word in written] == []
    assert small.admin("GET", f"/admin/jobs/{job['id']}", scopes=unseeing)[1]["result_url"]


def test_a_file_with_persons_is_for_those_who_may_see_them(small: InProcessShop, orders: list[str]) -> None:
    job_id = begun(small)
    small.go_through(job_id)
    assert "jane@" in result(small, job_id)
    unseeing = "orders:read jobs:read jobs:write"
    assert small.admin("GET", f"/admin/jobs/{job_id}", scopes=unseeing)[0] == 403
    assert small.admin("POST", f"/admin/jobs/{job_id}/resume", {}, scopes=unseeing)[0] == 403
    assert small.admin("GET", "/admin/jobs", scopes=unseeing)[1]["data"] == []
    assert small.admin("GET", f"/admin/jobs/{job_id}", scopes=f"{unseeing} customers:read")[1]["result_url"]


def test_a_key_without_the_scope_of_what_is_exported_sees_no_job(small: InProcessShop, orders: list[str]) -> None:
    job_id = begun(small)
    small.go_through(job_id)
    scopes = "jobs:read jobs:write products:read"
    assert small.admin("GET", f"/admin/jobs/{job_id}", scopes=scopes)[0] == 403
    assert small.admin("POST", f"/admin/jobs/{job_id}/cancel", {}, scopes=scopes)[0] == 403
    assert small.admin("GET", "/admin/jobs", scopes=scopes)[1]["data"] == []
    [listed] = small.admin("GET", "/admin/jobs")[1]["data"]
    assert (listed["id"], listed["status"], listed["done"]) == (job_id, "done", 5)
