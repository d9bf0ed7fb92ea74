"""Reading and writing API keys: loads, and staged writes."""

from collections.abc import Iterable
from datetime import datetime

from functions.access.api_key import ApiKey, MakerDead
from functions.access.table import ALL_KEYS, LISTED, SPEC, api_key_item, api_key_key, api_key_of, use_key
from shared import clock
from shared.dynamo import Item, Key, Page, Read, Write, check, create, fetch, query, replace, update
from shared.http import Between


def api_key(key_id: str) -> Read[ApiKey | None]:
    """The key with this id, or None. Whether it counts, `as_it_counts` says."""
    return Read(SPEC, (api_key_key(key_id),), lambda items: api_key_of(items[0]) if items[0] else None)


def last_use(key_id: str) -> Read[str | None]:
    """When the key was last used, to the hour."""
    return Read(SPEC, (use_key(key_id),), lambda items: items[0]["last_used_at"] if items[0] else None)


def as_it_counts(key: ApiKey) -> ApiKey:
    """The key, revoked where one of its makers was. One more read, for a key that a key made."""
    return all_as_they_count([key])[0]


def all_as_they_count(keys: Iterable[ApiKey]) -> list[ApiKey]:
    """These keys, each revoked where one of its makers was."""
    keys = list(keys)
    named = dict.fromkeys(maker for key in keys for maker in key.makers)
    if not named:
        return keys
    (makers,) = fetch(Read(SPEC, tuple(map(api_key_key, named)), _by_id))
    return [key.under(makers) for key in keys]


def made(key: ApiKey) -> Write:
    """The staged write of a new key."""
    return create(SPEC, api_key_item(key))


def changed(before: ApiKey, after: ApiKey) -> Write:
    """The staged write of a changed key. The commit raises Stale where it was changed since it was read."""
    return replace(SPEC, api_key_item(after), seen=before.version)


def still_counting(key: ApiKey) -> tuple[Write, ...]:
    """Lets the commit stand only while nobody has revoked the key or one of its makers. It raises MakerDead."""
    return tuple(
        check(
            SPEC,
            api_key_key(each),
            "#revoked_at = :never",
            names={"#revoked_at": "revoked_at"},
            values={":never": None},
            refusal=lambda _: MakerDead(),
        )
        for each in (*key.makers, key.id)
    )


def use_noted(key_id: str, now: datetime) -> Write:
    """The staged write of when the key was last used."""
    return update(
        SPEC,
        use_key(key_id),
        "SET #used = :now",
        condition="attribute_not_exists(#used) OR #used <= :now",
        names={"#used": "last_used_at"},
        values={":now": clock.stamp(now)},
    )


def last_uses(keys: Iterable[ApiKey]) -> dict[str, str]:
    """When these keys were last used, by key; one that was never used is absent."""
    used = tuple(use_key(key.id) for key in keys)
    if not used:
        return {}
    (found,) = fetch(Read(SPEC, used, lambda items: [item for item in items if item]))
    return {item["pk"].removeprefix("USED#"): item["last_used_at"] for item in found}


def newest(created: Between, limit: int, after: Key | None) -> tuple[list[ApiKey], Page]:
    """A page of the keys that were made then, newest first, as they are now."""
    sort = ("between", *created.ids("key"))
    page = query(SPEC, LISTED, index=ALL_KEYS, sort=sort, newest_first=True, limit=limit, after=after)
    keys = tuple((item["pk"], item["sk"]) for item in page.items)
    (found,) = fetch(Read(SPEC, keys, lambda items: [api_key_of(item) for item in items if item]))
    return all_as_they_count(found), page


def _by_id(items: list[Item | None]) -> dict[str, ApiKey]:
    return {item["id"]: api_key_of(item) for item in items if item}
