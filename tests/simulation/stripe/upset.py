"""One of the things that go wrong inside Stripe, drawn by chance."""

from collections.abc import Callable
from random import Random

from tests.simulation.stripe.troubles import Troubles

HOUR = 3_600.0
MOST = 10  # troubles at a time: more, and nothing would ever go well
CREATES = ("payment_intents.create", "refunds.create", "*.create")

Upset = Callable[[Troubles, Random], None]

UPSETS: dict[str, Upset] = {
    "cached 500 with its effect": lambda on, chance: on.break_with_cached_500(chance.choice(CREATES)),
    "cached 500 without effect": lambda on, chance: on.break_with_cached_500(chance.choice(CREATES), effect=False),
    "too many calls": lambda on, chance: on.refuse("*", "rate_limit", chance.randint(1, 5)),
    "object locked": lambda on, chance: on.refuse("*", "lock_timeout", chance.randint(1, 2)),
    "key in use": lambda on, chance: on.refuse("*.create", "error_409", chance.randint(1, 3)),
    "down": lambda on, chance: on.go_down(chance.choice([5.0, 60.0, 900.0])),
    "slow": lambda on, chance: on.slow_down(chance.choice(("*.cancel", *CREATES)), chance.choice([9.0, 30.0, 300.0])),
    "refund fails": lambda on, chance: on.fail_next_refund(chance.choice([5.0, HOUR, 6 * HOUR])),
}


def upset(troubles: Troubles, chance: Random) -> str | None:
    """Switch one on: its name; None where enough is switched on."""
    if troubles.waiting() >= MOST:
        return None
    name = chance.choice(list(UPSETS))
    UPSETS[name](troubles, chance)
    return name
