"""Staff find that two accounts are one person's and make them one, while that person buys, claims or wants to go."""

from random import Random
from typing import TYPE_CHECKING, Any

from tests.simulation.gateway import is_passing

if TYPE_CHECKING:
    from tests.simulation.members import Member
    from tests.simulation.staff import Staff

TRIES = 8  # a customer is there once they have signed in
PAUSES_S = (5.0, 60.0, 300.0)
SOON_S = (0.0, 0.05, 1.0, 30.0)
CROSSED = 0.3  # of the merges run beside one the other way round
ONCE_MORE = 0.3  # of the merges are asked for by two


def unite(staff: "Staff", members: list["Member"]) -> None:
    """Merge the last of these people into the first one, as soon as both are there."""
    world, chance = staff.world, Random(f"unite {staff.world.seed}")
    stays, goes = members[0], members[-1]
    for _ in range(TRIES):
        world.pause(chance.choice(PAUSES_S))
        if chance.random() < CROSSED:
            world.spawn("staff", lambda: _merge(staff, goes, stays), chance.choice(SOON_S))
        if chance.random() < ONCE_MORE:
            world.spawn("staff", lambda: _merge(staff, stays, goes), chance.choice(SOON_S))
        if _merge(staff, stays, goes):
            return


def _merge(staff: "Staff", stays: "Member", goes: "Member") -> bool:
    """Whether there is nothing more to try."""
    world, before = staff.world, dict(goes.session)
    path, body = f"/admin/customers/{stays.customer_id}/merge", {"from": goes.customer_id}
    world.uniting.add((goes.customer_id, stays.customer_id))
    answer = staff.post(path, body, f"unite-{goes.customer_id}")
    if answer is None or is_passing(answer):
        return False
    if answer[0] == 202:
        world.happened["accounts merged"] += 1
        _look_at_the_door(staff, goes, before)
    else:
        world.happened[f"accounts not merged: {_code(answer)}"] += 1
    return answer[0] in (202, 409)


def _look_at_the_door(staff: "Staff", goes: "Member", session: dict[str, str]) -> None:
    """What was open until now opens nothing any more."""
    if not session:
        return
    after = goes.client.ask("GET", "/store/me", **session)
    if after and after[0] < 500:
        told = f"{goes.name} went into another account, and got {after[0]}"
        staff.world.expect(after[0] == 401, "I20", told)
        staff.world.happened["session of a merged account"] += 1


def _code(answer: Any) -> str:
    return str((answer[1].get("error") or {}).get("code"))
