"""Which levels are low, as the table's stream tells it."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import LevelLow, LevelRestored
from functions import inventory
from functions.inventory import Level, table
from functions.inventory.handlers.watch_levels import handler
from functions.inventory.note_level import crossing
from functions.inventory.store import LEVELS_SHOWN_MAX
from shared.aws import client
from shared.dynamo import commit, fetch
from shared.dynamo.values import Item, to_wire
from shared.outbox import history
from shared.table import SCHEMA_VERSION
from tests.inventory.shop import CAP, CLOSED, MUG, PARIS, SHIRT, call, shelves, track
from tests.world import NOON, Clock

PLACE = "loc_BERLIN"


def a_level(available: int, reorder_point: int = 5, version: int = 2) -> Level:
    return Level(SHIRT, PLACE, on_hand=available, available=available, reorder_point=reorder_point, version=version)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (a_level(6), a_level(5), LevelLow),
        (a_level(6), a_level(0), LevelLow),
        (a_level(5), a_level(4), None),
        (a_level(5), a_level(6), LevelRestored),
        (a_level(6), a_level(7), None),
        (a_level(6), a_level(6, reorder_point=6), LevelLow),
        (a_level(6, reorder_point=6), a_level(6), LevelRestored),
        (a_level(1, reorder_point=0), a_level(0, reorder_point=0), LevelLow),
        (None, a_level(10), None),
        (None, a_level(0), LevelLow),
    ],
)
def test_news_is_made_where_the_reorder_point_is_crossed(before: Level | None, after: Level, said: type | None) -> None:
    assert crossing(before, after) is said


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2))
def test_low_and_restored_take_turns(life: list[tuple[int, int]]) -> None:
    levels = [a_level(available, point) for available, point in life]
    said = [news for news in map(crossing, [None, *levels], levels) if news]
    assert all(a is not b for a, b in pairwise(said))
    assert bool(said and said[-1] is LevelLow) == levels[-1].is_low


def record(before: Level | None, after: Level) -> dict[str, object]:
    """A stream record, as DynamoDB sends it."""
    return a_record(as_written(before) if before else None, as_written(after))


def as_written(level: Level) -> Item:
    """The level as this release writes it."""
    return {**table.level_item(level), SCHEMA_VERSION: table.SPEC.schema_version}


def a_record(before: Item | None, after: Item | None) -> dict[str, object]:
    images = {"OldImage": before, "NewImage": after}
    seen = {name: to_wire(item) for name, item in images.items() if item}
    either = before or after or {}
    keys = to_wire({"pk": either["pk"], "sk": either["sk"]})
    name = "INSERT" if not before else "MODIFY" if after else "REMOVE"
    return {"eventName": name, "dynamodb": {"Keys": keys, **seen, "StreamViewType": "NEW_AND_OLD_IMAGES"}}


def said() -> list[tuple[str, int, dict[str, object]]]:
    told = history(table.SPEC, table.level_news_pk(SHIRT, PLACE))
    return [(news["type"], news["aggregate"]["version"], news["data"]) for news in told]


def test_a_level_that_runs_low_and_is_filled_again_is_told(world: Clock) -> None:
    track(SHIRT)
    down, up = (a_level(6, version=2), a_level(4, version=3)), (a_level(4, version=3), a_level(9, version=4))
    handler({"Records": [record(*down), record(*up)]}, None)
    fixed = {"variant_id": SHIRT, "sku": "SHIRT", "location_id": PLACE, "reorder_point": 5}
    assert said() == [
        ("inventory.level_low", 3, {**fixed, "available": 4}),
        ("inventory.level_restored", 4, {**fixed, "available": 9}),
    ]


def test_a_record_that_comes_again_is_told_once(world: Clock) -> None:
    track(SHIRT)
    again = record(a_level(6, version=2), a_level(4, version=3))
    handler({"Records": [again, again]}, None)
    handler({"Records": [again]}, None)
    assert [version for _, version, _ in said()] == [3]


def test_levels_of_an_earlier_release_are_understood(world: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    track(SHIRT)
    before, after = (table.level_item(a_level(units, version=units)) for units in (6, 4))
    for level in (before, after):
        level["left"] = level.pop("available")  # what it is made to have been called once
    step = lambda item: {"available" if name == "left" else name: value for name, value in item.items()}  # noqa: E731
    monkeypatch.setitem(vars(table.SPEC), "upgrades", (step,))
    handler({"Records": [a_record(before, after)]}, None)
    assert [(news, data["available"]) for news, _, data in said()] == [("inventory.level_low", 4)]


def low(**query: str) -> list[tuple[str, int]]:
    """Where the low levels are that are listed, and what is available there."""
    answer = call("GET", "/admin/inventory/levels", query={"is_low": "true", **query})
    return [(row["location_id"], row["available"]) for row in answer.body["data"]]


def stored(level: Level) -> Level:
    """The level as it now stands in the table, whatever stood there."""
    client("dynamodb").put_item(TableName=table.SPEC.physical_name, Item=to_wire(table.level_item(level)))
    return level


def test_a_level_is_listed_as_low_from_one_crossing_to_the_next(world: Clock) -> None:
    track(SHIRT)
    down, up = (a_level(6, version=2), a_level(4, version=3)), (a_level(4, version=3), a_level(9, version=4))
    assert stored(down[1]).is_low
    handler({"Records": [record(*down)]}, None)
    assert low() == low(location_id=PLACE) == low(variant_id=SHIRT) == [(PLACE, 4)]
    assert low(location_id="loc_PARIS") == low(is_low="false") == []
    stored(up[1])
    assert low() == [], "what is shown is the level, whatever the list still has"
    handler({"Records": [record(*up), record(*down)]}, None)  # the older one comes again
    assert (low(), low(is_low="false")) == ([], [(PLACE, 9)])
    stored(a_level(3, version=5))
    assert low() == [], "only what the watcher has seen is listed"


def test_levels_that_are_low_since_an_earlier_release_are_listed_once_the_table_is_migrated(world: Clock) -> None:
    track(SHIRT)
    few, many = ({**table.level_item(a_level(units)), SCHEMA_VERSION: 1} for units in (4, 6))
    stored(a_level(4))
    handler({"Records": [a_record(many, table.SPEC.upgraded(many))]}, None)
    assert low() == []
    handler({"Records": [a_record(few, table.SPEC.upgraded(few))] * 2}, None)
    assert low() == [(PLACE, 4)]
    assert said() == [], "who had to know was told then"


def test_other_rows_are_not_looked_at(world: Clock) -> None:
    commit(*inventory.track([(SHIRT, "SHIRT")], NOON))
    stock = table.stock_item(SHIRT, "SHIRT", NOON)
    level = table.level_item(a_level(0))
    handler({"Records": [a_record(None, stock), a_record(stock, {**stock, "sku": "X"}), a_record(level, None)]}, None)
    assert said() == []


def test_what_pages_of_many_show_is_each_variant_s_own_at_the_open_places(world: Clock) -> None:
    open_ones = [replace(PARIS, id=f"loc_{n}") for n in range(LEVELS_SHOWN_MAX)]
    held = {SHIRT: {"loc_1": 3, "loc_2": 4, CLOSED.id: 5}, MUG: {"loc_2": 6}}
    for level in shelves(held).levels.values():
        handler({"Records": [record(None, level)]}, None)
    (levels,) = fetch(inventory.stock_shown([SHIRT, MUG, CAP], [CLOSED, *open_ones]))
    assert [levels.available(variant) for variant in (SHIRT, MUG, CAP)] == [7, 6, 0]
    assert [levels.at(SHIRT, place) for place in ("loc_0", "loc_1", "loc_2", CLOSED.id)] == [0, 3, 4, 0]
