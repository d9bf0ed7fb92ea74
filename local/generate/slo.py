"""`docs/operate/slo.md`: what shoppers are promised in numbers, from the register's objectives."""

from pathlib import Path

from infra.domains import DOMAINS
from infra.plan import Domain
from infra.register.vocabulary import BURNS, Burn, Late, Objective, Steady

PAGE = "docs/operate/slo.md"
HEAD = """\
# Objectives

Generated from [the register](../../infra/register/objectives.py), where they can be changed.

An objective is a promise in numbers. What may be missed of it over its days is the budget, and an alarm tells how fast
the budget goes, not that something failed once: a fast fire pages, a slow one makes a ticket. The dashboard shows it.

"""
BURN_HEAD = """\
## How fast is too fast

The burn rate is the share of bad ones, divided by the share that may be bad: at 1 the budget lasts its days exactly. An
alarm is raised while both windows burn at its rate or faster: the long one says that it matters, the short one that it
still goes on, so that the alarm ends soon after the fire. In the long window at least as many must be bad as the table
above says, since one bad one at night, with three others about, is a quarter of all. Each window is an alarm of
CloudWatch's that tells nobody (`…-within-60m`), the two together are a composite alarm that does. Source of the
figures: Google's *Site Reliability Workbook*, chapter 5.

"""
STEADY_HEAD = """\
## What is steady

CloudWatch learns from two weeks what is usual at each hour, and an alarm is raised below that. Where the usual less the
deviations is nothing, as at night in a small shop, it cannot be raised.

"""
HOW_LOST = """\
Bad are those counted as failed, and what the function's errors and throttles cut off before it could count; the latter
are of all its routes, so that the figure is rather too strict.
"""


def generate(_root: Path) -> dict[str, str]:
    objectives = [(domain, each) for domain in DOMAINS for each in domain.objectives]
    steady = [(domain, each) for domain in DOMAINS for each in domain.steady]
    parts = [
        HEAD,
        _table(
            ("objective", "of", "measured by", "budget", "bad ones at least"), [_objective(*row) for row in objectives]
        ),
        f"\n{HOW_LOST}\n",
        BURN_HEAD,
        _table(("alarm", "level", "burn rate", "windows"), [_burn(*row, burn) for row in objectives for burn in BURNS]),
        f"\n{STEADY_HEAD}",
        _table(("alarm", "level", "counted", "raised by"), [_steady(*row) for row in steady]),
    ]
    return {PAGE: "".join(parts)}


def _objective(domain: Domain, objective: Objective) -> tuple[str, ...]:
    by = objective.measured_by
    measured = f"`{by.of}`" if isinstance(by, Late) else f"`{by.lost}` of `{by.of}`, `{domain.name}-{by.function}`"
    return (
        f"[{objective.name}](runbooks/{objective.name}.md)",
        f"{objective.target_percent:g} % {objective.promise}",
        measured,
        f"{round(objective.budget * 10_000)} of 10,000 in {objective.days} days",
        str(objective.at_least),
    )


def _burn(domain: Domain, objective: Objective, burn: Burn) -> tuple[str, ...]:
    rate = burn.rate(objective.days)
    share = rate * objective.budget * 100
    return (
        f"`{domain.name}-{objective.name}-burns-{burn.name}`",
        burn.level,
        f"{rate:g}: {share:.3g} % bad, {burn.spent_percent} % of the budget in {burn.long_minutes // 60} h",
        f"{burn.long_minutes} and {burn.short_minutes} minutes",
    )


def _steady(domain: Domain, steady: Steady) -> tuple[str, ...]:
    return (
        f"[`{domain.name}-{steady.name}`](runbooks/{steady.name}.md)",
        steady.level,
        f"`{steady.of}` an hour",
        f"{steady.hours} hours running {steady.deviations} standard deviations below what is expected",
    )


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
