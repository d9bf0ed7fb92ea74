"""The shop's people have accounts, roles and keys; they lose and regain them while they work, and decide together."""

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from shared import clock
from tests.simulation import staff_pool
from tests.simulation.gateway import STAFF, Answer, Client
from tests.simulation.invariants.rights import GRACE_S
from tests.simulation.staff import Staff

if TYPE_CHECKING:
    from tests.simulation.world import World

OF_KEYS = ("inventory:write", "orders:write", "payments:write", "approvals:write")
INTEGRATOR = ("keys:write", *OF_KEYS)  # of a role of the shop's own
TOO_LITTLE = ("orders:read",)  # what is left of that role, where it is made smaller
HALF = 500  # minor units: a refund that two of make more than one alone
KEYS_MAX = 2
PAUSES_S = (120.0, 900.0)
AT_ONCE = 0.6  # of those who lose something are at work at that moment
TWO_WORDS = 0.4  # of the decisions run beside another one's
DECLINED = 0.25
LETS_IN = 0.2  # of the times when the owner looks after who may do what
LOOKED_AT = 3  # approvals that somebody decides at a sitting
DAYS_S = 2 * 3_600.0  # after which no approval of a world is open any more


@dataclass
class Team:
    """Who works here. The owner is let in by an operator, and lets in the others."""

    owner: "Colleague"
    others: list["Colleague"] = field(default_factory=list)
    keys: list["Colleague"] = field(default_factory=list)
    role_id: str = ""

    @property
    def all(self) -> list["Colleague"]:
        """Everybody, keys too."""
        return [self.owner, *self.others, *self.keys]


class Colleague(Staff):
    """Somebody who signed in, or a key that one of them made. principal: as the shop names who asks."""

    def __init__(self, world: "World", shop: Staff, name: str, principal: str, authorization: str = "") -> None:
        super().__init__(world)
        self.locations, self.variants, self.products = shop.locations, shop.variants, shop.products
        self.principal = principal
        self.roles: list[str] = []
        self.is_out = False  # whether the owner was told that they may do nothing any more
        self.client = Client(world, name, principal=principal)
        self.client.authorization = authorization
        if not authorization:
            self.sign_in()

    def sign_in(self) -> None:
        """With the pool, which lets everybody in."""
        self.client.authorization = f"Bearer {staff_pool.token(self.principal)}"
        self.world.happened["staff signed in"] += 1

    def act(self) -> None:
        """Something that moves money or stock, whether they may or not."""
        deeds = [self.refund_some, self.refund_half, self.count_stock, self.cancel_one]
        self.chance.choices(deeds, [3, 3, 3, 1])[0]()

    def refund_half(self) -> None:
        """A little of an order, which others give a little of, too."""
        orders = self._placed()
        if orders:
            body = {"order_id": self.chance.choice(orders[:2])["id"], "amount": HALF}
            answer = self.post("/admin/refunds", body, "half")
            self.world.happened["approval asked for"] += bool(answer and answer[0] == 202)

    def decide_some(self, team: Team) -> None:
        """Look at what others asked for, and say a word; now and then somebody else says one at the same moment."""
        found = self.client.sure("GET", "/admin/approvals?status=pending&limit=20")
        if not found or found[0] != 200:
            return
        of_people = sorted(found[1]["data"], key=lambda each: bool(each["asked_by"] == STAFF))
        for approval in of_people[:LOOKED_AT]:
            if self.chance.random() < TWO_WORDS:
                other = self.chance.choice(team.all)
                self.world.happened["two words at once"] += other is not self
                word = partial(other.decide, approval["id"])
                self.world.spawn(other.name, word, self.chance.choice([0.0, 0.01, 0.05]))
            self.decide(approval["id"])

    @property
    def name(self) -> str:
        """As the story has it."""
        return self.client.name

    def decide(self, approval_id: str) -> None:
        """Approve it, or decline it."""
        word = "decline" if self.chance.random() < DECLINED else "approve"
        answer = self.post(f"/admin/approvals/{approval_id}/{word}", None, word)
        done = "declined" if word == "decline" else "approved"
        if answer and answer[0] == 200:
            self.world.happened[f"{done} by another"] += 1
        elif answer:
            self.world.happened[f"not {done}: {_code(answer)}"] += 1

    def make_key(self, team: Team, shop: Staff) -> None:
        """A key of one's own; where it waits for another one's word, it is tried all the same."""
        if len(team.keys) >= KEYS_MAX:
            return
        answer = self.post("/admin/api_keys", {"name": "Till", "scopes": list(OF_KEYS)}, "key")
        if not answer or answer[0] not in (201, 202):
            return
        waits = answer[0] == 202
        principal = answer[1]["object_id"] if waits else answer[1]["id"]
        self.world.happened["key waits for approval" if waits else "key made"] += 1
        key = Colleague(self.world, shop, f"key {len(team.keys)}", principal, f"Bearer {answer[1]['token']}")
        team.keys.append(key)
        self.world.spawn(key.name, partial(key.work_on, team, shop, self.world.loop.now + PAUSES_S[1]))

    def work_on(self, team: Team, shop: Staff, until: float) -> None:
        """Some of a day's work."""
        while self.world.loop.now < until:
            self.world.pause(self.chance.uniform(*PAUSES_S))
            kind = self.chance.random()
            if kind < 0.3:
                self.decide_some(team)
            elif kind < 0.5 and "finance" not in self.roles:
                self.make_key(team, shop)
            else:
                self.act()

    def act_later(self) -> None:
        """What a key does whose maker has lost something; the log's rows tell whether it might."""
        self.world.pause(GRACE_S + self.chance.uniform(0.0, 200.0))
        self.count_stock()

    def _may_again(self) -> bool:
        return not self.is_out

    def try_later(self) -> None:
        """Once every decision that was kept is forgotten, with the old token."""
        self.world.pause(GRACE_S + self.chance.uniform(0.0, 200.0))
        if self._may_again():
            return
        token, began = self.client.authorization, self.world.loop.now
        item = {"variant_id": self.variants[0], "location_id": self.locations[0], "delta": 1, "reason": "count"}
        answer = self.post("/admin/inventory/adjustments", {"items": [item]}, "late")
        if answer and answer[0] < 500 and not self._may_again() and token == self.client.authorization:
            told = f"{self.name} lost their rights {self.world.loop.now - began:.0f} s before they asked"
            self.world.expect(answer[0] in (401, 403), "I21", f"{told}, and got {answer[0]}")
            self.world.happened["turned away for good"] += 1


def hire(world: "World", shop: Staff) -> Team:
    """The team, on the first morning: in calm."""
    invited = world.gateway.run("access.invite_owner", {"email": "owner@example.com", "name": "Olga"})
    team = Team(Colleague(world, shop, "owner", invited.answer["id"]))
    role = team.owner.post("/admin/roles", {"name": "Integrator", "scopes": list(INTEGRATOR)}, "role")
    assert role, "no role"
    team.role_id = role[1]["id"]
    for name, roles, places in (
        ("finance", ["finance"], []),
        ("integrator", [team.role_id], []),
        ("packer", ["fulfillment"], shop.locations[:1]),
    ):
        body = {"email": f"{name}@example.com", "name": name, "roles": roles, "locations": places}
        answer = team.owner.post("/admin/staff", body, "invite")
        assert answer, name
        assert answer[0] == 201, answer
        colleague = Colleague(world, shop, name, answer[1]["id"])
        colleague.roles = roles
        team.others.append(colleague)
        if team.role_id in roles:
            colleague.make_key(team, shop)
    return team


def keep_order(team: Team, shop: Staff, until: float) -> None:
    """The owner's day: takes rights away from those who are at work, gives them back, and decides."""
    owner, world = team.owner, team.owner.world
    while world.loop.now < until:
        world.pause(owner.chance.uniform(*PAUSES_S) / 2)
        if owner.chance.random() < 0.35:
            owner.refund_some()
        if owner.chance.random() < 0.5:
            owner.decide_some(team)
        if owner.chance.random() < LETS_IN:
            _let_in(owner)
        _take_or_give(team, owner.chance.choice([*team.others, *team.keys]))


def _let_in(owner: Colleague) -> None:
    """Somebody for the season, who does not come; what matters is that they are let in when calls meet faults."""
    owner.post("/admin/roles", {"name": "Season", "scopes": ["orders:read"]}, "role")
    body = {"email": f"season-{owner.keys}@example.com", "name": "S", "roles": ["support"]}
    answer = owner.post("/admin/staff", body, "invite")
    owner.world.happened["let in while others work"] += bool(answer and answer[0] == 201)


def _take_or_give(team: Team, whom: Colleague) -> None:
    world, chance = whom.world, whom.chance
    if whom.is_out:
        if whom.roles:  # a key that was revoked stays so
            _give_back(team, whom)
        return
    if chance.random() < AT_ONCE:
        world.spawn(whom.name, whom.act, chance.choice([0.0, 0.02, 0.05, 0.1]))
    if chance.random() < AT_ONCE:  # and so is somebody who decides on what they asked for
        other = chance.choice([team.owner, *team.others])
        world.spawn(other.name, partial(other.decide_some, team), chance.choice([0.0, 0.02, 0.05]))
    answer = _taken(team, whom)
    if answer and answer[0] == 200:
        world.spawn(whom.name, whom.try_later)
        for key in team.keys if whom.roles == [team.role_id] else ():
            world.spawn(key.name, key.act_later)


def _taken(team: Team, whom: Colleague) -> Answer | None:
    owner, chance = team.owner, whom.chance
    path = f"/admin/staff/{whom.principal}"
    if not whom.roles:
        what, answer = "key revoked", owner.client.sure("DELETE", f"/admin/api_keys/{whom.principal}")
    else:
        what = chance.choice(["demoted", "deactivated", "deactivated", "removed", "role made smaller"])
        if what == "role made smaller" and whom.roles == [team.role_id]:
            answer = owner.client.sure("PATCH", f"/admin/roles/{team.role_id}", {"scopes": list(TOO_LITTLE)})
        elif what == "removed" and len(team.others) > 2:
            answer = owner.client.sure("DELETE", path)
            team.others.remove(whom)
        elif what == "deactivated":
            answer = owner.client.sure("PATCH", path, {"status": "deactivated"})
        else:
            what, answer = "demoted", owner.client.sure("PATCH", path, {"roles": ["read_only"]})
    if answer and answer[0] == 200:
        whom.is_out = True
        whom.world.happened[f"staff: {what}"] += 1
    return answer


def _give_back(team: Team, whom: Colleague) -> None:
    """All that they had, and another sign-in, without which who was deactivated stays outside."""
    owner = team.owner
    whom.is_out = False
    if whom.roles == [team.role_id]:
        owner.client.sure("PATCH", f"/admin/roles/{team.role_id}", {"scopes": list(INTEGRATOR)})
    body: dict[str, Any] = {"status": "active", "roles": whom.roles}
    answer = owner.client.sure("PATCH", f"/admin/staff/{whom.principal}", body)
    whom.world.pause(8.0)  # a sign-in from before does not count, whichever clock says so
    whom.sign_in()
    whom.world.happened["rights given back"] += bool(answer and answer[0] == 200)


def decide_too_late(team: Team) -> None:
    """Days later the owner finds what nobody has decided, and approves it in vain."""
    owner = team.owner
    owner.sign_in()
    found = owner.client.sure("GET", "/admin/approvals?limit=100")
    for approval in found[1]["data"] if found and found[0] == 200 else ():
        is_over = clock.parse(approval["expires_at"]).timestamp() <= owner.world.loop.now
        if approval["status"] not in ("pending", "expired") or not is_over:
            continue
        answer = owner.post(f"/admin/approvals/{approval['id']}/approve", None, "late")
        status = answer[0] if answer else 0
        owner.world.expect(status >= 400, "I24", f"{approval['id']} was approved too late: {status}")
        owner.world.happened["approved too late"] += 1


def _code(answer: Answer | None) -> str:
    return str((answer[1].get("error") or {}).get("code", "")) if answer and isinstance(answer[1], dict) else ""
