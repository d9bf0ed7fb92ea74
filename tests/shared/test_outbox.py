"""The outbox: an event is there if and only if its commit is, and leaves for the bus until the bus has it."""

import json
from typing import Any, ClassVar

import pytest

from shared import clock, telemetry
from shared.aws import client
from shared.dynamo import Item, commit, query_all
from shared.dynamo.values import to_wire
from shared.event import Event
from shared.lambdas import Failed, publisher
from shared.outbox import ENTRIES, ENVELOPE, EVENT_BYTES_MAX, SHARDS, TRIES, Aggregate, history, say, sequence, shard
from shared.table import UNSENT
from tests.shared.things import THINGS, Taken, new
from tests.wire import ok
from tests.world import NOON, Clock


class ThingMade(Event):
    type: ClassVar[str] = "thing.made"
    thing_id: str
    note: str = ""


class Bus:
    """What was put on the bus, and how it answers: which entries of the next calls it refuses."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.sizes: list[int] = []
        self.refuses: Any = lambda detail: False

    def answer(self, params: dict[str, Any], **_: Any) -> Any:
        entries = json.loads(params["body"])["Entries"]
        self.sizes.append(len(entries))
        results: list[dict[str, str]] = []
        for entry in entries:
            detail = json.loads(entry["Detail"])
            assert (entry["Source"], entry["DetailType"]) == ("storewright", detail["type"])
            if self.refuses(detail):
                results.append({"ErrorCode": "InternalFailure", "ErrorMessage": "canned"})
            else:
                self.taken.append(detail)
                results.append({"EventId": "e"})
        failed = sum("ErrorCode" in result for result in results)
        return ok(FailedEntryCount=failed, Entries=results)


@pytest.fixture
def bus(world: Clock) -> Bus:
    bus = Bus()
    client("events").meta.events.register("before-call.eventbridge.PutEvents", lambda params, **_: bus.answer(params))
    return bus


def made(n: int, version: int = 1, note: str = "") -> tuple[Any, ...]:
    aggregate = Aggregate("thing", f"thing_{n}", version)
    return say(THINGS, f"THING#{n}", aggregate, ThingMade(thing_id=f"thing_{n}", note=note), now=clock.now())


def stream_of(*rows: Item, name: str = "INSERT") -> dict[str, Any]:
    return {"Records": [{"eventName": name, "dynamodb": {"NewImage": to_wire(row)}} for row in rows]}


def unsent() -> list[Item]:
    return [row for each in range(SHARDS) for row in query_all(THINGS, str(each), index=UNSENT)]


publish = publisher(THINGS)


def test_an_event_is_in_the_table_with_what_made_it_true(world: Clock) -> None:
    """FAULTS 28"""
    telemetry.begin("req_1", "evt_0")
    commit(new(1), *made(1, version=7))
    (envelope,) = history(THINGS, "THING#1")
    assert tuple(envelope) == ENVELOPE
    assert envelope["aggregate"] == {"type": "thing", "id": "thing_1", "version": 7}
    assert (envelope["causation_id"], envelope["correlation_id"]) == ("evt_0", "req_1")
    assert (envelope["type"], envelope["schema_version"], envelope["created_at"]) == (
        "thing.made",
        1,
        clock.stamp(NOON),
    )
    assert envelope["data"] == {"thing_id": "thing_1", "note": ""}


def test_no_event_of_what_was_refused(world: Clock) -> None:
    """FAULTS 28"""
    commit(new(1))
    with pytest.raises(Taken):
        commit(new(1), *made(1))
    assert list(history(THINGS, "THING#1")) == []


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


def test_an_event_too_large_for_the_bus_is_refused_before_it_is_said(world: Clock) -> None:
    """FAULTS 41"""
    fits = "x" * (EVENT_BYTES_MAX - 60)
    made(1, note=fits)
    with pytest.raises(ValueError, match="thing_1"):
        made(1, note=fits + "x" * 100)
    with pytest.raises(ValueError, match="thing_1"):
        made(1, note="€" * (EVENT_BYTES_MAX // 4))


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


def test_events_of_one_commit_keep_their_order(world: Clock) -> None:
    """FAULTS 22"""
    aggregate = Aggregate("thing", "thing_1", 1)
    events = [ThingMade(thing_id="a"), ThingMade(thing_id="b")]
    world.advance(hours=-1)
    commit(*made(1, version=2))
    world.advance(hours=1)
    commit(*say(THINGS, "THING#1", aggregate, *events, now=clock.now()))
    assert [e["data"]["thing_id"] for e in history(THINGS, "THING#1")] == ["a", "b", "thing_1"]


def test_sequences_sort_by_time_and_fit_a_json_number(world: Clock) -> None:
    early, late = sequence(NOON), sequence(world.advance(milliseconds=1))
    assert early < late < 2**53


def test_events_are_spread_over_the_shards(world: Clock) -> None:
    assert {shard(f"evt_{letter}") for letter in "0123456789ABCDEFGHJKMNPQRSTVWXYZ"} == {"0", "1", "2", "3"}


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
