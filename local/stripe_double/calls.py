"""How often each call was made, run, replayed and broken: for assertions."""

from collections import Counter, deque

from local.stripe_double.state import Json

MAX_LOG = 5_000  # calls kept in detail, the newest


class Calls:
    """Counts by operation, and a log. The caller holds the world's lock."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {
            "received": Counter(),  # every request, whatever became of it
            "executed": Counter(),  # the endpoint ran: at most once for an idempotency key
            "replayed": Counter(),  # answered from a key
            "faulted": Counter(),  # by operation:fault
        }
        self._log: deque[Json] = deque(maxlen=MAX_LOG)

    def count(self, what: str, name: str) -> None:
        """One more."""
        self._counts[what][name] += 1

    def ended(self, operation: str, path: str, request_id: str, key: str | None, status: int | None) -> None:
        """Remember how a call ended; status None means the connection was closed."""
        self._log.append(
            {"operation": operation, "path": path, "request": request_id, "idempotency_key": key, "status": status}
        )

    def summary(self) -> Json:
        """The counts and the log."""
        return {**{what: dict(counts) for what, counts in self._counts.items()}, "log": list(self._log)}
