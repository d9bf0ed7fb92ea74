"""The carrier of the simulation reports as carriers do: twice, late, out of order, signed for the moment it is sent."""

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from functions.fulfillment.carrier_event import CarrierEventInput
from functions.fulfillment.lifecycle import TrackingStatus, tracking_status
from shared import clock
from shared.webhook_signature import BadWebhook, verify
from tests.simulation.carrier import Report, parcel_news
from tests.simulation.loop import Loop
from tests.world import CARRIERS

NUMBER = "1Z00000001"
MANY = [parcel_news(Loop(seed), NUMBER) for seed in range(300)]


def bodies(news: list[Report]) -> list[dict[str, Any]]:
    return [json.loads(report.body) for report in news]


def test_a_seed_decides_what_is_reported_and_when() -> None:
    for seed, news in enumerate(MANY[:20]):
        assert [report[:2] for report in parcel_news(Loop(seed), NUMBER)] == [report[:2] for report in news]


def test_the_webhook_takes_every_report() -> None:
    for news in MANY:
        for report in news:
            told = CarrierEventInput.model_validate_json(report.body)
            assert told.tracking_number == NUMBER
            assert report.delay_s >= 0


def test_a_report_is_signed_for_the_moment_it_is_sent_in(monkeypatch: pytest.MonkeyPatch) -> None:
    loop = Loop(1)
    monkeypatch.setattr(clock, "source", lambda: loop.now)
    report = parcel_news(loop, NUMBER)[-1]
    loop.run_until(loop.now + 3_600.0)
    signature = report.headers()["Carrier-Signature"]
    raw, path = report.body.encode(), "/webhooks/carriers/ups"
    verify(raw, signature, [CARRIERS["ups"]], clock.now(), path=path)
    with pytest.raises(BadWebhook):
        verify(raw, signature, ["another"], clock.now(), path=path)
    with pytest.raises(BadWebhook):
        verify(raw, signature, [CARRIERS["ups"]], clock.now() + timedelta(hours=1), path=path)


def test_a_report_that_comes_twice_is_the_same_to_the_byte() -> None:
    for news in MANY:
        by_id = {body["event_id"]: report.body for body, report in zip(bodies(news), news, strict=True)}
        assert {report.body for report in news} == set(by_id.values())


def test_in_many_parcels_there_is_all_that_carriers_do() -> None:
    seen: Counter[str] = Counter()
    for news in MANY:
        told = bodies(news)
        statuses = [tracking_status(body["status"]) for body in told]
        scanned = [body["occurred_at"] for body in told]
        seen["twice"] += len({body["event_id"] for body in told}) < len(told)
        seen["out of order"] += scanned != sorted(scanned)
        seen["delivered"] += TrackingStatus.DELIVERED in statuses
        seen["never delivered"] += TrackingStatus.DELIVERED not in statuses
        seen["delivered first"] += statuses[0] is TrackingStatus.DELIVERED
        seen["delivered within seconds"] += statuses[-1] is TrackingStatus.DELIVERED and news[-1].delay_s < 10
        seen["a status nobody knows"] += TrackingStatus.UNKNOWN in statuses
    assert len(seen) == 7
    assert min(seen.values()) >= 5, seen
