"""Roles: what somebody of the staff may do, by the work that they do. Some are built in, a shop makes others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from functions.access.scopes import SCOPES, expand
from shared.errors import Invalid

OWNER = "owner"  # the one role that only an owner gives and takes
NOWHERE = ("nowhere",)  # the id of no location: where limits leave none, which is not the same as no limit
ROLES_MAX = 50  # of a shop's own; they are listed on one page and read with whoever has them
READS = tuple(scope for scope in SCOPES if scope.endswith(":read"))
# What cannot be taken back, or lets others in.
OF_OWNERS = ("keys:write", "staff:write", "customers:erase", "system:drop")
# What a look at the business need not show.
OF_PERSONS = ("customers:read", "support:read", "keys:read", "staff:read", "audit:read", "approvals:read")


@dataclass(frozen=True)
class Role:
    """A name for scopes, a shop's own also for locations. A built-in role's id is a word, a shop's own has `role_…`."""

    id: str
    name: str
    scopes: tuple[str, ...]
    created_at: str | None = None  # None: built in
    locations: tuple[str, ...] = ()  # at which alone whoever has it may change stock; none: at all
    version: int = 1

    @property
    def is_built_in(self) -> bool:
        """Whether it is the same in every shop."""
        return self.created_at is None

    def changed(
        self, name: str | None, scopes: tuple[str, ...] | None, locations: tuple[str, ...] | None = None
    ) -> "Role":
        """The role with another name, other scopes or other locations; the same where nothing differs."""
        values: dict[str, Any] = {"name": name, "scopes": scopes, "locations": locations}
        after = replace(self, **{what: value for what, value in values.items() if value is not None})
        return self if after == self else replace(after, version=self.version + 1)


class UnknownRole(Invalid):
    """No role that there is."""

    code = "unknown_role"

    def __init__(self, role: str, place: int) -> None:
        super().__init__(f"There is no role {role[:64]!a}.", param=f"roles[{place}]")


BUILT_IN: Mapping[str, Role] = {
    role.id: role
    for role in (
        Role(OWNER, "Owner", SCOPES),
        Role(
            "manager",
            "Manager",
            tuple(scope for scope in SCOPES if scope not in OF_OWNERS),
        ),
        Role(
            "fulfillment",
            "Fulfillment",
            ("products:read", "inventory:write", "orders:read", "customers:read", "fulfillment:write", "jobs:read"),
        ),
        Role(
            "support",
            "Support",
            (
                "products:read",
                "inventory:read",
                "orders:write",
                "customers:write",
                "payments:read",
                "fulfillment:read",
                "support:write",
                "jobs:read",
            ),
        ),
        Role(
            "finance",
            "Finance",
            ("products:read", "orders:read", "payments:write", "reports:read", "jobs:write", "approvals:write"),
        ),
        Role("marketing", "Marketing", ("products:read", "inventory:read", "reports:read", "jobs:read")),
        Role("read_only", "Read-only", tuple(scope for scope in READS if scope not in OF_PERSONS)),
    )
}


def is_own(role_id: str) -> bool:
    """Whether the id is of a role that a shop made."""
    return role_id.startswith("role_")


def check_roles(asked: Sequence[str], own: Mapping[str, Role]) -> tuple[str, ...]:
    """The roles asked for, each once, sorted. own: those of the shop's own that there are. Raises UnknownRole."""
    for place, role in enumerate(asked):
        if role not in BUILT_IN and role not in own:
            raise UnknownRole(role, place)
    return tuple(sorted(set(asked)))


def scopes_of(roles: Iterable[str], own: Mapping[str, Role]) -> tuple[str, ...]:
    """All that these roles together allow. A role that was taken away allows nothing."""
    known = {**BUILT_IN, **own}
    return expand(scope for role in roles if role in known for scope in known[role].scopes)


def limits_of(locations: Sequence[str], roles: Iterable[str], own: Mapping[str, Role]) -> tuple[str, ...]:
    """At which locations alone somebody may change stock: all limits hold together, their own and those of their roles.

    None: at all, as an owner does. NOWHERE where nothing is left.
    """
    roles = tuple(roles)
    limits = [each for each in (locations, *(own[role].locations for role in roles if role in own)) if each]
    if OWNER in roles or not limits:
        return ()
    return tuple(each for each in limits[0] if all(each in limit for limit in limits)) or NOWHERE
