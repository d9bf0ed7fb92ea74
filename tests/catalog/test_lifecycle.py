"""A product's states: every pair is either in the table or refused."""

from itertools import product as pairs

import pytest

from functions.catalog.lifecycle import TRANSITIONS, Status, StatusRefused, moved


@pytest.mark.parametrize(("before", "after"), list(pairs(Status, Status)))
def test_a_product_moves_as_the_table_says(before: Status, after: Status) -> None:
    if after is before or after in TRANSITIONS[before]:
        assert moved(before, after) is after
    else:
        with pytest.raises(StatusRefused):
            moved(before, after)


def test_an_archived_product_is_looked_over_before_it_is_sold_again() -> None:
    assert Status.ACTIVE not in TRANSITIONS[Status.ARCHIVED]
    assert Status.DRAFT in TRANSITIONS[Status.ARCHIVED]
