"""How a Lambda is invoked, and what its invoker learns of a run."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a run. failed: it raised, ran out of time or was killed; then there is no answer.

    is_troubled: whether one of its calls met a fault.
    """

    answer: Any = None
    failed: bool = False
    is_troubled: bool = False


Done = Callable[[Outcome], None]
Invoke = Callable[[str, dict[str, Any], Done], None]  # ("orders.on_payment", event, told later)


def failed_items(outcome: Outcome, known: Collection[str]) -> list[str] | None:
    """Which of a batch come again, by the rules of `ReportBatchItemFailures`; None where the whole batch failed.

    Nothing said is success. A name that nobody knows, or none where one should be, fails the whole batch.
    Source: Lambda's guide, "Implementing partial batch responses".
    """
    if outcome.failed:
        return None
    answer = outcome.answer
    if answer is None:
        return []
    if not isinstance(answer, dict):
        return None
    failures = answer.get("batchItemFailures")
    if not failures and (failures is None or isinstance(failures, list)):
        return []
    if not isinstance(failures, list):
        return None
    names: list[Any] = [each.get("itemIdentifier") if isinstance(each, dict) else None for each in failures]
    return names if all(name in known for name in names) else None
