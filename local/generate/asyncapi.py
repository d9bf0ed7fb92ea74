"""`docs/asyncapi.json`: the events on the bus, from their types and samples, and who says and hears each."""

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import models_json_schema

from infra.domains import DOMAINS
from infra.plan import Worker
from local.generate.discovery import event_types, said_by
from shared.event import Event
from shared.http.api import API_VERSION

FILE = "docs/asyncapi.json"
SAMPLES = "events/samples"
REF = "#/components/schemas/{model}"
ENVELOPE: dict[str, Any] = {
    "description": "What every event is wrapped in.",
    "type": "object",
    "properties": {
        "id": {"type": "string", "description": "The same however often it is delivered; hear it once."},
        "object": {"const": "event"},
        "type": {"type": "string"},
        "created_at": {"type": "string", "format": "date-time"},
        "schema_version": {"type": "integer"},
        "sequence": {"type": "integer", "description": "Sorts events by when they were decided."},
        "aggregate": {
            "type": "object",
            "description": "Whose news it is; within one aggregate, order by its version.",
            "properties": {"type": {"type": "string"}, "id": {"type": "string"}, "version": {"type": "integer"}},
            "required": ["type", "id", "version"],
        },
        "causation_id": {"type": ["string", "null"], "description": "The event that made us act, if one did."},
        "correlation_id": {"type": "string", "description": "The first request of the chain."},
        "data": {"type": "object"},
    },
    "required": [
        "id",
        "object",
        "type",
        "created_at",
        "schema_version",
        "sequence",
        "aggregate",
        "correlation_id",
        "data",
    ],
}


def generate(root: Path) -> dict[str, str]:
    return {FILE: json.dumps(document(root), indent=1, ensure_ascii=False) + "\n"}


def document(root: Path) -> dict[str, Any]:
    """The AsyncAPI 3.0 document."""
    events = event_types()
    _, definitions = models_json_schema([(event, "validation") for event in events], ref_template=REF)
    messages = {event.__name__: {"$ref": f"#/components/messages/{event.__name__}"} for event in events}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Storewright's events",
            "version": API_VERSION,
            "description": "At least once, in any order. Public ones are a promise; the others are plumbing.",
        },
        "defaultContentType": "application/json",
        "channels": {
            "bus": {
                "address": "storewright-{stage}",
                "description": "An EventBridge bus; source `storewright`, detail type = the event's type.",
                "parameters": {"stage": {"description": "Such as `dev` or `prod`."}},
                "messages": messages,
            }
        },
        "operations": _operations(events),
        "components": {
            "messages": {event.__name__: _message(event, root) for event in events},
            "schemas": {"Envelope": ENVELOPE, **dict(sorted(definitions["$defs"].items()))},
        },
    }


def _message(event: type[Event], root: Path) -> dict[str, Any]:
    data = {"properties": {"type": {"const": event.type}, "data": {"$ref": REF.format(model=event.__name__)}}}
    sample = json.loads((root / SAMPLES / f"{event.type}.v{event.schema_version}.json").read_text(encoding="utf-8"))
    return {
        "name": event.type,
        "title": event.type,
        "summary": " ".join((event.__doc__ or "").split()),
        "tags": [{"name": "public" if event.is_public else "internal"}, {"name": said_by(event)}],
        "payload": {"allOf": [{"$ref": REF.format(model="Envelope")}, data]},
        "examples": [{"name": f"v{event.schema_version}", "payload": sample}],
    }


def _operations(events: list[type[Event]]) -> dict[str, Any]:
    operations: dict[str, Any] = {}
    for domain in DOMAINS:
        said = [event for event in events if said_by(event) == domain.name]
        if said:
            operations[f"{domain.name}_says"] = _operation("send", said)
        for worker in domain.functions:
            if isinstance(worker, Worker):
                heard = sorted(worker.hears, key=lambda event: event.type)
                operations[f"{domain.name}_{worker.name}_hears"] = _operation("receive", heard)
    return operations


def _operation(action: str, events: list[type[Event]]) -> dict[str, Any]:
    messages = [{"$ref": f"#/channels/bus/messages/{event.__name__}"} for event in events]
    return {"action": action, "channel": {"$ref": "#/channels/bus"}, "messages": messages}
