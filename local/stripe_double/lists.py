"""Stripe's lists: newest first, a page at a time."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from local.stripe_double.errors import invalid
from local.stripe_double.forms import Raw
from local.stripe_double.params import Reader, Spec, hash_of, integer, text
from local.stripe_double.state import PARTS, Json, World

DEFAULT_LIMIT = 10
MAX_LIMIT = 100  # both documented by Stripe

_TESTS: dict[str, Callable[[int, int], bool]] = {
    "gt": lambda created, bound: created > bound,
    "gte": lambda created, bound: created >= bound,
    "lt": lambda created, bound: created < bound,
    "lte": lambda created, bound: created <= bound,
    "is": lambda created, bound: created == bound,
}


def paging() -> dict[str, Reader]:
    """The parameters every list takes: limit, starting_after, ending_before, created."""
    return {
        "limit": integer(1, MAX_LIMIT),
        "starting_after": text(),
        "ending_before": text(),
        "created": _created,
    }


def filters(*names: str) -> Spec:
    """The parameters of a list that also filters by equality on some fields."""
    return {**paging(), **{name: text() for name in names}}


def _created(name: str, raw: Raw) -> dict[str, int]:
    bound = integer()
    if isinstance(raw, str):
        return {"is": bound(name, raw)}
    spec = dict.fromkeys(("gt", "gte", "lt", "lte"), bound)
    return dict(hash_of(spec)(name, raw))


def page(
    world: World, kind: str, url: str, params: dict[str, Any], matches: Callable[[Json], bool] | None = None
) -> Json:
    """One page of a kind, as Stripe's list object. Raises invalid for a cursor that names nothing."""
    found = [obj for obj in _rows(world, kind, params) if _wanted(obj, params, matches)]
    limit = params.get("limit", DEFAULT_LIMIT)
    after, before = params.get("starting_after"), params.get("ending_before")
    if after and before:
        raise invalid("You may only specify one of these parameters: ending_before, starting_after.", "ending_before")
    if after:
        found = found[_place(world, kind, found, after, "starting_after") + 1 :]
    if before:  # the page just before the cursor, still newest first
        found = list(reversed(found[: _place(world, kind, found, before, "ending_before")]))
    data = list(islice(found, limit))
    if before:
        data.reverse()
    return {"object": "list", "data": data, "has_more": len(found) > limit, "url": url}


def _rows(world: World, kind: str, params: dict[str, Any]) -> Iterator[Json]:
    """What may be on the page, newest first: by the filters that have an index, or all there is."""
    whole = params.get("charge") or params.get("payment_intent")
    if whole and kind in PARTS:
        return reversed(world.parts(kind, whole))
    return reversed(world.tables[kind].values())


def _wanted(obj: Json, params: dict[str, Any], matches: Callable[[Json], bool] | None) -> bool:
    if obj.get("deleted"):
        return False
    if not all(_TESTS[test](obj["created"], bound) for test, bound in params.get("created", {}).items()):
        return False
    return matches is None or matches(obj)


def _place(world: World, kind: str, found: list[Json], cursor: str, param: str) -> int:
    world.get(kind, cursor, param)
    for index, obj in enumerate(found):
        if obj["id"] == cursor:
            return index
    raise invalid(f"No such object in this list: '{cursor}'", param, "resource_missing")


def equal_to(params: dict[str, Any], *names: str) -> Callable[[Json], bool]:
    """Matches objects whose fields equal the parameters that were sent."""
    wanted = {name: params[name] for name in names if params.get(name) is not None}
    return lambda obj: all(obj.get(name) == value for name, value in wanted.items())
