"""Building the index: whoever dies, comes twice or hears late, it ends as the catalog is."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from functions.search import store
from functions.search.index_files import form
from functions.search.published import LEASE_S
from shared.aws import client
from shared.dynamo import commit, fetch
from tests.catalog.shop import a_mug, admin, make, said
from tests.search.shop import build, change, hear, searchable, tell, titles
from tests.world import Clock

AGAIN_S = LEASE_S + 1
CALLS_MAX = 40  # of one build; it takes some fifteen


class Killed(BaseException):
    """The Lambda is gone, with all that it would have done."""


@contextmanager
def killed_after(calls: int) -> Iterator[list[str]]:
    """Whoever has made so many calls to AWS is gone; what the last one did is done."""
    made: list[str] = []

    def count(model: Any, **_: Any) -> None:
        made.append(model.name)
        if len(made) >= calls:
            raise Killed

    hooked = [client(service).meta.events for service in ("dynamodb", "s3")]
    for events in hooked:
        events.register("after-call", count)
    try:
        yield made
    finally:
        for events in hooked:
            events.unregister("after-call", count)


def test_a_builder_that_dies_after_any_call_leaves_the_index_and_the_next_one_goes_on(world: Clock) -> None:
    mugs = searchable(world, a_mug(1), a_mug(2))
    for calls in range(1, CALLS_MAX):
        title = f"Cup {calls}"
        change(mugs[0]["id"], {"title": title})
        try:
            with killed_after(calls):
                build()
        except Killed:
            world.advance(seconds=10)
            assert titles("mug 2") == ["Mug 2"]  # whoever asks is answered
            world.advance(seconds=AGAIN_S)
            build()
            world.advance(seconds=10)
            assert titles(title) == [title]
            assert store.changes() == []
        else:
            assert calls > 5
            return
    raise AssertionError("a build makes more calls than it should")


def test_of_two_builders_at_once_one_publishes(world: Clock) -> None:
    [mug] = searchable(world, a_mug())
    change(mug["id"], {"title": "Beaker"})
    (before,) = fetch(store.index(form()))
    commit(store.saved(before, before.leased(world.now)))  # somebody is at it
    assert build() == "another_builds"
    assert len(store.changes()) == 1
    world.advance(seconds=AGAIN_S)
    assert build() == "built"
    world.advance(seconds=10)
    assert titles("beaker") == ["Beaker"]


def test_a_builder_whose_lease_was_taken_publishes_nothing(world: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    from functions.search import build_index

    [mug] = searchable(world, a_mug())
    change(mug["id"], {"title": "Beaker"})
    whole = build_index._index_of

    def slow(products: Any) -> bytes:
        """Another one takes over meanwhile, and is done first."""
        monkeypatch.setattr(build_index, "_index_of", whole)
        world.advance(seconds=AGAIN_S)
        assert build() == "built"
        return b"an index of long ago"

    monkeypatch.setattr(build_index, "_index_of", slow)
    assert build() == "another_builds"
    world.advance(seconds=10)
    assert titles("beaker") == ["Beaker"]


def test_news_twice_late_or_in_another_order_end_in_the_same_index(world: Clock) -> None:
    mug = make(a_mug())
    admin("PATCH", f"/admin/products/{mug['id']}", {"title": "Beaker"})
    news = [row for row in said(mug["id"]) if row["type"] == "product.updated"]
    from shared import outbox

    for row in reversed(news * 2):
        hear(outbox.envelope(row))
    assert [each.version for each in store.changes()] == [2]  # each was heard once
    build()
    world.advance(seconds=10)
    assert titles("beaker") == ["Beaker"]
    hear(outbox.envelope(news[0]))
    assert build() == "nothing"


def test_lost_news_come_right_with_the_next_whole_rebuild(world: Clock) -> None:
    searchable(world, a_mug())
    make({**a_mug(2), "title": "Beaker"})  # and nobody heard
    assert build() == "nothing"
    assert build(whole=True) == "built"
    world.advance(seconds=10)
    assert titles("beaker") == ["Beaker"]
    make({**a_mug(3), "title": "Goblet"})
    world.advance(days=1)
    assert build() == "built"
    world.advance(seconds=10)
    assert titles("goblet") == ["Goblet"]


def test_what_is_noted_while_it_is_built_is_in_the_next_one(world: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    from functions.search import build_index

    [mug] = searchable(world, a_mug())
    change(mug["id"], {"title": "Beaker"})
    whole = build_index._index_of

    def meanwhile(products: Any) -> bytes:
        monkeypatch.setattr(build_index, "_index_of", whole)
        change(mug["id"], {"title": "Goblet"})
        return whole(products)

    monkeypatch.setattr(build_index, "_index_of", meanwhile)
    assert build() == "built"
    assert len(store.changes()) == 1
    assert build() == "built"
    world.advance(seconds=10)
    assert titles("goblet") == ["Goblet"]


def test_where_what_an_index_was_made_of_is_gone_all_is_read(world: Clock) -> None:
    mugs = searchable(world, a_mug(1), a_mug(2))
    bucket = "storewright-test-reports"
    for each in client("s3").list_objects_v2(Bucket=bucket)["Contents"]:
        if each["Key"].endswith(".json.gz"):
            client("s3").delete_object(Bucket=bucket, Key=each["Key"])
    change(mugs[0]["id"], {"title": "Beaker"})
    assert build() == "built"
    world.advance(seconds=10)
    assert titles("beaker mug") == ["Beaker", "Mug 2"] or set(titles()) == {"Beaker", "Mug 2"}


def test_a_withdrawn_product_is_not_shown_before_the_next_build(world: Clock) -> None:
    mugs = searchable(world, a_mug(1), a_mug(2), a_mug(3))
    assert titles("mug", limit="2") == ["Mug 3", "Mug 2"]
    admin("DELETE", f"/admin/products/{mugs[2]['id']}")
    assert titles("mug", limit="2") == ["Mug 2", "Mug 1"]  # another one comes in its place
    tell(mugs[2]["id"])
    build()
    world.advance(seconds=10)
    assert titles("mug") == ["Mug 2", "Mug 1"]
