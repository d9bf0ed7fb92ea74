"""The plumbing knows every setting of the deployment that changes how messages travel.

A setting that is new in `infra/` fails here, so that somebody decides what it means before a simulation ignores it.
"""

import ast

import pytest

from infra.domains import DOMAINS
from infra.plan import Publisher, Watcher, Worker
from tests.simulation.plumbing import infra_says
from tests.simulation.plumbing.infra_says import argument, calls, constants

IDENTITY = {"function_name", "event_source_arn", "queue_name", "name", "qualifier"}
SAFETY = {"encryption", "enforce_ssl"}


def keywords(page: str, call: str) -> set[str]:
    """Everything that is set in all such calls of a page."""
    return {each.arg or "**" for node in calls(page, call) for each in node.keywords}


def test_a_worker_s_mapping_sets_nothing_unknown() -> None:
    known = {"target", "batch_size", "report_batch_item_failures", "max_concurrency"}
    assert keywords("worker.py", "EventSourceMapping") - IDENTITY == known


def test_a_rule_s_target_sets_nothing_unknown() -> None:
    assert keywords("worker.py", "SqsQueue") == {"dead_letter_queue", "retry_attempts", "max_event_age"}
    assert "input" not in keywords("worker.py", "Rule")


def test_a_queue_sets_nothing_unknown() -> None:
    known = {"retention_period", "visibility_timeout", "dead_letter_queue"}
    assert keywords("queues.py", "Queue") - IDENTITY - SAFETY == known


def test_a_stream_s_mapping_sets_nothing_unknown() -> None:
    known = {
        "batch_size",
        "bisect_batch_on_function_error",
        "maximum_retry_attempts",
        "maximum_record_age_in_seconds",
        "function_response_types",
        "filter_criteria",
        "destination_config",
        "starting_position",
    }
    assert keywords("stream.py", "CfnEventSourceMapping") - IDENTITY == known


def test_a_schedule_and_its_runs_set_nothing_unknown() -> None:
    known = {"schedule_expression", "schedule_expression_timezone", "flexible_time_window", "target"}
    assert keywords("clock.py", "CfnSchedule") - IDENTITY == known
    assert argument("clock.py", "CfnSchedule", "flexible_time_window") == {"mode": "OFF"}
    known = {"maximum_retry_attempts", "maximum_event_age_in_seconds", "destination_config"}
    assert keywords("clock.py", "CfnEventInvokeConfig") - IDENTITY == known


def test_only_runs_by_the_clock_have_a_concurrency_of_their_own() -> None:
    others = [plan for domain in DOMAINS for plan in domain.functions if isinstance(plan, Worker | Publisher | Watcher)]
    assert others
    assert all(plan.reserved_concurrency is None for plan in others)


def test_the_numbers_are_what_infra_s_own_tests_ask_for() -> None:
    assert (infra_says.WORKER_BATCH, infra_says.WORKER_REPORTS) == (10, True)
    assert (infra_says.TARGET_RETRIES, infra_says.TARGET_AGE_S) == (185, 86_400)
    assert 0 < infra_says.STREAM_RETRIES <= 10
    assert 0 < infra_says.RECORD_AGE_S < 86_400
    assert (infra_says.STREAM_BISECTS, infra_says.STREAM_REPORTS) == (True, True)
    assert infra_says.SWEEP == "rate(1 minute)"
    assert (infra_says.TICK_RETRIES, infra_says.RUN_AGE_S, infra_says.RUN_RETRIES) == (10, 3600, 2)


def test_a_number_that_is_computed_has_no_literal_to_read() -> None:
    assert "BATCH_SIZE" in constants("stream.py")
    with pytest.raises(KeyError):
        constants("function.py")["RETENTION"]


def test_a_page_is_read_as_python_reads_it() -> None:
    [call] = calls("stream.py", "CfnEventSourceMapping")
    assert isinstance(call, ast.Call)
    assert argument("stream.py", "CfnEventSourceMapping", "batch_size") == constants("stream.py")["BATCH_SIZE"]
    assert argument("stream.py", "CfnEventSourceMapping", "tumbling_window", default="none") == "none"
