"""`expand[]`: ids in an answer replaced by their objects."""

from typing import Any

from local.stripe_double.errors import invalid
from local.stripe_double.snapshot import snapshot
from local.stripe_double.state import PREFIXES, Json, World

MAX_PATHS = 20  # plenty for one answer; Stripe names no number
MAX_DEPTH = 4  # documented by Stripe

FIELDS = frozenset(
    {
        "latest_charge",
        "charge",
        "payment_intent",
        "customer",
        "payment_method",
        "balance_transaction",
        "failure_balance_transaction",
        "source",
        "refunds",
    }
)


def check(paths: list[str | None]) -> list[list[str]]:
    """The paths in steps. Raises invalid before anything runs when one cannot be expanded."""
    split = [(path or "").split(".") for path in paths]
    for steps in split:
        fields = steps[1:] if steps[0] == "data" else steps
        if not fields or len(steps) > MAX_DEPTH or not FIELDS.issuperset(fields):
            path = ".".join(steps)
            raise invalid(f"This property cannot be expanded ({path}).", "expand")
    return split


def expanded(world: World, answer: Json, paths: list[list[str]]) -> Json:
    """A copy of the answer with the paths expanded; the answer itself where there are none."""
    if not paths:
        return answer
    copy: Json = snapshot(answer)
    for steps in paths:
        _walk(world, copy, steps)
    return copy


def _walk(world: World, here: Any, steps: list[str]) -> None:
    if isinstance(here, list):
        for entry in here:
            _walk(world, entry, steps)
        return
    if not steps or not isinstance(here, dict):
        return
    name = steps[0]
    if name == "refunds" and here.get("object") == "charge":
        here[name] = _refunds(world, here["id"])
    elif isinstance(here.get(name), str):
        here[name] = _object(world, here[name])
    _walk(world, here.get(name), steps[1:])


def _object(world: World, object_id: str) -> Json | str:
    kind = PREFIXES.get(object_id.split("_", maxsplit=1)[0], "")
    found = world.tables.get(kind, {}).get(object_id)
    return object_id if found is None else snapshot(found)


def _refunds(world: World, charge: str) -> Json:
    found = world.parts("refunds", charge)
    data = snapshot(found[:-11:-1])  # Stripe embeds the ten newest
    return {"object": "list", "data": data, "has_more": len(found) > 10, "url": f"/v1/charges/{charge}/refunds"}
