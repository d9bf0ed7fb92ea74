"""The book of movements, over HTTP."""

import pytest

from functions.inventory import list_movements
from tests.inventory.shop import MUG, SHIRT, adjust, call, open_location, page_by_page, receive, track
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


def deltas(limit: int, **filters: str) -> list[int]:
    """The deltas of all listed movements, page by page."""
    return [row["delta"] for row in page_by_page(MOVEMENTS, {**filters, "limit": str(limit)})]


def test_movements_are_listed_newest_first(places: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    berlin, paris = places
    for limit in (1, 2, 20):
        assert deltas(limit) == [7, 6, 5, 4, 3, 2, 1]
        assert deltas(limit, variant_id=SHIRT) == [7, 6, 4, 3, 1]
        assert deltas(limit, location_id=berlin) == [7, 5, 4, 1]
        assert deltas(limit, variant_id=SHIRT, location_id=berlin) == [7, 4, 1]
        assert deltas(limit, variant_id=MUG, location_id=paris) == [2]
        assert deltas(limit, variant_id="var_NONE") == deltas(limit, location_id="loc_NONE") == []
    monkeypatch.setattr(list_movements, "READ_MAX", 1)  # a search through a long book goes on on the next page
    assert deltas(1, variant_id=SHIRT, location_id=berlin) == [7, 4, 1]


def test_on_hand_is_the_sum_of_the_book(world: Clock) -> None:
    track(SHIRT)
    berlin = open_location()
    receive(SHIRT, berlin, 12)
    for delta, reason in ((-3, "damaged"), (-2, "disposed"), (1, "damaged"), (-4, "count")):
        adjust(SHIRT, berlin, delta, reason)
    query = {"variant_id": SHIRT, "location_id": berlin}
    book = call("GET", MOVEMENTS, query=query).body["data"]
    (level,) = call("GET", "/admin/inventory/levels", query=query).body["data"]
    assert level["on_hand"] == sum(row["on_hand_delta"] for row in book) == 6
