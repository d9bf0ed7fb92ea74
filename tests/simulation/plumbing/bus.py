"""The event bus: takes entries one by one, and brings each to the queue of everybody whose rule it fits."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from tests.simulation.dynamodb.errors import AwsError
from tests.simulation.plumbing import kinds
from tests.simulation.plumbing.air import ACCOUNT, REGION, Air, stamp
from tests.simulation.plumbing.backoff import backoff_s
from tests.simulation.plumbing.infra_says import TARGET_AGE_S, TARGET_RETRIES

ENTRIES_MAX = 10
BYTES_MAX = 262_144  # of all entries of a request
TIME_BYTES = 14  # what an entry's time counts
REFUSALS = ("ThrottlingException", "InternalFailure")  # the second does not say whether it was taken

Entry = Mapping[str, Any]
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """Who hears what. fits: what its pattern lists, as (source, detail type)."""

    function: str
    fits: tuple[tuple[str, str], ...]
    send: Callable[[str], None]  # into the target's queue


class Bus:
    """PutEvents, and what comes of it."""

    def __init__(self, air: Air, rules: Iterable[Rule]) -> None:
        self._air = air
        self._rules: dict[tuple[str, str], list[Rule]] = {}
        for rule in rules:
            for each in rule.fits:
                self._rules.setdefault(each, []).append(rule)

    def put_events(self, entries: Sequence[Entry]) -> Answer:
        """Take the entries, each for itself: the answer says of each whether it was.

        Raises AwsError where there are too many, or where they are too large together: then none is taken.
        """
        if not 1 <= len(entries) <= ENTRIES_MAX:
            raise AwsError("ValidationException", f"Entries must have from 1 to {ENTRIES_MAX} members.")
        if sum(map(_size, entries)) > BYTES_MAX:
            raise AwsError("ValidationException", "Total size of the entries in the request is over the limit.")
        answers = [self._put(entry) for entry in entries]
        return {"FailedEntryCount": sum("ErrorCode" in each for each in answers), "Entries": answers}

    def _put(self, entry: Entry) -> Answer:
        air = self._air
        if wrong := _wrong(entry):
            return wrong
        if air.happens(air.weather.entry_refused):
            code = air.loop.random.choice(REFUSALS)
            was_taken = code == "InternalFailure" and air.loop.random.random() < 0.5
            air.count("bus", kinds.ENTRY_LIED if was_taken else kinds.ENTRY_REFUSED)
            if was_taken:
                self._take(entry)
            return {"ErrorCode": code, "ErrorMessage": "The event bus could not take the event."}
        return {"EventId": self._take(entry)}

    def _take(self, entry: Entry) -> str:
        air, event_id = self._air, self._air.new_id()
        source, detail_type = entry["Source"], entry["DetailType"]
        rules = self._rules.get((source, detail_type), ())
        if rules:
            air.count("bus", kinds.PUBLISHED)
            event = _event(event_id, source, detail_type, air.loop.now, entry["Detail"])
            for rule in rules:
                self._deliver(rule, event)
        return event_id

    def _deliver(self, rule: Rule, event: str) -> None:
        air = self._air
        self._start(rule, event)
        if air.happens(air.weather.event_twice):
            air.count(rule.function, kinds.EVENT_TWICE)
            self._start(rule, event)

    def _start(self, rule: Rule, event: str) -> None:
        air = self._air
        air.moving += 1
        air.loop.after(air.within(air.weather.bus_s), partial(self._attempt, rule, event, air.loop.now, 0))

    def _attempt(self, rule: Rule, event: str, since: float, tries: int) -> None:
        """Put it into the queue; else try again for as often and as long as the rule allows."""
        air = self._air
        if not air.happens(air.weather.target_fails):
            rule.send(event)
            air.moving -= 1
            return
        air.count(rule.function, kinds.TARGET_FAILED)
        pause_s = backoff_s(air, tries)
        if tries >= TARGET_RETRIES or air.loop.now + pause_s - since > TARGET_AGE_S:
            air.bury(rule.function, event, "the bus could not deliver it", air.loop.now, partial(rule.send, event))
        else:
            air.loop.after(pause_s, partial(self._attempt, rule, event, since, tries + 1))


def _event(event_id: str, source: str, detail_type: str, now: float, detail: str) -> str:
    """The event as a queue's message has it: the detail goes in as it came, since the targets transform nothing."""
    begin, middle = _frame(source, detail_type)
    return f"{begin}{event_id}{middle}{stamp(now)}{_AFTER_TIME}{detail}}}"


_AFTER_TIME = f'","region":"{REGION}","resources":[],"detail":'


@cache
def _frame(source: str, detail_type: str) -> tuple[str, str]:
    named = f'"detail-type":{json.dumps(detail_type)},"source":{json.dumps(source)}'
    return '{"version":"0","id":"', f'",{named},"account":"{ACCOUNT}","time":"'


def _size(entry: Entry) -> int:
    """Bytes, as EventBridge counts an entry."""
    texts = (entry.get("Source"), entry.get("DetailType"), entry.get("Detail"))
    return sum(_bytes(text) for text in texts if text) + (TIME_BYTES if "Time" in entry else 0)


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())


def _wrong(entry: Entry) -> Answer | None:
    """What EventBridge answers to an entry that it can never take."""
    for name in ("Source", "DetailType", "Detail"):
        if not entry.get(name):
            message = f"Parameter {name} is not valid. Reason: {name} is a required argument."
            return {"ErrorCode": "InvalidArgument", "ErrorMessage": message}
    if entry["Source"].startswith("aws."):
        message = "Not authorized for the source."
        return {"ErrorCode": "NotAuthorizedForSourceException", "ErrorMessage": message}
    try:
        is_object = isinstance(json.loads(entry["Detail"]), dict)
    except ValueError:
        is_object = False
    return None if is_object else {"ErrorCode": "MalformedDetail", "ErrorMessage": "Detail is malformed."}
