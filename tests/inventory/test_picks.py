"""Where an order's goods are taken from."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.inventory import InsufficientStock, Location, Pick, TooScattered, plan_picks
from functions.inventory.picks import PICKS_MAX
from tests.inventory.shop import BERLIN, CLOSED, MUG, PARIS, SHIRT, shelves

BOTH = (BERLIN, PARIS)


def test_one_location_that_has_everything_serves_the_whole_order() -> None:
    levels = shelves({SHIRT: {BERLIN.id: 9, PARIS.id: 2}, MUG: {BERLIN.id: 0, PARIS.id: 1}})
    assert plan_picks({SHIRT: 2, MUG: 1}, levels, BOTH) == (Pick(SHIRT, PARIS.id, 2), Pick(MUG, PARIS.id, 1))


def test_of_two_that_could_the_first_by_priority_serves() -> None:
    assert (
        plan_picks({SHIRT: 1}, shelves({SHIRT: {PARIS.id: 5, BERLIN.id: 5}}), (PARIS, BERLIN))[0].location_id
        == BERLIN.id
    )


def test_of_two_of_one_priority_the_older_serves() -> None:
    older, newer = (replace(BERLIN, id=f"loc_{n}") for n in (1, 2))
    levels = shelves({SHIRT: {newer.id: 5, older.id: 5}})
    assert plan_picks({SHIRT: 1}, levels, (newer, older)) == (Pick(SHIRT, older.id, 1),)


def test_where_none_has_everything_each_line_comes_whole_from_one() -> None:
    levels = shelves({SHIRT: {BERLIN.id: 2, PARIS.id: 0}, MUG: {BERLIN.id: 0, PARIS.id: 1}})
    assert plan_picks({SHIRT: 2, MUG: 1}, levels, BOTH) == (Pick(SHIRT, BERLIN.id, 2), Pick(MUG, PARIS.id, 1))


def test_a_line_is_split_only_where_no_location_can_serve_it_whole() -> None:
    levels = shelves({SHIRT: {BERLIN.id: 2, PARIS.id: 3}})
    assert plan_picks({SHIRT: 4}, levels, BOTH) == (Pick(SHIRT, PARIS.id, 3), Pick(SHIRT, BERLIN.id, 1))


def test_what_lies_at_a_closed_location_is_not_sold() -> None:
    with pytest.raises(InsufficientStock):
        plan_picks({SHIRT: 1}, shelves({SHIRT: {BERLIN.id: 0}}), (CLOSED, BERLIN))


def test_every_short_line_is_named() -> None:
    levels = shelves({SHIRT: {BERLIN.id: 1}, MUG: {BERLIN.id: 0}})
    with pytest.raises(InsufficientStock) as refused:
        plan_picks({SHIRT: 2, MUG: 1}, levels, BOTH)
    assert refused.value.details["items"] == [
        {"variant_id": SHIRT, "requested": 2, "available": 1},
        {"variant_id": MUG, "requested": 1, "available": 0},
    ]


def test_a_shop_without_locations_has_no_stock() -> None:
    with pytest.raises(InsufficientStock):
        plan_picks({SHIRT: 1}, shelves({}), ())


def test_an_order_that_needs_more_shelves_than_a_commit_holds_is_refused() -> None:
    places = [Location(f"loc_{i}", "", "DE", i, is_active=True) for i in range(PICKS_MAX // 2 + 1)]
    levels = shelves({variant: {place.id: 1 for place in places} for variant in (SHIRT, MUG)})
    with pytest.raises(TooScattered):
        plan_picks({SHIRT: len(places), MUG: len(places)}, levels, places)


VARIANTS = ("var_A", "var_B", "var_C")
PLACES = tuple(Location(f"loc_{i}", "", "DE", i % 3, is_active=i != 2) for i in range(5))
STOCK = st.fixed_dictionaries(
    {v: st.fixed_dictionaries({p.id: st.integers(0, 6) for p in PLACES if p.is_active}) for v in VARIANTS}
)


@given(stock=STOCK, demand=st.dictionaries(st.sampled_from(VARIANTS), st.integers(1, 12)))
def test_picks_cover_the_demand_exactly_and_never_more_than_is_there(
    stock: dict[str, dict[str, int]], demand: dict[str, int]
) -> None:
    levels = shelves(stock)
    short = {variant for variant, wanted in demand.items() if sum(stock[variant].values()) < wanted}
    if short:
        with pytest.raises(InsufficientStock) as refused:
            plan_picks(demand, levels, PLACES)
        assert {item["variant_id"] for item in refused.value.items} == short
        return
    picks = plan_picks(demand, levels, PLACES)
    covered: Counter[str] = Counter()
    for pick in picks:
        covered[pick.variant_id] += pick.quantity
        assert 0 < pick.quantity <= stock[pick.variant_id][pick.location_id]
    assert covered == Counter(demand)
    assert len({(pick.variant_id, pick.location_id) for pick in picks}) == len(picks)
