"""What a world is like: each seed draws its own stock, patience, delays and faults."""

from dataclasses import dataclass, replace
from random import Random

from tests.simulation.faults import Mix, draw_mix
from tests.simulation.loop import START
from tests.simulation.plumbing import CALM, Weather, draw_weather

HOUR = 3600.0


@dataclass(frozen=True)
class Climate:
    """The conditions of one world. Times in seconds, chances from 0 to 1."""

    start: float
    mix: Mix
    weather: Weather
    skew_chance: float  # that a run's clock goes wrong
    index_lag_s: float  # the most that an index lags behind
    unprocessed_chance: float  # that a key of a batch is left undone
    net_loss: float  # of a client's request, and again of its answer
    stripe_upset: float  # that a call brings some trouble of Stripe's own over those to come
    webhook_loss: float  # of one attempt of Stripe's
    webhook_twice: float
    deploys: bool  # whether all Lambdas are replaced in mid-run
    hold_minutes: int
    shoppers: int
    members: int  # shoppers with an account, beside the others
    arrival_s: float  # within which they come
    variants: int
    locations: int
    units: int  # of each variant at each location, at the start
    lines_max: int
    restock_chance: float
    late_redrive: bool  # whether an operator looks at dead letters after weeks only
    has_team: bool  # whether staff have accounts, beside those whom the gateway believes
    migrates: str | None  # a table that gets another shape, and is migrated
    has_company: bool  # whether some buy for a company, up to limits
    small_commits: bool  # whether a product's commits hold so few writes that each larger change goes in chunks
    imports: bool  # whether members and others are imported, while they come
    has_helpdesk: bool  # whether staff answer in a helpdesk as well
    unites: bool  # whether staff make one account of two members'
    waits_above: int | None  # minor units, of which more goes back of an order only by the word of two; None: of none

    def calmed(self) -> "Climate":
        """The same place in good weather."""
        return replace(
            self,
            weather=CALM,
            skew_chance=0.0,
            index_lag_s=0.0,
            unprocessed_chance=0.0,
            net_loss=0.0,
            webhook_loss=1.0 if self.webhook_loss == 1.0 else 0.0,  # where Stripe cannot reach us, it never will
            webhook_twice=0.0,
        )


def draw_climate(seed: int, rate: float, shoppers: int = 40) -> Climate:
    """The climate of a seed. rate: how often a call meets a fault, on average."""
    chance = Random(f"climate {seed}")
    pick = chance.choice
    of_team = Random(f"team {seed}")
    has_team = of_team.choice([True, True, False])
    above = of_team.choice([None, 900, 3_000])
    migrates = of_team.choice([None] * 15 + ["orders", "payments", "inventory", "customers", "catalog"])
    imports = Random(f"import {seed}").choice([True, False, False])
    unites = Random(f"unite {seed}").choice([True, False]) and not imports
    return Climate(
        start=START + pick([0.0, 11.4 * HOUR]),  # half of the worlds see midnight
        mix=draw_mix(chance, rate),
        weather=draw_weather(chance),
        skew_chance=pick([0.0, 0.0, 0.2, 0.5]),
        index_lag_s=pick([0.0, 0.1, 2.0, 60.0]),
        unprocessed_chance=pick([0.0, 0.0, 0.02, 0.1]),
        net_loss=pick([0.0, 0.01, 0.03, 0.08]),
        stripe_upset=pick([0.0, 0.0, 0.02, 0.1]),
        webhook_loss=pick([0.0, 0.0, 0.1, 0.1, 0.5, 1.0]),
        webhook_twice=pick([0.0, 0.1, 0.4]),
        deploys=pick([False] * 19 + [True]),
        hold_minutes=pick([10, 15, 30]),
        shoppers=shoppers,
        members=pick([0, 2, 4]),
        arrival_s=pick([1.0, 60.0, 900.0, 2400.0]),
        variants=pick([1, 2, 4]),
        locations=pick([1, 2, 3]),
        units=pick([2, 20, 150, 150, 300]),
        lines_max=pick([1, 2, 3]),
        restock_chance=pick([0.0, 0.5]),
        late_redrive=pick([False, False, False, True]),
        has_team=has_team,
        migrates=migrates,
        has_company=Random(f"company {seed}").choice([True, False, False]),
        small_commits=Random(f"chunks {seed}").choice([True, False, False]),
        imports=imports,
        has_helpdesk=Random(f"has a helpdesk {seed}").choice([True, False, False]),
        unites=unites,
        waits_above=above if has_team else None,  # who waits needs somebody to wait for
    )
