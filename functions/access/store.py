"""Reading and writing API keys: loads, and staged writes."""

from datetime import datetime

from functions.access.api_key import ApiKey
from functions.access.table import ALL_KEYS, LISTED, SPEC, api_key_item, api_key_key, api_key_of
from shared import clock
from shared.dynamo import Key, Page, Read, Write, create, fetch, query, replace, update


def api_key(key_id: str) -> Read[ApiKey | None]:
    """The key with this id, or None."""
    return Read(SPEC, (api_key_key(key_id),), lambda items: api_key_of(items[0]) if items[0] else None)


def made(key: ApiKey) -> Write:
    """The staged write of a new key."""
    return create(SPEC, api_key_item(key))


def changed(before: ApiKey, after: ApiKey) -> Write:
    """The staged write of a changed key. The commit raises Stale where it was changed since it was read."""
    return replace(SPEC, api_key_item(after), seen=before.version)


def use_noted(key_id: str, now: datetime) -> Write:
    """The staged write of when the key was last used. Leaves its version as it is: to its owner the key is the same."""
    return update(
        SPEC,
        api_key_key(key_id),
        "SET #used = :now",
        names={"#used": "last_used_at"},
        values={":now": clock.stamp(now)},
    )


def newest(limit: int, after: Key | None) -> tuple[list[ApiKey], Page]:
    """A page of all keys, newest first, as they are now."""
    page = query(SPEC, LISTED, index=ALL_KEYS, newest_first=True, limit=limit, after=after)
    keys = tuple((item["pk"], item["sk"]) for item in page.items)
    (found,) = fetch(Read(SPEC, keys, lambda items: [api_key_of(item) for item in items if item]))
    return found, page
