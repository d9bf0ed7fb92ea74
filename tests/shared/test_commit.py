"""The commit when the world is kind: all of it or nothing, and the right refusal."""

from collections.abc import Callable

import pytest

from shared.dynamo import Item, Write, check, commit, delete, replace, retry_stale, speaking_first, take_number, update
from shared.errors import Stale, Unavailable
from tests.shared.things import THINGS, Taken, a_thing, changed, key, new, take
from tests.wire import Wire, error
from tests.world import Clock

Look = Callable[[int], Item | None]


def test_all_writes_happen(stored: Look) -> None:
    commit(new(1), new(2, color="red"))
    assert stored(1) == a_thing(1)
    assert stored(2) == a_thing(2, color="red")


def test_one_refusal_undoes_all(stored: Look) -> None:
    commit(new(1))
    with pytest.raises(Taken):
        commit(new(2), take(1, how_many=11), new(3))
    assert (stored(1), stored(2), stored(3)) == (a_thing(1), None, None)


@pytest.mark.parametrize("place", [0, 1, 49, 98])
def test_the_write_that_failed_refuses_with_the_item_it_found(world: Clock, place: int) -> None:
    commit(new(500, color="blue"))
    writes = [new(n) for n in range(99)]
    writes[place] = new(500)
    with pytest.raises(Taken) as refusal:
        commit(*writes)
    assert refusal.value.which == 500
    assert refusal.value.found is not None
    assert refusal.value.found["color"] == "blue"


def test_of_two_failures_the_first_write_refuses(world: Clock) -> None:
    commit(new(1), new(2))
    with pytest.raises(Taken) as refusal:
        commit(new(3), new(2), new(1))
    assert refusal.value.which == 2


def test_a_write_that_says_it_was_done_before_refuses_before_all_others(world: Clock) -> None:
    """A request sent twice fails on its own traces, too: it must hear of the first one, not of them. FAULTS 6, 30"""
    commit(new(1), new(2))
    with pytest.raises(Taken) as refusal:
        commit(new(1), speaking_first(new(2)))
    assert refusal.value.which == 2


@pytest.mark.parametrize(
    ("single", "after"),
    [
        (take(1, 4), a_thing(1, left=6)),
        (changed(1, seen=1, color="red"), a_thing(1, version=2, color="red")),
        (delete(THINGS, key(1)), None),
    ],
)
def test_a_single_write_is_a_commit_too(stored: Look, single: object, after: Item | None) -> None:
    commit(new(1))
    commit(single)  # type: ignore[arg-type]
    assert stored(1) == after


@pytest.mark.parametrize(
    "single",
    [
        take(1, how_many=11),
        changed(1, seen=2),
        new(1),
        delete(THINGS, key(2), refusal=Taken),
        check(THINGS, key(2), "attribute_exists(pk)", refusal=Taken),
    ],
)
def test_a_single_write_refuses_too(stored: Look, single: object) -> None:
    commit(new(1))
    with pytest.raises(Taken):
        commit(single)  # type: ignore[arg-type]
    assert stored(1) == a_thing(1)


@pytest.mark.parametrize("write", [check, delete])
def test_a_check_and_a_removal_may_ask_what_they_like(stored: Look, write: Callable[..., Write]) -> None:
    commit(new(1))
    asked = {"condition": "#left >= :n", "names": {"#left": "left"}, "refusal": Taken}
    with pytest.raises(Taken):
        commit(write(THINGS, key(1), **asked, values={":n": 11}), new(2))
    assert (stored(1), stored(2)) == (a_thing(1), None)
    commit(write(THINGS, key(1), **asked, values={":n": 10}), new(2))
    assert (stored(1), stored(2)) == (None if write is delete else a_thing(1), a_thing(2))


def test_only_a_new_item_goes_as_a_plain_call(wire: Wire) -> None:
    """A plain change sent twice happens twice; a transaction has its token, and a new item its proof. FAULTS 3"""
    commit(new(1))
    assert wire.sent == ["PutItem"]
    commit(take(1))
    commit(changed(1))
    commit(delete(THINGS, key(1)))
    assert wire.sent[1:] == ["TransactWriteItems"] * 3


def test_a_version_that_moved_on_is_stale(world: Clock) -> None:
    commit(new(1))
    commit(replace(THINGS, a_thing(1, version=2), seen=1))
    with pytest.raises(Stale):
        commit(replace(THINGS, a_thing(1, version=2), seen=1))


def test_version_zero_means_that_there_must_be_none(world: Clock) -> None:
    commit(replace(THINGS, a_thing(1), seen=0))
    with pytest.raises(Stale):
        commit(replace(THINGS, a_thing(1), seen=0))


def test_an_item_cannot_be_written_twice(world: Clock) -> None:
    """FAULTS 16"""
    with pytest.raises(ValueError, match="THING#1"):
        commit(new(1), new(2), take(1))


@pytest.mark.parametrize("how_many", [0, 101])
def test_a_commit_has_one_to_a_hundred_writes(world: Clock, how_many: int) -> None:
    """FAULTS 15"""
    with pytest.raises(ValueError, match=f"not {how_many}"):
        commit(*(new(n) for n in range(how_many)))


def test_a_hundred_writes_are_one_transaction(wire: Wire) -> None:
    """FAULTS 15"""
    commit(*(new(n) for n in range(100)))
    assert wire.sent == ["TransactWriteItems"]


def test_a_change_of_what_is_not_there_is_refused(world: Clock) -> None:
    with pytest.raises(Stale):
        commit(update(THINGS, key(9), "SET #left = :n", names={"#left": "left"}, values={":n": 1}))


def test_stale_is_decided_anew_from_a_new_read(world: Clock) -> None:
    """FAULTS 9"""
    seen = iter([1, 2, 3])
    commit(new(1))
    commit(changed(1, seen=1))
    commit(changed(1, seen=2))
    retry_stale(lambda: commit(replace(THINGS, a_thing(1, version=4), seen=next(seen))))
    assert len(world.pauses) == 2
    assert all(0 <= pause <= 1 for pause in world.pauses)


def test_stale_is_given_up_on(world: Clock) -> None:
    """FAULTS 9"""
    tries = []

    def attempt() -> None:
        tries.append(1)
        raise Stale

    with pytest.raises(Stale):
        retry_stale(attempt, tries=5)
    assert len(tries) == 5


def test_numbers_are_counted_from_one(wire: Wire) -> None:
    counter = ("COUNTER", "ORDERS")
    assert [take_number(THINGS, counter) for _ in range(3)] == [1, 2, 3]


def test_a_number_that_cannot_be_had_says_so(wire: Wire) -> None:
    wire.answer("UpdateItem", error("ThrottlingException"))
    with pytest.raises(Unavailable):
        take_number(THINGS, ("COUNTER", "ORDERS"))
