"""The numbers of the deployment, read where `infra/` has them, so that none stands here a second time.

The constructs' pages are read as text: importing them starts the CDK's Node process, which takes seconds and which a
simulation has no use for.
"""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import infra

HOME = Path(infra.__file__).parent / "constructs"
HOUR_S = 3600.0
DAY_S = 24 * HOUR_S


@cache
def _page(name: str) -> ast.Module:
    return ast.parse((HOME / name).read_text(encoding="utf-8"))


@cache
def constants(page: str) -> Mapping[str, Any]:
    """The literals that a page of `infra/constructs` names at its top: `constants("worker.py")["BATCH_SIZE"]`."""
    found = {}
    for node in _page(page).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                found[node.targets[0].id] = ast.literal_eval(node.value)
            except ValueError:  # computed, so no literal; whoever asks for it gets a KeyError
                continue
    return found


def argument(page: str, call: str, name: str | int, default: Any = None) -> Any:
    """What a page gives to a call, by keyword or position: a literal or a constant's value; else the default."""
    [node] = calls(page, call)
    if isinstance(name, int):
        return _value(page, node.args[name])
    given = [each.value for each in node.keywords if each.arg == name]
    return _value(page, given[0]) if given else default


def calls(page: str, name: str) -> Iterator[ast.Call]:
    """The calls of a function or class on a page."""
    for node in ast.walk(_page(page)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == name:
            yield node


def _value(page: str, node: ast.expr) -> Any:
    return constants(page)[node.id] if isinstance(node, ast.Name) else ast.literal_eval(node)


WORKER_BATCH: int = argument("worker.py", "EventSourceMapping", "batch_size")
WORKER_REPORTS: bool = argument("worker.py", "EventSourceMapping", "report_batch_item_failures", default=False)
TARGET_RETRIES: int = argument("worker.py", "SqsQueue", "retry_attempts")
TARGET_AGE_S: float = constants("worker.py")["TARGET_AGE_HOURS"] * HOUR_S

STREAM_BATCH: int = argument("stream.py", "CfnEventSourceMapping", "batch_size")
STREAM_RETRIES: int = argument("stream.py", "CfnEventSourceMapping", "maximum_retry_attempts")
STREAM_BISECTS: bool = argument("stream.py", "CfnEventSourceMapping", "bisect_batch_on_function_error", default=False)
STREAM_REPORTS: bool = "ReportBatchItemFailures" in argument(
    "stream.py", "CfnEventSourceMapping", "function_response_types", default=()
)
RECORD_AGE_S: float = constants("stream.py")["RECORD_AGE_HOURS"] * HOUR_S
NEW_EVENTS: Mapping[str, Any] = constants("stream.py")["NEW_EVENTS"]
SWEEP: str = argument("stream.py", "wake", 2)

TICK_RETRIES: int = constants("clock.py")["DELIVERY_RETRIES"]
RUN_AGE_S: float = float(constants("clock.py")["DELIVERY_AGE_S"])
RUN_RETRIES: int = argument("clock.py", "CfnEventInvokeConfig", "maximum_retry_attempts")
ONE_AT_A_TIME: int = constants("clock.py")["ONE_AT_A_TIME"]
