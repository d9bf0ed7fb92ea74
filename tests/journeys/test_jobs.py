"""Long work on the deployed shop: an export of orders by its state machine, the file behind its link; a migration."""

import csv
import io
import urllib.request
from typing import Any

from tests.journeys.shop import Shop


def ended(shop: Shop, job_id: str) -> Any:
    """The job, once it has ended."""

    def look() -> Any:
        job = shop.admin("GET", f"/admin/jobs/{job_id}").json
        return job if job["ended_at"] else None

    return shop.until("the job to end", look)


def test_a_table_is_migrated_by_a_job_which_tells_how_many_items_it_looked_at(shop: Shop) -> None:
    shop.a_variant(units=1)
    begun = shop.admin("POST", "/admin/migrations", {"table": "inventory", "segments": 4})
    assert (begun.status, begun.json["status"], begun.json["counts"]) == (202, "queued", {})
    job = ended(shop, begun.json["id"])
    assert (job["status"], job["done"], job["total"]) == ("done", 4, 4)
    assert job["counts"]["looked_at"] > 0
    assert job["counts"]["rewritten"] == 0, "nothing is older than what was just deployed"


def test_orders_are_exported_by_a_job_and_its_link_needs_no_key(shop: Shop) -> None:
    variant, option = shop.a_variant(units=5), shop.a_shipping_option()
    ids = [shop.complete(shop.a_cart(variant, option)).json["order"]["id"] for _ in range(3)]
    begun = shop.admin("POST", "/admin/orders/export", {"created_at_gte": "2026-01-01"})
    assert (begun.status, begun.json["status"]) == (202, "queued")
    job = ended(shop, begun.json["id"])
    assert (job["status"], job["failed"], job["done"]) == ("done", 0, job["total"])
    with urllib.request.urlopen(job["result_url"]) as answer:
        assert answer.headers["Content-Disposition"] == 'attachment; filename="orders.csv"'
        text = answer.read().decode("utf-8-sig")
    written = [row["id"] for row in csv.DictReader(io.StringIO(text))]
    assert len(written) == job["total"] == len(set(written))
    assert [each for each in written if each in ids] == ids
    again = shop.admin("POST", f"/admin/jobs/{job['id']}/cancel")
    assert (again.status, again.code) == (409, "wrong_state")
