"""A change that must be told of: no commit without its row, no row without its change, and one of them only."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from shared import audit
from shared.dynamo import Item, Write, commit, create, witnessed_by
from shared.dynamo.commit import NotWitnessed
from shared.errors import Unavailable
from tests.calls import request_lost
from tests.shared.things import Taken, new
from tests.world import Clock

LOG = audit.SPEC
Stored = Callable[..., Item | None]


def row(n: int = 1) -> Write:
    return create(LOG, {"pk": f"ROW#{n}", "sk": "ROW"})


def test_a_change_with_its_row_is_done(stored: Stored) -> None:
    with witnessed_by(LOG):
        commit(new(1), row())
    assert stored(1)


def test_a_change_without_its_row_is_not(stored: Stored) -> None:
    with witnessed_by(LOG), pytest.raises(NotWitnessed):
        commit(new(1))
    assert stored(1) is None


def test_a_row_without_a_change_is_not_written(world: Clock) -> None:
    with witnessed_by(LOG), pytest.raises(NotWitnessed):
        commit(row(1), row(2))


def test_what_is_told_is_not_told_again_and_later_commits_are_free(stored: Stored) -> None:
    with witnessed_by(LOG):
        commit(new(1), row())
        commit(new(2))
        with pytest.raises(NotWitnessed):
            commit(new(3), row(2))
    assert stored(2)


def test_a_commit_that_was_refused_told_nothing_so_the_next_must(stored: Stored) -> None:
    commit(new(1))
    with witnessed_by(LOG):
        with suppress(Taken):
            commit(new(1), row())
        with pytest.raises(NotWitnessed):
            commit(new(2))
        commit(new(2), row())


def test_where_nothing_is_known_of_the_first_the_next_must_tell(stored: Stored) -> None:
    with witnessed_by(LOG):
        with request_lost("TransactWriteItems", times=9), pytest.raises(Unavailable):
            commit(new(1), row())
        with pytest.raises(NotWitnessed):
            commit(new(2))


def test_outside_nothing_is_asked_for(stored: Stored) -> None:
    with suppress(NotWitnessed), witnessed_by(LOG):
        commit(new(1))
    commit(new(2))
    assert stored(2)
