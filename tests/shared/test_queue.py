"""Queue handlers: each message is heard once, a failed one goes back alone, a refused one is on the record."""

import json
from collections.abc import Callable
from typing import Any, ClassVar

import pytest

from shared.dynamo import Item, commit
from shared.errors import NotFound, Stale, Unavailable
from shared.event import Event
from shared.queue import News, queue_handler
from shared.telemetry import causation_id, correlation_id
from tests.shared.things import THINGS, a_thing, new, take
from tests.world import Clock

Look = Callable[[int], Item | None]
Logs = Callable[[], list[dict[str, Any]]]


class ThingMade(Event):
    type: ClassVar[str] = "thing.made"
    thing_id: str
    n: int = 1


def a_message(event_id: str = "evt_1", name: str = "thing.made", **data: Any) -> dict[str, Any]:
    """A record as SQS hands over what the bus's rule put there."""
    detail = {
        "id": event_id,
        "object": "event",
        "type": name,
        "created_at": "2026-11-22T12:00:00.000Z",
        "schema_version": 1,
        "sequence": 1,
        "aggregate": {"type": "thing", "id": "thing_1", "version": 3},
        "causation_id": None,
        "correlation_id": "req_1",
        "data": {"thing_id": "thing_1", **data},
    }
    return {"messageId": f"m-{event_id}", "body": json.dumps({"detail-type": name, "detail": detail})}


def hear(on_news: Any, *messages: dict[str, Any]) -> list[str]:
    """The ids of the messages that go back to the queue."""
    handler = queue_handler(THINGS, "things.on_made", {ThingMade: on_news})
    answer = handler({"Records": list(messages)}, None)
    return [failed["itemIdentifier"] for failed in answer["batchItemFailures"]]


def take_some(event: ThingMade, news: News) -> None:
    commit(take(1, event.n), news.heard)


def test_a_message_is_heard(world: Clock, stored: Look) -> None:
    commit(new(1))
    assert hear(take_some, a_message(n=4)) == []
    assert stored(1) == a_thing(1, left=6)


def test_news_bring_their_facts(world: Clock) -> None:
    heard: list[News] = []
    hear(lambda _, news: heard.append(news), a_message("evt_7"))
    (news,) = heard
    assert (news.id, news.aggregate_id, news.aggregate_version, news.now) == ("evt_7", "thing_1", 3, world.now)


def test_news_know_how_old_they_are(world: Clock) -> None:
    """By two clocks, of which the teller's may go a little before ours."""
    heard: list[float] = []
    hear(lambda _, news: heard.append(news.age_s()), a_message())
    world.advance(minutes=2)
    hear(lambda _, news: heard.append(news.age_s()), a_message("evt_2"))
    world.advance(days=-1)
    hear(lambda _, news: heard.append(news.age_s()), a_message("evt_3"))
    assert (heard[1] - heard[0], heard[2]) == (120, 0)


def test_the_same_message_twice_has_one_effect(world: Clock, stored: Look) -> None:
    """In one batch, in the next, and after a redrive weeks later. FAULTS 30, 42"""
    commit(new(1))
    assert hear(take_some, a_message(n=4), a_message(n=4)) == []
    world.advance(days=60)
    assert hear(take_some, a_message(n=4)) == []
    assert stored(1) == a_thing(1, left=6)


def test_two_consumers_hear_the_same_news_each(world: Clock, stored: Look) -> None:
    commit(new(1))
    hear(take_some, a_message())
    queue_handler(THINGS, "things.on_other", {ThingMade: take_some})({"Records": [a_message()]}, None)
    assert stored(1) == a_thing(1, left=8)


def test_what_failed_was_not_heard(world: Clock, stored: Look) -> None:
    """The note and the effect are one commit: a message whose effect failed is not lost. FAULTS 30, 31"""

    def fail(_event: ThingMade, _news: News) -> None:
        raise ValueError

    commit(new(1))
    assert hear(fail, a_message()) == ["m-evt_1"]
    assert hear(take_some, a_message()) == []
    assert stored(1) == a_thing(1, left=9)


@pytest.mark.parametrize("error", [ValueError, KeyError, Unavailable("down"), NotFound("thing"), Stale])
def test_an_unexpected_failure_sends_its_message_back_alone(world: Clock, stored: Look, error: Any) -> None:
    """One poison in ten: the others flow. FAULTS 33, 35"""

    def on_news(event: ThingMade, news: News) -> None:
        if event.n == 2:
            raise error
        commit(take(1), news.heard)

    commit(new(1))
    messages = [a_message(f"evt_{place}", n=2 if place == 4 else 1) for place in range(10)]
    assert hear(on_news, *messages) == ["m-evt_4"]
    assert stored(1) == a_thing(1, left=1)


def test_a_batch_of_failures_is_answered_too(world: Clock) -> None:
    """FAULTS 35"""

    def fail(_event: ThingMade, _news: News) -> None:
        raise ValueError

    assert hear(fail, a_message("evt_1"), a_message("evt_2")) == ["m-evt_1", "m-evt_2"]


def test_what_the_rules_refuse_is_done_and_on_the_record(world: Clock, stored: Look, logs: Logs) -> None:
    """FAULTS 42"""
    commit(new(1))
    assert hear(take_some, a_message(n=11)) == []
    assert [line["code"] for line in logs() if line["message"] == "news_refused"] == ["taken"]
    assert hear(take_some, a_message(n=1)) == [], "heard, so it is not asked again"
    assert stored(1) == a_thing(1)


def test_what_is_stale_is_decided_anew_at_once(world: Clock) -> None:
    """FAULTS 9"""
    tries: list[int] = []

    def on_news(_event: ThingMade, news: News) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise Stale
        commit(news.heard)

    assert hear(on_news, a_message()) == []
    assert len(tries) == 3


def test_a_message_nobody_registered_for_goes_back(world: Clock, logs: Logs) -> None:
    """It ends in the dead-letter queue, under an alarm, instead of being lost. FAULTS 33, 43"""
    commit(new(1))
    assert hear(take_some, a_message("evt_1", "thing.painted"), a_message("evt_2")) == ["m-evt_1"]
    assert logs()[0]["message"] == "not_heard"


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '{"detail":null}', '{"detail":{}}', '{"detail":{"id":1}}', "é"]
)
def test_what_is_no_message_of_ours_goes_back(world: Clock, body: str, logs: Logs) -> None:
    """FAULTS 33"""
    commit(new(1))
    assert hear(take_some, {"messageId": "m-0", "body": body}, a_message("evt_2")) == ["m-0"]
    assert (logs()[0]["message"], logs()[0]["message_id"]) == ("not_heard", "m-0")


def test_fields_that_a_later_version_adds_are_ignored(world: Clock, stored: Look) -> None:
    """FAULTS 43"""
    commit(new(1))
    assert hear(take_some, a_message(n=4, color="red", more={"deep": [1]})) == []
    assert stored(1) == a_thing(1, left=6)


def test_a_field_that_is_missing_sends_the_message_back(world: Clock) -> None:
    """FAULTS 43"""
    message = a_message()
    message["body"] = message["body"].replace("thing_id", "thing_name")
    assert hear(take_some, message) == ["m-evt_1"]


def test_what_is_said_on_hearing_names_its_cause(world: Clock) -> None:
    told: list[tuple[str | None, str]] = []
    hear(lambda _, __: told.append((causation_id(), correlation_id())), a_message("evt_7"))
    assert told == [("evt_7", "req_1")]
