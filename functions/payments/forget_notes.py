"""Forget what staff noted when money went back: words of theirs, in which somebody may be named."""

from dataclasses import replace
from datetime import datetime

from functions.payments import staged, store
from shared.batches import batched
from shared.dynamo import commit, retry_stale

AT_ONCE = 50  # refunds a commit


def forget_notes(order_id: str, now: datetime) -> None:
    """No refund of the order has a note any more; all else of them stays. Done again, it changes nothing."""

    def attempt() -> None:
        noted = [each for each in store.refunds_of(order_id) if each.note]
        for some in batched(noted, AT_ONCE):
            after = [replace(each, note="", version=each.version + 1) for each in some]
            pairs = zip(some, after, strict=True)
            commit(*(write for pair in pairs for write in staged.save_refund(*pair, now=now)))

    retry_stale(attempt)
