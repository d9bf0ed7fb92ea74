"""Loading and saving erasures."""

from collections.abc import Iterator

from events import Event
from functions.privacy.erasure import Erasure
from functions.privacy.table import (
    BY_TIME,
    LISTED,
    OPEN,
    OPEN_ERASURES,
    SPEC,
    erasure_item,
    erasure_key,
    erasure_of,
    erasure_pk,
)
from shared import clock, outbox
from shared.dynamo import Item, Key, Page, Read, Write, create, fetch, query, query_all, replace
from shared.errors import NotFound
from shared.http import Between


def found(erasure_id: str) -> Read[Erasure | None]:
    """The erasure, None where nobody has asked for it."""
    return Read(SPEC, (erasure_key(erasure_id),), lambda items: erasure_of(items[0]) if items[0] else None)


def erasure(erasure_id: str) -> Read[Erasure]:
    """The erasure. Raises NotFound."""

    def parse(items: list[Item | None]) -> Erasure:
        if items[0] is None:
            raise NotFound("erasure")
        return erasure_of(items[0])

    return found(erasure_id).into(parse)


def create_erasure(new: Erasure) -> Write:
    """Somebody has asked."""
    return create(SPEC, erasure_item(new))


def save_erasure(changed: Erasure, *says: Event) -> tuple[Write, ...]:
    """The next version of an erasure over the one that was read, with its news."""
    aggregate = outbox.Aggregate("erasure", changed.id, changed.version)
    news = outbox.say(SPEC, erasure_pk(changed.id), aggregate, *says, now=clock.parse(changed.updated_at))
    return (replace(SPEC, erasure_item(changed), seen=changed.version - 1), *news)


def newest(created: Between, limit: int, after: Key | None) -> tuple[list[Erasure], Page]:
    """A page of the erasures of these times, newest first."""
    sort = ("between", *created.stamps)
    page = query(SPEC, LISTED, index=BY_TIME, sort=sort, newest_first=True, limit=limit, after=after)
    keys = tuple((item["pk"], item["sk"]) for item in page.items)
    (erasures,) = fetch(Read(SPEC, keys, lambda items: [erasure_of(item) for item in items if item]))
    return erasures, page


def open_erasures() -> Iterator[str]:
    """Ids of those that are not done, the one that was longest not looked at first. A stale list."""
    for item in query_all(SPEC, OPEN, index=OPEN_ERASURES):
        yield item["pk"].removeprefix("ERASURE#")
