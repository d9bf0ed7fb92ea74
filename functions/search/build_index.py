"""Build the index anew and publish it: of all products, or of those before and what has changed.

The catalog is asked how each product is; what the news said counts for nothing. So news that is lost, late or told
twice ends in the right index: the lost one's with the next whole rebuild.

Each step may be the last one of a builder that dies. Until the one commit that publishes, nobody sees anything of it;
its lease ends, and the notes of what has changed are removed only after that commit.
"""

import gzip
import hashlib
import json
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from functions.catalog import for_search
from functions.search import store
from functions.search.document import Fields, document, fields_of, vocabulary
from functions.search.index_files import Said, form, packed, write_index
from functions.search.published import AnotherBuilds, Published, index_file, products_file
from functions.search.store import Change
from shared import clock, ids, telemetry
from shared.batches import batched
from shared.dynamo import commit, fetch
from shared.errors import Problem, Stale
from shared.files import get_file, put_file

LATE_S = 300  # of a change that is not searchable: five runs that failed
AT_ONCE = 100


def build_index(now: datetime, *, is_whole: bool = False) -> str:
    """What was done: `nothing`, `built` or `another_builds`. is_whole: read all products, whatever has changed."""
    (before,) = fetch(store.index(form()))
    changes = store.changes()
    oldest = min((each.noted_at for each in changes), default=None)
    if oldest is not None and (now - clock.parse(oldest)).total_seconds() > LATE_S:
        telemetry.count("SearchBehind")
    is_whole = is_whole or before.is_whole_due(now)
    if not changes and not is_whole:
        return "nothing"
    try:
        with _Lease(before, now) as lease:
            _build(lease, changes, is_whole=is_whole)
    except (AnotherBuilds, Stale):
        telemetry.note("another_builds")
        return "another_builds"
    store.forget(changes)
    if oldest is not None:
        telemetry.measure("SecondsToSearchable", (clock.now() - clock.parse(oldest)).total_seconds())
    telemetry.count("IndexesBuilt")
    return "built"


class _Lease:
    """The right to publish, taken by a write, kept by further ones and given up by the last.

    Raises AnotherBuilds where another has it, and Stale from then on where another took it meanwhile.
    """

    def __init__(self, before: Published, now: datetime) -> None:
        self.index = before
        self._save(before.leased(now))

    def extend(self) -> None:
        self._save(self.index.extended(clock.now()))

    def publish(self, index: Published) -> None:
        self._save(replace(index, version=self.index.version + 1, leased_until=None))

    def __enter__(self) -> "_Lease":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """What could not be built may be tried again at once; where that cannot be said, the lease ends by itself."""
        if kind is not None and self.index.leased_until is not None:
            with suppress(Problem):
                self._save(self.index.given_up())

    def _save(self, after: Published) -> None:
        commit(store.saved(self.index, after))
        self.index = after


def _build(lease: _Lease, changes: Sequence[Change], *, is_whole: bool) -> None:
    started_at = clock.stamp(clock.now())
    before = lease.index
    known = None if is_whole else _kept(before)
    is_whole = known is None
    products = _all(lease) if known is None else _changed(known, changes)
    lease.extend()
    build = f"{ids.random_bits(64):016x}"
    content = _index_of(products)
    put_file(products_file(before.form, build), _plain(products), "application/gzip")
    put_file(index_file(before.form, build), content, "application/octet-stream")
    lease.publish(
        replace(
            before,
            build=build,
            sha256=hashlib.sha256(content).hexdigest(),
            bytes_count=len(content),
            products_count=len(products),
            built_at=started_at,
            whole_at=started_at if is_whole else before.whole_at,
        )
    )
    telemetry.note("index_built", product_count=len(products), change_count=len(changes))


def _all(lease: _Lease) -> dict[str, Fields]:
    products: dict[str, Fields] = {}
    for n, (wholes, available) in enumerate(for_search.all_for_sale(), 1):
        products |= {whole.product.id: fields_of(whole, available) for whole in wholes}
        if n % 10 == 0:
            lease.extend()
    return products


def _changed(known: dict[str, Fields], changes: Sequence[Change]) -> dict[str, Fields]:
    """What was known, with what has changed as it is now: another, new, or no longer for sale."""
    things = [each.thing for each in changes]
    wanted = {thing for thing in things if thing.startswith("prod_")}
    variants = [thing for thing in things if thing.startswith("var_")]
    wanted |= for_search.products_of(variants) if variants else set()
    products = {key: value for key, value in known.items() if key not in wanted}
    for some in batched(sorted(wanted), AT_ONCE):
        wholes, available = for_search.for_sale(some)
        products |= {whole.product.id: fields_of(whole, available) for whole in wholes}
    return products


def _kept(index: Published) -> dict[str, Fields] | None:
    """What the published index was made of; None where that is not to be had any more."""
    content = get_file(products_file(index.form, index.build)) if index.build else None
    return json.loads(gzip.decompress(content)) if content else None


def _plain(products: dict[str, Fields]) -> bytes:
    return gzip.compress(json.dumps(products, separators=(",", ":")).encode(), 1)


def _index_of(products: dict[str, Fields]) -> bytes:
    known = Said(vocabulary(products.values()))
    currencies = {currency for fields in products.values() for currency in fields["prices"]}
    with tempfile.TemporaryDirectory() as folder:
        write_index(Path(folder), (document(fields, known) for fields in _newest_first(products)), currencies)
        return packed(Path(folder))


def _newest_first(products: dict[str, Fields]) -> list[Fields]:
    """Of two that are as good an answer, the newer one comes first."""
    return sorted(products.values(), key=lambda fields: (-fields["made_at"], fields["id"]))
