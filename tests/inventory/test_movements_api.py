"""The book of movements, over HTTP."""

import pytest

from functions.inventory import list_movements
from tests.inventory.shop import MUG, SHIRT, adjust, call, open_location, receive, track
from tests.world import Clock

MOVEMENTS = "/admin/inventory/movements"


@pytest.fixture
def places(world: Clock) -> tuple[str, str]:
    """Two locations, at which shirts and mugs came in by turns: 1, 2, 3 … units."""
    track(SHIRT, MUG)
    berlin, paris = open_location("Berlin"), open_location("Paris")
    turns = (
        (SHIRT, berlin),
        (MUG, paris),
        (SHIRT, paris),
        (SHIRT, berlin),
        (MUG, berlin),
        (SHIRT, paris),
        (SHIRT, berlin),
    )
    for units, (variant, location) in enumerate(turns, start=1):
        world.advance(seconds=1)
        receive(variant, location, units)
    return berlin, paris


def deltas(limit: int = 20, **filters: str) -> list[int]:
    """The deltas of all listed movements, page by page."""
    seen: list[int] = []
    cursor = None
    while True:
        more = {"cursor": cursor} if cursor else {}
        page = call("GET", MOVEMENTS, query={**filters, "limit": str(limit), **more}).body
        assert len(page["data"]) <= limit
        seen += [row["delta"] for row in page["data"]]
        cursor = page["next_cursor"]
        if not page["has_more"]:
            return seen


@pytest.mark.parametrize("limit", [1, 2, 20])
def test_movements_are_listed_newest_first(places: tuple[str, str], limit: int) -> None:
    berlin, paris = places
    assert deltas(limit) == [7, 6, 5, 4, 3, 2, 1]
    assert deltas(limit, variant_id=SHIRT) == [7, 6, 4, 3, 1]
    assert deltas(limit, location_id=berlin) == [7, 5, 4, 1]
    assert deltas(limit, variant_id=SHIRT, location_id=berlin) == [7, 4, 1]
    assert deltas(limit, variant_id=MUG, location_id=paris) == [2]
    assert deltas(limit, variant_id="var_NONE") == deltas(limit, location_id="loc_NONE") == []


def test_a_search_through_a_long_book_goes_on_on_the_next_page(
    places: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_movements, "READ_MAX", 1)
    assert deltas(1, variant_id=SHIRT, location_id=places[0]) == [7, 4, 1]


def test_on_hand_is_the_sum_of_the_book(places: tuple[str, str]) -> None:
    berlin, _ = places
    for delta, reason in ((-3, "damaged"), (-2, "disposed"), (1, "damaged"), (-4, "count")):
        adjust(SHIRT, berlin, delta, reason)
    query = {"variant_id": SHIRT, "location_id": berlin}
    book = call("GET", MOVEMENTS, query=query).body["data"]
    (level,) = call("GET", "/admin/inventory/levels", query=query).body["data"]
    assert level["on_hand"] == sum(row["on_hand_delta"] for row in book) == 6
