"""What Stripe tells: one event per thing that happened, each with a snapshot of its object."""

from typing import Any

from local.stripe_double.lists import page, paging
from local.stripe_double.params import Spec, boolean, list_of, text
from local.stripe_double.snapshot import snapshot
from local.stripe_double.state import API_VERSION, Asked, Json, World

MAX_TYPES = 20  # Stripe's documented maximum for `types`

LIST: Spec = {**paging(), "type": text(), "types": list_of(text(), MAX_TYPES), "delivery_success": boolean}


def emit(world: World, type_: str, obj: Json, previous: Json | None = None) -> None:
    """Record an event about an object as it is now, and hand it to the webhooks.

    previous: the fields an update changed, with their old values.
    """
    data: Json = {"object": snapshot(obj)}
    if previous is not None:
        data["previous_attributes"] = previous
    event = world.add(
        "evt",
        {
            "object": "event",
            "api_version": API_VERSION,
            "created": world.now(),
            "data": data,
            "livemode": False,
            "pending_webhooks": 0,
            "request": {"id": world.stamp.id, "idempotency_key": world.stamp.idempotency_key},
            "type": type_,
        },
    )
    world.publish(event)
    follower = world.followers.get(obj["id"])
    if follower is not None:
        follower(type_)


def retrieve(asked: Asked) -> Json:
    """GET /v1/events/{id}"""
    return asked.world.get("events", asked.id)


def list_events(asked: Asked) -> Json:
    """GET /v1/events, filtered by type or types (a trailing `*` matches), delivery_success and created."""
    world, params = asked.world, asked.params
    wanted = params.get("types") or ([params["type"]] if params.get("type") else [])

    def matches(event: Json) -> bool:
        if wanted and not any(is_of_type(event["type"], name) for name in wanted):
            return False
        delivered = params.get("delivery_success")
        return delivered is None or delivered == (event["pending_webhooks"] == 0)

    return page(world, "events", "/v1/events", params, matches)


def is_of_type(type_: str, name: Any) -> bool:
    """Whether an event type is the named one, or under a name that ends in `*`."""
    return bool(type_.startswith(name[:-1]) if name.endswith("*") else type_ == name)
