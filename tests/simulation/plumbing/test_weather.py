"""Worlds: each decided by its seed, none asking for the same, all coming to rest."""

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import fields
from random import Random
from typing import Any

import pytest

from infra.domains import DOMAINS
from infra.plan import Worker
from tests.simulation.loop import Loop
from tests.simulation.plumbing import CALM, Outcome, Plumbing, Weather, draw_weather, kinds
from tests.simulation.plumbing.scene import DAY, HOUR, MINUTE, Changed, Lambdas, naming

TYPES = ("order.placed", "payment.captured", "fulfillment.shipped", "fulfillment.delivered", "refund.succeeded")
GIVEN = json.dumps({"job_id": "job_1", "kind": "order_export", "run": 1})
HEARING = {
    f"{domain.name}.{plan.name}": {event.type for event in plan.hears} & set(TYPES)
    for domain in DOMAINS
    for plan in domain.functions
    if isinstance(plan, Worker)
}
NEED_OTHER_WORLDS = {kinds.EXPIRED, kinds.DEDUPLICATED, kinds.AGED, kinds.REDRIVEN}  # weeks, a FIFO queue, hours


def live(seed: int, weather: Weather) -> tuple[Plumbing, Lambdas]:
    """An hour of news in a weather with functions that fail now and then, and then calm until all is at rest."""
    loop = Loop(seed)
    lambdas = Lambdas(loop, takes_s=lambda _: loop.random.random() * 3)
    lambdas.answer = lambda event: troubled(event, loop.random.random())
    plumbing = Plumbing(loop, lambdas.invoke, weather)
    plumbing.start_schedules()
    for number in range(120):
        entry = {"Source": "storewright", "DetailType": TYPES[number % 5], "Detail": json.dumps({"n": number})}
        while plumbing.put_events([entry])["FailedEntryCount"]:
            loop.run_until(loop.now + 0.1)
        if number % 10 == 0:
            begun = {"stateMachineArn": "test-orders-jobs", "name": str(number), "input": GIVEN}
            plumbing.states("StartExecution", begun)
        plumbing.on_change(Changed(number, pk=f"ORDER#{number % 7}", at=loop.now))
        loop.run_until(loop.now + 30)
    plumbing.calm()
    lambdas.answer = lambda event: troubled(event, 1.0)
    until = loop.now + DAY
    while loop.now < until and not plumbing.is_quiet:
        loop.run_until(loop.now + MINUTE)
    return plumbing, lambdas


def troubled(event: dict[str, Any], chance: float) -> Outcome:
    """A run fails, or says which of its messages did, or is fine."""
    if chance >= 0.2 and event.get("step") == "plan":
        return Outcome({"chunks": [0, 1, 2]})
    if chance < 0.1 and "Records" in event and "messageId" in event["Records"][0]:
        return naming(event["Records"][0]["messageId"])
    return Outcome(failed=chance < 0.2)


def told(seed: int) -> str:
    """Everything that functions were given in a world, and everything that was counted, as one hash."""
    plumbing, lambdas = live(seed, draw_weather(Random(seed)))
    runs = [(run.at, run.function, run.event) for run in lambdas.runs]
    counted = sorted(f"{function} {kind} {times}" for (function, kind), times in plumbing.heard.items())
    return hashlib.sha256(json.dumps([runs, counted]).encode()).hexdigest()


def test_the_same_seed_tells_the_same_story_and_another_seed_another() -> None:
    assert told(7) == told(7)
    assert told(7) != told(8)


def test_the_story_does_not_hang_on_the_process_that_tells_it() -> None:
    command = [sys.executable, "-c", f"from {__name__} import told; print(told(7))"]
    other = {**os.environ, "PYTHONHASHSEED": "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"}
    story = subprocess.run(command, env=other, check=True, capture_output=True, text=True).stdout.strip()
    assert story == told(7)


@pytest.mark.parametrize("seed", range(8))
def test_every_world_comes_to_rest_in_the_calm(seed: int) -> None:
    plumbing, _ = live(seed, draw_weather(Random(seed)))
    assert plumbing.is_quiet


@pytest.mark.parametrize("seed", range(8))
def test_no_weather_loses_an_event_that_the_bus_took(seed: int) -> None:
    """Each event comes to each of its workers, or lies in that worker's dead-letter queue."""
    plumbing, lambdas = live(seed, draw_weather(Random(seed)))
    found: dict[str, set[int]] = {name: set() for name in HEARING}
    for run in lambdas.runs:
        if run.function in found:
            found[run.function] |= {json.loads(body)["detail"]["n"] for body in run.bodies}
    for letter in plumbing.dead:
        if letter.function in found:
            found[letter.function].add(json.loads(letter.message)["detail"]["n"])
    assert found == {name: {n for n, kind in enumerate(TYPES * 24) if kind in types} for name, types in HEARING.items()}


def test_every_kind_of_trouble_happens_in_some_world() -> None:
    total: Counter[str] = Counter()
    for seed in range(200):
        plumbing, _ = live(seed, draw_weather(Random(seed)))
        total += plumbing.happened()
        if set(total) >= set(kinds.MEANINGS) - NEED_OTHER_WORLDS:
            return
    assert set(kinds.MEANINGS) - NEED_OTHER_WORLDS - set(total) == set()


def test_in_the_calm_nothing_happens_but_work() -> None:
    loop = Loop(1)
    lambdas = Lambdas(loop)
    plumbing = Plumbing(loop, lambdas.invoke, CALM)
    plumbing.start_schedules()
    for number in range(50):
        plumbing.put_events([{"Source": "storewright", "DetailType": "order.placed", "Detail": "{}"}])
        plumbing.on_change(Changed(number, at=loop.now))
        loop.run_until(loop.now + MINUTE)
    assert set(plumbing.happened()) == {kinds.PUBLISHED, kinds.DELIVERED, kinds.FOLLOWED, kinds.TICKED, kinds.RUN}


def test_a_drawn_weather_has_sane_chances_and_spans() -> None:
    for seed in range(200):
        weather = draw_weather(Random(seed))
        for each in fields(weather):
            value = getattr(weather, each.name)
            if isinstance(value, tuple):
                assert 0 <= value[0] <= value[1] <= 3 * HOUR, each.name
            elif isinstance(value, float):
                assert 0 <= value <= 1, each.name


def test_every_condition_of_the_weather_is_drawn_differently_in_some_world() -> None:
    drawn = [draw_weather(Random(seed)) for seed in range(200)]
    for each in fields(Weather):
        assert len({getattr(weather, each.name) for weather in drawn}) > 1, each.name
