"""The outbox: an event is there if and only if its commit is."""

import pytest

from shared import clock, telemetry
from shared.dynamo import commit
from shared.outbox import ENVELOPE, EVENT_BYTES_MAX, Aggregate, history, say, sequence, shard
from tests.shared.bus import ThingMade, made
from tests.shared.things import THINGS, Taken, new
from tests.world import NOON, Clock


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


def test_an_event_too_large_for_the_bus_is_refused_before_it_is_said(world: Clock) -> None:
    """FAULTS 41"""
    fits = "x" * (EVENT_BYTES_MAX - 60)
    made(1, note=fits)
    with pytest.raises(ValueError, match="thing_1"):
        made(1, note=fits + "x" * 100)
    with pytest.raises(ValueError, match="thing_1"):
        made(1, note="€" * (EVENT_BYTES_MAX // 4))


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
