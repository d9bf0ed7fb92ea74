"""One seed from the opening of the shop to its rest: faults while people live in it, then calm, then the accounts."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any

from tests.simulation.companies import Company, found_company, run_company
from tests.simulation.exporting import resume_failed
from tests.simulation.faults import Fault, Step
from tests.simulation.importing import import_people
from tests.simulation.invariants import check_all
from tests.simulation.invariants.books import SPECS, is_order
from tests.simulation.members import Member
from tests.simulation.migrating import migrate
from tests.simulation.port import port
from tests.simulation.shopper import Shopper
from tests.simulation.staff import Staff
from tests.simulation.team import DAYS_S, Team, decide_too_late, hire, keep_order
from tests.simulation.uniting import unite
from tests.simulation.world import Path, Violation, World, world

RATE = 0.02  # of calls that meet a fault; about two an order
CLOSING_S = 900.0  # of faults after the last shopper came


@dataclass
class Result:
    """What one seed came to. cpu_s: seconds of this process's CPU."""

    seed: int
    digest: str
    orders: int
    faults: int
    calls: int
    runs: int
    violations: list[Violation]
    happened: Counter[str]
    reached: Counter[tuple[str, str]]
    made: Counter[tuple[str, str, Fault]]
    cpu_s: float
    made_by: dict[tuple[str, str, str], int] = field(default_factory=dict)  # (Lambda, service, operation): calls
    script: list[Step] = field(default_factory=list)  # the faults in their order


def simulate(
    seed: int,
    *,
    rate: float = RATE,
    tell: Callable[[str], None] | None = None,
    to_aws: Path = port,
    overrides: Mapping[str, Any] | None = None,
) -> Result:
    """Live through a seed. tell: hears the story, line by line. overrides: what of its climate is not as drawn."""
    started = time.process_time()
    with world(seed, rate=rate, tell=tell, to_aws=to_aws, overrides=overrides) as living:
        live(living)
        check_all(living)
        living.happened.update({f"on the way: {kind}": count for kind, count in living.plumbing.happened().items()})
        living.story.end(*(dict(living.db.items(spec)) for spec in SPECS.values()), living.stripe.image())
        return Result(
            seed,
            living.story.digest,
            sum(is_order(*key) for key in living.db.items(SPECS["orders"])),
            sum(living.faults.made.values()),
            sum(living.calls.by_lambda.values()),
            living.lambdas.runs,
            living.violations,
            living.happened,
            living.faults.reached,
            living.faults.made,
            time.process_time() - started,
            living.calls.by_lambda,
            living.faults.steps,
        )


def live(living: World) -> None:
    """The shop's life: an opening in calm, shoppers and staff under faults, and rest."""
    staff = Staff(living)
    _alone(living, "staff", staff.open_shop)
    team = _team(living, staff)
    company = _company(living, staff)
    living.faults.is_on = True
    living.plumbing.start_schedules()
    _people(living, staff, team)
    if company:
        run_company(company, living.loop.now + living.climate.arrival_s + living.climate.hold_minutes * 60)
    if living.climate.deploys:
        living.loop.after(living.loop.random.uniform(0, living.climate.arrival_s + CLOSING_S), living.deploy)
    living.loop.run_until(living.loop.now + living.climate.arrival_s + living.climate.hold_minutes * 60 + CLOSING_S)
    living.calm()
    living.expect(living.drain(), "I13", "the shop does not come to rest")
    if living.climate.late_redrive:
        living.weeks_pass()
    for queue in sorted({letter.queue for letter in living.plumbing.dead}):  # an operator looks, and tries them again
        redriven = living.plumbing.redrive(queue)
        living.happened["redriven"] += redriven
        living.happened["redriven after weeks"] += redriven if living.climate.late_redrive else 0
    living.expect(living.drain(), "I13", "the shop does not come to rest after a redrive")
    if living.watched:  # what came back unheard is found, before the rest is shipped
        living.days_pass()
        living.expect(living.drain(), "I13", "the shop does not come to rest after its refunds were looked at")
    _alone(living, "staff", partial(resume_failed, staff))
    _alone(living, "staff", staff.ship_rest)
    living.expect(living.drain(), "I13", "the shop does not come to rest after the last shipment")
    if team and living.climate.waits_above is not None:
        living.loop.leap(DAYS_S)
        _alone(living, "owner", partial(decide_too_late, team))
        living.expect(living.drain(), "I13", "the shop does not come to rest after what was approved too late")


def _team(living: World, staff: Staff) -> Team | None:
    """Those who have accounts, where there are any."""
    if not living.climate.has_team:
        return None
    hired: list[Team] = []
    _alone(living, "staff", lambda: hired.append(hire(living, staff)))
    return hired[0]


def _company(living: World, staff: Staff) -> Company | None:
    """Those who buy for one, where there are any."""
    if not living.climate.has_company:
        return None
    founded: list[Company] = []
    first = living.climate.shoppers + living.climate.members
    _alone(living, "staff", lambda: founded.append(found_company(living, staff, first)))
    return founded[0]


def _people(living: World, staff: Staff, team: Team | None) -> None:
    climate, chance = living.climate, living.loop.random
    for number in range(climate.shoppers):
        shopper = Shopper(living, number, staff.variants, staff.option)
        living.spawn(shopper.name, shopper.visit, chance.random() * climate.arrival_s)
    there = range(climate.shoppers, climate.shoppers + climate.members)
    members = [Member(living, number, staff.variants, staff.option) for number in there]
    for member in members[1::2] if climate.imports else members:
        living.spawn(member.name, member.visit, chance.random() * climate.arrival_s)
    if climate.imports:
        living.spawn("staff", partial(import_people, staff, members), chance.random() * climate.arrival_s)
    _unite(living, staff, members)
    closing = living.loop.now + climate.arrival_s + climate.hold_minutes * 60
    for _ in range(2):
        living.spawn("staff", lambda: staff.work(closing))
    if climate.migrates:
        living.spawn("staff", partial(migrate, staff, climate.migrates), chance.random() * climate.arrival_s / 4)
    if team:
        living.spawn("owner", lambda: keep_order(team, staff, closing))
        for each in team.others:
            living.spawn(each.name, partial(each.work_on, team, staff, closing))


def _unite(living: World, staff: Staff, members: list[Member]) -> None:
    """Staff make one account of two; where they do not, nothing else is drawn otherwise."""
    if living.climate.unites and len(members) > 1:
        soon = Random(f"unite {living.seed}").random() * living.climate.arrival_s
        living.spawn("staff", partial(unite, staff, members), soon)


def _alone(living: World, name: str, work: Callable[[], None]) -> None:
    """Let somebody do something, with nobody else to disturb it."""
    living.faults.is_on = False
    is_done = []

    def all_of_it() -> None:
        work()
        is_done.append(True)

    living.spawn(name, all_of_it)
    while not is_done:
        living.loop.run_until(living.loop.now + 1.0)
