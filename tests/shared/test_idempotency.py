"""Idempotency: one key, one effect, one answer, in every state the key can be found in."""

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel

from shared import clock, telemetry
from shared.dynamo import Item, Read, Write, commit, fetch, update
from shared.idempotency import (
    KEPT_DAYS,
    RUNNING_S,
    STRANGER,
    Claim,
    InProgress,
    KeyReused,
    Replay,
    claim_of,
    is_secret,
)
from shared.locked import NotOurs
from shared.reply import LeftOut, Reply
from tests.shared.things import THINGS, Taken, a_thing, new, take
from tests.wire import Wire
from tests.world import Clock

Look = Callable[[int], Item | None]
REQUEST = b'POST\n/things\n{"n":1}'


class View(BaseModel):
    """An answer with what is hard to keep byte for byte."""

    name: str
    amounts: list[int]


ANSWER = Reply(
    View(name='Zoë "naïve" \u2028 😀', amounts=[0, -1, 10**12]), 201, version=3, headers={"Location": "/things/1"}
)


def a_claim(request: bytes = REQUEST, key: str | None = "k1", who: str = "key_A") -> Claim:
    return claim_of(THINGS, who, key, request, clock.now())


def run(claim: Claim, *writes: Write, answer: Reply[Any] = ANSWER) -> Reply[Any]:
    """A command: the claim is read, the writes are committed with its settlement."""
    fetch(claim.read)
    commit(*writes, *claim.settle(answer))
    return answer


def test_a_new_key_lets_the_work_begin(world: Clock) -> None:
    assert fetch(a_claim().read) == (None,)


def test_the_same_request_gets_the_same_bytes(world: Clock, stored: Look) -> None:
    """FAULTS 1"""
    run(a_claim(), new(1))
    world.advance(days=KEPT_DAYS - 1)
    with pytest.raises(Replay) as replay:
        run(a_claim(), new(2))
    reply = replay.value.kept.whole({})
    assert (reply.status, reply.body) == (ANSWER.status, ANSWER.body)
    assert reply.headers == {**ANSWER.headers, "Idempotent-Replayed": "true"}
    assert stored(2) is None


def test_after_dynamodb_has_forgotten_the_token_the_record_still_knows(world: Clock, stored: Look) -> None:
    """FAULTS 4"""
    commit(new(1))
    run(a_claim(), take(1, 4))
    world.advance(minutes=11)
    with pytest.raises(Replay):
        run(a_claim(), take(1, 4))
    assert stored(1) == a_thing(1, left=6)


def test_the_same_key_with_another_request_is_a_mistake(world: Clock, stored: Look) -> None:
    """FAULTS 5"""
    run(a_claim(), new(1))
    with pytest.raises(KeyReused) as refusal:
        run(a_claim(request=REQUEST + b" "), new(2))
    assert (refusal.value.status, stored(2)) == (422, None)


def _of_request(number: int) -> Claim:
    telemetry.begin(f"req_{number}")
    return a_claim()


def test_what_a_request_has_begun_itself_is_no_reason_to_ask_again(world: Clock) -> None:
    claim = _of_request(1)
    commit(*claim.start({"order_id": "order_1"}))
    claim.look_again()
    commit(*claim.release())
    claim.look_again()


def test_who_goes_on_with_what_was_begun_is_refused_for_good(world: Clock) -> None:
    commit(*_of_request(1).start({"order_id": "order_1"}))
    world.advance(seconds=RUNNING_S)
    claim = _of_request(2)
    assert fetch(claim.read) == ({"order_id": "order_1"},)
    claim.look_again()


def test_who_meets_the_traces_of_another_is_asked_to_come_again(world: Clock) -> None:
    claim = _of_request(2)
    assert fetch(claim.read) == (None,)
    other = _of_request(1)
    commit(*other.start({"order_id": "order_1"}))
    with pytest.raises(InProgress):
        claim.look_again()
    world.advance(seconds=RUNNING_S)
    with pytest.raises(InProgress):
        claim.look_again()


def test_the_same_key_of_somebody_else_is_another_key(world: Clock, stored: Look) -> None:
    """FAULTS 7"""
    run(a_claim(), new(1))
    run(a_claim(who="key_B"), new(2))
    assert stored(2) is not None


@pytest.mark.parametrize(("who", "key"), [("a", "b\nc"), ("a\nb", "c")])
def test_who_and_key_are_kept_apart(world: Clock, who: str, key: str) -> None:
    assert a_claim(who=who, key=key).pk != a_claim(who="a", key="bc").pk


def test_without_a_key_each_request_is_its_own(world: Clock, stored: Look) -> None:
    claim = a_claim(key=None)
    assert fetch(claim.read) == (None,)
    assert claim.settle(ANSWER) == claim.start({}) == claim.finish(ANSWER) == claim.release() == ()
    run(claim, new(1))
    run(a_claim(key=None), new(2))
    assert stored(1) is not None
    assert stored(2) is not None


def test_a_refused_request_keeps_nothing_and_is_decided_anew(world: Clock, stored: Look) -> None:
    """FAULTS 2"""
    run(a_claim(key="other"), new(1))
    with pytest.raises(Taken):
        run(a_claim(), new(1))
    assert fetch(a_claim().read) == (None,)


def test_of_two_at_the_same_time_one_works_and_the_other_gets_its_answer(world: Clock, stored: Look) -> None:
    """Both read before either wrote; the second fails on the first one's traces, yet hears its answer. FAULTS 6"""
    first, second = a_claim(), a_claim()
    fetch(first.read)
    fetch(second.read)
    commit(new(1), *first.settle(ANSWER))
    with pytest.raises(Replay) as replay:
        commit(new(1), *second.settle(ANSWER))
    assert replay.value.kept.whole({}).body == ANSWER.body


def test_a_settlement_whose_answer_was_lost_is_one(wire: Wire, stored: Look) -> None:
    """FAULTS 1, 3"""
    wire.lose_after("TransactWriteItems", 3)
    run(a_claim(), new(1))
    assert stored(1) == a_thing(1)


def test_while_the_first_is_running_others_wait(world: Clock) -> None:
    """FAULTS 6"""
    claim = a_claim()
    fetch(claim.read)
    commit(new(1), *claim.start({"step": "pay"}))
    world.advance(seconds=RUNNING_S - 1)
    with pytest.raises(InProgress) as refusal:
        fetch(a_claim().read)
    assert (refusal.value.status, refusal.value.retry_after_s) == (409, 1)
    with pytest.raises(InProgress):
        commit(new(2), *a_claim().start({"step": "pay"}))


def test_a_request_that_died_midway_is_resumed_by_the_next(world: Clock) -> None:
    """FAULTS 8"""
    claim = a_claim()
    commit(new(1), *claim.start({"step": "pay", "amount": 5}))
    world.advance(seconds=RUNNING_S)
    assert fetch(a_claim().read) == ({"step": "pay", "amount": 5},)
    with pytest.raises(KeyReused):
        fetch(a_claim(request=b"another").read)


def test_a_request_that_let_go_is_resumed_at_once(world: Clock) -> None:
    claim = a_claim()
    commit(new(1), *claim.start({"step": "pay"}))
    commit(*claim.release())
    assert fetch(a_claim().read) == ({"step": "pay"},)


def test_a_resumed_request_ends_with_its_answer_kept(world: Clock, stored: Look) -> None:
    claim = a_claim()
    commit(new(1), *claim.start({"step": "pay"}))
    world.advance(seconds=RUNNING_S)
    commit(take(1, 4), *a_claim().finish(ANSWER))
    with pytest.raises(Replay) as replay:
        fetch(a_claim().read)
    assert replay.value.kept.whole({}).body == ANSWER.body


def test_of_two_that_resumed_the_first_to_finish_counts(world: Clock, stored: Look) -> None:
    """FAULTS 6, 8"""
    slow = a_claim()
    commit(new(1), *slow.start({"step": "pay"}))
    world.advance(seconds=RUNNING_S)
    commit(take(1, 4), *a_claim().finish(ANSWER))
    with pytest.raises(Replay) as replay:
        commit(take(1, 4), *slow.finish(Reply(View(name="late", amounts=[]))))
    assert replay.value.kept.whole({}).body == ANSWER.body
    assert stored(1) == a_thing(1, left=6)


def test_a_key_is_free_again_after_its_days_though_the_row_is_still_there(world: Clock, stored: Look) -> None:
    """DynamoDB's TTL may be days late. FAULTS 21"""
    run(a_claim(), new(1))
    world.advance(days=KEPT_DAYS, seconds=-1)
    with pytest.raises(Replay):
        fetch(a_claim().read)
    world.advance(seconds=1)
    run(a_claim(request=b"another"), new(2))
    assert stored(2) is not None
    with pytest.raises(Replay):
        fetch(a_claim(request=b"another").read)
    with pytest.raises(KeyReused):
        fetch(a_claim().read)


def test_a_refusal_is_looked_at_again_before_it_leaves(world: Clock) -> None:
    """FAULTS 6: this request found no claim, and then what its twin had made meanwhile."""
    claim = a_claim()
    assert fetch(claim.read) == (None,)
    claim.look_again()
    run(a_claim(), new(1))
    with pytest.raises(InProgress):
        claim.look_again()


def test_a_request_that_its_twin_has_begun_is_in_progress(world: Clock) -> None:
    """FAULTS 6: also where the twin's time is over and the next one may go on from there."""
    commit(*a_claim().start({"order_id": "order_1"}))
    world.advance(seconds=RUNNING_S + 1)
    with pytest.raises(InProgress):
        a_claim().look_again()


def test_without_a_key_there_is_nothing_to_look_at() -> None:
    a_claim(key=None).look_again()


SECRET_KEYS = [
    "c1b6f9de-3d0c-4d38-8f0a-5c1e0f6f8a11",
    "C1B6F9DE-3D0C-4D38-8F0A-5C1E0F6F8A11",
    "0193734c-7a31-7c49-b8e2-2b9a4c6d5e7f",  # UUID 7
    "checkout:c1b6f9de-3d0c-4d38-8f0a-5c1e0f6f8a11",
    "c1b6f9de3d0c4d388f0a5c1e0f6f8a11",
    "cart-c1b6f9de3d0c4d388f0a5c1e0f6f8a11",
    "01JD4B6G8W2V5XKQZT9RNYMAHE",
    "Q3xkV9_bT7mR2-wLz8YpHa",  # 22 of base64url
    "V1StGXR8Z5jdHi6BmyTkqQ9a",
]
GUESSABLE_KEYS = [
    "1",
    "k1",
    "cart-1",
    "order-482913",
    "V1StGXR8_Z5jdHi6B-myT",  # 21: one letter short
    "a" * 64,
    "Aa" * 32,
    "0" * 32,
    "00000000-0000-0000-0000-000000000000",
    "11111111-1111-4111-8111-111111111111",
    "c1b6f9de-3d0c-1d38-8f0a-5c1e0f6f8a11",  # UUID 1: a clock and a network card
    "2026-11-29T12:00:00.000000Z-cart-1",
    "00000000000000000000000001",
    "a key that is long but made of plain words",
    "the-order-of-jane-doe-of-main-street",
    "Q3xkV9 bT7mR2 wLz8YpHa",
    "jane.doe@example.com",
]


@pytest.mark.parametrize("key", SECRET_KEYS)
def test_a_stranger_gets_the_same_answer_for_a_key_that_is_a_secret(world: Clock, stored: Look, key: str) -> None:
    run(a_claim(who=STRANGER, key=key), new(1))
    with pytest.raises(Replay):
        run(a_claim(who=STRANGER, key=key), new(2))
    assert is_secret(key)


@pytest.mark.parametrize("key", GUESSABLE_KEYS)
def test_a_key_that_others_could_guess_has_no_effect_for_a_stranger(world: Clock, stored: Look, key: str) -> None:
    """FAULTS 7, 94: two shoppers who both send `1` never see each other's answer."""
    run(a_claim(who=STRANGER, key=key), new(1))
    run(a_claim(who=STRANGER, key=key, request=b"another"), new(2))
    assert stored(2) is not None
    assert a_claim(who=STRANGER, key=key).pk is None


def test_any_key_counts_for_who_proves_who_it_is(world: Clock) -> None:
    assert all(a_claim(key=key).pk for key in GUESSABLE_KEYS)


def a_token_shown(token: str) -> Reply[Any]:
    """An answer that shows a token, which may be made again of `made_at`."""
    left_out = LeftOut({"token": token}, {"made_at": "noon"})
    return Reply({"id": 1, "token": token, "name": "Zoë"}, 201, left_out=left_out)


def test_no_record_keeps_what_is_left_out_and_a_replay_has_it_again(
    world: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FAULTS 94: not even under lock and key."""
    monkeypatch.setattr("shared.idempotency.lock", lambda text, _: text)
    answer = a_token_shown("eyJ.x_-")
    (record,) = a_claim().settle(answer)
    assert record.item
    assert "Zo" in record.item["answer"]
    assert "eyJ" not in record.item["answer"]
    assert answer.body == '{"id":1,"token":"eyJ.x_-","name":"Zo\\u00eb"}'


def test_what_was_left_out_is_filled_in_byte_for_byte(world: Clock) -> None:
    answer = a_token_shown("eyJ.x_-")
    run(a_claim(), new(1), answer=answer)
    with pytest.raises(Replay) as replay:
        run(a_claim())
    kept = replay.value.kept
    assert kept.recipe == {"made_at": "noon"}
    assert kept.whole({"token": "eyJ.x_-"}).body == answer.body
    assert "eyJ" not in repr(answer.left_out)


def tamper(world: Clock, **changed: Any) -> None:
    """Change the record as who writes to the table can."""
    pk = a_claim().pk
    assert pk
    names, values = {f"#{name}": name for name in changed}, {f":{name}": value for name, value in changed.items()}
    commit(
        update(THINGS, (pk, "IDEM"), "SET " + ", ".join(f"#{n} = :{n}" for n in changed), names=names, values=values)
    )


def record_of(claim: Claim) -> Item:
    (item,) = fetch(Read(THINGS, ((str(claim.pk), "IDEM"),), lambda items: items[0]))
    assert item
    return item


def test_an_answer_moved_from_another_record_is_never_given(world: Clock) -> None:
    """FAULTS 95"""
    run(a_claim(), new(1))
    run(a_claim(who="key_B"), new(2))
    tamper(world, answer=record_of(a_claim(who="key_B"))["answer"])
    with pytest.raises(NotOurs):
        fetch(a_claim().read)


@pytest.mark.parametrize("changed", [{"answer": "0" * 80}, {"answer": ""}, {"answer": {"status": 200}}])
def test_a_forged_answer_is_a_fault_and_counted(world: Clock, changed: Item) -> None:
    run(a_claim(), new(1))
    tamper(world, **changed)
    with pytest.raises(NotOurs):
        fetch(a_claim().read)
    assert "AnswersNotOurs" in telemetry.metrics.metric_set
    telemetry.metrics.clear_metrics()


def test_a_record_of_an_older_form_is_refused_and_not_taken_for_none(world: Clock, stored: Look) -> None:
    run(a_claim(), new(1))
    pk = a_claim().pk
    assert pk
    commit(update(THINGS, (pk, "IDEM"), "REMOVE #answer", names={"#answer": "answer"}))
    with pytest.raises(NotOurs):
        run(a_claim(), new(2))
    assert stored(2) is None


def test_what_to_go_on_from_cannot_be_forged(world: Clock) -> None:
    """Otherwise who writes to the table could make one shopper's request go on with another's order."""
    commit(*a_claim().start({"order_id": "order_1"}))
    world.advance(seconds=RUNNING_S)
    tamper(world, resume={"order_id": "order_2"})
    with pytest.raises(NotOurs):
        fetch(a_claim().read)
