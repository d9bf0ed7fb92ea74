"""What somebody may do now, for work that goes on after they asked for it."""

from dataclasses import dataclass
from datetime import datetime

from functions.access.api_key import MakerDead
from functions.access.caller import caller


@dataclass(frozen=True)
class Standing:
    """What a key or a member may do, and at which locations alone; none: at all."""

    scopes: frozenset[str]
    locations: frozenset[str]


def standing(principal: str, now: datetime) -> Standing | None:
    """What they may do now; None where they do not count any more."""
    try:
        found = caller(principal, now)
    except MakerDead:
        return None
    return Standing(frozenset(found.allowed), frozenset(found.locations))
