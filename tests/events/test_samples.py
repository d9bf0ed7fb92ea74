"""The contracts between domains: samples ⇄ types ⇄ what the bus selects ⇄ every version that was ever said."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

import events
from infra.domains import DOMAINS
from infra.plan import Worker
from local.generate.discovery import event_types, said_by
from shared import clock, outbox
from shared.event import Event
from shared.ids import is_id
from shared.outbox import ENVELOPE, EVENT_BYTES_MAX
from shared.table import TableSpec

SAMPLES = Path(events.__file__).parent / "samples"
TYPES = {event.type: event for event in event_types()}
FILES = sorted(SAMPLES.glob("*.json"))
PREFIXES = {"order", "prod", "var", "li", "pay", "ref", "ful", "loc", "mov"}  # a processor has ids of its own form
# Words that would name a person or how to reach one; events carry ids, and whoever needs more asks.
PERSONAL = re.compile(
    r"(^|_)(e?mails?|phones?|first_name|last_name|company(?!_id)|address\w*|street|city|zip|postal_code|province|birth\w*"
    r"|card\w*|iban|ip|token|secret|password|customer_name|note)($|_)"
)


def sample(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def named(file: Path) -> tuple[str, int]:
    """The type and version that a sample's name says."""
    name, _, version = file.stem.rpartition(".v")
    return name, int(version)


def keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from keys(each)
    elif isinstance(value, list):
        for each in value:
            yield from keys(each)


def test_every_event_is_on_the_list_and_has_one_type() -> None:
    defined: list[type[Event]] = []
    waiting = Event.__subclasses__()
    while waiting:
        event = waiting.pop()
        waiting += event.__subclasses__()
        defined += [event] if event.__module__.startswith("events.") else []
    assert {event.__name__ for event in defined} <= set(events.__all__)
    assert sorted(event.type for event in defined) == sorted(TYPES)
    assert len(TYPES) == len(defined)


@pytest.mark.parametrize("event", TYPES.values(), ids=TYPES)
def test_a_type_is_a_noun_and_what_happened_to_it(event: type[Event]) -> None:
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+", event.type)
    assert event.__doc__
    assert said_by(event) in {domain.name for domain in DOMAINS}


@pytest.mark.parametrize("event", TYPES.values(), ids=TYPES)
def test_every_version_of_an_event_has_its_sample(event: type[Event]) -> None:
    """A version is expanded, never changed: the samples of the old ones stay. FAULTS 43"""
    versions = [version for name, version in map(named, FILES) if name == event.type]
    assert sorted(versions) == list(range(1, event.schema_version + 1))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_sample_is_what_the_bus_carries(file: Path) -> None:
    envelope, (name, version) = sample(file), named(file)
    assert tuple(envelope) == ENVELOPE
    assert (envelope["type"], envelope["schema_version"], envelope["object"]) == (name, version, "event")
    assert is_id(envelope["id"], "evt")
    assert clock.stamp(clock.parse(envelope["created_at"])) == envelope["created_at"]
    assert envelope["sequence"] >> 12 == int(clock.parse(envelope["created_at"]).timestamp() * 1000)
    ids = [value for key, value in envelope["data"].items() if key.endswith("_id") and value]
    assert all(value.partition("_")[0] not in PREFIXES or is_id(value, value.partition("_")[0]) for value in ids)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_version_ever_said_is_still_understood(file: Path) -> None:
    """Messages wait for two weeks in a dead-letter queue, and longer in a table. FAULTS 43"""
    envelope = sample(file)
    event = TYPES[envelope["type"]].model_validate(envelope["data"])
    if named(file)[1] == event.schema_version:
        assert event.model_dump(mode="json") == envelope["data"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_the_next_version_adds_is_ignored(file: Path) -> None:
    """FAULTS 43"""
    envelope = sample(file)
    known = TYPES[envelope["type"]].model_validate(envelope["data"])
    later = with_more(envelope["data"])
    assert TYPES[envelope["type"]].model_validate(later) == known


def with_more(value: Any) -> Any:
    """The same with a new field in every map, as a later version may have."""
    if isinstance(value, dict):
        return {"new_field": {"deep": [1]}, **{key: with_more(each) for key, each in value.items()}}
    return [with_more(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_field_that_is_missing_is_noticed(file: Path) -> None:
    envelope = sample(file)
    event = TYPES[envelope["type"]]
    for field, about in event.model_fields.items():
        if about.is_required():
            with pytest.raises(ValidationError):
                event.model_validate({key: value for key, value in envelope["data"].items() if key != field})


@pytest.mark.parametrize("event", TYPES.values(), ids=TYPES)
def test_no_event_names_a_person(event: type[Event]) -> None:
    """FAULTS 95"""
    fields = [key for file in FILES if named(file)[0] == event.type for key in keys(sample(file)["data"])]
    assert [field for field in [*fields, *all_fields(event)] if PERSONAL.search(field)] == []


def all_fields(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield name
        for part in (field.annotation, *get_args(field.annotation)):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from all_fields(part)


@pytest.mark.parametrize("event", TYPES.values(), ids=TYPES)
def test_an_events_pattern_selects_its_samples_and_no_others(event: type[Event]) -> None:
    selected = [file for file in FILES if matches(event.pattern(), as_on_the_bus(sample(file)))]
    assert selected == [file for file in FILES if named(file)[0] == event.type]


def as_on_the_bus(envelope: dict[str, Any]) -> dict[str, Any]:
    return {"source": "storewright", "detail-type": envelope["type"], "detail": envelope}


def matches(pattern: dict[str, Any], message: dict[str, Any]) -> bool:
    """EventBridge's rule, as far as our patterns use it: each field is one of the listed values."""
    return all(message.get(field) in values for field, values in pattern.items())


def test_what_a_worker_hears_is_on_the_list_and_said_by_a_publisher() -> None:
    publishers = {domain.name for domain in DOMAINS if any(each.name == "publish_events" for each in domain.functions)}
    for domain in DOMAINS:
        for worker in domain.functions:
            if isinstance(worker, Worker):
                assert all(TYPES[event.type] is event for event in worker.hears), worker.name
                assert {said_by(event) for event in worker.hears} <= publishers, worker.name


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_event_goes_through_the_outbox_as_it_is(file: Path) -> None:
    envelope = sample(file)
    event = TYPES[envelope["type"]].model_validate(envelope["data"])
    aggregate = outbox.Aggregate(**envelope["aggregate"])
    now = clock.parse(envelope["created_at"])
    (write,) = outbox.say(TableSpec("any"), "PK", aggregate, event, now=now)
    assert write.item is not None
    said = outbox.envelope(write.item)
    unlike = [name for name in ENVELOPE if said[name] != envelope[name]]
    assert set(unlike) <= {"id", "sequence", "correlation_id"}


def test_the_largest_order_is_said_in_one_event() -> None:
    """Sixty lines, every field at its longest: what was paid must never be too large to be told. FAULTS 14, 41"""
    from functions.orders.cart import LINES_MAX
    from shared.money import AMOUNT_MAX

    ulid = "Z" * 26
    line = {
        "line_item_id": f"li_{ulid}",
        "product_id": f"prod_{ulid}",
        "variant_id": f"var_{ulid}",
        "sku": "W" * 64,
        "quantity": 100_000,
        **dict.fromkeys(("unit_price", "discount_total", "tax_total", "total"), AMOUNT_MAX),
    }
    placed = {**sample(SAMPLES / "order.placed.v1.json")["data"], "items": [line] * LINES_MAX}
    event = TYPES["order.placed"].model_validate(placed)
    assert len(json.dumps(event.model_dump(mode="json"))) <= EVENT_BYTES_MAX
