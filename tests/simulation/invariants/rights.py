"""I21: nobody does what they may not, nor longer than the shop promises once they have lost it; by rules of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from functions.access.role import BUILT_IN
from functions.access.scopes import expand
from infra.domains import DOMAINS
from infra.plan import Api
from infra.stages import API_TIMEOUT_S
from shared.dynamo.values import from_wire
from tests.simulation.gateway import DECISION_KEPT_S, STAFF
from tests.simulation.invariants.books import SPECS
from tests.simulation.lambdas import module_of

if TYPE_CHECKING:
    from tests.simulation.world import World

OPERATOR = "operator"
LATE_S = 10.0  # a call whose effect comes late, and its answer
GRACE_S = DECISION_KEPT_S + API_TIMEOUT_S + LATE_S  # a decision is a minute old, then its request has its time
KINDS = ("STAFF", "KEY", "ROLE")
AT_ONCE = ("api_key.", "role.", "staff_member.", "approval.")  # looked up anew, and held in the commit
BEGUN = ("staff_member.invite",)  # but where it is gone on with
ASKED = "approval.ask"  # of what takes a scope of its own, which the approval names


@dataclass
class Rights:
    """Who of the staff may do what, as their rows have it now, and when they lost what they may not any more.

    held: scopes by principal. limits: the locations at which alone. lost: (principal, scope) → when, by which commit.
    """

    held: dict[str, frozenset[str]] = field(default_factory=dict)
    limits: dict[str, frozenset[str]] = field(default_factory=dict)
    lost: dict[tuple[str, str], tuple[float, str]] = field(default_factory=dict)

    def become(self, held: Mapping[str, frozenset[str]], now: float, commit_id: str) -> None:
        """What holds from this commit on."""
        for principal, before in self.held.items():
            for scope in before - held.get(principal, frozenset()):
                self.lost[principal, scope] = (now, commit_id)
        self.held = dict(held)

    def why_not(self, principal: str, scope: str, now: float, commit_id: str, grace_s: float) -> str | None:
        """What is wrong with a deed of now; None where they may, might until this very commit, or a moment ago."""
        if scope in self.held.get(principal, ()):
            return None
        since, by = self.lost.get((principal, scope), (None, None))
        if since is None:
            return f"{principal} never had {scope}"
        if by == commit_id or now - since <= grace_s:
            return None
        return f"{principal} lost {scope} {now - since:.1f} s ago"


def look(world: "World", table: str, key: tuple[str, str], old: Any, new: Any) -> None:
    """At a change: of who may do what; of stock; or a row that says what somebody did."""
    pk, sk = key
    if table == "access" and sk in KINDS:
        commit_id = new["_commit"]["S"] if new else ""
        items = [from_wire(item) for (_, kind), item in world.db.items(SPECS["access"]).items() if kind in KINDS]
        world.rights.become(_held(items), world.loop.now, commit_id)
        world.rights.limits = {each["id"]: frozenset(each["locations"]) for each in items if each["sk"] == "STAFF"}
    elif table == "audit" and pk.startswith("ON#") and old is None:
        _look_at_deed(world, from_wire(new))
    elif table == "inventory" and sk.startswith("MOVE#") and old is None:
        _look_at_place(world, from_wire(new))


def _held(items: list[dict[str, Any]]) -> dict[str, frozenset[str]]:
    roles = {name: role.scopes for name, role in BUILT_IN.items()}
    roles |= {each["id"]: tuple(each["scopes"]) for each in items if each["sk"] == "ROLE"}
    held = {
        each["id"]: frozenset(expand(scope for role in each["roles"] for scope in roles.get(role, ())))
        if each["status"] == "active"
        else frozenset[str]()
        for each in items
        if each["sk"] == "STAFF"
    }
    keys = {each["id"]: each for each in items if each["sk"] == "KEY"}
    return {**held, **{name: _of_key(key, keys, held) for name, key in keys.items()}}


def _of_key(key: Any, keys: Mapping[str, Any], members: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Its own scopes, as far as all that it comes from counts and has them."""
    scopes = frozenset(expand(key["scopes"]))
    for name in (*key["makers"], key["id"]):
        if name in members:
            scopes &= members[name]
        elif name not in keys or keys[name]["revoked_at"]:
            return frozenset()
    return scopes


def _look_at_deed(world: "World", row: Mapping[str, Any]) -> None:
    actor, action, by = row["actor"], row["action"], row.get("approved_by")
    if actor in (STAFF, OPERATOR):
        return
    is_at_once = bool(by) or (action.startswith(AT_ONCE) and action not in BEGUN)
    deeds = [] if action == ASKED else [(actor, scopes_of_actions()[action])]
    if by:
        approval = world.db.items(SPECS["approvals"])[f"APPROVAL#{row['approval_id']}", "APPROVAL"]
        deeds += [(actor, approval["scope"]["S"]), (by, approval["scope"]["S"]), (by, "approvals:write")]
    for principal, scope in deeds:
        grace_s = 0.0 if is_at_once else GRACE_S
        why_not = world.rights.why_not(principal, scope, world.loop.now, row["_commit"], grace_s)
        world.expect(why_not is None, "I21", f"{action} on {row['pk']}: {why_not}")
        since = world.rights.lost.get((principal, scope))
        world.happened["done in the last minute"] += since is not None and scope not in world.rights.held[principal]


def _look_at_place(world: "World", movement: Mapping[str, Any]) -> None:
    limits = world.rights.limits.get(movement["by"])
    if limits:
        told = f"{movement['by']} changed the stock of {movement['location_id']}"
        world.expect(movement["location_id"] in limits, "I21", told)
        world.happened["stock changed by who is limited"] += 1


@cache
def scopes_of_actions() -> dict[str, str]:
    """What each action takes, as its route declares it."""
    apis = [f"{d.name}.{each.name}" for d in DOMAINS for each in d.functions if isinstance(each, Api) and each.is_admin]
    routes = [route for name in apis for route in module_of(name).api.routes if route.action]
    return {route.action: route.scope for route in routes}
