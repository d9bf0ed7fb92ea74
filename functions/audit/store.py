"""Reading the audit log. Nothing here writes: entries come with what they tell of, and stay."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.audit.views import ActorView
from shared import audit
from shared.audit import BY_ACTION, BY_ACTOR, BY_TIME, SPEC, Entry
from shared.dynamo import Item, Key, Page, Read, fetch, query_all, query_kept, wholes
from shared.http import Between


@dataclass(frozen=True)
class Wanted:
    """Entries of an actor, on an object, of an action; None for any."""

    actor: str | None
    on: str | None
    action: str | None
    created: Between

    @property
    def where(self) -> dict[str, Any]:
        """Where the fewest are that it can be: the rest of the filters is asked of each entry."""
        sort = ("between", *self.created.ids("aud"))
        if self.on:
            return {"partition": audit.entry_pk(self.on), "sort": sort}
        if self.actor:
            return {"partition": self.actor, "index": BY_ACTOR, "sort": sort}
        if self.action:
            return {"partition": self.action, "index": BY_ACTION, "sort": sort}
        return {"partition": audit.LISTED, "index": BY_TIME, "sort": sort}

    def holds(self, entry: Entry) -> bool:
        """Whether the entry is one of them."""
        return self.actor in (None, entry.actor) and self.action in (None, entry.action)


def newest(wanted: Wanted, limit: int, after: Key | None) -> tuple[list[Entry], Page]:
    """A page of them, newest first; a short one where very many had to be looked through."""

    def keep(items: list[Item]) -> list[Entry | None]:
        return [entry if wanted.holds(entry) else None for entry in _entries(items)]

    return query_kept(SPEC, keep=keep, limit=limit, after=after, newest_first=True, **wanted.where)


def keys_of(wanted: Wanted) -> Iterator[tuple[str, str]]:
    """Where the entries lie among which they are, oldest first."""
    for item in query_all(SPEC, **wanted.where):
        yield item["pk"], item["sk"]


def entries_at(keys: Sequence[tuple[str, str]]) -> list[Entry]:
    """The entries that lie there, one for one."""
    return _entries([{"pk": pk, "sk": sk} for pk, sk in keys])


def addresses(entries: Sequence[Entry], now: datetime) -> dict[str, str]:
    """Where these were asked from, by entry; none that is older than it may be, whether it was removed or not."""
    young = [entry.id for entry in entries if audit.kept_until(entry.id) > now]
    if not young:
        return {}
    (found,) = fetch(Read(SPEC, tuple(map(audit.origin_key, young)), lambda items: items), is_current=False)
    return {entry_id: item["address"] for entry_id, item in zip(young, found, strict=True) if item}


def who_asked(object_ids: Iterable[str]) -> dict[str, ActorView]:
    """Who did something to one of these objects, by the request; whatever came of it carries that as correlation id."""
    entries = (audit.entry_of(item) for object_id in object_ids for item in _on(object_id))
    return {entry.request_id: ActorView.of(entry.actor) for entry in entries}


def _on(object_id: str) -> Iterator[Item]:
    return query_all(SPEC, audit.entry_pk(object_id))


def _entries(items: list[Item]) -> list[Entry]:
    """Whole entries of what an index or the table gave, one for one: an entry never goes away."""
    if not all("changes" in item for item in items):
        items = [item for item in wholes(SPEC, items, lambda item: item, is_current=False) if item]
    return [audit.entry_of(item) for item in items]
