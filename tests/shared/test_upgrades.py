"""Two releases and one table: what one wrote the other reads and changes, and a migration loses nothing."""

import dataclasses
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.aws import client
from shared.dynamo import (
    Item,
    Read,
    Write,
    check,
    commit,
    count_up,
    create,
    delete,
    fetch,
    item_of,
    query,
    replace,
    replace_if,
    take_number,
    update,
)
from shared.dynamo.values import from_wire, to_wire
from shared.errors import Unavailable
from shared.lambdas import publisher
from shared.migration import TRIES, Chunk, migrate
from shared.outbox import history
from shared.table import SCHEMA_VERSION, TableSpec
from tests.calls import counted
from tests.shared.bus import Bus, made, stream_of, unsent
from tests.shared.things import BY_COLOR, BY_DAY, THINGS, Taken, a_thing, key, take
from tests.wire import Wire
from tests.world import Clock


def with_left(item: Item) -> Item:
    """Version 2: what is left was once called `count`."""
    return {"left" if name == "count" else name: value for name, value in item.items()}


def with_unit(item: Item) -> Item:
    """Version 3: in which unit."""
    return {"unit": "piece", **item}


ROOT = Path(__file__).parents[2]
BEFORE = THINGS
NOW = dataclasses.replace(THINGS, upgrades=(with_left, with_unit))


def an_older_thing(n: int = 1, **more: Any) -> Item:
    return {name: value for name, value in a_thing(n, **{"count": 10, **more}).items() if name != "left"}


def take_one(n: int = 1) -> Write:
    return dataclasses.replace(take(n), table=NOW)


def take_one_before(n: int = 1) -> Write:
    """As the release before takes one."""
    names = {"#count": "count"}
    return update(BEFORE, key(n), "SET #count = #count - :one", names=names, values={":one": 1})


def seen(table: TableSpec, n: int = 1) -> Item:
    """The thing as a release sees it, without the traces of its writes."""
    ((item,),) = fetch(Read(table, (key(n),), lambda items: items))
    return {name: value for name, value in (item or {}).items() if not name.startswith("_")}


def raw(n: int = 1) -> Item:
    """As it is stored."""
    pk, sk = key(n)
    answer = client("dynamodb").get_item(TableName=NOW.physical_name, Key=to_wire({"pk": pk, "sk": sk}))
    return from_wire(answer.get("Item", {}))


def all_chunks(looked_max: int = 100) -> Iterator[Chunk]:
    chunk = migrate(NOW, looked_max=looked_max)
    yield chunk
    while chunk.after:
        chunk = migrate(NOW, chunk.after, looked_max=looked_max)
        yield chunk


def just_before(operation: str, act: Callable[[], object], times: int = 1) -> None:
    """Let something happen just before each of the next calls of the operation."""
    left = [act] * times

    def hook(**_: Any) -> None:
        if left:
            left.pop()()

    client("dynamodb").meta.events.register_first(f"before-call.dynamodb.{operation}", hook)


def test_every_item_says_in_which_shape_it_was_written(world: Clock) -> None:
    commit(create(BEFORE, an_older_thing(1)), create(NOW, a_thing(2)), *made(3))
    take_number(NOW, key(4))
    assert [raw(n)[SCHEMA_VERSION] for n in (1, 2, 4)] == [1, 3, 3]
    (row,) = query(BEFORE, "THING#3").items
    assert (row[SCHEMA_VERSION], row["schema_version"]) == (1, 1), "an event's own version is another thing"


def test_an_older_item_is_read_in_todays_shape_wherever_it_comes_from(world: Clock) -> None:
    """FAULTS 43"""
    commit(create(BEFORE, an_older_thing(1, color="red", name="a")))
    today = {**a_thing(1, color="red", name="a"), "unit": "piece"}
    assert seen(NOW) == today
    (in_partition,) = query(NOW, key(1)[0]).items
    (in_index,) = query(NOW, "red", index=BY_COLOR).items
    streamed = item_of(NOW, to_wire(raw(1)))
    with pytest.raises(Taken) as refusal:
        commit(create(NOW, a_thing(1), refusal=Taken))
    for item in (in_partition, in_index, streamed, refusal.value.found):
        assert item is not None
        assert (item["left"], item["unit"], item[SCHEMA_VERSION]) == (10, "piece", 3)


def test_an_item_without_a_version_is_of_the_first(world: Clock) -> None:
    client("dynamodb").put_item(TableName=NOW.physical_name, Item=to_wire(an_older_thing(1)))
    assert seen(NOW) == {**a_thing(1), "unit": "piece"}


def test_an_index_that_holds_keys_only_gives_them_as_they_are(world: Clock) -> None:
    commit(create(BEFORE, an_older_thing(1, day="monday", at="9")))
    (item,) = query(NOW, "monday", index=BY_DAY).items
    assert item == {"pk": key(1)[0], "sk": key(1)[1], "day": "monday", "at": "9"}


def test_a_newer_item_is_read_as_it_is(world: Clock) -> None:
    """A release was rolled back. What it added is not known, and what was there is still there. FAULTS 43"""
    commit(create(NOW, a_thing(1, count=10)))  # a release only adds: it goes on writing what the one before reads
    commit(take_one_before())
    assert seen(BEFORE) == a_thing(1, count=9)
    commit(replace(BEFORE, an_older_thing(1, version=2), seen=1))
    assert seen(NOW) == {**a_thing(1, version=2), "unit": "piece"}


def test_an_update_brings_an_older_item_into_its_shape_first(world: Clock) -> None:
    commit(create(BEFORE, an_older_thing(1)), create(BEFORE, an_older_thing(2)))
    with counted() as calls:
        commit(take_one(1), take_one(2), create(NOW, a_thing(3)))
    assert (seen(NOW, 1)["left"], seen(NOW, 2)["left"]) == (9, 9)
    assert raw(1)["unit"] == "piece"
    assert "count" not in raw(1)
    assert calls == {"TransactWriteItems": 2, "GetItem": 1, "UpdateItem": 2}
    with counted() as calls:
        commit(take_one(1), take_one(2))
    assert calls == {"TransactWriteItems": 1}


def test_a_refusal_is_decided_by_todays_shape(world: Clock) -> None:
    commit(create(BEFORE, an_older_thing(1, count=0)))
    with pytest.raises(Taken) as refusal:
        commit(take_one())
    assert refusal.value.found is not None
    assert refusal.value.found["left"] == 0
    assert (raw(1)["left"], raw(1)["unit"]) == (0, "piece")


@pytest.mark.parametrize(
    "write",
    [
        check(NOW, key(1), "#left = :ten", names={"#left": "left"}, values={":ten": 10}),
        delete(NOW, key(1), condition="#left = :ten", names={"#left": "left"}, values={":ten": 10}),
        update(NOW, key(1), "REMOVE #unit", condition="", names={"#unit": "unit"}),
        replace_if(NOW, a_thing(1), "#left = :ten", names={"#left": "left"}, values={":ten": 10}),
    ],
    ids=lambda write: write.action,
)
def test_no_condition_is_asked_of_an_older_shape(world: Clock, write: Write) -> None:
    commit(create(BEFORE, an_older_thing(1)))
    commit(write, create(NOW, a_thing(2)))
    assert raw(2)


def test_the_next_version_goes_over_an_older_item_at_once(world: Clock) -> None:
    commit(create(BEFORE, an_older_thing(1)))
    with counted() as calls:
        commit(replace(NOW, a_thing(1, version=2, unit="box"), seen=1))
    assert calls == {"TransactWriteItems": 1}
    assert (raw(1)["unit"], raw(1)[SCHEMA_VERSION]) == ("box", 3)


def test_counters_go_on(world: Clock) -> None:
    assert (take_number(BEFORE, key(1)), take_number(NOW, key(1))) == (1, 2)
    assert [count_up(table, key(2), 2, ttl=1) for table in (BEFORE, NOW, NOW)] == [True, True, False]


def test_an_event_of_the_release_before_is_published_by_this_one(world: Clock) -> None:
    bus = Bus()
    client("events").meta.events.register("before-call.eventbridge.PutEvents", lambda params, **_: bus.answer(params))
    commit(*made(1))
    (row,) = unsent()
    publisher(NOW)(stream_of(row), None)
    assert bus.taken == list(history(NOW, "THING#1"))
    assert unsent() == []


def test_a_migration_rewrites_what_is_older_and_only_that(world: Clock) -> None:
    commit(*(create(BEFORE, an_older_thing(n)) for n in range(7)), *(create(NOW, a_thing(n)) for n in range(7, 10)))
    chunks = list(all_chunks(looked_max=4))
    assert (sum(each.looked for each in chunks), sum(each.rewritten for each in chunks)) == (10, 7)
    assert len(chunks) >= 3
    assert all(raw(n)[SCHEMA_VERSION] == 3 and raw(n)["left"] == 10 for n in range(10))


def test_a_migration_done_twice_does_nothing_more(world: Clock) -> None:
    commit(*(create(BEFORE, an_older_thing(n)) for n in range(5)))
    first = list(all_chunks(looked_max=2))
    after_it = [raw(n) for n in range(5)]
    assert [each.rewritten for each in all_chunks()] == [0]
    assert migrate(NOW, first[0].after).rewritten == 0, "gone on with where a run had died"
    assert [raw(n) for n in range(5)] == after_it


@pytest.mark.parametrize(
    ("meanwhile", "after"),
    [
        ([take_one_before()], a_thing(1, left=9, unit="piece")),
        ([take_one()], a_thing(1, left=9, unit="piece")),
        ([update(BEFORE, key(1), "SET #n = :n", names={"#n": "new"}, values={":n": 1})], {"new": 1}),
        ([replace(BEFORE, an_older_thing(1, version=2, count=3), seen=1)], {"version": 2, "left": 3}),
        ([replace(NOW, a_thing(1, version=2, unit="box"), seen=1)], {"version": 2, "unit": "box"}),
        ([delete(BEFORE, key(1))], {}),
        ([delete(BEFORE, key(1)), create(BEFORE, an_older_thing(1, count=3))], {"left": 3, "unit": "piece"}),
    ],
)
def test_what_is_written_while_a_migration_looks_is_never_lost(
    world: Clock, meanwhile: list[Write], after: Item
) -> None:
    commit(create(BEFORE, an_older_thing(1)))
    just_before("UpdateItem", lambda: list(map(commit, meanwhile)))
    list(all_chunks())
    now = raw(1)
    assert {name: now.get(name) for name in after} == after
    assert (now.get(SCHEMA_VERSION, 3), "count" in now) == (3, False)


def test_an_item_that_carries_no_trace_does_not_come_back_once_it_is_gone(world: Clock) -> None:
    client("dynamodb").put_item(TableName=NOW.physical_name, Item=to_wire(an_older_thing(1)))
    just_before("UpdateItem", lambda: commit(delete(BEFORE, key(1))))
    assert migrate(NOW).rewritten == 0
    assert raw(1) == {}


def test_what_a_newer_release_has_migrated_meanwhile_stays_so(world: Clock) -> None:
    newer = dataclasses.replace(NOW, upgrades=(*NOW.upgrades, lambda item: {**item, "unit": "box"}))
    commit(create(BEFORE, an_older_thing(1)))
    just_before("UpdateItem", lambda: migrate(newer))
    assert migrate(NOW).rewritten == 0
    assert (raw(1)["unit"], raw(1)[SCHEMA_VERSION]) == ("box", 4)


def test_an_item_that_is_never_left_alone_is_left_for_another_try(world: Clock) -> None:
    commit(create(BEFORE, an_older_thing(1)))
    just_before("UpdateItem", lambda: commit(take_one_before()), times=TRIES)
    with pytest.raises(Unavailable):
        migrate(NOW)
    assert migrate(NOW).rewritten == 1
    assert seen(NOW)["left"] == 10 - TRIES


def test_a_migration_whose_answer_was_lost_has_migrated(wire: Wire) -> None:
    commit(create(BEFORE, an_older_thing(1)))
    wire.lose_after("UpdateItem")
    list(all_chunks())
    assert seen(BEFORE) == seen(NOW) == {**a_thing(1), "unit": "piece"}


def test_a_commit_still_finds_its_proof_in_an_item_that_was_migrated(wire: Wire) -> None:
    commit(create(BEFORE, an_older_thing(2)))
    wire.lose_after("TransactWriteItems", times=4)
    wire.on_loss = lambda: list(all_chunks())
    commit(create(BEFORE, an_older_thing(1)), take_one_before(2))
    assert (seen(NOW, 1)["left"], seen(NOW, 2)["left"]) == (10, 9)


def test_a_migration_is_undone_by_no_rollback_and_may_be_done_again(world: Clock) -> None:
    commit(create(BEFORE, an_older_thing(1)))
    list(all_chunks())
    commit(replace(BEFORE, an_older_thing(1, version=2), seen=1))
    assert seen(NOW)["unit"] == "piece"
    assert [each.rewritten for each in all_chunks()] == [1]


def test_segments_share_a_table(world: Clock) -> None:
    commit(*(create(BEFORE, an_older_thing(n)) for n in range(9)))
    rewritten = [migrate(NOW, segment=segment, segments=3).rewritten for segment in range(3)]
    assert sum(rewritten) == 9


def test_the_pages_say_the_rule_that_two_releases_live_by() -> None:
    for page in (ROOT / "CONTRIBUTING.md", ROOT / "docs/operate/upgrade.md"):
        text = " ".join(page.read_text(encoding="utf-8").split())
        assert "a release only adds to what is stored" in text.casefold(), page.name
        assert re.search(r"tak(es|en) away one release later", text), page.name
