"""The commit when the world is not kind. It happens once, or not at all, and says which."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infra.stages import API_TIMEOUT_S
from shared.aws import CONFIG
from shared.dynamo import Item, commit
from shared.dynamo.commit import GIVE_UP_S, TRIES
from shared.errors import Stale, Unavailable
from tests.shared.things import Taken, a_thing, changed, new, take
from tests.simulation.dynamodb.limits import TOKEN_S
from tests.wire import Wire, canceled, error, ok
from tests.world import Clock

Look = Callable[[int], Item | None]
SDK_TRIES = 3


@pytest.mark.parametrize("writes", [(new(1),), (new(1), new(2))])
@pytest.mark.parametrize("times", [1, 2])
def test_a_lost_answer_is_a_success(wire: Wire, stored: Look, writes: tuple[Any, ...], times: int) -> None:
    """The SDK sends again. A write sees its own effect as a failed condition, and the proof tells; a transaction is
    known by its token. FAULTS 1, 3
    """
    operation = "PutItem" if len(writes) == 1 else "TransactWriteItems"
    wire.lose_after(operation, times)
    commit(*writes)
    assert stored(1) == a_thing(1)
    assert wire.count(operation) == times + 1
    assert wire.count("GetItem") == (operation == "PutItem")


def test_a_transaction_is_known_by_its_proof_once_its_token_is_forgotten(
    world: Clock, wire: Wire, stored: Look
) -> None:
    """FAULTS 1, 3"""
    wire.lose_after("TransactWriteItems")
    wire.on_loss = lambda: world.advance(seconds=TOKEN_S + 1)
    commit(new(1), new(2))
    assert stored(1) == a_thing(1)
    assert wire.count("TransactWriteItems") == 2
    assert wire.count("GetItem") == 1


@pytest.mark.parametrize("operation", ["PutItem", "TransactWriteItems"])
def test_an_answer_lost_again_and_again_is_a_success(wire: Wire, stored: Look, operation: str) -> None:
    """Nothing but the proof is ever heard of it. FAULTS 1, 3"""
    wire.lose_after(operation, SDK_TRIES)
    commit(*((new(1),) if operation == "PutItem" else (new(1), new(2))))
    assert stored(1) == a_thing(1)
    assert wire.count(operation) == SDK_TRIES


def test_an_item_of_somebody_else_is_no_proof(wire: Wire, stored: Look) -> None:
    """FAULTS 3"""
    commit(new(1, color="theirs"))
    wire.lose_before("PutItem", 1)
    with pytest.raises(Taken):
        commit(new(1, color="ours"))
    assert stored(1) == a_thing(1, color="theirs")


@pytest.mark.parametrize("operation", ["PutItem", "TransactWriteItems"])
@pytest.mark.parametrize("times", [1, SDK_TRIES, SDK_TRIES + 1])
def test_a_commit_that_did_not_arrive_is_sent_again(wire: Wire, stored: Look, operation: str, times: int) -> None:
    """FAULTS 2"""
    wire.lose_before(operation, times)
    commit(*((new(1),) if operation == "PutItem" else (new(1), new(2))))
    assert stored(1) == a_thing(1)
    assert wire.count(operation) == times + 1


def test_a_change_that_did_not_arrive_is_sent_again_with_the_same_token(wire: Wire, stored: Look) -> None:
    """FAULTS 2"""
    commit(new(1))
    wire.lose_before("TransactWriteItems", SDK_TRIES)
    commit(take(1, 4))
    assert stored(1) == a_thing(1, left=6)


def test_a_database_that_never_answers_is_unavailable(wire: Wire, stored: Look) -> None:
    wire.lose_before("TransactWriteItems", 1000)
    with pytest.raises(Unavailable):
        commit(new(1), new(2))
    assert wire.count("TransactWriteItems") == TRIES * SDK_TRIES
    assert stored(1) is None


def test_no_try_begins_when_a_request_has_no_time_left(wire: Wire, world: Clock) -> None:
    """Each try waits nine seconds for its answers, and so does its proof; a request has 25 in all. FAULTS 26"""
    wire.on_loss = lambda: world.advance(seconds=CONFIG.read_timeout)
    wire.lose_before("TransactWriteItems", 1000)
    wire.lose_before("GetItem", 1000)
    began = world.now
    with pytest.raises(Unavailable):
        commit(new(1), new(2))
    assert wire.count("TransactWriteItems") == SDK_TRIES
    assert (world.now - began).total_seconds() < API_TIMEOUT_S


@pytest.mark.parametrize(("left_s", "tries"), [(0, 1), (1, TRIES)])
def test_a_try_begins_only_before_the_time_is_over(wire: Wire, world: Clock, left_s: float, tries: int) -> None:
    late = world.now + timedelta(seconds=GIVE_UP_S - left_s)
    wire.on_loss = lambda: setattr(world, "now", late)
    wire.lose_before("TransactWriteItems", 1000)
    with pytest.raises(Unavailable):
        commit(new(1), new(2))
    assert wire.count("TransactWriteItems") == tries * SDK_TRIES


def test_where_even_the_proof_cannot_be_read_the_commit_is_sent_again(wire: Wire, stored: Look) -> None:
    """FAULTS 3"""
    wire.lose_after("TransactWriteItems", SDK_TRIES)
    wire.lose_before("GetItem", SDK_TRIES)
    commit(new(1), new(2))
    assert stored(1) == a_thing(1)


def test_a_refusal_that_may_be_our_own_echo_is_not_told_unproven(wire: Wire) -> None:
    """FAULTS 3"""
    commit(new(1))
    wire.lose_before("GetItem", 1000)
    with pytest.raises(Unavailable):
        commit(new(1), new(2))


@pytest.mark.parametrize("busy", ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"])
def test_conflicts_and_throttles_pass(wire: Wire, world: Clock, stored: Look, busy: str) -> None:
    """FAULTS 9, 11"""
    wire.answer("TransactWriteItems", canceled(None, busy), canceled(busy, None))
    commit(new(1), new(2))
    assert stored(2) == a_thing(2)
    assert len(world.pauses) == 2


@pytest.mark.parametrize(
    "code", ["TransactionInProgressException", "TransactionConflictException", "ThrottlingException"]
)
@pytest.mark.parametrize("operation", ["PutItem", "TransactWriteItems"])
def test_a_whole_call_that_is_put_off_is_sent_again(wire: Wire, stored: Look, code: str, operation: str) -> None:
    """FAULTS 9, 11"""
    wire.answer(operation, error(code))
    commit(*((new(1),) if operation == "PutItem" else (new(1), new(2))))
    assert stored(1) == a_thing(1)


def test_pauses_are_random_grow_and_end(wire: Wire, world: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """FAULTS 9"""
    monkeypatch.setattr("shared.ids.random_bits", lambda bits: 2**bits - 1)
    wire.answer("TransactWriteItems", *[canceled("TransactionConflict", None)] * 100)
    with pytest.raises(Stale):
        commit(new(1), new(2))
    assert world.pauses == pytest.approx([0.05, 0.1, 0.2, 0.4, 0.8], rel=1e-3)


def test_a_throttle_that_stays_is_unavailable(wire: Wire) -> None:
    """503 with Retry-After, not 409: nobody else has changed anything. FAULTS 11"""
    wire.answer("TransactWriteItems", *[canceled("ThrottlingError", None)] * 100)
    with pytest.raises(Unavailable) as refusal:
        commit(new(1), new(2))
    assert refusal.value.retry_after_s
    assert wire.count("TransactWriteItems") == TRIES


def test_after_a_lost_try_conflicts_are_no_reason_to_decide_anew(wire: Wire) -> None:
    """A try without an answer may still arrive: whoever decided again on Stale could do it twice. FAULTS 3, 9"""
    broken = [error("InternalServerError", 500)]
    wire.answer("TransactWriteItems", *broken, *[canceled("TransactionConflict", None)] * 100)
    with pytest.raises(Unavailable):
        commit(take(1), take(2))


@pytest.mark.parametrize("code", ["InternalServerError", "ServiceUnavailable", "502", "RequestTimeout"])
def test_a_broken_answer_is_as_good_as_none(wire: Wire, stored: Look, code: str) -> None:
    wire.answer("TransactWriteItems", error(code, 500))
    commit(new(1), new(2))
    assert stored(1) == a_thing(1)
    assert wire.sent[:2] == ["TransactWriteItems", "GetItem"]


def test_what_no_second_try_can_mend_is_raised(wire: Wire) -> None:
    wire.answer("TransactWriteItems", error("ResourceNotFoundException"))
    with pytest.raises(ClientError):
        commit(new(1), new(2))
    assert wire.count("TransactWriteItems") == 1


PASSING = ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]
REASONS = st.lists(st.sampled_from([None, None, None, "ConditionalCheckFailed", *PASSING]), min_size=2, max_size=100)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reasons=REASONS.filter(any))
def test_any_mix_of_reasons_has_one_outcome(wire: Wire, reasons: list[str | None]) -> None:
    """A failed condition refuses at once, by position; conflicts are Stale, throttles Unavailable. FAULTS 9, 10"""
    wire.forget()
    wire.sent.clear()
    items = {place: {"n": {"N": str(place)}} for place, code in enumerate(reasons) if code == "ConditionalCheckFailed"}
    wire.answer("TransactWriteItems", *[canceled(*reasons, items=items)] * TRIES)
    wire.answer("GetItem", ok())
    with pytest.raises((Taken, Stale, Unavailable)) as outcome:
        commit(*(changed(n) for n in range(len(reasons))))
    if items:
        first = min(items)
        assert isinstance(outcome.value, Taken)
        assert (outcome.value.which, outcome.value.found) == (first, {"n": first})
        assert wire.sent == ["TransactWriteItems", "GetItem"]
    else:
        assert isinstance(outcome.value, Stale if "TransactionConflict" in reasons else Unavailable)
        assert wire.sent == ["TransactWriteItems"] * TRIES
