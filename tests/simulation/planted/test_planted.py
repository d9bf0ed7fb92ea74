"""Every planted bug still fits the code, and the table tells of every one. `make simulation` catches them all."""

import pytest

from tests.simulation.planted import table
from tests.simulation.planted.bugs import BUGS, BY_NAME
from tests.simulation.planted.hunt import SEEDS_MAX, SHOPPERS, Place, cheapest_first
from tests.simulation.planted.patching import planted


@pytest.mark.parametrize("name", BY_NAME)
def test_the_bug_still_fits_the_code(name: str) -> None:
    with planted(BY_NAME[name]):
        pass


def test_no_two_bugs_have_one_name() -> None:
    assert len(BY_NAME) == len(BUGS) >= 24


def test_the_table_tells_of_every_bug_and_of_no_other() -> None:
    assert list(table.known()) == list(BY_NAME)


def test_every_bug_was_caught_soon_enough_by_one_that_should_notice_it() -> None:
    for name, catch in table.known().items():
        assert catch.seeds <= SEEDS_MAX
        assert catch.invariant in BY_NAME[name].invariants


def test_the_table_reads_as_it_was_written() -> None:
    assert table.written(table.known()) == table.PATH.read_text(encoding="utf-8")


def test_a_bug_that_is_not_where_it_was_is_looked_for_in_cheap_worlds_first_and_then_in_all() -> None:
    places = list(cheapest_first())
    assert places == sorted(places, key=lambda place: place.shoppers)
    assert places[-SEEDS_MAX:] == [Place(seed, SHOPPERS) for seed in range(SEEDS_MAX)]
