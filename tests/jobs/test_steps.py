"""A job's steps done twice, late, by two at once, after the end: each chunk has its effect once, or never."""

import json
from typing import Any

import pytest

from functions.jobs import Kind, Worked, job_handler, run_job
from functions.jobs import files as job_files
from functions.jobs.failure import Failure, Step
from functions.jobs.job import OPEN_MAX, Job
from functions.jobs.table import SPEC, chunk_key, job_key, open_key
from shared import clock, files
from shared.dynamo import commit, query_all, update
from shared.lambdas import Failed
from tests.in_process import InProcessShop
from tests.jobs.test_order_export import begun, result, rows, shown
from tests.world import ENVIRONMENT, service


def ended(shop: InProcessShop) -> list[Any]:
    """What was said of jobs that ended."""
    return [row["data"] for _, row in shop.unsent() if row["type"] == "job.ended"]


def listed(shop: InProcessShop, status: str) -> list[str]:
    """The ids of the jobs that stand so."""
    return [each["id"] for each in shop.admin("GET", f"/admin/jobs?status={status}")[1]["data"]]


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
    assert job["failure"] == {"step": "work", "code": "chunks_failed"}
    assert (listed(small, "failed"), listed(small, "queued")) == ([job_id], [])
    status, job, _ = small.admin("POST", f"/admin/jobs/{job_id}/resume", {})
    assert (status, job["status"], job["done"], job["ended_at"], job["failure"]) == (200, "queued", 3, None, None)
    assert (listed(small, "failed"), listed(small, "queued")) == ([], [job_id])
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


def caused_by(what: str) -> dict[str, str]:
    """As Step Functions tells that a Lambda raised."""
    return {"Error": "Failed", "Cause": json.dumps({"errorMessage": f"run_jobs: {what}", "errorType": "Failed"})}


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (caused_by("Unavailable"), "unavailable"),
        (caused_by("KeyError"), "unexpected"),
        ({"Error": "Sandbox.Timedout", "Cause": "Task timed out after 900.00 seconds"}, "timed_out"),
        ({"Error": "States.Timeout"}, "timed_out"),
        ({"Error": "Lambda.Unknown", "Cause": "jane@example.com"}, "unexpected"),
    ],
)
def test_a_failed_job_tells_which_step_failed_and_why_in_one_of_a_few_words(error: dict[str, str], code: str) -> None:
    for step in Step:
        failure = Failure.of(step, error)
        assert failure.model_dump(mode="json") == {"step": step.value, "code": code}


def test_the_step_that_failed_is_known_by_how_far_the_job_is(small: InProcessShop, orders: list[str]) -> None:
    job_id = begun(small)
    for run, step in enumerate(("plan", "work", "finish"), start=1):
        if step != "plan":
            chunks = small.step(job_id, "plan", run=run)["chunks"]
            for chunk in chunks if step == "finish" else chunks[:1]:
                small.step(job_id, "work", run=run, chunk=chunk)
        small.step(job_id, "give_up", run=run, error=caused_by("Unavailable"))
        assert shown(small, job_id)["failure"] == {"step": step, "code": "unavailable"}
        assert small.admin("POST", f"/admin/jobs/{job_id}/resume", {})[0] == 200


def test_five_jobs_of_a_kind_are_open_at_once_and_no_more(small: InProcessShop) -> None:
    ids = [begun(small) for _ in range(OPEN_MAX)]
    status, answer, _ = small.admin("POST", "/admin/orders/export", {})
    assert (status, answer["error"]["code"]) == (409, "too_many_jobs")
    assert answer["error"]["details"] == {"kind": "order_export", "limit": OPEN_MAX}
    assert small.admin("POST", "/admin/migrations", {"table": "orders"})[0] == 202, "of another kind"
    assert len(small.admin("GET", "/admin/jobs?limit=100")[1]["data"]) == OPEN_MAX + 1, "and nothing is kept"
    small.go_through(ids[0])  # one is done
    begun(small)
    assert small.admin("POST", f"/admin/jobs/{ids[1]}/cancel", {})[0] == 200
    small.step(ids[2], "give_up")
    begun(small)
    assert small.admin("POST", f"/admin/jobs/{ids[1]}/resume", {})[0] == 200
    status, answer, _ = small.admin("POST", f"/admin/jobs/{ids[2]}/resume", {})
    assert (status, answer["error"]["code"]) == (409, "too_many_jobs")
    assert shown(small, ids[2])["status"] == "failed"


def test_a_job_of_the_release_before_is_not_counted_out_where_it_was_not_counted_in(small: InProcessShop) -> None:
    job_id = begun(small)
    commit(update(SPEC, job_key(job_id), "REMOVE #is_counted", names={"#is_counted": "is_counted"}))
    commit(update(SPEC, open_key("order_export"), "ADD #n :less", names={"#n": "open_jobs"}, values={":less": -1}))
    small.go_through(job_id)
    assert small.item(SPEC, *open_key("order_export"))["open_jobs"] == 0


def test_more_than_a_job_takes_is_not_begun_in_part(
    small: InProcessShop, orders: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:

    monkeypatch.setattr(run_job, "CHUNKS_MAX", 2)
    job_id = begun(small)
    assert small.step(job_id, "plan") == {"chunks": []}
    small.step(job_id, "finish")
    job = shown(small, job_id)
    assert (job["status"], job["total"], job["failure"]) == ("failed", None, {"step": "plan", "code": "too_large"})


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
    job = shown(small, job_id)
    assert (job["status"], job["failure"]) == ("failed", {"step": None, "code": "lost"})
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
