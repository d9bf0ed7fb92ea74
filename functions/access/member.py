"""Somebody of the staff: who it is, with which roles, and since when their tokens count."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from functions.access.role import NOWHERE, OWNER
from shared import clock
from shared.errors import Forbidden, Invalid, Refused


class Status(StrEnum):
    """Where somebody stands. Whether an invitation was taken up is told by the last use, not by this."""

    ACTIVE = "active"  # may sign in
    DEACTIVATED = "deactivated"  # may not; can be let in again
    REMOVED = "removed"  # for good; the e-mail address is free again


class LastOwner(Refused):
    """A shop has an owner."""

    code = "last_owner"

    def __init__(self) -> None:
        super().__init__("This is the last owner: make another one first.")


class OwnersOnly(Forbidden):
    """What makes and unmakes owners."""

    code = "owners_only"

    def __init__(self) -> None:
        super().__init__("Only an owner can do that to an owner, or make one.", param="roles")


class OwnAccount(Forbidden):
    """What nobody does to themselves."""

    code = "own_account"

    def __init__(self) -> None:
        super().__init__("Nobody can deactivate or remove themselves, or change their own roles.")


class LocationsExceeded(Forbidden):
    """Who works at certain locations lets nobody work at others."""

    code = "locations_exceeded"

    def __init__(self) -> None:
        super().__init__("You may do this for members of your own locations only.", param="locations")


class OwnerUnlimited(Invalid):
    """An owner is one everywhere."""

    code = "owner_unlimited"

    def __init__(self) -> None:
        super().__init__("An owner cannot be limited to locations.", param="locations")


class EmailTaken(Refused):
    """Somebody of the staff has this e-mail address."""

    code = "email_taken"

    def __init__(self) -> None:
        super().__init__("Somebody of the staff has this e-mail address.", param="email")


class AlreadyRemoved(Refused):
    """Who was removed comes back by a new invitation only."""

    code = "removed"

    def __init__(self) -> None:
        super().__init__("This member was removed; invite the person anew.")


@dataclass(frozen=True)
class Member:
    """A member of the staff as kept. The id is also the name in the pool, which every token carries."""

    id: str
    email: str
    name: str
    roles: tuple[str, ...]
    created_at: str
    created_by: str | None  # None: an operator
    status: Status = Status.ACTIVE
    ended_at: str | None = None  # when deactivated or removed
    tokens_valid_from: str | None = None  # whoever signed in before must sign in again
    locations: tuple[str, ...] = ()  # at which alone they may change stock, if their roles allow it; none: at all
    version: int = 1

    def __repr__(self) -> str:
        return f"Member({self.id})"  # no address gets into a log by way of a traceback

    @property
    def is_owner(self) -> bool:
        """Whether an owner who may sign in."""
        return self.status == Status.ACTIVE and OWNER in self.roles

    @property
    def revoked_at(self) -> str | None:
        """When what this member made lost its force: keys die with who made them."""
        return self.ended_at

    def takes(self, signed_in: datetime) -> bool:
        """Whether a sign-in of then still counts. A token tells whole seconds: the one of the moment does not."""
        since = self.tokens_valid_from
        return since is None or clock.epoch(signed_in) > clock.epoch(clock.parse(since))

    def changed(self, now: datetime, **values: Any) -> "Member":
        """The member with these values, the same where nothing differs. Raises AlreadyRemoved.

        Losing a status or a role ends no session by itself: the next look at the member does.
        """
        after = replace(self, **{name: value for name, value in values.items() if value is not None})
        if after == self:
            return self
        if self.status == Status.REMOVED:
            raise AlreadyRemoved
        if after.status != self.status:
            ended = None if after.status == Status.ACTIVE else clock.stamp(now)
            after = replace(after, ended_at=ended, tokens_valid_from=clock.stamp(now))
        return replace(after, version=self.version + 1)

    def signed_out(self, now: datetime) -> "Member":
        """The member, whose every session so far is over."""
        return replace(self, tokens_valid_from=clock.stamp(now), version=self.version + 1)


def owners_gained(before: Member | None, after: Member) -> int:
    """1 where the change makes an owner, -1 where it takes one away, else 0."""
    return int(after.is_owner) - int(before is not None and before.is_owner)


def check_locations(roles: Sequence[str], locations: Sequence[str]) -> None:
    """Raises OwnerUnlimited."""
    if locations and OWNER in roles:
        raise OwnerUnlimited


def is_within(locations: Sequence[str], limits: Sequence[str]) -> bool:
    """Whether who works at these locations works at no others than those; none: at all."""
    return not limits or (bool(locations) and set(locations) <= {*limits, *NOWHERE})


def touches_owners(before: Member | None, roles: Sequence[str]) -> bool:
    """Whether the change is about an owner, or makes one."""
    return OWNER in roles or (before is not None and OWNER in before.roles)
