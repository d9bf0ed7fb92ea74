"""What EventBridge promises of PutEvents and of the ways to its targets."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.simulation.dynamodb.errors import AwsError
from tests.simulation.plumbing import Weather, bus, kinds
from tests.simulation.plumbing.bus import Bus, Rule
from tests.simulation.plumbing.infra_says import TARGET_AGE_S, TARGET_RETRIES
from tests.simulation.plumbing.scene import DAY, HOUR, MINUTE, Scene

PLACED = {"Source": "storewright", "DetailType": "order.placed", "Detail": '{"id":"evt_1","data":{"total":5}}'}
SHIPPED = {**PLACED, "DetailType": "fulfillment.shipped"}


@dataclass
class Town(Scene):
    bus: Bus = field(init=False)
    mail: list[str] = field(default_factory=list)
    counted: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        placed, shipped = ("storewright", "order.placed"), ("storewright", "fulfillment.shipped")
        rules = [
            Rule("shop.mail", (placed, shipped), self.mail.append),
            Rule("shop.count", (placed,), self.counted.append),
        ]
        self.bus = Bus(self.air, rules)

    def put(self, *entries: dict[str, Any]) -> dict[str, Any]:
        return self.bus.put_events(entries)


def test_an_event_goes_to_everybody_whose_rule_it_fits_and_to_nobody_else() -> None:
    town = Town()
    answer = town.put(PLACED, SHIPPED, {**PLACED, "Source": "somebody"})
    assert answer["FailedEntryCount"] == 0
    assert len({entry["EventId"] for entry in answer["Entries"]}) == 3
    town.wait(MINUTE)
    assert (len(town.mail), len(town.counted)) == (2, 1)
    assert town.air.moving == 0


def test_a_message_holds_the_whole_event_as_eventbridge_writes_it() -> None:
    town = Town()
    [entry] = town.put(PLACED)["Entries"]
    town.wait(MINUTE)
    assert json.loads(town.counted[0]) == {
        "version": "0",
        "id": entry["EventId"],
        "detail-type": "order.placed",
        "source": "storewright",
        "account": "123456789012",
        "time": "2026-11-22T12:00:00Z",
        "region": "eu-west-1",
        "resources": [],
        "detail": {"id": "evt_1", "data": {"total": 5}},
    }


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({**PLACED, "Detail": "{"}, "MalformedDetail"),
        ({**PLACED, "Detail": "[]"}, "MalformedDetail"),
        ({**PLACED, "Detail": ""}, "InvalidArgument"),
        ({"Source": "storewright", "Detail": "{}"}, "InvalidArgument"),
        ({**PLACED, "Source": "aws.s3"}, "NotAuthorizedForSourceException"),
    ],
)
def test_an_entry_that_is_wrong_is_refused_and_keeps_no_other_back(entry: dict[str, Any], code: str) -> None:
    town = Town()
    answer = town.put(PLACED, entry)
    assert answer["FailedEntryCount"] == 1
    assert answer["Entries"][1]["ErrorCode"] == code
    town.wait(MINUTE)
    assert len(town.counted) == 1


@pytest.mark.parametrize("entries", [[], [PLACED] * 11, [{**PLACED, "Detail": json.dumps({"x": "ü" * 60_000})}] * 3])
def test_a_request_that_is_too_large_is_refused_as_a_whole(entries: list[dict[str, Any]]) -> None:
    town = Town()
    with pytest.raises(AwsError, match="ValidationException"):
        town.put(*entries)
    town.wait(MINUTE)
    assert town.mail == []


def test_entries_may_be_refused_one_by_one_in_an_answer_that_is_no_error() -> None:
    town = Town(Weather(entry_refused=0.5))
    answers = [entry for _ in range(20) for entry in town.put(PLACED, PLACED)["Entries"]]
    town.wait(MINUTE)
    refused = [entry for entry in answers if "ErrorCode" in entry]
    assert 0 < len(refused) < len(answers)
    assert {entry["ErrorCode"] for entry in refused} == {"ThrottlingException", "InternalFailure"}
    assert all("EventId" not in entry for entry in refused)


def test_an_internal_failure_does_not_say_that_nothing_happened() -> None:
    town = Town(Weather(entry_refused=1.0))
    for _ in range(20):
        assert town.put(PLACED)["FailedEntryCount"] == 1
    town.wait(MINUTE)
    lied = town.times(kinds.ENTRY_LIED, "bus")
    assert 0 < lied == len(town.counted) < 20
    assert lied + town.times(kinds.ENTRY_REFUSED, "bus") == 20


def test_a_rule_may_deliver_an_event_twice_and_another_rule_need_not() -> None:
    town = Town(Weather(event_twice=0.5), seed=3)
    for _ in range(20):
        town.put(PLACED)
    town.wait(MINUTE)
    assert len(set(town.mail)) == len(set(town.counted)) == 20
    assert len(town.mail) == 20 + town.times(kinds.EVENT_TWICE, "shop.mail") > 20
    assert len(town.counted) == 20 + town.times(kinds.EVENT_TWICE, "shop.count") > 20


def test_events_may_overtake_each_other() -> None:
    town = Town(Weather(bus_s=(0.0, MINUTE)))
    sent = [town.put(PLACED)["Entries"][0]["EventId"] for _ in range(20)]
    town.wait(HOUR)
    came = [json.loads(body)["id"] for body in town.counted]
    assert sorted(came) == sorted(sent)
    assert came != sent


def test_a_failing_target_is_tried_again_until_it_takes_the_event() -> None:
    town = Town(Weather(target_fails=1.0))
    town.put(PLACED)
    town.wait(HOUR)
    assert (town.mail, town.counted, town.air.moving) == ([], [], 2)
    town.air.weather = Weather()
    town.wait(HOUR)
    assert (len(town.mail), len(town.counted), town.air.moving) == (1, 1, 0)
    assert town.times(kinds.TARGET_FAILED, "shop.mail") > 5


def test_a_target_that_fails_for_a_day_loses_nothing_but_fills_its_dead_letter_queue() -> None:
    town = Town(Weather(target_fails=1.0))
    town.put(SHIPPED)
    town.wait(TARGET_AGE_S)
    [letter] = town.air.dead
    assert letter.queue == "shop-mail-dlq"
    assert json.loads(letter.message)["detail-type"] == "fulfillment.shipped"
    assert town.times(kinds.TARGET_FAILED, "shop.mail") <= TARGET_RETRIES + 1
    assert town.air.moving == 0
    letter.again()
    assert town.mail == [letter.message]


def test_a_target_is_not_tried_for_longer_than_its_rule_allows_however_many_retries_are_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bus, "TARGET_RETRIES", 10 * TARGET_RETRIES)
    town = Town(Weather(target_fails=1.0))
    town.put(SHIPPED)
    begun = town.loop.now
    town.wait(10 * DAY)
    [letter] = town.air.dead
    assert TARGET_AGE_S - HOUR < letter.when - begun <= TARGET_AGE_S


def test_the_retries_of_a_target_are_spread_over_the_day() -> None:
    town = Town(Weather(target_fails=1.0))
    town.put(SHIPPED)
    counts = []
    for _ in range(4):
        town.wait(DAY / 4)
        counts.append(town.times(kinds.TARGET_FAILED, "shop.mail"))
    assert counts[0] > 20
    assert counts[3] > counts[2] > counts[1] > counts[0]
    assert 0.6 * TARGET_RETRIES < counts[3] <= TARGET_RETRIES + 1
