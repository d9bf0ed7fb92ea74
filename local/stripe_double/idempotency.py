"""Idempotency keys as Stripe keeps them: the first answer once execution began, for a day."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from local.stripe_double.answers import Answer
from local.stripe_double.errors import StripeError, invalid, key_in_use

KEPT_S = 24 * 3_600  # Stripe prunes a key once it is at least 24 hours old
MAX_KEY = 255  # characters, documented by Stripe
MAX_KEYS = 100_000  # five calls for each of the objects the double can hold


@dataclass(slots=True)
class _Record:
    path: str
    fingerprint: str
    since: float
    request_id: str
    answer: Answer | None = None  # None while the first request runs


class Keys:
    """Records by key in the order they came, so that the oldest are pruned first. The caller holds the world's lock."""

    def __init__(self) -> None:
        self._records: OrderedDict[str, _Record] = OrderedDict()  # a dict finds its first key slowly after deletions

    def claim(self, key: str, path: str, fingerprint: str, request_id: str, now: float) -> Answer | None:
        """The saved answer to replay; None when the caller must execute, and then `keep` or `forget`.

        Raises StripeError: 409 `idempotency_key_in_use` while the first request runs, 400 `idempotency_error` for
        other parameters or another path.
        """
        if not 0 < len(key) <= MAX_KEY:
            raise invalid(f"Idempotency keys have 1 to {MAX_KEY} characters.")
        self._prune(now)
        record = self._records.get(key)
        if record is None:
            if len(self._records) >= MAX_KEYS:
                raise StripeError(500, "The Stripe double is full of idempotency keys.", type_="api_error")
            self._records[key] = _Record(path, fingerprint, now, request_id)
            return None
        if record.path != path:
            raise _reused(key, f"for the same endpoint they were first used for ('{record.path}')")
        if record.fingerprint != fingerprint:
            raise _reused(key, "with the same parameters they were first used with")
        if record.answer is None:
            raise key_in_use(key)
        return record.answer.replayed(record.request_id)

    def keep(self, key: str, answer: Answer) -> None:
        """Save the answer of an execution."""
        if key in self._records:  # a reset may have come in between
            self._records[key].answer = answer

    def forget(self, key: str) -> None:
        """Let a key go whose request was refused before it ran."""
        self._records.pop(key, None)

    def records(self) -> Iterator[dict[str, Any]]:
        """Every key whose request has ended, oldest first, as `put` takes it."""
        return ({"key": key, **asdict(record)} for key, record in self._records.items() if record.answer is not None)

    def put(self, record: Mapping[str, Any]) -> None:
        """A record of an earlier life."""
        self._records[record["key"]] = _Record(**{name: record[name] for name in _Record.__slots__})

    def summary(self) -> dict[str, dict[str, object]]:
        """Every key with its path and saved status, for assertions."""
        return {
            key: {"path": record.path, "status": record.answer.status if record.answer else None}
            for key, record in self._records.items()
        }

    def _prune(self, now: float) -> None:
        while self._records:
            oldest = next(iter(self._records))
            if self._records[oldest].since + KEPT_S > now:
                return
            del self._records[oldest]


def _reused(key: str, how: str) -> StripeError:
    return StripeError(
        400,
        f"Keys for idempotent requests can only be used {how}. Try using a key other than '{key}' if you meant to "
        "execute a different request.",
        type_="idempotency_error",
    )
