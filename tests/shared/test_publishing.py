"""Publishing: what was said leaves for the bus until the bus has it, whatever is lost on the way."""

from typing import Any

import pytest

from shared.aws import client
from shared.dynamo import commit
from shared.dynamo.values import to_wire
from shared.lambdas import Failed
from shared.outbox import ENTRIES, EVENT_BYTES_MAX, TRIES, history
from tests.shared.bus import Bus, made, publish, stream_of, unsent
from tests.shared.things import THINGS, new
from tests.wire import ok
from tests.world import Clock


@pytest.fixture
def bus(world: Clock) -> Bus:
    bus = Bus()
    client("events").meta.events.register("before-call.eventbridge.PutEvents", lambda params, **_: bus.answer(params))
    return bus


def test_the_stream_wakes_the_publisher_for_each_new_event(bus: Bus) -> None:
    commit(new(1), *made(1), *made(2))
    rows = unsent()
    assert len(rows) == 2
    publish(stream_of(*rows), None)
    assert {event["id"] for event in bus.taken} == {row["id"] for row in rows}
    assert unsent() == []
    assert len(list(history(THINGS, "THING#1"))) == 1, "what was said stays as the history"


def test_only_new_rows_of_events_are_published(bus: Bus) -> None:
    commit(*made(1))
    (row,) = unsent()
    sent = {name: value for name, value in row.items() if not name.startswith("unsent")}
    publish(stream_of(sent), None)
    publish(stream_of(row, name="MODIFY"), None)
    assert bus.taken == []


def test_the_sweeper_finds_what_the_stream_lost(bus: Bus, world: Clock) -> None:
    """FAULTS 28, 38"""
    for n in range(30):
        commit(*made(n))
    publish({}, None)
    assert bus.taken == [], "the stream gets its minute first"
    world.advance(seconds=61)
    publish({}, None)
    assert len({event["id"] for event in bus.taken}) == 30
    assert unsent() == []
    assert max(bus.sizes) <= ENTRIES


def test_a_publisher_that_died_before_marking_publishes_again_under_the_same_id(bus: Bus, world: Clock) -> None:
    """FAULTS 29"""
    commit(*made(1))
    (row,) = unsent()
    table = client("dynamodb")
    table.meta.events.register(
        "before-call.dynamodb.BatchWriteItem", kill := lambda **_: (_ for _ in ()).throw(OSError)
    )
    with pytest.raises(Failed):
        publish(stream_of(row), None)
    table.meta.events.unregister("before-call.dynamodb.BatchWriteItem", kill)
    world.advance(minutes=2)
    publish({}, None)
    assert [event["id"] for event in bus.taken] == [row["id"], row["id"]]


def test_only_what_the_bus_refused_is_sent_again(bus: Bus) -> None:
    """FAULTS 40"""
    commit(*made(1), *made(2), *made(3))
    tries: dict[str, int] = {}

    def twice(detail: dict[str, Any]) -> bool:
        tries[detail["id"]] = tries.get(detail["id"], 0) + 1
        return detail["data"]["thing_id"] == "thing_2" and tries[detail["id"]] < 3

    bus.refuses = twice
    publish(stream_of(*unsent()), None)
    assert sorted(event["data"]["thing_id"] for event in bus.taken) == ["thing_1", "thing_2", "thing_3"]
    assert bus.sizes == [3, 1, 1]
    assert unsent() == []


@pytest.mark.parametrize("is_sweep", [True, False])
def test_an_event_that_the_bus_never_takes_holds_up_no_other(bus: Bus, world: Clock, is_sweep: bool) -> None:
    """FAULTS 37, 40"""
    for n in range(25):
        commit(*made(n))
    bus.refuses = lambda detail: detail["data"]["thing_id"] in ("thing_0", "thing_7")
    world.advance(minutes=2)
    with pytest.raises(Failed, match="Unavailable"):
        publish({} if is_sweep else stream_of(*unsent()), None)
    assert len(bus.taken) == 23
    assert sorted(row["data"]["thing_id"] for row in unsent()) == ["thing_0", "thing_7"]
    assert bus.sizes.count(1) + bus.sizes.count(2) >= TRIES - 1


def test_a_long_sweep_gets_somewhere_before_it_is_cut_off(bus: Bus, world: Clock) -> None:
    """What was handed over is marked before more is read. FAULTS 38"""
    for n in range(25):
        commit(*made(n))
    world.advance(minutes=2)
    calls = iter(range(100))
    bus.refuses = lambda _: next(calls) >= 20 and (_ for _ in ()).throw(TimeoutError)
    with pytest.raises(Failed):
        publish({}, None)
    assert len(unsent()) < 25


def test_ten_of_the_largest_events_fit_one_call(bus: Bus) -> None:
    """FAULTS 41"""
    rows = [write.item for n in range(ENTRIES) for write in made(n, note="x" * (EVENT_BYTES_MAX - 60))]
    sizes: list[int] = []
    client("events").meta.events.register_first(
        "before-call.eventbridge.PutEvents", lambda params, **_: sizes.append(len(params["body"]))
    )
    publish(stream_of(*(row for row in rows if row)), None)
    assert sizes == [pytest.approx(245_000, rel=0.05)]
    assert sizes[0] < 256 * 1024


def test_marking_is_tried_again_and_else_left_to_the_sweeper(bus: Bus, world: Clock) -> None:
    """FAULTS 19"""
    commit(*made(1))
    (row,) = unsent()
    left = {THINGS.physical_name: [{"PutRequest": {"Item": to_wire(row)}}]}
    client("dynamodb").meta.events.register_first(
        "before-call.dynamodb.BatchWriteItem", lambda **_: ok(UnprocessedItems=left)
    )
    publish(stream_of(row), None)
    assert len(world.pauses) == TRIES - 1
    assert len(unsent()) == 1


def test_the_bus_itself_takes_the_entries_as_they_are(world: Clock) -> None:
    commit(*made(1))
    publish(stream_of(*unsent()), None)
    assert unsent() == []
