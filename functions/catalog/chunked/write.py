"""Doing a change of a product: by one commit where that holds it, else in chunks that the last commit publishes.

In chunks it goes like this, and each call may be the last one of who makes it:

1. *begin*: that it is under way, and whose a new handle is
2. *stage*: beside what each variant's row says, what it becomes; new SKUs and the stock of new variants
3. *publish*: the product's own row, its news, the answer; from here on everybody sees all of it
4. *settle*: each variant's row says what it has become; SKUs that move between them; the news of each price
5. *end*: nothing is under way

What ended before it was published is undone, what ended after it is settled: by the request itself, by whoever changes
the product next, or by the sweeper.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.catalog import store
from functions.catalog.chunked import chunks
from functions.catalog.chunked.change import Change
from functions.catalog.chunked.chunks import packed
from functions.catalog.chunked.settle import settle
from functions.catalog.chunked.stage import stage
from functions.catalog.chunked.under_way import (
    BeingWritten,
    State,
    UnderWay,
    begin,
    begun,
    goes_on,
    moved,
    under_way,
)
from functions.catalog.chunked.undo import undo
from functions.catalog.table import ITEM_BYTES_MAX, bytes_of, product_item
from shared import clock, ids
from shared.audit_changes import Told
from shared.dynamo import Write, commit, fetch, unwitnessed
from shared.errors import Invalid, Problem
from shared.http import Reply, Request


class ChangeTooLarge(Invalid):
    """A product that is too much for its row: long options, texts and pictures together."""

    code = "change_too_large"

    def __init__(self) -> None:
        super().__init__("That is more than a product can hold.", param="options")


@dataclass(frozen=True)
class Several:
    """What a request or a message has in the commits of its change, where there are several."""

    last: Sequence[Write]  # in the one that publishes
    first: Sequence[Write] = ()
    undone: Sequence[Write] = ()  # where it is given up


@dataclass(frozen=True)
class Around:
    """What a request or a message has in the commits of its change: in the only one, or in several."""

    once: Sequence[Write]
    several: Callable[[], Several]


def write(change: Change, around: Around) -> None:
    """Do it, and all of it or nothing is seen at any time.

    Raises Stale, HandleTaken, inventory.SkuTaken, ChangeTooLarge, BeingWritten and what `around` refuses; then nothing
    has happened, and after Unavailable nobody knows.
    """
    if bytes_of(product_item(change.after, change.variants_after)) > ITEM_BYTES_MAX:
        raise ChangeTooLarge
    writes = [*around.once, *change.at_once]
    if len(writes) <= chunks.writes_max:
        commit(*writes)
    else:
        _in_chunks(change, around)


def _in_chunks(change: Change, around: Around) -> None:
    before, after, several = change.before, change.after, around.several()
    claim = store.handle_claim(before, after)
    token = f"{ids.random_bits(128):032x}"
    new = begun(after, token, change.written, after.handle if claim else None, clock.now())
    with _undone_unless_published(new, several.undone):
        with unwitnessed():
            commit(begin(new), *claim, *([store.still(before)] if before else ()), *several.first)
            for some in packed(stage(change, new), chunks.writes_max - 1):
                commit(goes_on(new), *some)
        published, write = moved(new, State.PUBLISHED)
        commit(*several.last, write, *change.published_writes)
    with suppress(Problem), unwitnessed():  # it is done; what is left unsettled is left to the sweeper
        settle(published, change.now)


@contextmanager
def _undone_unless_published(change: UnderWay, last: Sequence[Write]) -> Iterator[None]:
    try:
        yield
    except Exception:
        with suppress(Problem), unwitnessed():
            undo(change, last)
        raise


def settled(request: Request, reply: Reply[Any], *, on: str, before: Told, after: Told) -> Around:
    """As `request.settle`, for a change of a product."""

    def several() -> Several:
        if not request.claim.resumed:
            fetch(request.claim.read)
        last = (
            *request.claim.finish(request.answer(reply)),
            *request.deed.on(on, before, after),
            *request.decided(reply),
        )
        if request.claim.resumed:  # what an earlier try has begun is gone on with
            return Several(last)
        return Several(last, request.claim.start({"product_id": on}), request.claim.give_back())

    return Around(request.settle(reply, on=on, before=before, after=after), several)


def undo_own(product_id: str) -> None:
    """Undo what an earlier try of the same request has begun and left. Raises Unavailable."""
    (changing,) = fetch(under_way([product_id]))
    if product_id in changing and changing[product_id].state is not State.PUBLISHED:
        with unwitnessed():
            undo(changing[product_id])


def finish(change: UnderWay, now: datetime) -> None:
    """End what its writer has left: what is published is settled, all else undone. Raises BeingWritten, Unavailable."""
    if not change.is_left(now):
        raise BeingWritten
    with unwitnessed():
        if change.state is State.PUBLISHED:
            settle(change, now)
        else:
            undo(change)
