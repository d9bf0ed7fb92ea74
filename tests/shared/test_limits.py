"""Counters of what callers do: windows, refusals, and what happens where the table is away."""

from collections.abc import Iterator

import pytest

from shared import limits
from shared.dynamo import commit
from shared.dynamo.calls import ask
from shared.errors import RateLimited, Unavailable
from shared.limits import HOUR_S, SPEC, Limit, count, counting, mailbox
from tests.calls import request_lost
from tests.world import NOON, Clock, cloud

TWO = Limit("carts", 2, HOUR_S)


@pytest.fixture(autouse=True)
def standing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    with cloud(monkeypatch, SPEC) as clock:
        yield clock


def test_one_more_than_the_limit_is_refused_until_the_window_is_over(standing: Clock) -> None:
    count(TWO, "192.0.2.1", NOON)
    count(TWO, "192.0.2.1", standing.advance(minutes=20))
    with pytest.raises(RateLimited) as refused:
        count(TWO, "192.0.2.1", standing.now)
    assert (refused.value.retry_after_s, refused.value.details) == (40 * 60, {"limit": "carts"})
    count(TWO, "192.0.2.1", standing.advance(minutes=40))


def test_callers_and_limits_do_not_share_a_counter() -> None:
    for who in ("192.0.2.1", "192.0.2.2"):
        for name in ("carts", "others"):
            count(Limit(name, 1, HOUR_S), who, NOON)


def test_a_limit_in_a_commit_refuses_the_whole_commit() -> None:
    one = Limit("free_orders", 1, HOUR_S)
    commit(counting(one, "192.0.2.1", NOON))
    with pytest.raises(RateLimited):
        commit(counting(one, "192.0.2.1", NOON))


def test_nobody_is_turned_away_where_the_table_is_away() -> None:
    with request_lost("UpdateItem", times=10) as lost:
        count(Limit("carts", 0, HOUR_S), "192.0.2.1", NOON)
    assert lost


def test_a_limit_in_a_commit_is_never_passed_over() -> None:
    with request_lost("TransactWriteItems", times=100), pytest.raises(Unavailable):
        commit(counting(TWO, "192.0.2.1", NOON))


def test_a_counter_names_nobody_and_has_an_end() -> None:
    count(TWO, "192.0.2.1", NOON)
    (item,) = ask("scan", TableName=SPEC.physical_name)["Items"]
    assert "192.0.2.1" not in repr(item)
    assert int(item["ttl"]["N"]) == NOON.timestamp() + HOUR_S + limits.KEPT_S


@pytest.mark.parametrize("written", ["jane@example.com", "JANE@Example.com", "jane+shop@example.com"])
def test_one_persons_ways_to_write_a_mailbox_are_one(written: str) -> None:
    assert mailbox(written) == "jane@example.com"
