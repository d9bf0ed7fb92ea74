"""Levels and their thresholds, over HTTP."""

from collections.abc import Mapping

import pytest

from functions import inventory
from functions.inventory import InsufficientStock, Pick, StockMoved
from functions.inventory.table import SPEC
from shared.dynamo import commit
from tests.inventory.shop import (
    CAP,
    MUG,
    SHIRT,
    Answer,
    call,
    level,
    open_location,
    page_by_page,
    plan,
    receive,
    receive_all,
    track,
)
from tests.world import NOON, Clock

LEVELS = "/admin/inventory/levels"


@pytest.fixture
def places(world: Clock) -> tuple[str, str]:
    """Two locations of a shop that has shirts and mugs at both."""
    track(SHIRT, MUG)
    berlin, paris = open_location("Berlin"), open_location("Paris")
    receive_all((SHIRT, berlin, 1), (SHIRT, paris, 2), (MUG, berlin, 3), (MUG, paris, 4))
    return berlin, paris


def on_hand(**filters: str) -> list[int]:
    """What the listed levels have on hand."""
    return sorted(row["on_hand"] for row in call("GET", LEVELS, query=filters).body["data"])


def set_level(variant: str, location: str, changes: object, headers: Mapping[str, str] | None = None) -> Answer:
    return call("PATCH", f"{LEVELS}/{variant}/{location}", changes, headers=headers or {})


def test_levels_are_listed_by_variant_and_location(places: tuple[str, str]) -> None:
    berlin, _ = places
    assert on_hand() == [1, 2, 3, 4]
    assert on_hand(variant_id=MUG) == [3, 4]
    assert on_hand(location_id=berlin) == [1, 3]
    assert on_hand(variant_id=MUG, location_id=berlin) == [3]
    assert on_hand(variant_id=CAP, location_id=berlin) == on_hand(variant_id=CAP) == on_hand(location_id="loc_X") == []


def test_a_level_is_shown_in_full(places: tuple[str, str]) -> None:
    berlin, _ = places
    (row,) = call("GET", LEVELS, query={"variant_id": SHIRT, "location_id": berlin}).body["data"]
    assert row == {
        "variant_id": SHIRT,
        "sku": "SHIRT",
        "location_id": berlin,
        "on_hand": 1,
        "reserved": 0,
        "available": 1,
        "safety_stock": 0,
        "damaged": 0,
        "incoming": 0,
        "reorder_point": 0,
        "version": 1,
    }


def test_a_renamed_sku_shows_at_once(places: tuple[str, str]) -> None:
    commit(*inventory.track((), NOON, [(SHIRT, "SHIRT", "SHIRT-2")]))
    assert {row["sku"] for row in call("GET", LEVELS, query={"variant_id": SHIRT}).body["data"]} == {"SHIRT-2"}


def test_pages_hold_every_level_once(places: tuple[str, str]) -> None:
    filters: list[dict[str, str]] = [{}, {"variant_id": SHIRT}, {"location_id": places[0]}]
    for each in filters:
        seen = [row["on_hand"] for row in page_by_page(LEVELS, {**each, "limit": "1"})]
        assert sorted(seen) == on_hand(**each)


def test_a_cursor_is_good_for_its_list_only(places: tuple[str, str]) -> None:
    cursor = call("GET", LEVELS, query={"limit": "1"}).body["next_cursor"]
    for query in ({"variant_id": SHIRT, "cursor": cursor}, {"cursor": cursor[:-2]}, {"cursor": "x"}):
        answer = call("GET", LEVELS, query=query)
        assert (answer.status, answer.body["error"]["code"]) == (400, "invalid_cursor")


def test_a_list_with_wrong_parameters_is_refused(world: Clock) -> None:
    for query in ({"limit": "0"}, {"limit": "101"}, {"variant_id": "a#b"}, {"sku": "x"}, {"variant_id": ""}):
        answer = call("GET", LEVELS, query=query)
        assert (answer.status, answer.body["error"]["code"]) == (400, "invalid_parameter")


def test_safety_stock_is_taken_from_what_is_available_and_given_back(places: tuple[str, str]) -> None:
    _, paris = places
    answer = set_level(MUG, paris, {"safety_stock": 3, "reorder_point": 2, "incoming": 9}, {"If-Match": '"1"'})
    assert (answer.status, answer.headers["ETag"]) == (200, '"2"')
    shown = {name: answer.body[name] for name in ("on_hand", "available", "safety_stock", "reorder_point", "incoming")}
    assert shown == {"on_hand": 4, "available": 1, "safety_stock": 3, "reorder_point": 2, "incoming": 9}
    assert set_level(MUG, paris, {"safety_stock": 0}).body["available"] == 4


def test_safety_stock_above_what_is_there_is_kept_and_nothing_is_for_sale(places: tuple[str, str]) -> None:
    berlin, paris = places
    answer = set_level(MUG, paris, {"safety_stock": 9})
    assert (answer.status, answer.body["safety_stock"], answer.body["available"]) == (200, 9, 0)
    assert level(MUG, paris)["available"] == 0
    with pytest.raises(InsufficientStock) as refused:
        plan({MUG: 4})
    assert refused.value.details["items"] == [{"variant_id": MUG, "requested": 4, "available": 3}]
    assert plan({MUG: 3})[0].location_id == berlin
    with pytest.raises(StockMoved):
        commit(*inventory.reserve("order_1", [Pick(MUG, paris, 1)], NOON, NOON))
    receive(MUG, paris, 6)
    assert level(MUG, paris)["available"] == 1


def test_thresholds_survive_the_next_delivery(places: tuple[str, str]) -> None:
    berlin, _ = places
    set_level(SHIRT, berlin, {"safety_stock": 1, "reorder_point": 7})
    receive(SHIRT, berlin, 2)
    (row,) = call("GET", LEVELS, query={"variant_id": SHIRT, "location_id": berlin}).body["data"]
    assert (row["on_hand"], row["available"], row["safety_stock"], row["reorder_point"]) == (3, 2, 1, 7)


def test_thresholds_may_be_set_before_the_first_delivery(places: tuple[str, str]) -> None:
    berlin, _ = places
    track(CAP)
    answer = set_level(CAP, berlin, {"reorder_point": 5}, {"If-Match": '"0"'})
    assert (answer.status, answer.body["version"], answer.body["available"]) == (200, 1, 0)
    receive(CAP, berlin, 2)
    assert level(CAP, berlin)["available"] == 2


def test_a_change_of_an_old_version_is_refused(places: tuple[str, str]) -> None:
    berlin, _ = places
    receive(SHIRT, berlin, 1)
    answer = set_level(SHIRT, berlin, {"reorder_point": 5}, {"If-Match": '"1"'})
    assert (answer.status, answer.body["error"]["details"]) == (412, {"current_version": 2})


def test_a_change_of_nothing_changes_nothing(places: tuple[str, str]) -> None:
    assert set_level(SHIRT, places[0], {}).body["version"] == 1


def test_thresholds_of_what_is_not_there_are_not_found(places: tuple[str, str]) -> None:
    berlin, _ = places
    assert set_level(CAP, berlin, {"reorder_point": 5}).status == 404
    assert set_level(SHIRT, "loc_NONE", {"reorder_point": 5}).status == 404


def test_thresholds_in_a_wrong_form_are_refused(places: tuple[str, str]) -> None:
    wrong: list[object] = [{"reorder_point": -1}, {"safety_stock": None}, {"on_hand": 9}, {"available": 9}, []]
    wrong += [{"incoming": 10**9 + 1}, {"incoming": 10**20}]
    assert [set_level(SHIRT, places[0], each).status for each in wrong] == [422] * len(wrong)


def test_lists_hold_keys_and_what_is_shown_is_read_fresh(world: Clock) -> None:
    assert {index.name: index.keys_only for index in SPEC.all_indexes} == {
        "unsent": False,
        "listing": True,
        "located": True,
    }
