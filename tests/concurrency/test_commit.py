"""The commit under real threads: of many at once, exactly as many succeed as may, and each hears what became of it."""

from functools import partial
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from shared import clock
from shared.aws import client
from shared.dynamo import Item, Read, Write, commit, create, fetch, replace, retry_stale, take_number
from shared.errors import Stale
from shared.idempotency import InProgress, KeyReused, Replay, claim_of
from shared.ids import new_id
from shared.inbox import AlreadyHeard, heard
from shared.reply import Reply
from tests.concurrency.at_once import at_once, kinds
from tests.shared.things import THINGS, a_thing, changed, key, new, take
from tests.world import create_table


@pytest.fixture(autouse=True)
def table(emulator: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of this test's own."""
    monkeypatch.setenv("THINGS_TABLE", f"things-{new_id('li')}")
    create_table(client("dynamodb"), THINGS)


def stored(n: int = 1) -> Item:
    ((item,),) = fetch(Read(THINGS, (key(n),), lambda items: items))
    assert item is not None
    return item


def row(n: int) -> Write:
    return create(THINGS, {"pk": f"ROW#{n}", "sk": "ROW"})


def rows(how_many: int) -> int:
    keys = tuple((f"ROW#{n}", "ROW") for n in range(how_many))
    ((found,),) = (fetch(Read(THINGS, keys, lambda items: [item for item in items if item])),)
    return len(found)


@pytest.mark.parametrize("is_alone", [True, False])
def test_a_hundred_buyers_of_ten_units_make_ten_sales(is_alone: bool) -> None:
    """FAULTS 11, 79"""
    commit(new(1, left=10))
    outcomes = at_once(100, lambda n: commit(take(1)) if is_alone else commit(take(1), row(n)))
    assert kinds(outcomes) == {"NoneType": 10, "Taken": 90}
    assert stored()["left"] == 0
    assert rows(100) == (0 if is_alone else 10)


def test_fifty_requests_with_one_key_have_one_effect_and_one_answer() -> None:
    """FAULTS 6"""
    commit(new(1, left=50))

    def request(n: int) -> str:
        claim = claim_of(THINGS, "key_A", "k", b"the same", clock.now())
        try:
            fetch(claim.read)
            reply = Reply({"made_by": n}, 201)
            commit(take(1), row(n), *claim.settle(reply))
        except Replay as replay:
            reply = replay.kept.whole({})
        return str(reply.body)

    outcomes = at_once(50, request)
    answers = {outcome for outcome in outcomes if isinstance(outcome, str)}
    assert len(answers) == 1
    assert all(isinstance(outcome, str | InProgress) for outcome in outcomes)
    assert (stored()["left"], rows(50)) == (49, 1)


def test_one_key_for_two_requests_at_once_is_a_mistake_of_one() -> None:
    """FAULTS 5, 6"""

    def request(n: int) -> None:
        claim = claim_of(THINGS, "key_A", "k", b"odd" if n % 2 else b"even", clock.now())
        fetch(claim.read)
        commit(row(n), *claim.settle(Reply({})))

    outcomes = at_once(20, request)
    counts = kinds(outcomes)
    assert counts["NoneType"] == 1
    assert (counts["Replay"], counts[KeyReused.__name__]) == (9, 10)
    assert rows(20) == 1


def test_of_sixteen_that_save_one_version_one_wins_each_round() -> None:
    """FAULTS 100"""
    commit(new(1))

    def save(version: int, n: int) -> None:
        commit(changed(1, seen=version, winner=n), row(version * 100 + n))

    for version in range(1, 6):
        outcomes = at_once(16, partial(save, version))
        assert kinds(outcomes) == {"NoneType": 1, "Taken": 15}
        assert stored()["version"] == version + 1
        assert outcomes[stored()["winner"]] is None


def test_who_is_stale_decides_again_and_nothing_is_lost() -> None:
    """FAULTS 9"""
    commit(new(1, left=0))

    def add_one(_: int) -> None:
        def attempt() -> None:
            item = stored()
            seen = item["version"]
            more = {**a_thing(1), "version": seen + 1, "left": item["left"] + 1}
            commit(replace(THINGS, more, seen=seen))

        retry_stale(attempt, tries=60)

    outcomes = at_once(8, add_one)
    assert kinds(outcomes) == {"NoneType": 8}
    assert (stored()["left"], stored()["version"]) == (8, 9)


def test_news_that_many_hear_at_once_have_one_effect() -> None:
    """FAULTS 30, 36"""
    commit(new(1))
    outcomes = at_once(20, lambda _: commit(take(1), heard(THINGS, "things.on_made", "evt_1", clock.now())))
    assert kinds(outcomes) == {"NoneType": 1, AlreadyHeard.__name__: 19}
    assert stored()["left"] == 9


def test_numbers_are_given_once() -> None:
    assert sorted(at_once(50, lambda _: take_number(THINGS, ("COUNTER", "ORDERS")))) == list(range(1, 51))


@pytest.mark.parametrize("times", [1, 2, 3, 4])
@pytest.mark.parametrize("writes", [(take(1, 4),), (take(1, 4), take(2, 4))])
def test_a_change_whose_answer_is_lost_happens_once(times: int, writes: tuple[Write, ...]) -> None:
    """It leaves no proof behind, but its token is remembered. FAULTS 3"""
    commit(new(1), new(2))
    lose_answers("TransactWriteItems", times)
    commit(*writes)
    assert stored()["left"] == 6


@pytest.mark.parametrize("times", [1, 2, 3, 4])
def test_a_new_item_whose_answer_is_lost_is_made_once(times: int) -> None:
    """FAULTS 3"""
    lose_answers("PutItem", times)
    commit(new(1))
    assert stored()["left"] == 10


def lose_answers(operation: str, times: int) -> None:
    """The next calls are carried out by the emulator, and their answers thrown away."""
    dynamodb: Any = client("dynamodb")
    left = [times]

    def send_and_lose(request: Any, **_: Any) -> None:
        if left[0]:
            left[0] -= 1
            dynamodb._endpoint.http_session.send(request)
            raise ReadTimeoutError(endpoint_url=request.url)

    dynamodb.meta.events.register_first(f"before-send.dynamodb.{operation}", send_and_lose)


def test_a_stale_version_is_told_to_everyone_but_the_winner() -> None:
    commit(new(1))
    outcomes = at_once(10, lambda _: commit(replace(THINGS, a_thing(1, version=2), seen=1)))
    assert kinds(outcomes) == {"NoneType": 1, Stale.__name__: 9}
