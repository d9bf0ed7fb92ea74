"""Every version of an event that was ever said is heard by every worker that hears its type.

A sample's ids mean nothing to a shop. So what is heard has the sample's shape, field by field, and the figures of an
event of that type that was under way in a kept release, put into the shop as it was.
"""

import importlib
from collections.abc import Iterator
from typing import Any

import pytest

from infra.domains import DOMAINS
from infra.plan import Worker
from shared import telemetry
from shared.ids import new_id
from tests.events.test_samples import FILES, named, sample
from tests.in_process import InProcessShop, sqs_event
from tests.upgrade.release import releases
from tests.upgrade.standing import standing_shop

UNDER_WAY = {envelope["type"]: envelope for each in releases() for envelope in each.messages["events"]}
HEARD = [  # what is under way in no kept release yet, tests/upgrade/test_kept.py asks for
    (file, domain.name, worker.name)
    for file in FILES
    for domain in DOMAINS
    for worker in domain.functions
    if isinstance(worker, Worker) and named(file)[0] in UNDER_WAY.keys() & {event.type for event in worker.hears}
]


@pytest.fixture(scope="module")
def shop() -> Iterator[InProcessShop]:
    """In the middle of what the newest kept release has left."""
    with pytest.MonkeyPatch.context() as patch:
        newest = releases()[-1]
        with standing_shop(patch, newest.stripe) as shop:
            newest.put_into(shop)
            yield shop


@pytest.mark.parametrize(("file", "domain", "worker"), HEARD, ids=lambda each: getattr(each, "stem", None) or str(each))
def test_every_version_ever_said_is_heard(
    shop: InProcessShop, file: Any, domain: str, worker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FAULTS 43"""
    noted: list[str] = []
    monkeypatch.setattr(telemetry, "note", lambda event, **_: noted.append(event))
    envelope = UNDER_WAY[named(file)[0]]
    data = shaped(sample(file)["data"], envelope["data"])
    said = {**envelope, "id": new_id("evt"), "schema_version": named(file)[1], "data": data}
    handler = importlib.import_module(f"functions.{domain}.handlers.{worker}").handler
    assert handler(sqs_event(said), None) == {"batchItemFailures": []}
    assert {"heard", "heard_before"} & set(noted), noted


def shaped(sample: Any, figures: Any) -> Any:
    """The sample's fields with the other's figures."""
    if isinstance(sample, dict) and isinstance(figures, dict):
        return {name: shaped(value, figures.get(name, value)) for name, value in sample.items()}
    if isinstance(sample, list) and isinstance(figures, list) and sample:
        return [shaped(sample[0], each) for each in figures]
    return figures


def test_a_sample_gets_figures_and_keeps_its_shape() -> None:
    sample = {"order_id": "order_1", "old": 1, "items": [{"sku": "A"}]}
    figures = {"order_id": "order_2", "new": 2, "items": [{"sku": "B", "new": 2}, {"sku": "C"}]}
    assert shaped(sample, figures) == {"order_id": "order_2", "old": 1, "items": [{"sku": "B"}, {"sku": "C"}]}
