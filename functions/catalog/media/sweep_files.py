"""Take away the files of pictures that no product has named for a month.

Three steps, of which each may be the last before a death: say that they go, from when on nobody can name them; take
them away; forget them. The next run goes on where this one ended.
"""

from datetime import datetime, timedelta

from functions.catalog.media.picture import address
from functions.catalog.media.table import LISTED, files_key
from functions.catalog.table import SPEC, UNNAMED
from shared import clock, telemetry
from shared.dynamo import Item, Read, Write, commit, delete, fetch, query, update
from shared.errors import Stale
from shared.public_files import remove_public

KEPT = timedelta(days=30)  # a page that somebody saved, or that a cache holds, may show them; then nobody does
MOST = 500  # a run; the next one goes on


def sweep_files(now: datetime) -> None:
    """What has been unnamed for long enough goes, the oldest first."""
    until = clock.stamp(now - KEPT)
    hashes = due(until)
    gone = sum(_swept(each, until) for each in hashes)
    telemetry.note("media_swept", looked_count=len(hashes), gone_count=gone)


def due(until: str) -> list[str]:
    """The hashes of files that perhaps nobody has named since then; each is read again by its key."""
    page = query(SPEC, LISTED, index=UNNAMED, sort=("<=", until), limit=MOST)
    return [str(item["pk"]).removeprefix("FILES#") for item in page.items]


def _swept(file_hash: str, until: str) -> bool:
    (item,) = fetch(_files(file_hash))
    if item is None or item.get(UNNAMED.partition) is None:  # the index is a moment behind
        return False
    try:
        if not item.get("removing"):
            if item["named"] > 0 or item.get("stays"):
                commit(_unlisted(file_hash, item))
                return False
            commit(_removing(file_hash, until))
    except Stale:  # somebody names it, or did and does not any more: the next run sees
        return False
    remove_public(address(file_hash, name)[1:] for name in item["names"])
    commit(delete(SPEC, files_key(file_hash), condition="#removing = :yes", names=_R, values={":yes": True}))
    return True


_R = {"#removing": "removing"}
_AT = {"#at": str(UNNAMED.sort), "#listed": UNNAMED.partition}


def _files(file_hash: str) -> Read[Item | None]:
    return Read(SPEC, (files_key(file_hash),), lambda items: items[0])


def _removing(file_hash: str, until: str) -> Write:
    return update(
        SPEC,
        files_key(file_hash),
        "SET #removing = :yes",
        condition="#named <= :none AND #at <= :until AND attribute_not_exists(#stays)",
        names={**_R, "#at": _AT["#at"], "#named": "named", "#stays": "stays"},
        values={":yes": True, ":none": 0, ":until": until},
    )


def _unlisted(file_hash: str, item: Item) -> Write:
    """Named after all. Whoever ends that lists it again."""
    return update(
        SPEC,
        files_key(file_hash),
        "REMOVE #listed",
        condition="#at = :at AND (#named > :none OR attribute_exists(#stays))",
        names={**_AT, "#named": "named", "#stays": "stays"},
        values={":at": item[str(UNNAMED.sort)], ":none": 0},
    )
