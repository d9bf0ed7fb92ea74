"""Count how checkouts are answered: what shoppers are promised of it is an objective with alarms."""

from collections.abc import Iterator
from contextlib import contextmanager

from shared import telemetry
from shared.errors import Problem
from shared.idempotency import Replay


@contextmanager
def counted_checkout() -> Iterator[None]:
    """Counts the checkout in it, and one that ends as 5xx once more. A no is an answer, too."""
    telemetry.count("CheckoutsAsked")
    try:
        yield
    except Exception as error:
        is_answered = isinstance(error, Replay) or (isinstance(error, Problem) and error.status < 500)
        if not is_answered:
            telemetry.count("CheckoutsFailed")
        raise
