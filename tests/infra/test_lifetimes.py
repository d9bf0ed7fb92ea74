"""What is kept for a time outlives all that may come back to it: each time to live against its longest replay."""

from datetime import timedelta

import pytest

from functions.fulfillment.number import EARLY
from functions.notifications import table as notifications
from functions.payments import receive_webhook
from functions.payments.start_payment import KEY_GOOD_FOR
from infra.stages import MAX_RECEIVES, QUEUE_DAYS, VISIBILITY_FACTOR, WORKER_TIMEOUT_S
from shared import idempotency, inbox

# A message waits in its queue, then in the dead-letter queue; who mends the consumer redrives it, and SQS counts anew.
QUEUED = timedelta(days=2 * QUEUE_DAYS)
REDRIVEN = 2 * QUEUED  # … and it may fail once more
STRIPE_SENDS = timedelta(days=3)  # the webhook again; by hand for 30 days
STRIPE_SHOWS = timedelta(days=30)

LIVES: dict[str, tuple[timedelta, timedelta]] = {  # what → (how long it is kept, what it must outlive)
    "inbox note": (timedelta(days=inbox.KEPT_DAYS), REDRIVEN),
    "kept Stripe event": (timedelta(days=receive_webhook.KEPT_DAYS), max(STRIPE_SHOWS, STRIPE_SENDS + REDRIVEN)),
    "early carrier report": (EARLY, QUEUED),
    "mail": (notifications.KEPT, REDRIVEN),
    "idempotency record": (
        timedelta(days=idempotency.KEPT_DAYS),
        timedelta(seconds=idempotency.RUNNING_S) + KEY_GOOD_FOR,
    ),
}


@pytest.mark.parametrize("what", list(LIVES))
def test_it_is_kept_longer_than_anything_can_come_back_to_it(what: str) -> None:
    kept, outlives = LIVES[what]
    assert kept > outlives, f"{what} is kept {kept}, and may be asked for after {outlives}"


def test_a_message_reaches_its_dead_letter_queue_before_its_queue_forgets_it() -> None:
    tries = timedelta(seconds=MAX_RECEIVES * VISIBILITY_FACTOR * WORKER_TIMEOUT_S)
    assert tries < timedelta(days=QUEUE_DAYS)
