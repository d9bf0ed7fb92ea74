"""Logs, metrics and the thread that ties a request to everything it causes.

A log line is an event name and keys. What may be a person's or a secret never gets in: keys are on an allow-list, and
an exception is told by its class and place, not by its message.
"""

import traceback
from contextvars import ContextVar

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

logger = Logger(log_uncaught_exceptions=False, utc=True)
metrics = Metrics(namespace="Storewright")  # here, not from the environment: importing needs none

_correlation: ContextVar[str] = ContextVar("correlation", default="")
_cause: ContextVar[str | None] = ContextVar("cause", default=None)

# What a log line may tell besides keys ending in these: ids, counts, durations and codes are nobody's secret.
ALLOWED_ENDINGS = ("_id", "_count", "_ms", "_s", "_total")
ALLOWED = frozenset(
    [
        "route",
        "method",
        "principal",
        "status",
        "code",
        "type",
        "currency",
        "carrier",
        "error",
        "at",
        "attempt",
        "version",
        "table",
        "consumer",
        "function",
    ]
)


def begin(correlation_id: str, cause: str | None = None) -> None:
    """Start a request, a message or a run: all that is logged and said from here on belongs to it.

    cause: the id of the event that made us act, None where a request or the clock did.
    """
    _correlation.set(correlation_id)
    _cause.set(cause)


def correlation_id() -> str:
    """The id of the first request of this chain, `req_…`; empty outside of any."""
    return _correlation.get()


def causation_id() -> str | None:
    """The event that made us act, if one did."""
    return _cause.get()


def note(event: str, **keys: str | int | None) -> None:
    """Log that something happened: `note("order_placed", order_id=…, total=…)`."""
    logger.info(event, extra={"correlation_id": correlation_id(), **_allowed(keys)})


def warn(event: str, error: BaseException | None = None, **keys: str | int | None) -> None:
    """Log that something needs a look; an alarm counts these lines' metrics, not their text."""
    told = _told(error) if error else {}
    logger.warning(event, extra={"correlation_id": correlation_id(), **_allowed(keys), **told})


def count(what: str, how_many: int = 1) -> None:
    """Count one of the shop's words, such as `OrdersPlaced`; sent with the function's answer."""
    metrics.add_metric(name=what, unit=MetricUnit.Count, value=how_many)


def measure(what: str, seconds: float) -> None:
    """Measure one of the shop's times, such as `SecondsToPlaced`; sent likewise."""
    metrics.add_metric(name=what, unit=MetricUnit.Seconds, value=seconds)


def flush() -> None:
    """Send the counted metrics, if any; the kits call it at the end of an invocation."""
    if metrics.metric_set:
        metrics.flush_metrics()


def _allowed(keys: dict[str, str | int | None]) -> dict[str, str | int | None]:
    """The keys that may be told, and the names of the others; as a key of its own, such as `name`, one may clash."""
    told = {k: v for k, v in keys.items() if k in ALLOWED or k.endswith(ALLOWED_ENDINGS)}
    hidden = [k for k in keys if k not in told]
    return {**told, "hidden": ",".join(hidden)} if hidden else told


def _told(error: BaseException) -> dict[str, str]:
    frames = traceback.extract_tb(error.__traceback__)[-8:]  # the innermost eight tell where
    at = " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    return {"error": type(error).__name__, "at": at}
