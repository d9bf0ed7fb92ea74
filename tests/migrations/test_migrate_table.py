"""A migration as a job: every item of the table is rewritten, however often who walks a segment dies."""

import dataclasses
from collections.abc import Iterator
from functools import partial
from typing import Any, get_args

import pytest

from functions.jobs.inputs import Table
from functions.migrations import TABLES, migrate_table
from functions.orders.table import SPEC
from infra.domains import DOMAINS
from shared.dynamo import Item, Key
from shared.lambdas import Failed
from shared.migration import Chunk, migrate
from shared.table import SCHEMA_VERSION, TableSpec
from tests.in_process import InProcessShop, shop
from tests.upgrade.release import all_items

NEWER = dataclasses.replace(SPEC, upgrades=(*SPEC.upgrades, lambda item: {**item, "is_new": True}))


@pytest.fixture
def older(monkeypatch: pytest.MonkeyPatch) -> Iterator[InProcessShop]:
    """A shop whose orders were all written by the release before; a segment is walked three items at a time."""
    with shop(monkeypatch) as living:
        variant, option = living.a_variant(), living.a_shipping_option()
        for _ in range(3):
            assert living.complete(living.a_cart(variant, option))[0] == 201
        monkeypatch.setitem(TABLES, "orders", NEWER)
        monkeypatch.setattr(migrate_table, "migrate", partial(migrate, looked_max=3))
        yield living


def begun(shop: InProcessShop, **body: Any) -> str:
    status, job, _ = shop.admin("POST", "/admin/migrations", {"table": "orders", **body})
    assert (status, job["status"], job["kind"]) == (202, "queued", "migration"), job
    return str(job["id"])


def shown(shop: InProcessShop, job_id: str) -> Any:
    return shop.admin("GET", f"/admin/jobs/{job_id}")[1]


def items_left() -> list[Item]:
    """Those that are still in the older shape."""
    return [item for item in all_items(SPEC) if item.get(SCHEMA_VERSION, 1) < NEWER.schema_version]


def test_every_item_is_rewritten_and_counted(older: InProcessShop) -> None:
    there = len(all_items(SPEC))
    assert len(items_left()) == there > 9
    job_id = begun(older, segments=3)
    older.go_through(job_id)
    job = shown(older, job_id)
    assert (job["status"], job["done"], job["total"]) == ("done", 3, 3)
    assert job["counts"] == {"looked_at": there, "rewritten": there}
    assert items_left() == []
    again = begun(older, segments=1)
    older.go_through(again)
    assert shown(older, again)["counts"] == {"looked_at": there, "rewritten": 0}


def test_without_a_word_it_is_in_sixty_four_segments(older: InProcessShop) -> None:
    assert older.step(begun(older), "plan")["chunks"] == list(range(64))


def test_a_segment_that_is_walked_twice_is_rewritten_and_counted_once(older: InProcessShop) -> None:
    there = len(all_items(SPEC))
    job_id = begun(older, segments=2)
    for chunk in [*older.step(job_id, "plan")["chunks"]] * 2:
        older.step(job_id, "work", chunk=chunk)
    older.step(job_id, "finish")
    assert shown(older, job_id)["counts"] == {"looked_at": there, "rewritten": there}


def test_who_dies_in_a_segment_leaves_it_to_be_walked_again(
    older: InProcessShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked: list[Chunk] = []

    def dies_after_two(table: TableSpec, after: Key | None = None, **segment: int) -> Chunk:
        if len(walked) == 2:
            raise TimeoutError
        walked.append(migrate(table, after, looked_max=3, **segment))
        return walked[-1]

    job_id = begun(older, segments=1)
    older.step(job_id, "plan")
    with monkeypatch.context() as patch:
        patch.setattr(migrate_table, "migrate", dies_after_two)
        with pytest.raises(Failed):
            older.step(job_id, "work", chunk=0)
    assert shown(older, job_id)["done"] == 0
    there = len(all_items(SPEC))
    assert len(items_left()) == there - 6
    older.step(job_id, "work", chunk=0)
    older.step(job_id, "finish")
    assert items_left() == []
    assert shown(older, job_id)["counts"] == {"looked_at": there, "rewritten": there - 6}


def test_it_is_stopped_and_gone_on_with_by_the_segments_that_are_left(older: InProcessShop) -> None:
    job_id = begun(older, segments=3)
    older.step(job_id, "plan")
    older.step(job_id, "work", chunk=1)
    assert older.admin("POST", f"/admin/jobs/{job_id}/cancel", {})[0] == 200
    older.step(job_id, "work", chunk=0)
    assert items_left(), "what was stopped is not rewritten"
    assert older.admin("POST", f"/admin/jobs/{job_id}/resume", {})[0] == 200
    assert older.step(job_id, "plan", run=2)["chunks"] == [0, 2]
    older.go_through(job_id, run=2)
    assert shown(older, job_id)["status"] == "done"
    assert items_left() == []


@pytest.mark.parametrize(
    "body", [{}, {"table": "carts"}, {"table": "orders", "segments": 0}, {"table": "orders", "n": 1}]
)
def test_what_cannot_be_migrated_is_refused(older: InProcessShop, body: Any) -> None:
    status, answer, _ = older.admin("POST", "/admin/migrations", body)
    assert (status, answer["error"]["type"]) == (422, "invalid_request"), answer


def test_every_domain_s_table_can_be_migrated_but_the_audit_log_which_stays_as_it_was_written() -> None:
    planned = [domain.table for domain in DOMAINS if domain.table and domain.name not in ("audit", "people")]
    assert list(TABLES.values()) == planned
    assert list(get_args(Table)) == [table.name for table in planned]
