"""Logs and metrics: they tell what happened, and never who or what secret it happened with."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel

from shared import telemetry
from shared.lambdas import Failed, scheduled, stream
from tests.world import NOON, Clock

Logs = Callable[[], list[dict[str, Any]]]
CANARY = "zoe@example.com"


def test_a_line_is_an_event_and_its_keys(logs: Logs) -> None:
    telemetry.begin("req_1")
    telemetry.note("order_placed", order_id="order_1", status=200, took_ms=5, line_count=2, tax_total=3)
    (line,) = logs()
    assert (line["message"], line["correlation_id"]) == ("order_placed", "req_1")
    told = (line["order_id"], line["status"], line["took_ms"], line["line_count"], line["tax_total"])
    assert told == ("order_1", 200, 5, 2, 3)


@pytest.mark.parametrize(
    "key", ["email", "name", "address", "token", "body", "message", "args", "exc_info", "id", "secret", "query", "msg"]
)
def test_a_key_that_is_not_allowed_is_only_named(logs: Logs, key: str) -> None:
    """Some of these are names of the logger's own: they must not break it either. FAULTS 95"""
    telemetry.note("noted", **{key: CANARY})
    telemetry.warn("warned", None, **{key: CANARY})
    assert [line["hidden"] for line in logs()] == [key, key]
    assert CANARY not in str(logs())


class Address(BaseModel):
    street: int


@pytest.mark.parametrize(
    "fail",
    [
        lambda: int(CANARY),
        lambda: Address.model_validate({"street": CANARY}),
        lambda: dict[str, str]()[CANARY],
        lambda: (_ for _ in ()).throw(RuntimeError(CANARY)),
    ],
)
def test_an_error_is_told_by_its_class_and_place(
    logs: Logs, capsys: pytest.CaptureFixture[str], fail: Callable[[], Any]
) -> None:
    """FAULTS 95"""
    try:
        fail()
    except Exception as error:  # noqa: BLE001 - whatever it raises is the point
        try:
            raise ValueError(CANARY) from error
        except ValueError as wrapped:
            telemetry.warn("unexpected", wrapped)
    (line,) = logs()
    assert line["error"] == "ValueError"
    assert "test_telemetry.py" in line["at"]
    assert CANARY not in str(line) + capsys.readouterr().out


@pytest.mark.parametrize("kind", [scheduled, stream])
def test_what_a_run_fails_with_is_not_told_to_the_runtime(world: Clock, logs: Logs, kind: Any) -> None:
    """Lambda prints what a function raises, with its message. FAULTS 95"""

    def fail(_: Any) -> None:
        Address.model_validate({"street": CANARY})

    with pytest.raises(Failed) as raised:
        kind("things.tick", fail)({"Records": [{"dynamodb": {}}]}, None)
    assert CANARY not in repr(raised.value)
    assert raised.value.__suppress_context__
    assert "ValidationError" in str(raised.value)
    assert CANARY not in str(logs())
    assert (logs()[-1]["message"], logs()[-1]["function"]) == ("failed", "things.tick")


def test_metrics_leave_once_with_the_answer(world: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.count("OrdersPlaced")
    telemetry.count("OrdersPlaced", 2)
    telemetry.flush()
    telemetry.flush()
    assert capsys.readouterr().out.count("OrdersPlaced") == 2, "once as the definition, once as the value"


def test_a_time_is_measured_in_seconds(world: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.measure("SecondsToPlaced", 1.5)
    telemetry.flush()
    sent = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert sent["SecondsToPlaced"] == [1.5]
    assert sent["_aws"]["CloudWatchMetrics"][0]["Metrics"] == [{"Name": "SecondsToPlaced", "Unit": "Seconds"}]


def test_a_schedule_runs_for_the_time_it_was_meant_for(world: Clock) -> None:
    """A late or repeated run is still the run of its time. FAULTS 45"""
    ran: list[Any] = []
    handler = scheduled("things.tick", ran.append)
    handler({"time": "2026-11-21T00:05:00Z"}, None)
    handler({}, None)
    assert [moment.isoformat() for moment in ran] == ["2026-11-21T00:05:00+00:00", NOON.isoformat()]


def test_a_stream_hears_each_record_in_order(world: Clock) -> None:
    heard: list[Any] = []
    stream("things.watch", heard.append)({"Records": [{"dynamodb": n} for n in range(3)]}, None)
    assert heard == [0, 1, 2]


def test_each_run_has_a_thread_of_its_own(world: Clock) -> None:
    """FAULTS 25"""
    threads: list[tuple[str, str | None]] = []
    handler = scheduled("things.tick", lambda _: threads.append((telemetry.correlation_id(), telemetry.causation_id())))
    telemetry.begin("req_left_over", "evt_left_over")
    handler({}, None)
    handler({}, None)
    assert len(set(threads)) == 2
    assert all(thread.startswith("req_0") and cause is None for thread, cause in threads)
