"""A job's steps done twice, late, by two at once, after the end: each chunk has its effect once, or never."""

from typing import Any

import pytest

from functions.jobs import Kind, Worked, job_handler, run_job
from functions.jobs import files as job_files
from functions.jobs.job import Job
from functions.jobs.table import SPEC, chunk_key, job_key
from shared import clock, files
from shared.dynamo import commit, query_all, update
from shared.lambdas import Failed
from tests.in_process import InProcessShop
from tests.jobs.test_order_export import begun, result, rows, shown
from tests.world import ENVIRONMENT, service


def ended(shop: InProcessShop) -> list[Any]:
    """What was said of jobs that ended."""
    return [row["data"] for _, row in shop.unsent() if row["type"] == "job.ended"]


def test_a_chunk_that_is_worked_on_twice_is_in_the_file_once(small: InProcessShop, orders: list[str]) -> None:
    job_id = begun(small)
    chunks = small.step(job_id, "plan")["chunks"]
    assert chunks == [0, 1, 2]
    for chunk in [*chunks, *chunks]:
        small.step(job_id, "work", chunk=chunk)
    small.step(job_id, "finish")
    assert [row["id"] for row in rows(result(small, job_id))] == orders


def test_two_who_work_on_a_chunk_at_once_leave_one_note_and_one_piece(
    small: InProcessShop, orders: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = begun(small)
    small.step(job_id, "plan")

    put = job_files.put_part

    def other_is_faster(job: Job, number: int, part: bytes) -> str:
        monkeypatch.setattr(job_files, "put_part", put)
        small.step(job_id, "work", chunk=0)
        return put(job, number, part)

    monkeypatch.setattr(job_files, "put_part", other_is_faster)
    small.step(job_id, "work", chunk=0)
    small.go_through(job_id)
    assert [row["id"] for row in rows(result(small, job_id))] == orders


def test_planned_twice_it_goes_through_the_same_things(small: InProcessShop, orders: list[str]) -> None:
    job_id = begun(small)
    small.step(job_id, "plan")
    plan = small.item(SPEC, *job_key(job_id))["plan"]
    variant, option = small.a_variant(), small.a_shipping_option()
    assert small.complete(small.a_cart(variant, option))[0] == 201  # came later
    small.step(job_id, "work", chunk=1)
    assert small.step(job_id, "plan")["chunks"] == [0, 2]
    assert small.item(SPEC, *job_key(job_id))["plan"] == plan
    small.go_through(job_id)
    assert [row["id"] for row in rows(result(small, job_id))] == orders


def test_progress_is_read_while_it_runs(small: InProcessShop, orders: list[str]) -> None:
    job_id = begun(small)
    assert (shown(small, job_id)["status"], shown(small, job_id)["total"]) == ("queued", None)
    small.step(job_id, "plan")
    small.step(job_id, "work", chunk=2)
    job = shown(small, job_id)
    assert (job["status"], job["done"], job["total"]) == ("running", 1, 5)


def test_once_canceled_no_chunk_has_an_effect(small: InProcessShop, orders: list[str]) -> None:
    job_id = begun(small)
    small.step(job_id, "plan")
    small.step(job_id, "work", chunk=0)
    status, canceled, _ = small.admin("POST", f"/admin/jobs/{job_id}/cancel", {})
    assert (status, canceled["status"], canceled["done"]) == (200, "canceled", 2)
    for chunk in (0, 1, 2):
        small.step(job_id, "work", chunk=chunk)
    small.step(job_id, "finish")
    job = shown(small, job_id)
    assert (job["status"], job["done"], job["result_url"]) == ("canceled", 2, None)
    assert small.step(job_id, "plan") == {"chunks": []}
    assert [each["status"] for each in ended(small)] == ["canceled"]


def test_a_cancellation_that_comes_while_a_chunk_is_worked_on_goes_before_it(
    small: InProcessShop, orders: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = begun(small)
    small.step(job_id, "plan")

    put = job_files.put_part

    def canceled_meanwhile(job: Job, number: int, part: bytes) -> str:
        assert small.admin("POST", f"/admin/jobs/{job_id}/cancel", {})[0] == 200
        return put(job, number, part)

    monkeypatch.setattr(job_files, "put_part", canceled_meanwhile)
    small.step(job_id, "work", chunk=0)
    assert small.item(SPEC, *chunk_key(job_id, 0)) is None


def test_a_job_that_ended_cannot_be_canceled_nor_a_running_one_gone_on_with(
    small: InProcessShop, orders: list[str]
) -> None:
    job_id = begun(small)
    status, answer, _ = small.admin("POST", f"/admin/jobs/{job_id}/resume", {})
    assert (status, answer["error"]["code"]) == (409, "wrong_state")
    assert (answer["error"]["message"], answer["error"]["details"]) == ("The job is queued.", {"status": "queued"})
    small.step(job_id, "plan")
    status, answer, _ = small.admin("POST", f"/admin/jobs/{job_id}/resume", {})
    assert (status, answer["error"]["code"]) == (409, "wrong_state")
    small.go_through(job_id)
    for change in ("cancel", "resume"):
        status, answer, _ = small.admin("POST", f"/admin/jobs/{job_id}/{change}", {})
        assert (status, answer["error"]["code"]) == (409, "wrong_state")


def test_a_chunk_that_is_lost_fails_the_job_which_goes_on_by_what_is_missing(
    small: InProcessShop, orders: list[str]
) -> None:
    job_id = begun(small)
    small.step(job_id, "plan")
    small.step(job_id, "work", chunk=0)
    small.step(job_id, "work", chunk=2)
    small.step(job_id, "finish")
    job = shown(small, job_id)
    assert (job["status"], job["done"], job["result_url"]) == ("failed", 3, None)
    status, job, _ = small.admin("POST", f"/admin/jobs/{job_id}/resume", {})
    assert (status, job["status"], job["done"], job["ended_at"]) == (200, "queued", 3, None)
    assert small.step(job_id, "plan", run=2)["chunks"] == [1]
    small.step(job_id, "work", run=2, chunk=1)
    small.step(job_id, "finish", run=1)  # of the run before, which comes late
    assert shown(small, job_id)["status"] == "running"
    small.step(job_id, "finish", run=2)
    assert [row["id"] for row in rows(result(small, job_id))] == orders
    assert [(each["status"], each["done"]) for each in ended(small)] == [("failed", 3), ("done", 5)]


def test_after_a_week_there_is_nothing_to_go_on_from(small: InProcessShop) -> None:
    job_id = begun(small)
    assert small.admin("POST", f"/admin/jobs/{job_id}/cancel", {})[0] == 200
    small.clock.advance(days=7)
    status, answer, _ = small.admin("POST", f"/admin/jobs/{job_id}/resume", {})
    assert (status, answer["error"]["code"]) == (409, "job_too_old")


def test_a_step_that_fails_for_good_ends_the_job(small: InProcessShop, orders: list[str]) -> None:
    job_id = begun(small)
    small.step(job_id, "give_up")
    small.step(job_id, "give_up")
    assert shown(small, job_id)["status"] == "failed"
    assert [each["status"] for each in ended(small)] == ["failed"]
    assert small.admin("POST", f"/admin/jobs/{job_id}/resume", {})[0] == 200
    small.go_through(job_id, run=2)
    assert shown(small, job_id)["status"] == "done"


def test_more_than_a_job_takes_is_not_begun_in_part(
    small: InProcessShop, orders: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:

    monkeypatch.setattr(run_job, "CHUNKS_MAX", 2)
    job_id = begun(small)
    with pytest.raises(Failed, match="TooMuch"):
        small.step(job_id, "plan")
    assert shown(small, job_id)["status"] == "queued"


def counted_up(things: list[str]) -> Worked:
    """What a chunk changes: each thing counts."""
    names, values = {"#n": "n"}, {":n": len(things)}
    return Worked(writes=[update(SPEC, ("COUNT", "COUNT"), "ADD #n :n", condition="", names=names, values=values)])


@pytest.fixture
def touching(small: InProcessShop) -> tuple[str, Any]:
    """A job whose chunks change something."""
    kind = Kind(
        "order_export",
        "orders",
        scope="orders:read",
        things=lambda _: "abc",
        work=lambda _params, things, _now: counted_up(things),
    )
    return begun(small), job_handler(kind)


def test_what_a_chunk_changes_is_changed_once(small: InProcessShop, touching: tuple[str, Any]) -> None:
    job_id, handler = touching

    def step(name: str, **more: Any) -> Any:
        return handler({"step": name, "job_id": job_id, "kind": "order_export", "run": 1, **more}, None)

    chunks = step("plan")["chunks"]
    for chunk in [*chunks, *reversed(chunks)]:
        step("work", chunk=chunk)
    step("finish")
    assert small.item(SPEC, "COUNT", "COUNT")["n"] == 3
    job = shown(small, job_id)
    assert (job["status"], job["done"], job["result_url"]) == ("done", 3, None)


def test_a_run_is_started_once_and_one_that_ended_without_a_word_is_begun_again_three_times(
    small: InProcessShop, orders: list[str]
) -> None:
    machines = service("stepfunctions")
    arn = ENVIRONMENT["JOB_MACHINE"].format(domain="orders")

    def runs() -> list[str]:
        found = machines.list_executions(stateMachineArn=arn)["executions"]
        return sorted(each["name"] for each in found)

    def stop_all() -> None:
        for each in machines.list_executions(stateMachineArn=arn, statusFilter="RUNNING")["executions"]:
            machines.stop_execution(executionArn=each["executionArn"])

    job_id = begun(small)
    small.pump(times=2)
    assert runs() == [f"{job_id}-1"]
    for run in (2, 3, 4):
        small.clock.advance(minutes=21)
        small.run("jobs.look_after_jobs")  # it still runs
        small.pump()
        assert len(runs()) == run - 1
        stop_all()
        small.clock.advance(minutes=21)
        small.run("jobs.look_after_jobs")
        small.run("jobs.look_after_jobs")  # nobody has looked longer than twenty minutes ago
        small.pump()
        assert runs()[-1] == f"{job_id}-{run}"
    stop_all()
    small.clock.advance(minutes=21)
    small.run("jobs.look_after_jobs")
    assert shown(small, job_id)["status"] == "failed"
    small.clock.advance(minutes=21)
    small.run("jobs.look_after_jobs")
    assert len(runs()) == 4


def test_a_job_that_ended_is_garbage_after_ninety_days(small: InProcessShop) -> None:
    job_id = begun(small)
    assert "ttl" not in small.item(SPEC, *job_key(job_id))
    small.go_through(job_id)
    item = small.item(SPEC, *job_key(job_id))
    assert item["ttl"] == clock.epoch(clock.parse(item["ended_at"])) + 90 * 86_400
    assert "open" not in item


def test_events_of_jobs_name_nobody_and_no_parameter(small: InProcessShop, orders: list[str]) -> None:
    job_id = begun(small, created_at_gte="2026-11-22")
    small.go_through(job_id)
    said = [row for row in query_all(SPEC, f"JOB#{job_id}") if row["sk"].startswith("EVENT#")]
    assert [row["type"] for row in said] == ["job.queued", "job.ended"]
    assert set(said[0]["data"]) == {"job_id", "kind", "domain", "run"}


def test_a_piece_that_is_not_there_makes_no_file(small: InProcessShop, orders: list[str]) -> None:
    job_id = begun(small)
    for chunk in small.step(job_id, "plan")["chunks"]:
        small.step(job_id, "work", chunk=chunk)
    key = small.item(SPEC, *chunk_key(job_id, 1))["part"]
    service("s3").delete_object(Bucket=ENVIRONMENT["REPORTS_BUCKET"], Key=key)
    assert files.get_file(key) is None
    with pytest.raises(Failed, match="Unavailable"):
        small.step(job_id, "finish")
    assert shown(small, job_id)["status"] == "running"
    commit(update(SPEC, job_key(job_id), "SET #x = :x", names={"#x": "x"}, values={":x": 1}))  # and is not stuck
