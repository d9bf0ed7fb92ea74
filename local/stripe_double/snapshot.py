"""A copy of a Stripe object that nothing changes any more."""

from typing import TypeVar

T = TypeVar("T")


def snapshot(value: T) -> T:
    """A copy down to the last hash and list; what is inside of those cannot change."""
    kind = type(value)
    if kind is dict:
        return {key: snapshot(inner) if type(inner) in _CHANGEABLE else inner for key, inner in value.items()}  # type: ignore[attr-defined, return-value]
    if kind is list:
        return [snapshot(inner) for inner in value]  # type: ignore[attr-defined, return-value]
    return value


_CHANGEABLE = frozenset([dict, list])
