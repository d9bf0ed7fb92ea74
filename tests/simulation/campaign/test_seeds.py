"""Sets of seeds behave as sets do, and print as ranges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.simulation.campaign.seeds import Seeds

SEEDS = st.sets(st.integers(0, 60))


def _made(of: set[int]) -> Seeds:
    made = Seeds()
    for seed in of:
        made |= Seeds.one(seed)
    return made


@given(SEEDS, SEEDS)
def test_seeds_are_a_set(some: set[int], others: set[int]) -> None:
    both = _made(some) | _made(others)
    assert list(both) == sorted(some | others)
    assert len(both) == len(some | others)
    assert [seed for seed in range(61) if seed in both] == list(both)


@given(SEEDS.filter(bool))
def test_what_is_printed_can_be_read(some: set[int]) -> None:
    assert Seeds.parse(str(_made(some))) == _made(some)


def test_both_ends_of_a_range_are_in_it() -> None:
    assert list(Seeds.parse("0-2,7")) == [0, 1, 2, 7]


def test_seeds_in_a_row_are_one_range() -> None:
    assert str(_made(set(range(5_000)))) == "0-4999"


@pytest.mark.parametrize("text", ["", "a", "5-1", "1-", "-3"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"ends before it begins|invalid literal"):
        Seeds.parse(text)
